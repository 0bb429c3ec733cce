#!/bin/bash
# Results on a server of their own: what sftp:// links lead to is fetched from a real sshd, and judged by its digest.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
results_make
world_keep

PLACE=sftp://127.0.0.1$RESULTS

# in_audit DIGEST: the newest verdict of the audit has a piece of evidence with that digest.
in_audit() {
	git -C "$CENTRAL" cat-file blob "refs/sluis/audit:evidence/$1" | sha256sum | cut -d ' ' -f 1
}

# taken_back: production is as it was before the promotion.
taken_back() {
	git -C "$CENTRAL" update-ref refs/heads/production "$(git -C "$CENTRAL" rev-parse refs/heads/production^1)"
}

# record_there: the acceptance record itself lies on the server, and the merge links it there.
record_there() {
	cp "$DOSSIERS/$READY/acceptance.ini" "$RESULTS/acceptance.ini"
	promotion drop Acceptance-Result add "Acceptance-Result: $(sftp_link acceptance.ini)"
}

it "accept: the log lies on the result server, and the audit keeps it"
push_as noor production
accepted "$(promoted)"
is "sessions" "$(sessions)" 1
is "the log in the audit" "$(in_audit "$(digest "$READY/ac-1.log")")" "$(digest "$READY/ac-1.log")"

it "accept: a repository that names no program has it beside the gate"
git -C "$CENTRAL" config --unset sluis.libexec
push_as noor production
accepted "$(promoted)"
is "sessions" "$(sessions)" 1

it "accept: git sluis audit verify follows what is kept"
push_as noor production
accepted "$(promoted)"
blob=$(git -C "$CENTRAL" rev-parse "refs/sluis/audit:evidence/$(digest "$READY/ac-1.log")")
has "what is kept" "$(git -C "$CENTRAL" ls-tree -r refs/sluis/audit fetched/)" "$blob"
is "what audit verify says" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify | tail -2 | head -1)" "1 entries, 1 verdicts, 3 pieces of evidence: 0 problems"

it "accept: the record too, as the word of the machine that brings it"
policy '/^port = /i service = ci'
record 's/^executed-by = .*/executed-by = ci/'
record_there
push_as noor production
accepted "$(promoted)"

it "accept: three files of one host in one session"
policy '/^port = /i service = ci'
record 's/^executed-by = .*/executed-by = ci/' "/^outcome = pass/,\$d"
echo "by hand, all good" >"$RESULTS/hand.log"
record "\$a outcome = pass\\nlog = $(sftp_link ac-1.log)\\n\\n[result \"AC-2\"]\\noutcome = pass\\nlog = $(sftp_link hand.log)"
record_there
push_as noor production
accepted "$(promoted)"
is "sessions" "$(sessions)" 1

it "accept: pushed again after a refusal, with the server gone"
promotion drop Accepted-by
push_as noor production
refused production signoff-present
is "sessions" "$(sessions)" 1
results_mode shut
promotion
push_as noor production
accepted "$(promoted)"
is "connections" "$(connections)" 0

it "accept: again, other verdicts and their outcomes later"
ln -s "$SLUIS_BUILD/reference-transaction" "$CENTRAL/hooks/reference-transaction"
push_as noor production
accepted "$(promoted)"
for i in 1 2 3; do
	change dirk "src/$i.c"
	push_as dirk development
	accepted
done
has "the newest entry" "$(git -C "$CENTRAL" log -1 --format=%B refs/sluis/audit)" "Entry: outcome"
rm "$CENTRAL/hooks/reference-transaction"
results_mode shut
taken_back
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile --reason "taken back") >"$T/null"
push_as noor production
accepted "$(promoted)"
is "connections" "$(connections)" 0

it "refuse: the same bytes are kept, and the link leads to another place"
push_as noor production
accepted "$(promoted)"
taken_back
log_linked "$(sftp_link elsewhere.log "$RESULTS/ac-1.log")"
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/elsewhere.log is not there"

it "refuse: the file was replaced after its digest was taken"
echo "$READY: 12 tests, one failed" >"$RESULTS/ac-1.log"
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/ac-1.log has other bytes than were linked: it is sha256:$(sha256sum <"$RESULTS/ac-1.log" | cut -c 1-12)... there now"
mends evidence-intact "put the linked bytes back, or accept the new ones: test, link their sha256sum, sign off again"

it "refuse: there is no such file"
rm "$RESULTS/ac-1.log"
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/ac-1.log is not there"
mends evidence-intact "its author puts it there, or the record links where it is"

