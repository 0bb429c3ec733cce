# shellcheck shell=bash disable=SC2154  # words, cword, cur and prev are of git's completion
# Completion of git sluis for bash, as git's own completion calls it; zsh asks it too (_git-sluis), through sh. Installed
# as share/bash-completion/completions/git-sluis. Commands and options are what the program says of itself; ids, roles
# and environments are those of the last time that a remote was asked, so that no key press asks one.

# __sluis_views: the views of this clone (git-sluis(1)).
__sluis_views() {
	local dir

	dir=$(git rev-parse --git-common-dir 2>/dev/null) || return 0
	for dir in "$dir"/sluis/views/*/; do
		[ ! -e "$dir/sluis/policy.ini" ] || printf '%s\n' "$dir"
	done
}

# __sluis_named KIND: the sections of that kind in the policy.
__sluis_named() {
	__sluis_views | while IFS= read -r dir; do
		sed -n "s/^\[$1 \"\([^\"]*\)\"\].*/\1/p" "$dir/sluis/policy.ini"
	done | sort -u
}

# The roles in which this person can sign today; every role where the policy does not know them.
__sluis_signs() {
	local email roles

	email=$(git config user.email 2>/dev/null)
	roles=$(__sluis_views | while IFS= read -r dir; do
		person=$(email=$email awk '/^\[/ { who = $1 == "[person" ? $2 : "" }
			who != "" && $1 == "email" && $3 == ENVIRON["email"] { gsub(/["\]]/, "", who); print who; exit }' \
			"$dir/sluis/policy.ini")
		git sluis roles --format csv "$dir/sluis/policy.ini" 2>/dev/null |
			who=$person awk -F '","' '$1 == "\"" ENVIRON["who"] && $10 == "yes" && $12 != "" { print $6 }'
	done | sort -u)
	[ -z "$roles" ] || { printf '%s\n' "$roles" && return; }
	__sluis_named role
}

# The promotions that have a dossier.
__sluis_ids() {
	__sluis_views | while IFS= read -r dir; do
		ref=$(awk '/^\[/ { on = $1 == "[evidence]" } on && $1 == "ref" { print $3; exit }' "$dir/sluis/policy.ini")
		[ -z "$ref" ] || git --git-dir="$dir" ls-tree -d --name-only "$ref" 2>/dev/null
	done | sort -u | grep -x '[A-Za-z0-9_][A-Za-z0-9._-]*'
}

__sluis_commands() {
	git sluis -h 2>/dev/null | sed -n 's/^  \([a-z]*\)  *.*/\1/p'
}

__sluis_options() {
	git sluis "$1" -h 2>/dev/null | grep -o -e '--[a-z][a-z-]*' | sort -u
}

# __sluis_candidates COMMAND PREVIOUS CURRENT: one a line.
__sluis_candidates() {
	case $2 in
	--role) __sluis_signs; return ;;
	--environment) __sluis_named environment; return ;;
	--impact) __sluis_named impact; return ;;
	--target) __sluis_named target; return ;;
	--performer | --person) __sluis_named person; return ;;
	--remote) git remote 2>/dev/null; return ;;
	--promotion | --reviews-emergency) __sluis_ids; return ;;
	--rule) git sluis rules 2>/dev/null | cut -d ' ' -f 1; return ;;
	--decision) printf '%s\n' accept reject undecided; return ;;
	--language) printf '%s\n' en nl; return ;;
	--format)
		git sluis "$1" -h 2>/dev/null | sed -n 's/^  --format \([a-z|]*\).*/\1/p' | tr '|' '\n'
		return
		;;
	--candidate | --rolls-back-to) git for-each-ref --format='%(refname:short)' 2>/dev/null; return ;;
	esac
	case $3 in -*) __sluis_options "$1"; return ;; esac
	case $1 in
	status | start | sign | promote | accept | page | close | manifest | deployed) __sluis_ids ;;
	explain) git sluis rules 2>/dev/null | cut -d ' ' -f 1 ;;
	check) git remote 2>/dev/null ;;
	audit) printf '%s\n' verify witness reconcile arm ;;
	people) printf '%s\n' add ;;
	esac
}

# Called by git's completion with the words in words[], the current one in cword and cur.
_git_sluis() {
	local at=1 list

	while [ "$at" -lt "$cword" ] && [ "${words[at]}" != sluis ]; do
		at=$((at + 1))
	done
	at=$((at + 1))
	if [ "$cword" -eq "$at" ]; then
		list=$(__sluis_commands)
	else
		list=$(__sluis_candidates "${words[at]}" "$prev" "$cur")
	fi
	__gitcomp_nl "$list"
}
