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
sign
promote
check"
if [ -n "$COMPLETION" ]; then
	is "what bash offers" "$(offered git sluis '')" "$commands"
	is "what it offers for s" "$(offered git sluis s)" "status
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
	is "roles" "$(offered git sluis sign "$READY" --role sys)" system-owner
	is "environments" "$(offered git sluis promote "$READY" --environment prod)" production
	is "ids" "$(offered git sluis promote '')" "$READY"
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

it "every command has a short help, which is no error and names its own options"
for each in $commands; do
	RC=0
	OUT=$("$SLUIS_BUILD/git-sluis" "$each" -h 2>"$T/err") || RC=$?
	is "the exit code of $each -h" "$RC" 0
	is "what $each -h says on the other output" "$(cat "$T/err")" ""
	has "what $each -h says" "$OUT" "usage: git sluis $each"
	while IFS= read -r option; do
		has "the manual, of $option of $each" "$(cat "$TOP/hooks/git-sluis.1")" "Fl -${option#--}"
	done < <(grep -o -e '--[a-z][a-z-]*' <<<"$OUT" | sort -u)
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

it "zsh reads ours"
if command -v zsh >"$T/null"; then
	is "what zsh says of it" "$(zsh -n "$TOP/config/_git-sluis" 2>&1)" ""
else
	skip "zsh is not here"
fi

it "make install puts them where both shells look"
make -s -C "$TOP" install BUILD="$SLUIS_BUILD" PREFIX=/usr DESTDIR="$T/world/dest" >"$T/out" 2>&1 || wrong "$(cat "$T/out")"
is "for bash" "$(cmp "$T/world/dest/usr/share/bash-completion/completions/git-sluis" "$TOP/config/completion.bash" && echo same)" same
is "for zsh" "$(cmp "$T/world/dest/usr/share/zsh/site-functions/_git-sluis" "$TOP/config/_git-sluis" && echo same)" same
is "the hook of clones" "$("$T/world/dest/usr/libexec/sluis/pre-push" --version | cut -d ' ' -f 1)" sluis

finish
