#!/bin/bash
# A log of 100 MiB on the result server.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
results_make
policy '/^port = /i max-size = 104857600'
yes "test passed" | head -c 104857600 >"$RESULTS/ac-1.log"
log_linked "$(sftp_link ac-1.log)"
world_keep

it "accept: it is fetched, kept in the audit, and not fetched again"
push_as noor production
accepted "$(promoted)"
is "sessions" "$(sessions)" 1
is "bytes in the audit" "$(git -C "$CENTRAL" cat-file -s "refs/sluis/audit:evidence/$(sha256sum <"$RESULTS/ac-1.log" | cut -d ' ' -f 1)")" 104857600
git -C "$CENTRAL" update-ref refs/heads/production "$(git -C "$CENTRAL" rev-parse refs/heads/production^1)"
results_mode shut
push_as noor production
accepted "$(promoted)"
is "connections" "$(connections)" 0

it "refuse: one byte more than the policy allows"
echo >>"$RESULTS/ac-1.log"
push_as noor production
refused production evidence-intact
says evidence-intact "is larger than 104857600 bytes"

it "refuse: its last byte is another"
printf x | dd of="$RESULTS/ac-1.log" bs=1 seek=104857599 conv=notrunc status=none
push_as noor production
refused production evidence-intact
says evidence-intact "has other bytes than were linked"
is "evidence that is kept of it" "$(git -C "$CENTRAL" ls-tree -r refs/sluis/audit | grep -c "$(sha256sum <"$RESULTS/ac-1.log" | cut -d ' ' -f 1)" || true)" 0

finish
