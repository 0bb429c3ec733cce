#!/bin/bash
# An allocation fails while a reader reads foreign bytes: it comes to an end. SLUIS_FAULT_SEED chooses other allocations.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

if grep -q __asan_init "$SLUIS_BUILD/pre-receive"; then
	echo "1..0 # SKIP a sanitizer has a malloc of its own"
	exit
fi
world_make
RUNS=8

# reads NUMBER: the unit tests of the reader, while that allocation fails; OUT is what they say.
reads() {
	RC=0
	rm -f "$T/trace"
	OUT=$(LD_PRELOAD="$SLUIS_BUILD/tests/fault-malloc.so" FAULT_MALLOC=$1 FAULT_TRACE="$T/trace" \
		timeout 60 "$SLUIS_BUILD/tests/test_$reader" 2>&1) || RC=$?
}

for reader in ini policy_read record record_plan record_parallel_run record_deployment link listing zone results_tap results_junit \
	signers revoked known_hosts sshsig sshsig_split sshcert signoff_tag trailer audit_entry note published push_options pusher; do
	it "$reader: whatever memory is not there, it comes to an end"
	reads 0
	is "the tests with all memory" "$RC" 0
	n=$(cat "$T/trace")
	step=$(((n + RUNS - 1) / RUNS))
	for ((i = 1 + ${SLUIS_FAULT_SEED:-0} % step; i <= n; i += step)); do
		reads "$i"
		is "the fault $i of $n" "$(cat "$T/trace")" INJECTED
		# What failed is no good answer, so the tests may fail; cmocka calls a signal an exception.
		[[ $RC -lt 124 && $OUT != *exception:* ]] || wrong "allocation $i of $n, exit code $RC:" "$OUT"
	done
done

finish
