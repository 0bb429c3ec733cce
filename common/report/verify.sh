#!/bin/sh
# Verifies this export by itself: that no file was changed, added or taken away; that each promotion's files are those
# that its entry of the audit names; that each signed sign-off is good, by the keys of that day, and is about this
# promotion and this evidence. It needs git, ssh-keygen and sha256sum, and no network, and it writes nothing.
#
#	sh verify.sh [--audit CLONE] [--digest SHA256]
#
# Whoever made the export can have made all of it up. Two things tie it to the audit: CLONE is a clone of the audit that
# you fetched and verified yourself, and each entry must be in it; SHA256 is the digest that was printed where the
# export was made. Take this file from a Sluis that you trust: one that was changed says what it likes.
#
# Exit status: 0, everything is as it should be; 1, something is not; 2, it could not be verified.
set -u
LC_ALL=C
export LC_ALL
unset GIT_DIR GIT_WORK_TREE GIT_OBJECT_DIRECTORY GIT_INDEX_FILE GIT_NAMESPACE GIT_COMMON_DIR
GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_NO_REPLACE_OBJECTS=1
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL GIT_NO_REPLACE_OBJECTS
audit='' digest='' here=$PWD lf='
'

give_up() {
	printf 'verify.sh: %s\n' "$1" >&2
	exit 2
}

