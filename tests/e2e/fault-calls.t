#!/bin/bash
# Some of the system calls and allocations of the gate fail, each in another way: no bad promotion passes, a good one passes with
# its verdict or is refused with the cause. `make fault` takes all of them; SLUIS_FAULT_SEED chooses others here.
# shellcheck disable=SC2016 source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
# shellcheck source=tests/fault/calls.sh
. "${0%/*}/../fault/calls.sh"

if ldd "$SLUIS_BUILD/pre-receive" | grep -q libgit2; then
	echo "1..0 # SKIP libgit2 is shared, and its calls go unseen"
	exit
fi
export EACH=10 SEED=${SLUIS_FAULT_SEED:-1}
calls_world

# holds PROMOTION HOOK WHAT
holds() {
	call_sweep "$@"
	is "that faults came" "$((CAME > 0))" 1
	[ ${#BROKEN[@]} -eq 0 ] || wrong "${BROKEN[@]}"
}

for promotion in $CALL_PROMOTIONS; do
	for hook in $(call_hooks "$promotion"); do
		it "$promotion, $hook: whatever call fails, it holds"
		! can_fail || holds "$promotion" "$hook" calls
	done
done

for promotion in good vetoed unjudged; do
	for hook in $(call_hooks "$promotion"); do
		it "$promotion, $hook: whatever memory is not there, it holds"
		! can_fail || holds "$promotion" "$hook" memory
	done
done

# unread PROMOTION PATTERN: the calls about what has that in its path.
unread() {
	! can_fail || FAULTS=EIO EVER=once EACH=30 PATTERN=$2 holds "$1" pre-receive calls
}

it "a veto: the disk gives back nothing of where words stand, and it holds"
unread vetoed 'packed-refs|refs/signoffs'

it "a veto in packed-refs: the disk gives back nothing of where words stand, and it holds"
unread packed-veto 'packed-refs|refs/signoffs'

it "a hook that was there before: the disk does not say whether it is there, and it is not left out"
unread good 'pre-receive[.]d'

# closed PATH...: to the account of the gate, for good. Root, too, stays out without two of its rights.
closed() {
	chmod 000 "$@"
	[ "$(id -u)" != 0 ] || at pre-receive 'exec setpriv --bounding-set=-dac_override,-dac_read_search "$gate" "$@"'
}

# at_the_start PROMOTION: its world, ready to be pushed.
at_the_start() {
	rm -rf "$T/world"
	cp -a "$CALLS/$1" "$T/world"
	mended
}

# another DECISION: noor says it of the same, under another id; the folder of that is closed.
another() {
	signoff noor operator decision "$1" id 2026.10 name other
	push_as noor other:refs/signoffs/2026.10/operator/noor
	accepted
	closed "$CENTRAL/refs/signoffs/2026.10"
}

WENT_IN="sluis: production: promotion $READY accepted (policy 2026-1)"

it "accept: the settings of its home are closed to the gate, as to git"
at_the_start good
mkdir -p "$T/other/.config/git"
cp "$HOME/.gitconfig" "$T/other/"
closed "$T/other/.gitconfig" "$T/other/.config"
HOME=$T/other push_as noor production
accepted "$WENT_IN"

it "accept: the folder of another promotion's sign-offs is closed"
at_the_start good
another approve
push_as noor production
accepted "$WENT_IN"

it "refuse: that folder hides a veto of the same content, and the audit tells it"
at_the_start good
another reject
push_as noor production
refused production signoff-veto

it "undecided: the folder of its own sign-offs is closed"
at_the_start good
closed "$CENTRAL/refs/signoffs/$READY"
push_as noor production
undecided_all "$CENTRAL/refs/signoffs/$READY/key-user/kim cannot be read: Permission denied" \
	"the administrator of the server looks at the disk, at who may read there, and at the limits of the account"

it "undecided: packed-refs is closed"
at_the_start packed-veto
closed "$CENTRAL/packed-refs"
push_as noor production
undecided_all "$CENTRAL/packed-refs cannot be read: Permission denied"

it "undecided: a hook that was there before runs for others, and not for the gate"
at_the_start good
closed "$CENTRAL/hooks/gate/pre-receive.d/50-test"
chmod 011 "$CENTRAL/hooks/gate/pre-receive.d/50-test"
push_as noor production
undecided_all "the hook hooks/gate/pre-receive.d/50-test cannot be run, or did not find a program that it needs" \
	"the administrator of the server looks at that hook"

it "undecided: the folder of the hooks that were there before is closed"
at_the_start good
closed "$CENTRAL/hooks/gate/pre-receive.d"
push_as noor production
undecided_all "the hook hooks/gate/pre-receive.d folder cannot be read" "the administrator of the server looks at that hook"

finish
