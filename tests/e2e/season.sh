# shellcheck shell=bash
# A season in the life of a repository, for what looks back on it: promotions that went in, attempts that were refused or
# could not be decided, an emergency that was reviewed and one that was not, a rollback, an unlock.

# All hooks, so that outcomes are recorded.
season_arm() {
	local each

	central_guard
	policy_add '[emergency]' 'signoff = system-owner' 'review-within-days = 1'
}

sluis() {
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" "$@")
}

# tested ID: tess tests what is on acceptance, by criteria that were there before.
tested() {
	local at

	dossier "$1" acceptance
	evidence_commit tess "Criteria of $1" "$1/criteria.ini"
	season_push tess promotions
	at=$(date -u +%Y-%m-%dT%H:%M:%SZ -d "1 second")
	sed -i "s/^\(started\|finished\) = .*/\1 = $at/" "$DOSSIERS/$1/acceptance.ini"
	evidence tess "Acceptance of $1"
	season_push tess promotions
}

# next_release ID WHO FILE: somebody's work, on acceptance and tested.
next_release() {
	on development
	change "$2" "$3" "Work for $1"
	branch test development
	branch acceptance development
	season_push "$2" development
	season_push tess test
	season_push tess acceptance
	tested "$1"
}

# season_push PERSON REF...: whatever comes of it. The tests of the reports ask what was recorded.
season_push() {
	local who=$1

	shift
	SLUIS_TEST_PUSHER=$who git -C "$CLONE" push -q "$CENTRAL" "$@" >"$T/answer" 2>&1 || :
}

# emergency ID TEXT: only the system owner has signed; the merge is dated by the clock.
emergency() {
	local then=$clock

	clock=$(date +%s)
	promotion id "$1" drop Accepted-by drop Released-by add "Emergency: $2"
	clock=$then
	MERGED[$1]=$(oid production)
	season_push noor production
}

# The merge of each promotion.
declare -A MERGED=()

# The clock of the season, people's and the server's, up to the emergency that nobody reviews.
season_begins() {
	LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1)
	export LD_PRELOAD FAKETIME=-$((24 * 60 * 60 - 15))s
	export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
}

season() {
	local blob

	season_arm
	season_push tess promotions
	# 2026.11 goes in.
	promotion by noor
	MERGED[2026.11]=$(oid production)
	season_push noor production
	# 2026.12: refused, not decidable, and then in.
	next_release 2026.12 dirk src/pay.c
	promotion id 2026.12 drop Released-by drop Accepted-by
	MERGED[refused]=$(oid production)
	season_push noor production
	promotion id 2026.12
	MERGED[2026.12]=$(oid production)
	blob=$(oid "promotions:2026.12/ac-1.log")
	mv "$(loose "$blob")" "$T/lost"
	season_push noor production
	mv "$T/lost" "$(loose_name "$blob")"
	season_push noor production
	# An emergency, reviewed with 2026.13.
	next_release E1 dora src/door.c
	emergency E1 "INC-7 the door is <stuck>"
	next_release 2026.13 dirk src/pay.c
	promotion id 2026.13 by jan add "Reviews-Emergency: E1"
	MERGED[2026.13]=$(oid production)
	season_push jan production
	# Another emergency, which nobody reviews within its day; that ends in fifteen seconds.
	next_release E2 dora src/door.c
	emergency E2 "INC-8 the door again"
	unset LD_PRELOAD FAKETIME
	# Somebody who is nobody's tries, too.
	next_release 2026.14 dirk src/pay.c
	promotion id 2026.14 by mallory
	MERGED[mallory]=$(oid production)
	season_push mallory production
	# Back to what was there before.
	mkdir "$DOSSIERS/R1"
	: >"$DOSSIERS/R1/acceptance.ini"
	promotion id R1 tree "${MERGED[2026.13]}^{tree}" candidate "${MERGED[2026.13]}" drop Acceptance-Result \
		drop Accepted-by drop Released-by add "Rolls-Back-To: ${MERGED[2026.13]}"
	MERGED[R1]=$(oid production)
	season_push noor production
	# The administrator moves test back and forth.
	sluis unlock --reason "restore after a disk failure" --minutes 5 >"$T/null"
	git -C "$CENTRAL" update-ref refs/heads/test test~1
	git -C "$CENTRAL" update-ref refs/heads/test acceptance
}

loose_name() {
	echo "$CENTRAL/objects/${1:0:2}/${1:2}"
}

# append_entry SUBJECT LINE...: an entry in the audit that the gate has not written.
append_entry() {
	local subject=$1 entry

	shift
	entry=$({ printf '%s\n\n' "$subject"; printf '%s\n' "$@"; } |
		as noor git -C "$CENTRAL" commit-tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904 -p refs/sluis/audit)
	git -C "$CENTRAL" -c core.hooksPath="$T/null" update-ref refs/sluis/audit "$entry"
}
