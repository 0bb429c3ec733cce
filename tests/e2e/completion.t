#!/bin/bash
# Completion: what bash offers after git sluis, from git's own completion to ours; and the short help that it is made of.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
TOP=$(cd "$E2E/../.." && pwd)
world_make
people_commands
sluis noor check origin production
world_keep

# offered WORD...: what bash offers for the last word, in the clone.
offered() {
	(cd "$CLONE" && PATH=$SLUIS_BUILD:$PATH bash -c '
		set +eu
		. "$1"; . "$2"; shift 2
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMPREPLY=()
		__git_wrap__git_main
		printf "%s\n" "${COMPREPLY[@]}" | sed "s/ *$//"' \
		offered "$COMPLETION" "$TOP/config/completion.bash" "$@" 2>&1)
}

for COMPLETION in /usr/share/bash-completion/completions/git /usr/lib/git-core/git-completion.bash ''; do
	[ ! -e "$COMPLETION" ] || break
done

it "the commands, as the program lists them"
commands=$("$SLUIS_BUILD/git-sluis" -h | sed -n 's/^  \([a-z]*\) .*/\1/p')
has "the commands" "$commands" "status
start
close
page
sign
promote
check"
if [ -n "$COMPLETION" ]; then
	is "what bash offers" "$(offered git sluis '')" "$commands"
	is "what it offers for s" "$(offered git sluis s)" "setup
status
start
sign"
else
	skip "git's completion is not here"
fi

it "options, roles, environments, ids, rules and remotes"
if [ -n "$COMPLETION" ]; then
	is "options" "$(offered git sluis sign --r)" "--reject
--remote
--reviews-emergency
--role
--rolls-back-to"
	git -C "$CLONE" config user.email noor@example.org
	is "the role that Noor can sign in" "$(offered git sluis sign "$READY" --role '')" operator
	git -C "$CLONE" config user.email nobody@example.org
	is "all roles, of a stranger" "$(offered git sluis sign "$READY" --role sys)" system-owner
	git -C "$CLONE" config user.email noor@example.org
	is "environments" "$(offered git sluis promote "$READY" --environment prod)" production
	is "ids" "$(offered git sluis promote '')" "$READY"
	is "ids of what is deployed" "$(offered git sluis deployed '')" "$READY"
	is "rules" "$(offered git sluis explain complete)" complete
	is "remotes" "$(offered git sluis check '')" origin
	is "formats" "$(offered git sluis status --format '')" "text
json"
	is "after another option of git" "$(offered git --no-pager sluis explain roles)" roles-assigned
else
	skip "git's completion is not here"
fi

it "hostile: a dossier with a blank or an escape in its name is not offered"
mkdir -p "$DOSSIERS"/$'2026\e[31m' "$DOSSIERS/with blank" "$DOSSIERS/\$(touch pwned)"
for each in "$DOSSIERS"/*/; do
	echo x >"$each/plan.ini"
done
evidence_commit tess "Odd names" .
given promotions
sluis noor check origin production
if [ -n "$COMPLETION" ]; then
	is "ids" "$(offered git sluis promote '')" "$READY"
	is "what was run" "$(find "$CLONE" -name pwned)" ""
else
	skip "git's completion is not here"
fi

it "every command has a short help, which is no error, names its own options, and says in a line what each does"
for each in $commands; do
	for language in C nl; do
		RC=0
		OUT=$(LC_ALL=$language "$SLUIS_BUILD/git-sluis" "$each" -h 2>"$T/err") || RC=$?
		is "the exit code of $each -h" "$RC" 0
		is "what $each -h says on the other output" "$(cat "$T/err")" ""
		has "what $each -h says" "$OUT" "$([ "$language" = C ] && echo usage || echo gebruik): git sluis $each"
		is "what is wider than 80 columns in $each -h ($language)" "$(sed -n '/.\{81\}/p' <<<"$OUT")" ""
		[ "$language" = C ] || is "what is English in $each -h" "$(comm -12 <(sed '1,/^$/d; s/^  -.\{23\}//' <<<"$OUT" | sort -u) \
			<(sed '1,/^$/d; s/^  -.\{23\}//' <<<"$said" | grep ' ' | sort -u))" ""
		said=$OUT
		usage=$(sed '/^$/,$d' <<<"$OUT")
		while IFS= read -r option; do
			has "the manual, of $option of $each" "$(cat "$TOP/hooks/git-sluis.1")" "Fl -${option#--}"
			explained=$(tr '\n' '\001' <<<"$OUT" | sed 's/\o001 \{27\}/ /g' | tr '\001' '\n' | grep -E "^  (-., )?$option( [^ ]+)? +[a-zA-Z].* [a-zA-Z]") || true
			is "how often $each -h explains $option ($language)" "$(wc -l <<<"${explained:-$'none\\n'}")" 1
		done < <(grep -o -e '--[a-z][a-z-]*' <<<"$usage" | sort -u)
	done
done

it "a mistyped command, option or rule: what was meant"
# mistyped WORD...: what git sluis says of it, and how it ends.
mistyped() {
	RC=0
	OUT=$("$SLUIS_BUILD/git-sluis" "$@" 2>&1) || RC=$?
}
mistyped singn "$READY"
is "singn" "$RC $OUT" "129 sluis: 'singn' is not a command of git sluis
  fix: git sluis sign"
mistyped help stauts
is "help stauts" "$RC $OUT" "129 sluis: 'stauts' is not a command of git sluis
  fix: git sluis status"
mistyped merge
is "merge" "$RC $OUT" "129 sluis: 'merge' is not a command of git sluis
  fix: git sluis -h lists them"
mistyped $'\e[31m'
has "an escape" "$OUT" "sluis: '\\x1b[31m' is not a command of git sluis"
mistyped sign "$READY" --role operator --rejct
is "--rejct" "$RC $(head -n 1 <<<"$OUT")" "129 sluis: git sluis sign has no option --rejct; is it --reject?"
mistyped status --json
is "--json" "$RC $(head -n 1 <<<"$OUT")" "129 sluis: git sluis status has no option --json"
mistyped status --format
is "--format" "$RC $(head -n 1 <<<"$OUT")" "129 sluis: --format takes a value"
mistyped status --format jsn
is "--format jsn" "$RC $(head -n 1 <<<"$OUT")" "129 sluis: 'jsn' is not one of text|json"
mistyped explain complte
is "complte" "$RC $OUT" "1 sluis: there is no rule 'complte'
  fix: git sluis explain complete"
OUT=$(LC_ALL=nl_NL.UTF-8 "$SLUIS_BUILD/git-sluis" singn 2>&1) || true
is "in Dutch" "$OUT" "sluis: 'singn' is geen opdracht van git sluis
  oplossing: git sluis sign"

it "help is the manual, of the whole and of a command, as git has it"
mkdir -p "$T/world/bin"
printf '#!/bin/sh\necho "man $*"\n' >"$T/world/bin/man"
chmod 755 "$T/world/bin/man"
for each in help "help sign" "sign --help"; do
	# shellcheck disable=SC2086 # words
	is "git sluis $each" "$(PATH=$T/world/bin:$PATH "$SLUIS_BUILD/git-sluis" $each)" "man git-sluis"
done

it "rules, as text and as JSON, are the table"
rules=$("$SLUIS_BUILD/git-sluis" rules)
is "the rules" "$(cut -d ' ' -f 1 <<<"$rules")" "$(printf '%s\n' "${RULES[@]}")"
json=$("$SLUIS_BUILD/git-sluis" rules --format json)
keep_json "$json"
is "as JSON" "$(perl -MJSON::PP -0777 -ne 'printf "%-20s CH.06-%d  %s\n", $_->{rule}, $_->{criterion}, $_->{asks} for @{decode_json($_)->{rules}}' <<<"$json")" "$rules"
RC=0
"$SLUIS_BUILD/git-sluis" rules --format xml >"$T/out" 2>&1 || RC=$?
is "the exit code for another format" "$RC" 129

# zsh_offers WORD...: what zsh would filter by the last word.
zsh_offers() {
	(cd "$CLONE" && PATH=$SLUIS_BUILD:$PATH zsh -f -c '
		fpath=($1 $fpath); shift
		autoload -Uz _git-sluis
		compadd() { print -rl -- $list }
		_describe() { print -rl -- ${list%%:*} }
		words=("$@") CURRENT=$#
		_git-sluis' zsh "$TOP/config" "$@" 2>&1)
}

it "zsh: commands, options, ids, roles and environments"
if command -v zsh >"$T/null"; then
	is "what zsh says of ours" "$(zsh -n "$TOP/config/_git-sluis" 2>&1)" ""
	is "the commands" "$(zsh_offers sluis '')" "$commands"
	has "options" "$(zsh_offers sluis sign --r)" "--reviews-emergency
--role"
	is "ids" "$(zsh_offers sluis promote '')" "$READY"
	is "roles" "$(zsh_offers sluis sign "$READY" --role '')" operator
	is "environments" "$(zsh_offers sluis promote "$READY" --environment '')" "$(printf '%s\n' acceptance development production test)"
else
	skip "zsh is not here"
fi

it "make install puts them where both shells look"
make -s -C "$TOP" install BUILD="$SLUIS_BUILD" PREFIX=/usr DESTDIR="$T/world/dest" >"$T/out" 2>&1 || wrong "$(cat "$T/out")"
is "for bash" "$(cmp "$T/world/dest/usr/share/bash-completion/completions/git-sluis" "$TOP/config/completion.bash" && echo same)" same
is "for zsh" "$(cmp "$T/world/dest/usr/share/zsh/site-functions/_git-sluis" "$TOP/config/_git-sluis" && echo same)" same
is "the hook of clones" "$("$T/world/dest/usr/libexec/sluis/pre-push" --version | cut -d ' ' -f 1)" sluis

finish
