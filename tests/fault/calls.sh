# shellcheck shell=bash disable=SC2016,SC2034
# A good promotion and several bad ones, in pushes in which the system calls or allocations of a hook fail (tests/fault/within).

CALL_PROMOTIONS=${CALL_PROMOTIONS:-good vetoed packed-veto evil unsigned unjudged}

# calls_world: the worlds of all promotions, in CALLS/NAME; each is ready to be pushed.
calls_world() {
	local each

	world_make
	proof_by_signature
	signers noor
	signed_off kim key-user
	signed_off jan operator
	world_keep
	CALLS=$T/calls
	mkdir "$CALLS"
	for each in $CALL_PROMOTIONS; do
		world_reset
		"promotion_${each//-/_}"
		cp -a "$T/world" "$CALLS/$each"
	done
}

promotion_good() {
	signed_off els system-owner
	kept_hook pre-receive 'echo "$0" >>ran'
}

promotion_vetoed() {
	signed_off els system-owner
	signed_off noor operator decision reject
}

promotion_packed_veto() {
	promotion_vetoed
	git -C "$CENTRAL" pack-refs --all
}

promotion_evil() {
	signed_off els system-owner
	promotion tree "$(edited_tree acceptance)"
}

promotion_unsigned() {
	:
}

# What pre-receive does not judge, since it is not there: reference-transaction has to hold it.
promotion_unjudged() {
	signed_off els system-owner
}

# call_hooks PROMOTION: those that run.
call_hooks() {
	case $1 in
	good) echo pre-receive reference-transaction.prepared reference-transaction.committed post-receive ;;
	unjudged) echo reference-transaction.prepared ;;
	*) echo pre-receive ;;
	esac
}

# call_sweep PROMOTION HOOK WHAT: one push. CAME and BROKEN, and the promotion itself ends as it should.
call_sweep() {
	local before status=0

	rm -rf "$T/world" "$T"/{refs,logs,faults,broken,locks}
	cp -a "$CALLS/$1" "$T/world"
	touch "$T"/{faults,broken,locks}
	mended
	[ "$1" != unjudged ] || at pre-receive 'exit 0'
	at "$2" "exec '$TOP/tests/fault/within' '$T' $1 $2 $3 \"\$gate\" \"\$@\""
	before=$(tip production)
	(cd "$CLONE" && SLUIS_TEST_PUSHER=noor git push "$CENTRAL" production) >"$T/pushed" 2>&1 || status=$?
	mended
	CAME=$(wc -l <"$T/faults")
	mapfile -t BROKEN <"$T/broken"
	if [ "$1" = good ]; then
		[ "$(tip production)" = "$(oid production)" ] || BROKEN+=("$1, $2, after all that: did not pass: $(cat "$T/pushed")")
	else
		[ "$status" != 0 ] && [ "$(tip production)" = "$before" ] || BROKEN+=("$1, $2, after all that: passed")
	fi
}

# A sanitizer makes calls and has a malloc of its own.
can_fail() {
	grep -q __asan_init "$SLUIS_BUILD/pre-receive" || { can_inject; return; }
	skip "the gate is built with a sanitizer"
	is "the skipped" 1 1
	return 1
}
