#!/bin/bash
# What an administrator does to a repository, while people push or the policy is away: gc, repack, pack-refs.
# shellcheck disable=SC2016  # for the shell of the hook
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
fault_world
git -C "$CENTRAL" update-ref refs/heads/topic refs/heads/development
change dirk src/pay.c
world_keep

central() {
	git -C "$CENTRAL" "$@"
}

# passes COMMAND...: in the central repository.
passes() {
	RC=0
	OUT=$(central "$@" 2>&1) || RC=$?
	is "git $*" "$RC $OUT" "0 "
}

# says_no TEXT COMMAND...: nothing moves.
says_no() {
	local before

	before=$(refs)
	RC=0
	OUT=$(central "${@:2}" 2>&1) || RC=$?
	is "that git $2 fails" "$((RC != 0))" 1
	has "what it says" "$(tr -s '\n ' ' ' <<<"$OUT")" "$1"
	is "the refs" "$(refs)" "$before"
}

spoil() {
	if [ "$how" = "no policy" ]; then
		rm "$CENTRAL/sluis/policy.ini"
		says="there is no policy"
	else
		sed -i 's/^proof = .*/proof = belief/' "$CENTRAL/sluis/policy.ini"
		says="the policy has 1 problem"
	fi
}

for how in "no policy" "a policy with a mistake"; do
	it "$how: refs are packed, and the repository is kept"
	spoil
	before=$(refs)
	passes pack-refs --all
	is "the refs" "$(refs)" "$before"
	passes pack-refs --all
	passes gc -q --prune=now
	passes repack -a -d -q
	is "the refs" "$(refs)" "$before"
	is "loose refs" "$(find "$CENTRAL/refs" -type f)" ""

	it "$how: no ref moves, governed or not"
	spoil
	given_objects development
	says_no "sluis: could not decide: $says" update-ref refs/heads/production "$(oid development)"
	says_no "sluis: could not decide: $says" update-ref refs/heads/topic "$(oid development)"
	says_no "sluis: could not decide: $says" update-ref -d refs/heads/production
	says_no "sluis: could not decide: $says" update-ref -d refs/heads/topic
	says_no "sluis: could not decide: $says" branch new production
	central pack-refs --all
	says_no "sluis: could not decide: $says" update-ref -d refs/heads/production
	audit=$(central rev-parse refs/sluis/audit)
	says_no "sluis: could not decide: $says" update-ref -d refs/sluis/audit
	is "the audit" "$(central rev-parse refs/sluis/audit)" "$audit"
done

it "gc without a grace between the verdict and the move: git loses what was pushed, nothing moves, and it is pushed again"
kept_hook pre-receive "unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES" \
	"git -c gc.auto=0 gc -q --prune=now"
push_as dirk development
ANSWERED=yes ANSWER_HEAD=()
is "that git took its own quarantine away" "$((STATUS != 0)) $AFTER" "1 $BEFORE"
whole
rm -r "$CENTRAL/hooks/gate/pre-receive.d"
push_as dirk development
accepted
whole

for each in "gc -q" "repack -a -d -q" "pack-refs --all"; do
	it "git $each between the verdict and the move, between the move and its outcome, and after it"
	for hook in pre-receive reference-transaction post-receive; do
		kept_hook $hook '[ -z "$SLUIS_TEST_NESTED" ] || exit 0' \
			"unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES" \
			"SLUIS_TEST_NESTED=yes git $each 2>/dev/null || :"	# it does not get at the ref that is being moved
	done
	push_as dirk development
	accepted
	whole
	goes_on
	is "git fsck" "$(central fsck --no-dangling 2>&1)" ""
done

it "git prune without a grace between the checks and the move: the commit is gone, and audit verify says so"
kept_hook reference-transaction '[ "$1" = committed ] || git prune --expire=now'
push_as dirk development
ANSWERED=yes ANSWER_HEAD=()
rm -r "$CENTRAL/hooks/gate/reference-transaction.d"
is "the commit" "$(central cat-file -t "$(oid development)" 2>&1 | head -c 5)" fatal
problems "------- refs/heads/development is at $(short development), which is missing or broken"
git -C "$CLONE" pack-objects -q --revs --stdout <<<"development" | central unpack-objects -q
whole
goes_on

# With -A: -a throws the cruft pack away that a gc has just put the objects of a push into, whose ref has not moved yet.
it "gc, repack and pack-refs all the time while people push: every push is accepted and whole, or refused and made again"
: >"$T/going"
loops=()
for each in "gc -q" "repack -A -d -q" "pack-refs --all"; do
	# shellcheck disable=SC2086
	while [ -e "$T/going" ]; do
		central $each || :
	done >"$T/null" 2>&1 &
	loops+=($!)
done
again=0
for _ in {1..12}; do
	change dirk src/pay.c
	push_as dirk development
	ANSWERED=yes ANSWER_HEAD=()
	while [ "$STATUS" != 0 ] && [ $((again += 1)) -lt 40 ]; do
		is "the refs" "$AFTER" "$BEFORE"
		push_as dirk development
		ANSWERED=yes ANSWER_HEAD=()
	done
	is "the branch" "$(tip development)" "$(oid development)"
done
rm "$T/going"
wait "${loops[@]}"
whole
is "git fsck" "$(central fsck --no-dangling 2>&1)" ""

finish
