# shellcheck shell=bash
# What came back from a push, taken apart: blocks (one for each ref that was refused) with a head, and in them
# the findings of each rule as one line of text.

declare -A ANSWER_TEXT=()	# "BLOCK RULE": all under that rule; "BLOCK ": what stands before any; "BLOCK tail": after all
ANSWER_HEAD=() ANSWER_RULES=() ANSWER_SEEN=()	# for each block
ANSWER_REMOTE=()		# lines of the gate, as printed
ANSWER_PROGRESS=		# that it takes long
ANSWER_CLIENT=			# what git itself said
ANSWER_DECISION=		# the entry in the audit that it names
ANSWERED=yes			# somebody asked for the answer
PUSHED=() STATUS=0 BEFORE='' AFTER='' AUDIT_BEFORE=''

answer_read() {
	local line

	ANSWER_TEXT=() ANSWER_HEAD=() ANSWER_RULES=() ANSWER_SEEN=() ANSWER_REMOTE=() ANSWER_CLIENT='' ANSWER_DECISION=''
	ANSWER_PROGRESS=''
	ANSWERED=no answer_rule='' answer_in_head=no
	while IFS= read -r line || [ -n "$line" ]; do
		[[ (${MAY_DIE:-} == yes || $line != *"died of signal"*) && $line != *Sanitizer* ]] || wrong "the gate broke down:" "  $line"
		if [[ $line == "remote: error: "* || $line == "remote: fatal: "* || $line == "remote: FATAL: "* ]]; then
			ANSWER_CLIENT+=$line$'\n'	# of git on the server, or of gitolite
		elif [[ $line == remote:* ]]; then
			line=${line#remote:}
			line=${line# }
			line=${line#GL-HOOK-ERR: }	# for the web pages of GitLab
			line=${line%"${line##*[! ]}"}	# git pads a line with blanks
			answer_form "$line"
			[[ $line != "{"*"}" ]] || keep_json "$line"
			if [[ $line == "sluis: fetching results from "* || $line == "sluis: still at work: "* ]]; then
				ANSWER_PROGRESS+=$line$'\n'
				continue
			fi
			if [[ $line =~ ^(decision|beslissing)\ ([0-9a-f]{7})\ in\ refs/sluis/audit$ ]]; then
				ANSWER_DECISION=${BASH_REMATCH[2]}
				continue
			fi
			ANSWER_REMOTE+=("$line")
			answer_line "$line"
		else
			ANSWER_CLIENT+=$line$'\n'
		fi
	done <"$T/answer"
}

# Whatever the push was: UTF-8 that may be shown, and 72 columns but for what must stay whole.
answer_form() {
	local columns=${#1}

	if [[ $1 == *[!\ -~]* ]]; then
		columns=$(perl -MEncode -e '$_ = eval { decode("UTF-8", shift, 1) } // exit 1; exit 1 if /[^\PC\x{10000}-\x{1ffff}]|[\x{2028}\x{2029}]/ || /^\pM/;
			print length(s/\pM//gr)' "$1") || wrong "bytes that may not be shown reached the client:" "  $(printf %q "$1")"
	fi
	[ "$columns" -le 72 ] || [[ $1 == "       "* || $1 == "  fix: "* || $1 == "  oplossing: "* || $1 == *.ini:[0-9]*:* ||
		$1 == "policy "* || $1 == "beleid "* || $1 == "{"*"}" || $1 == *" accepted (policy "* || $1 == *" geaccepteerd (beleid "* ]] ||
		wrong "a line is longer than 72 columns:" "  $1"
}

answer_line() {
	local n=${#ANSWER_HEAD[@]} text=${1#"${1%%[! ]*}"}

	if [[ $1 == "sluis: "* ]]; then
		ANSWER_HEAD+=("${1#sluis: }")
		ANSWER_RULES+=("")
		answer_rule='' answer_in_head=yes
		return
	fi
	[ "$n" -gt 0 ] || return 0
	n=$((n - 1))
	if [[ $1 =~ ^([a-z-]+)\ \ (CH\.06-[0-9]+)$ ]]; then
		answer_rule=${BASH_REMATCH[1]} answer_in_head=no
		ANSWER_RULES[n]+="$answer_rule ${BASH_REMATCH[2]}"$'\n'
	elif [[ $answer_in_head == yes && $1 == "       "[!\ ]* ]]; then
		ANSWER_HEAD[n]+=" $text"
	elif [ -n "$text" ]; then
		answer_in_head=no
		text=${ANSWER_TEXT["$n $answer_rule"]:+${ANSWER_TEXT["$n $answer_rule"]} }$text
		ANSWER_TEXT["$n $answer_rule"]=$text
	else
		answer_in_head=no answer_rule=tail
	fi
}

# find_block HEAD-PATTERN: `block` is the one with that head; nothing for none.
find_block() {
	local i

	block=
	for i in "${!ANSWER_HEAD[@]}"; do
		# shellcheck disable=SC2053
		if [[ ${ANSWER_HEAD[i]} == $1 ]]; then
			block=$i
			return
		fi
	done
}

# Was all that came back expected by somebody?
answer_all_read() {
	local i

	[ "$ANSWERED" = yes ] || wrong "nobody looked at the answer to this push: ${PUSHED[*]}"
	for i in "${!ANSWER_HEAD[@]}"; do
		[ -n "${ANSWER_SEEN[i]:-}" ] || wrong "nobody expected this:" "  ${ANSWER_HEAD[i]}"
	done
	ANSWER_HEAD=() ANSWERED=yes
}

answer_shown() {
	wrong "the whole answer:" "$(cat "$T/answer")"
}