while [ $# -gt 0 ]; do
	case $1 in
	--audit) audit=${2-} ;;
	--digest) digest=${2-} ;;
	*) give_up 'usage: sh verify.sh [--audit CLONE] [--digest SHA256]' ;;
	esac
	[ $# -ge 2 ] || give_up "$1 needs a value"
	shift 2
done
case $audit in '' | /*) ;; *) audit=$here/$audit ;; esac
case $0 in */*) cd "${0%/*}" || give_up "${0%/*} cannot be entered" ;; esac
GIT_CEILING_DIRECTORIES=${PWD%/*}
export GIT_CEILING_DIRECTORIES
for tool in git ssh-keygen sha256sum; do
	command -v "$tool" >/dev/null || give_up "$tool is not here"
done
hash_of() {
	git hash-object -t "$1" --stdin
}

wrong='' bad=0 good=0

# The first thing that is wrong is told; the rest would follow from it.
fail() {
	[ -n "$wrong" ] || wrong=$1
}

# is VALUE WANTED WHAT
is() {
	[ "$1" = "$2" ] || fail "$3"
}

# within LIST WORD: is that line in the list?
within() {
	case $lf$1$lf in *"$lf$2$lf"*) return 0 ;; esac
	return 1
}

# listed FOLDER: each file that its SHA256SUMS names is there with its bytes, and nothing else is.
# Sets names, a line for each.
listed() {
	names='' told=''
	[ -f "$1/SHA256SUMS" ] || { fail "$1/SHA256SUMS is not there"; return; }
	while IFS= read -r line; do
		name=${line#*  }
		case $name in
		/* | *..* | *\\*) fail "SHA256SUMS names $name" ;;
		evidence/*) is "evidence/${line%%  *}" "$name" "$name is not named by its digest" ;;
		esac
		names=$names$lf$name
	done <"$1/SHA256SUMS"
	told=$(cd "$1" && sha256sum -c SHA256SUMS 2>/dev/null) || {
		while IFS= read -r line; do
			case $line in *': OK') ;; *) fail "${line%%:*} was changed, or is not there"; break ;; esac
		done <<-END
		$told
		END
		fail 'a file was changed, or is not there'
	}
}

# known NAME: is that a file that the export has of a promotion, by what its entry holds?
known() {
	case $1 in
	entry | index.html | trees/top | trees/evidence | trees/signoffs) return 0 ;;
	commits/*) [ "$1" = "commits/$step" ] || [ "$1" = "commits/$candidate" ] ;;
	*.sig | *.came) within "$held" "${1%.*}" ;;
	*) within "$held" "$1" ;;
	esac
}

# alone FOLDER [SUB/]: nothing is in the folder but what is listed.
alone() {
	for file in "$1/${2-}"* "$1/${2-}".[!.]* "$1/${2-}"..?*; do
		[ -e "$file" ] || [ -L "$file" ] || continue
		name=${file#"$1"/}
		[ ! -L "$file" ] || fail "$name is a link"
		case $name in SHA256SUMS) continue ;; esac
		if [ -d "$file" ]; then
			case ${2-}$name in
			evidence | signoffs | trees | commits) alone "$1" "$name/" ;;
			*) fail "$name is a folder that is not of the export" ;;
			esac
		else
			within "$names" "$name" || fail "$name was added"
		fi
	done
}

# The bytes of a hex number, for printf.
octal() {
	rest=$1 octal=''
	while [ -n "$rest" ]; do
		tail=${rest#??}
		n=$((0x${rest%"$tail"}))
		octal="$octal\\$((n / 64))$((n / 8 % 8))$((n % 8))"
		rest=$tail
	done
}

# A folder of git, as the bytes of its object, from the lines "MODE TYPE ID<tab>NAME" of git ls-tree.
tree_bytes() {
	while read -r mode _ id name; do
		octal "$id"
		# shellcheck disable=SC2059
		printf "%s %s\\000$octal" "${mode#0}" "$name"
	done <"$1"
}

# tree FILE ID WHAT [FOLDER]: is the folder that one, and are its files those?
tree() {
	is "$(tree_bytes "$1" | hash_of tree)" "$2" "$3 is not what the entry of the audit holds"
	files='' ids=''
	while read -r mode type id name; do
		if [ "$type" = tree ]; then
			case $name in
			evidence) evidence=$id ;;
			signoffs) signoffs=$id ;;
			fetched) ;; # what came from result servers; this promotion's are evidence
			*) fail "the entry holds a folder $name" ;;
			esac
			continue
		fi
		held=$held$lf${4-}$name
		files=$files${files:+$lf}${4-}$name ids=$ids${ids:+$lf}$id
		within "$names" "${4-}$name" || fail "${4-}$name is not there"
	done <"$1"
	[ -z "$files" ] || is "$(printf '%s\n' "$files" | git hash-object --no-filters --stdin-paths 2>/dev/null)" "$ids" \
		"a file of $3 is not the one that the entry of the audit holds"
}

# entry_read STEP: what the entry says of that step.
entry_read() {
	tree_id='' candidate='' promotion='' environment='' trees='' candidate_tree='' met='' claims='' exhibits='' deployed='' here_now='' old_env=''
	date=''
	while IFS= read -r line; do
		case $line in
		'tree '*) [ -n "$tree_id" ] || tree_id=${line#tree } ;;
		'committer '*) [ -n "$date" ] || { date=${line#*> }; date=${date%% *}; } ;;
		'Ref: '*) here_now='' old_env='' ;;
		'Environment: '*) old_env=${line#*: } ;;
		'Step: '*)
			here_now=''
			if [ "${line#*: }" = "$1" ]; then
				here_now=yes environment=$old_env
			fi
			;;
		esac
		[ -n "$here_now" ] || continue
		case $line in
		'Promotion: '*) promotion=${line#*: } ;;
		'Candidate: '*) candidate=${line#*: } ;;
		'Tree: '*) trees=${line#*: } ;;
		'Candidate-Tree: '*) candidate_tree=${line#*: } ;;
		'Met: '*) met=${line#*: } ;;
		'Signoff: '*) claims=$claims${claims:+$lf}${line#*: } ;;
		'Evidence: deployment '*) deployed=$deployed${deployed:+$lf}${line##* } ;; # of what was there: nobody signs for it
		'Evidence: '*) exhibits=$exhibits${exhibits:+$lf}${line##* } ;;
		esac
	done <entry
}

# date_of SECONDS: as ssh-keygen reads a time.
date_of() {
	days=$(($1 / 86400)) s=$(($1 % 86400))
	z=$((days + 719468)) era=$(((days + 719468) / 146097))
	doe=$((z - era * 146097))
	yoe=$(((doe - doe / 1460 + doe / 36524 - doe / 146096) / 365))
	doy=$((doe - (365 * yoe + yoe / 4 - yoe / 100)))
	mp=$(((5 * doy + 2) / 153))
	d=$((doy - (153 * mp + 2) / 5 + 1))
	m=$((mp < 10 ? mp + 3 : mp - 9))
	y=$((yoe + era * 400 + (m <= 2 ? 1 : 0)))
	two=''
	for n in $m $d $((s / 3600)) $((s / 60 % 60)) $((s % 60)); do
		[ "$n" -ge 10 ] || n=0$n
		two=$two$n
	done
	date=$y${two}Z
}

# What was signed of a tag, and the signature under it.
payload() {
	while IFS= read -r line; do
		[ "$line" != '-----BEGIN SSH SIGNATURE-----' ] || return 0
		printf '%s\n' "$line"
	done <"$1"
}

signature() {
	inside=''
	while IFS= read -r line; do
		[ "$line" != '-----BEGIN SSH SIGNATURE-----' ] || inside=yes
		[ -z "$inside" ] || printf '%s\n' "$line"
	done <"$1"
}

# signoff ROLE PERSON: is the tag the word of that person in that role about this promotion?
signoff() {
	tag=signoffs/$promotion+$1+$2
	[ -f "$tag" ] || { fail "the sign-off of $2 as $1 is not there"; return; }
	is "$(signature "$tag")" "$(signature "$tag.sig")" "$tag.sig is not the signature of $tag"
	about='' seen='' date='' role='' word='' where=''
	while IFS= read -r line; do
		case $line in
		'object '*) is "${line#object }" "$candidate" "$tag is about another candidate" ;;
		'tagger '*) date=${line#*> } date=${date%% *} ;;
		'Promotion: '*) about=${line#*: } ;;
		'Environment: '*) where=${line#*: } ;;
		'Role: '*) role=${line#*: } ;;
		'Decision: '*) word=${line#*: } ;;
		'Evidence: sha256:'*)
			seen=$seen$lf${line#*sha256:}
			within "$exhibits" "${line#*sha256:}" || fail "$tag names evidence that the promotion does not rest on"
			;;
		esac
	done <"$tag"
	for each in $exhibits; do
		within "$seen" "$each" || fail "$tag does not name the evidence $each"
	done
	is "$about $where $role $word" "$promotion $environment $1 approve" "$tag is about something else"
	# When it came in, by the audit: the entry that let it in names the tag.
	if [ -f "$tag.came" ]; then
		came='' at=''
		while IFS= read -r line; do
			case $line in
			'committer '*) [ -n "$at" ] || { at=${line#*> }; at=${at%% *}; } ;;
			'New: '*) came=$came$lf${line#*: } ;;
			esac
		done <"$tag.came"
		within "$came" "$(hash_of tag <"$tag")" || fail "$tag.came is not the entry that let $tag in"
		if [ -n "$audit" ]; then in_audit "$(hash_of commit <"$tag.came")"; fi
		date=$at
	fi
	case $date in '' | *[!0-9]*) fail "$tag has no date"; return ;; esac
	date_of "$date"
	[ -f allowed_signers ] || { fail 'allowed_signers is not there'; return; }
	if [ -f revoked_keys ]; then set -- "$1" "$2" -r revoked_keys; fi
	person=$2
	shift 2
	payload "$tag" | ssh-keygen -Y verify -f allowed_signers -I "$person" -n git -s "$tag.sig" -O "verify-time=$date" "$@" >/dev/null 2>&1 ||
		fail "the signature of $tag is not good"
	verified=$((verified + 1))
}

in_audit() {
	git -C "$audit" merge-base --is-ancestor "$1" refs/sluis/audit 2>/dev/null || fail "the entry $1 is not in the audit of $audit"
}

# commit ID TREE WHAT: where its object was exported, is it that one, with that folder?
commit() {
	[ -f "commits/$1" ] || return 0
	is "$(hash_of commit <"commits/$1")" "$1" "commits/$1 is not the $3"
	read -r line <"commits/$1"
	is "$line" "tree $2" "the $3 holds another folder than the entry says"
}

# promotion ENTRY STEP: in its folder.
promotion() {
	evidence='' signoffs='' verified=0 trailers=0 held=''
	is "$(hash_of commit <entry)" "$1" 'the entry of the audit was changed'
	[ -z "$audit" ] || in_audit "$1"
	entry_read "$2"
	[ -n "$candidate" ] || fail 'the entry of the audit does not tell of this promotion'
	tree trees/top "$tree_id" 'the folder of the entry'
	[ -z "$evidence" ] || tree trees/evidence "$evidence" 'the evidence' evidence/
	[ -z "$signoffs" ] || tree trees/signoffs "$signoffs" 'the sign-offs' signoffs/
	while IFS= read -r each; do
		[ -z "$each" ] || known "$each" || fail "$each was added"
	done <<-END
	$names
	END
	for each in $exhibits $deployed; do
		within "$names" "evidence/$each" || fail "evidence/$each is not there"
	done
	while read -r _ role person proof; do
		case $proof in
		signature) signoff "$role" "$person" ;;
		trailer) trailers=$((trailers + 1)) ;;
		'') ;;
		*) fail "the sign-off of $person as $role is not proven" ;;
		esac
	done <<-END
	$claims
	END
	case " $met " in *' complete '*) is "$trees" "$candidate_tree" 'what was accepted is not what went over' ;; esac
	[ -z "$trees" ] || commit "$2" "$trees" merge
	[ -z "$candidate_tree" ] || commit "$candidate" "$candidate_tree" candidate
}

listed .
roots=$names
while read -r folder entry step; do
	kept=$wrong wrong=''
	case $folder in '' | *[!A-Za-z0-9._+-]* | .*) fail 'the list of promotions is not one of an export' ;; esac
	within "$roots" "$folder/SHA256SUMS" || fail 'it is not in the list of files'
	roots=$roots$lf$folder
	if [ -d "$folder" ] && [ ! -L "$folder" ]; then
		listed "$folder"
		alone "$folder"
		cd "$folder" || give_up "$folder cannot be entered"
		[ -z "$wrong" ] || [ -f entry ] || fail 'entry is not there'
		if [ -f entry ] && [ -f trees/top ]; then promotion "$entry" "$step"; else fail 'its entry of the audit is not there'; fi
		cd .. || give_up 'the folder of the export cannot be entered'
	else
		fail 'it is not there'
	fi
	if [ -n "$wrong" ]; then
		printf 'FAIL %s: %s\n' "$folder" "$wrong"
		bad=$((bad + 1))
	else
		printf 'OK   %s: %s, %s signed sign-offs verified%s\n' "$folder" "$entry" "$verified" \
			"$([ "$trailers" -eq 0 ] || printf ', %s by trailer alone' "$trailers")"
		good=$((good + 1))
	fi
	wrong=$kept
done <promotions.txt

# The files of the top: those that are listed, and these.
for file in * .[!.]* ..?*; do
	[ -e "$file" ] || [ -L "$file" ] || continue
	case $file in SHA256SUMS | verify.sh) continue ;; esac
	within "$roots" "$file" || fail "$file was added"
	[ ! -L "$file" ] || fail "$file is a link"
done
sum=$(sha256sum SHA256SUMS)
sum=${sum%% *}
[ -z "$digest" ] || is "$sum" "$digest" "this is not the export with the digest $digest"
if [ -n "$wrong" ]; then printf 'FAIL the export: %s\n' "$wrong"; fi
printf '%s promotions are as they should be, %s are not; the digest of the export is %s\n' "$good" "$bad" "$sum"
[ -z "$wrong" ] && [ "$bad" -eq 0 ] || exit 1
