# shellcheck shell=bash disable=SC2016
# Faults that come when they are told to: a repository that install.sh has armed, whose hooks die or fail at a system call
# of our choice, by strace(1). And what has to hold afterwards, whatever happened.

TOP=$(cd "$E2E/../.." && pwd)
GATE_HOOKS=(pre-receive reference-transaction post-receive)
WRITING="mkdir write fsync link unlink rename"	# the system calls that change what is on the disk
LEFT_BEHIND="when no push is under way, the administrator of the server removes what a killed process left behind:"

central_arm() {
	rmdir "$CENTRAL/hooks"
	PREFIX=$T/usr "$TOP/install.sh" "$CENTRAL" >"$T/armed" 2>&1 || { cat "$T/armed" >&2; return 1; }
	mkdir "$CENTRAL/hooks/gate" "$T/fault"
	for each in "${GATE_HOOKS[@]}"; do
		cp "$SLUIS_BUILD/$each" "$CENTRAL/hooks/$each"	# what is tested may be another build than what was installed
		wrap_hook "$each"
	done
}

# The hook becomes a script that starts it, and before that does what stands in the file of the fault. What was kept
# from before stands in hooks/gate/NAME.d.
wrap_hook() {
	mv "$CENTRAL/hooks/$1" "$CENTRAL/hooks/gate/$1"
	cat >"$CENTRAL/hooks/$1" <<-SH
		#!/bin/sh
		gate=hooks/gate/$1
		[ ! -e "$T/fault/$1\${1:+.\$1}" ] || . "$T/fault/$1\${1:+.\$1}"
		exec "\$gate" "\$@"
	SH
	chmod 755 "$CENTRAL/hooks/$1"
}

# A world in which a promotion and some work have gone in.
fault_world() {
	world_make
	it_is_given noor production
	change dirk src/pay.c
	it_is_given dirk development
	world_keep
}

it_is_given() {
	push_as "$@"
	[ "$STATUS" = 0 ] || { cat "$T/answer"; return 1; }
	ANSWERED=yes ANSWER_HEAD=()
}

# Without strace, or where tracing is forbidden, there is nothing to inject with.
can_inject() {
	strace -qq -o "$T/trace" -e trace=none true 2>"$T/null" && return
	skip "no process can be traced here"
	is "the skipped" 1 1
	return 1
}

# at WHERE LINE...: these lines of shell run in place of the hook there: pre-receive, reference-transaction.prepared ...
at() {
	printf '%s\n' "${@:2}" >"$T/fault/$1"
}

# inject WHERE EXPRESSION [AFTER]: the hook there meets the fault, as strace's -e inject has it; AFTER, a command, follows.
inject() {
	rm -f "$T/trace"
	at "$1" "strace -qq -o '$T/trace' -e 'trace=${2%%:*}' -e 'inject=$2' \"\$gate\" \"\$@\"" 'rc=$?' "${3:-}" 'exit $rc'
}

# Did the fault come?
hit() {
	grep -qE 'INJECTED|killed by' "$T/trace" 2>"$T/null"
}

mended() {
	rm -rf "$T/fault"
	mkdir "$T/fault"
}

# The kept hook of that name, beside ours: it runs after ours has accepted.
kept_hook() {
	mkdir -p "$CENTRAL/hooks/gate/$1.d"
	printf '%s\n' '#!/bin/sh' "${@:2}" >"$CENTRAL/hooks/gate/$1.d/50-test"
	chmod 755 "$CENTRAL/hooks/gate/$1.d/50-test"
}

# sweep WHERE FAULT CHECK [AFTER]: again and again dirk pushes his next change (or PUSHES), and each time the hook meets the
# fault at another one of the system calls that write, and with EVER=+ at all that follow. CHECK looks at what came of it;
# ALSO is a command that prepares each push.
sweep() {
	local call n

	hits=0
	for call in $WRITING; do
		for ((n = 1; ; n++)); do
			world_reset
			change dirk src/pay.c
			inject "$1" "$call:$2:when=$n${EVER:-}" "${4:-}"
			${ALSO:-}
			# shellcheck disable=SC2086
			MAY_DIE=yes push_as ${PUSHES:-dirk development}
			ANSWERED=yes ANSWER_HEAD=()
			mended
			hit || break
			hits=$((hits + 1))
			fault="$2 at $call $n of $1"
			"$3"
		done
	done
	is "that faults came" "$((hits >= 4))" 1
}

verify() {
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify "$@" 2>&1) || RC=$?
}

# The audit accounts for everything.
whole() {
	verify
	is "audit verify" "$RC $(sed -n 's/.*: \([0-9]* problem\)/\1/p' <<<"$OUT")" "0 0 problems"
	[ "$RC" = 0 ] || wrong "$OUT" "after ${fault:-}"
}

# The last audit verify named these problems, and no others.
named() {
	is "audit verify" "$RC $(sed '/^[0-9]* entries, /,$d' <<<"$OUT" | sort)" "1 $(printf '%s\n' "$@" | sort)"
}

problems() {
	verify
	named "$@"
}

# short_central REV
short_central() {
	git -C "$CENTRAL" rev-parse "$1" | cut -c 1-7
}

# Nothing moved, and nobody was told that it did.
stopped() {
	is "that the push failed${fault:+ ($fault)}" "$((STATUS != 0))" 1
	is "the refs${fault:+ ($fault)}" "$AFTER" "$BEFORE"
	whole
	goes_on
}

# It moved; what became of the verdict is recorded, or audit verify says of which it is not. Then it is completed.
moved() {
	is "the ref${fault:+ ($fault)}" "$(tip development)" "$(oid development)"
	verify
	if [ "$RC" != 0 ]; then
		problems "$(short_central "$(verdict_of development)") refs/heads/development went to $(short development), as this verdict lets it, and that was not recorded: git sluis audit reconcile"
	fi
	goes_on
}

# verdict_of BRANCH: the entry that let in what the clone has there.
verdict_of() {
	git -C "$CENTRAL" log --format=%H -1 --grep "^New: $(oid "$1")\$" --grep '^Decision: accept$' --all-match refs/sluis/audit
}

# Whatever was left behind: the next push goes in, or says the one command after which it does, and all is well.
goes_on() {
	local locks command

	change dirk src/pay.c
	mapfile -t locks < <(find "$CENTRAL" -name '*.lock' | sort -r)
	if [ ${#locks[@]} -gt 0 ]; then
		touch -d '2 minutes ago' "${locks[@]}"
		push_as dirk development
		if [ "${locks[0]}" = "$CENTRAL/refs/sluis/audit.lock" ]; then
			undecided_all "the verdict cannot be recorded in refs/sluis/audit, which is locked" "$LEFT_BEHIND"
		else
			undecided development ref-protected
			says ref-protected "refs/heads/development is locked, and git cannot move it"
			mends ref-protected "$LEFT_BEHIND"
		fi
		command=$(printf '%s\n' "${ANSWER_REMOTE[@]}" | grep '^       rm ')
		is "the command" "$command" "       rm ${locks[*]}"
		bash -c "$command"
	fi
	push_as dirk development
	accepted
	whole
	[ ${#tap_wrong[@]} -eq 0 ] || wrong "after ${fault:-}"
}
