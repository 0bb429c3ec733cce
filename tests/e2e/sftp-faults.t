#!/bin/bash
# A result server, or the program that asks it, that is dead, slow, broken or lies: could not decide, within the time, and never a
# pass.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
results_make
world_keep

HOST=127.0.0.1
PLACE=sftp://$HOST$RESULTS

# Two seconds for signing in, and for a file.
short_of_time() {
	policy 's/^timeout = .*/timeout = 2/'
}

# lying HOW: files come from lying-sftp, and the record links what it has.
lying() {
	sed -i "s|^ForceCommand .*|ForceCommand $E2E/lying-sftp $1|" "$RESULTS_SSHD/config"
	for _ in {1..10}; do
		echo "12 tests, all good"
	done >"$RESULTS/ac-1.log"
	log_linked "$(sftp_link ac-1.log)"
}

honest() {
	sftp_config >"$RESULTS_SSHD/config"
}

# fetched_by COMMAND: this shell script is asked in place of sluis-fetch.
fetched_by() {
	mkdir "$CENTRAL/libexec"
	printf '#!/bin/sh\n%s\n' "$1" >"$CENTRAL/libexec/sluis-fetch"
	chmod 755 "$CENTRAL/libexec/sluis-fetch"
	git -C "$CENTRAL" config sluis.libexec libexec
}

it "undecided: nobody listens"
policy 's/^port = .*/port = 1/'
echo "$HOST $(cut -d ' ' -f 1,2 "$RESULTS_SSHD/host.pub")" >"$KNOWN_HOSTS"
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST cannot be reached on port 1: Connection refused"
mends evidence-intact "push again when it can; the administrator of the server looks at $HOST"

it "undecided: there is no such host"
policy 's/^\[sftp .*/[sftp "results.invalid"]/'
sed -i "s/$HOST/results.invalid/" "$KNOWN_HOSTS"
log_linked "sftp://results.invalid/ac-1.log sha256:$(digest "$READY/ac-1.log")"
push_as noor production
undecided production evidence-intact
says evidence-intact "the host results.invalid is not found"

it "undecided: it has no room for one more, and hangs up"
results_mode shut
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST: no secure connection came about"

it "undecided: it never answers; the pusher is told why it takes long"
short_of_time
policy 's/^timeout = .*/timeout = 3/'
results_mode silent
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST gave no answer within 3 seconds"
mends evidence-intact "push again when it does; the administrator of the server looks at $HOST, or gives it more time in the policy"
is "what the pusher is told" "$ANSWER_PROGRESS" "sluis: fetching results from $HOST ..."$'\n'

it "undecided: it answers byte by byte"
short_of_time
results_mode drip 20
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST gave no answer within 2 seconds"

it "undecided: it becomes slow in the middle of a file"
short_of_time
head -c 300000 /dev/zero >"$RESULTS/ac-1.log"
log_linked "$(sftp_link ac-1.log)"
results_mode drip 100000
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST gave no answer within 2 seconds"

for mode in hang half; do
	it "undecided: the connection is dead in the middle of a file, $mode"
	short_of_time
	head -c 300000 /dev/zero >"$RESULTS/ac-1.log"
	log_linked "$(sftp_link ac-1.log)"
	results_mode $mode 100000
	push_as noor production
	undecided production evidence-intact
	says evidence-intact "could not be checked: $HOST"
	is "sessions" "$(sessions)" 1
done

it "undecided: the connection is cut in the middle of a file"
head -c 300000 /dev/zero >"$RESULTS/ac-1.log"
log_linked "$(sftp_link ac-1.log)"
results_mode cut 100000
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST: its bytes did not come"

it "undecided: after the first failure the host is not asked again"
short_of_time
results_mode silent
record "\$a \\\\n[result \"AC-2\"]\\noutcome = pass\\nlog = $(sftp_link other.log "$RESULTS/ac-1.log")"
log_linked "$(sftp_link ac-1.log)"
push_as noor production
undecided production evidence-intact
is "connections" "$(connections)" 1
is "how often it is said" "$(grep -c "gave no answer" "$T/answer")" 1

it "undecided: fewer bytes than the file has"
lying short
push_as noor production
undecided production evidence-intact
says evidence-intact "$PLACE/ac-1.log has not the size that $HOST says: it changes, or the server lies"
mends evidence-intact "whoever makes it lets it stand still; then push again"
honest

it "undecided: more bytes than the file has"
lying long
push_as noor production
undecided production evidence-intact
says evidence-intact "$PLACE/ac-1.log has not the size that $HOST says: it changes, or the server lies"
honest