it "refuse: a host that the policy does not name"
log_linked "sftp://localhost/ac-1.log sha256:$(digest "$READY/ac-1.log")"
push_as noor production
refused production evidence-intact
says evidence-intact "sftp://localhost is not a result server in the policy"
mends evidence-intact "link a file of a host that the policy names, or the administrator adds an [sftp] for this one"
is "sessions" "$(sessions)" 0

it "refuse: the record lies there, and no machine answers for it"
record_there
push_as noor production
refused production evidence-by
says evidence-by "$PLACE/acceptance.ini lies on a result server for which no service of the policy answers"
mends evidence-by "the tester adds the record to refs/heads/promotions; or the administrator names a 'service' in [sftp \"127.0.0.1\"]"

it "refuse: the record there names somebody else than the machine"
policy '/^port = /i service = ci'
record_there
push_as noor production
refused production evidence-by
says evidence-by "$PLACE/acceptance.ini says that it was executed by 'tess', and Build machine (owner Jan Bakker) brought it in"

it "refuse: the criteria lie there, where nobody sees since when"
cp "$DOSSIERS/$READY/criteria.ini" "$RESULTS/criteria.ini"
record "s|^criteria = .*|criteria = $(sftp_link criteria.ini)|"
tested
push_as noor production
refused production criteria-first
says criteria-first "$PLACE/criteria.ini lies on a result server, which cannot show when it was added"
mends criteria-first "bring the criteria into refs/heads/promotions, then test by them, and link that record"

it "refuse: larger than the policy allows"
policy '/^port = /i max-size = 10'
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/ac-1.log is larger than 10 bytes"

it "refuse: a folder"
mkdir "$RESULTS/logs"
log_linked "$(sftp_link logs "$RESULTS/ac-1.log")"
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/logs is not a regular file"

it "refuse: a device"
log_linked "sftp://127.0.0.1/dev/null sha256:$(sha256sum </dev/null | cut -d ' ' -f 1)"
push_as noor production
refused production evidence-intact
says evidence-intact "sftp://127.0.0.1/dev/null is not a regular file"

it "refuse: a named pipe, which would keep the server waiting"
mkfifo "$RESULTS/pipe"
log_linked "$(sftp_link pipe "$RESULTS/ac-1.log")"
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/pipe is not a regular file"

it "refuse: a symbolic link, even to the file itself"
ln -s ac-1.log "$RESULTS/newest.log"
log_linked "$(sftp_link newest.log)"
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/newest.log is a symbolic link, not a regular file"

it "refuse: a path that climbs out"
log_linked "$(sftp_link "../../../../etc/passwd" /etc/passwd)"
push_as noor production
refused production acceptance-bound
says acceptance-bound "has a '.' or '..' part in its path"
is "sessions" "$(sessions)" 0

it "undecided: the account may not read the file"
if [ "$(id -u)" -eq 0 ]; then
	skip "root reads everything"
	tap_asserted=1
else
	chmod 000 "$RESULTS/ac-1.log"
	push_as noor production
	undecided production evidence-intact
	says evidence-intact "$PLACE/ac-1.log may not be read by $(id -un)"
fi

# As root, the way a result server should be: locked into its folder.
it "accept: a server that shows nothing but its folder"
if [ "$(id -u)" -ne 0 ] || ! unshare -m true 2>/dev/null; then
	skip "only root can lock an account into a folder"
	tap_asserted=1
else
	{ sftp_config && echo "ChrootDirectory /run/results"; } >"$RESULTS_SSHD/config"
	cp "$RESULTS_SSHD/sshd-i" "$RESULTS_SSHD/kept"
	cat >"$RESULTS_SSHD/sshd-i" <<-SH
		#!/bin/sh
		exec unshare -m sh -c 'mount -t tmpfs -o mode=755 tmpfs /run && mkdir -m 755 /run/sshd /run/results &&
		mount --bind $RESULTS /run/results && exec /usr/sbin/sshd -i -E $RESULTS_LOG -f $RESULTS_SSHD/config'
	SH
	log_linked "sftp://127.0.0.1/ac-1.log sha256:$(digest "$READY/ac-1.log")"
	push_as noor production
	accepted "$(promoted)"
	sftp_config >"$RESULTS_SSHD/config"
	mv "$RESULTS_SSHD/kept" "$RESULTS_SSHD/sshd-i"
fi

finish
