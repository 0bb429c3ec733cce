# shellcheck shell=bash
# Two houses: a supplier who hosts the central repository and is root there, and a school with a clone of the audit and,
# on a machine of its own, a witness.
AUDIT=refs/sluis/audit
HOST_KEY=$CENTRAL/sluis/host_key
WITNESS=$T/world/witness SCHOOL=$T/world/school SIGNERS=$T/world/signers/signers

# The audit is signed by the host, so that the host's own signature proves what it likes.
houses_make() {
	local each

	for each in reference-transaction post-receive; do
		ln -s "$SLUIS_BUILD/$each" "$CENTRAL/hooks/$each"
	done
	ssh-keygen -q -t ed25519 -N '' -C host -f "$HOST_KEY"
	for each in school-key mallory-key; do
		ssh-keygen -q -t ed25519 -N '' -C "$each" -f "$T/world/$each"
	done
	policy_add '[audit]' "sign = $HOST_KEY"
	mkdir "$T/world/signers"
	signers
	git init -q --bare --template= "$WITNESS"
	git -C "$WITNESS" remote add origin "$CENTRAL"
	git -C "$WITNESS" config sluis.witnessKey "$T/world/school-key"
	git -C "$WITNESS" config sluis.witnessSigners "$SIGNERS"
	git init -q --bare --template= "$SCHOOL"
}

# signers [OPTION]: the file of the school, with its witness and the host.
signers() {
	{
		echo "gate namespaces=\"git\" $(cut -d ' ' -f 1,2 "$HOST_KEY.pub")"
		echo "school ${1:+$1,}namespaces=\"sluis-witness\" $(cut -d ' ' -f 1,2 "$T/world/school-key.pub")"
	} >"$SIGNERS"
}

# ago DAYS COMMAND...: by a clock of that many days ago.
ago() {
	local days=$1

	shift
	FAKETIME=$(printf %+ds $((-days * 86400))) LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1) \
		ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0 "$@"
}

# works NAME: new work of dirk's goes in.
works() {
	change dirk "src/$1.c"
	SLUIS_TEST_PUSHER=dirk git -C "$CLONE" push -q "$CENTRAL" development >"$T/answer" 2>&1
}

central() {
	git -C "$CENTRAL" -c core.hooksPath="$T/none" "$@"
}

short() {
	git -C "${2:-$CENTRAL}" rev-parse --short=7 "${1:-$AUDIT}"
}

# witnesses EXIT-CODE: on the machine of the school.
witnesses() {
	RC=0
	OUT=$(cd "$WITNESS" && "$SLUIS_BUILD/git-sluis" audit witness 2>&1) || RC=$?
	is "the exit code of audit witness" "$RC" "$1"
	[ "$RC" = "$1" ] || wrong "$OUT"
}

# school EXIT-CODE [OPTION]...: the school fetches what the supplier shows, and asks.
school() {
	local want=$1

	shift
	GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=$T/none git -C "$SCHOOL" fetch -q "$CENTRAL" "+refs/sluis/*:refs/sluis/*"
	RC=0
	OUT=$(cd "$SCHOOL" && "$SLUIS_BUILD/git-sluis" audit verify "$@" 2>&1) || RC=$?
	is "the exit code of audit verify" "$RC" "$want"
	[ "$RC" = "$want" ] || wrong "$OUT"
}

# asked EXIT-CODE: the one command.
asked() {
	school "$1" --against "$WITNESS" --signers "$SIGNERS"
}

# rewritten SED: the supplier writes its audit anew, with the dates and the key of the host; each entry names the new ones.
rewritten() {
	local each parent='' new date names=''

	for each in $(central rev-list --reverse $AUDIT); do
		date=$(central log -1 --format=%cd --date=raw "$each")
		new=$(central cat-file commit "$each" | sed '1,/^$/d' | sed -e "$1" -e "$names" |
			GIT_AUTHOR_NAME=Sluis GIT_AUTHOR_EMAIL=sluis@localhost GIT_AUTHOR_DATE=$date GIT_COMMITTER_NAME=Sluis \
			GIT_COMMITTER_EMAIL=sluis@localhost GIT_COMMITTER_DATE=$date git -C "$CENTRAL" -c gpg.format=ssh \
			-c user.signingkey="$HOST_KEY" commit-tree -S ${parent:+-p "$parent"} "$each^{tree}")
		[ -n "$parent" ] || central update-ref refs/sluis/audit-start "$new"
		names+="s/$each/$new/;s/ ${each:0:7}/ ${new:0:7}/;"
		parent=$new
	done
	central update-ref $AUDIT "$parent"
	[ ! -e "$CENTRAL/logs/$AUDIT" ] || rm "$CENTRAL/logs/$AUDIT"
}