it "undecided: it does not say what the file is"
lying bare
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST does not say what $PLACE/ac-1.log is"
honest

it "undecided: a failure that it does not explain"
lying deny
push_as noor production
undecided production evidence-intact
says evidence-intact "$PLACE/ac-1.log cannot be read: it cannot be looked at (SFTP status 4)"
honest

it "refuse: another thing when it is opened than before"
lying swap
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/ac-1.log is not a regular file"
honest

it "refuse: a size that cannot be"
lying huge
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/ac-1.log is larger than 16777216 bytes"
honest

it "undecided: sluis-fetch is not there"
git -C "$CENTRAL" config sluis.libexec /nonexistent
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST: /nonexistent/sluis-fetch cannot be started: No such file or directory"
mends evidence-intact "the administrator of the server installs Sluis again, and looks at git config sluis.libexec"

it "undecided: sluis-fetch cannot be run"
fetched_by true
chmod 644 "$CENTRAL/libexec/sluis-fetch"
push_as noor production
undecided production evidence-intact
says evidence-intact "libexec/sluis-fetch cannot be started: Permission denied"

it "undecided: sluis-fetch breaks down"
# shellcheck disable=SC2016  # for the script
fetched_by 'kill -SEGV $$'
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST: sluis-fetch ended before its answer (signal 11)"

it "undecided: sluis-fetch ends in the middle of a file"
fetched_by 'printf "ready\nsize 29\ndata 29\n2026.11:"; exit 3'
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST: sluis-fetch ended before its answer (exit status 3)"

it "undecided: sluis-fetch hangs"
short_of_time
fetched_by 'echo ready; exec sleep 100'
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST: sluis-fetch gave no answer within 2 seconds, and was ended"

for said in 'ready\nsize 99999999999' 'ready\nsize 999999999' 'ready\nsize 10\ndata 11\n' 'ready\nsize 10\nend' 'ready\nend' 'size 1' \
	'ready\nrefused \033[2J' 'ready\nlost' 'all is well'; do
	it "undecided: sluis-fetch says what cannot be: $said"
	fetched_by "printf '$said\\n'; exec sleep 100"
	push_as noor production
	undecided production evidence-intact
	says evidence-intact "$HOST: sluis-fetch gave an answer that cannot be"
done

it "undecided: sluis-fetch never ends its line"
fetched_by 'exec yes ready'
push_as noor production
undecided production evidence-intact
says evidence-intact "$HOST: sluis-fetch gave an answer that cannot be"

it "refuse: what sluis-fetch says is not believed"
fetched_by 'printf "ready\nsize 4\ndata 4\ngoodend\n"; exec sleep 100'
push_as noor production
refused production evidence-intact
says evidence-intact "$PLACE/ac-1.log has other bytes than were linked: it is sha256:$(printf good | sha256sum | cut -c 1-12)... there now"

# logs N: the record links that many of them.
logs() {
	local i

	for ((i = 1; i <= $1; i++)); do
		record "\$a \\\\n[result \"L-$i\"]\\noutcome = pass\\nlog = sftp://$HOST/$i.log sha256:$(digest "$READY/ac-1.log")"
	done
	tested
}

it "undecided: each file comes in time, and all together take too long"
policy 's/^timeout = .*/timeout = 1/'
# shellcheck disable=SC2016  # for the script
fetched_by 'echo ready; while read -r path; do sleep 1.2; echo "unread later"; done'
logs 8
push_as noor production
refused production acceptance-passed unchecked evidence-intact
says evidence-intact "$HOST: the files of this push take longer than all of them may together"

it "undecided: each file is small enough, and all together are not"
policy '/^port = /i max-size = 268435456'
# shellcheck disable=SC2016  # for the script
fetched_by 'echo ready; while read -r path; do echo "size 200000000"; echo "unread later"; done'
logs 2
push_as noor production
refused production acceptance-passed unchecked evidence-intact
says evidence-intact "the files of this push are larger together than 256 MiB"
mends evidence-intact "push the promotions one by one, or keep large logs elsewhere"

it "undecided: a result server that is asked by git sluis check"
policy 's/^port = .*/port = 1/'
rm "$KNOWN_HOSTS"
given_objects production
STATUS=0
said=$("$SLUIS_BUILD/git-sluis" check --repo "$CENTRAL" --pusher noor --old "$(tip production)" --new "$(oid production)" \
	--ref refs/heads/production 2>&1) || STATUS=$?
is "the exit code" "$STATUS" 2
has_words "what it says" "${said//$'\n'/}" "$KNOWN_HOSTS does not exist"

finish
