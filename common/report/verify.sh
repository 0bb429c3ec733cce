#!/bin/sh
# Verifies an export by itself: that no file was changed, added or taken away; that each promotion's files are those
# that its entry of the audit names; that each signed sign-off is good, by the keys of that day, and is about this
# promotion and this evidence. It needs git, ssh-keygen and sha256sum, and no network, and it writes nothing.
#
#	sh verify.sh [--audit CLONE] [--digest SHA256] [DIR]
#
# Whoever made the export can have made all of it up. Two things tie it to the audit: CLONE is a clone of the audit that
# you fetched and verified yourself, and each entry must be in it; SHA256 is the digest that was printed where the
# export was made. A verify.sh that was changed says what it likes: hold DIR, an export of others, to one that you trust.
#
# Exit status: 0, everything is as it should be; 1, something is not; 2, it could not be verified.
set -uf
LC_ALL=C GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=/dev/null
GIT_DIR=/dev/null # none: a folder of git that comes with the export sets nothing
export LC_ALL GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL GIT_NO_REPLACE_OBJECTS GIT_GRAFT_FILE GIT_DIR
unset CDPATH GIT_WORK_TREE GIT_OBJECT_DIRECTORY GIT_INDEX_FILE GIT_NAMESPACE GIT_COMMON_DIR
lf='
'
IFS=$lf # a list has an item on each line
audit='' digest='' here=$PWD
case $0 in */*) dir=${0%/*}/ ;; *) dir=./ ;; esac

# plain TEXT: sets text, with ? for each byte that a terminal would obey.
plain() {
	text=$1
	while :; do
		case $text in *[!\ -~]*) ;; *) return ;; esac
		text="${text%%[!\ -~]*}?${text#*[!\ -~]}"
	done
}

give_up() {
	plain "$1"
	printf 'verify.sh: %s\n' "$text" >&2
	exit 2
}

while [ $# -gt 0 ]; do
	case $1 in
	--audit) audit=${2-} ;;
	--digest) digest=${2-} ;;
	-*) give_up 'usage: sh verify.sh [--audit CLONE] [--digest SHA256] [DIR]' ;;
	*)
		dir=$1/
		shift
		continue
		;;
	esac
	[ -n "${2-}" ] || give_up "$1 needs a value"
	shift 2
done
case $audit in '' | /*) ;; *) audit=$here/$audit ;; esac
case $dir in /*) ;; *) dir=$here/$dir ;; esac
cd "$dir" 2>/dev/null || give_up "$dir cannot be entered"
for tool in git ssh-keygen sha256sum; do
	command -v "$tool" >/dev/null || give_up "$tool is not here"
done
if [ ! -f SHA256SUMS ] || [ ! -f promotions.txt ]; then give_up "$dir holds no export"; fi

in_clone() (
	unset GIT_DIR
	exec git -C "$audit" "$@" 2>/dev/null
)
[ -z "$audit" ] || in_clone rev-parse -q --verify 'refs/sluis/audit^{commit}' >/dev/null ||
	give_up "the audit of $audit cannot be read"

hash_of() {
	git hash-object --literally -t "$1" --stdin
}

wrong='' bad=0 good=0

# The first thing that is wrong is told; the rest would follow from it.
fail() {
	[ -z "$wrong" ] || return 0
	plain "$1"
	wrong=$text
}

# is VALUE WANTED WHAT
is() {
	[ "$1" = "$2" ] || fail "$3"
}

# within LIST WORD: is that line in the list?
within() {
	case $2 in *"$lf"*) return 1 ;; esac
	case $lf$1$lf in *"$lf$2$lf"*) return 0 ;; esac
	return 1
}

is_id() {
	case $1 in *[!0-9a-f]*) return 1 ;; esac
	[ ${#1} -eq 40 ]
}

# listed FOLDER: each file that its SHA256SUMS names is there with its bytes. Sets names.
listed() {
	names=''
	[ -f "$1/SHA256SUMS" ] || { fail "$1/SHA256SUMS is not there"; return; }
	while IFS= read -r line; do
		name=${line#*  }
		case $name in
		/* | *..* | *\\*) fail "SHA256SUMS names $name" ;;
		evidence/*) is "evidence/${line%%  *}" "$name" "$name is not named by its digest" ;;
		esac
		if [ ! -f "$1/$name" ] || [ -L "$1/$name" ]; then fail "$name was changed, or is not there"; fi
		names=$names$lf$name
	done <"$1/SHA256SUMS"
	[ -z "$wrong" ] || return 0
	told=$(cd "$1" && sha256sum -c SHA256SUMS 2>/dev/null) && return 0
	for line in $told; do
		case $line in *': OK') ;; *) fail "${line%: *} was changed, or is not there" ;; esac
	done
	fail 'a file was changed, or is not there'
}

# known NAME: is that a file that the export has of a promotion, by what its entry holds?
known() {
	case $1 in
	entry | index.html | trees/top | trees/evidence | trees/signoffs) ;;
	commits/*) [ "$1" = "commits/$step" ] || [ "$1" = "commits/$candidate" ] ;;
	signoffs/*.sig | signoffs/*.came) within "$held" "${1%.*}" ;;
	*) within "$held" "$1" ;;
	esac
}

# alone FOLDER [SUB/]: nothing is in the folder but what is listed.
alone() {
	set +f
	for file in "$1/${2-}"* "$1/${2-}".[!.]* "$1/${2-}"..?*; do
		name=${file#"$1"/}
		if [ -L "$file" ]; then
			fail "$name is a link"
		elif [ -d "$file" ]; then
			case ${2-}$name in
			evidence | signoffs | trees | commits) alone "$1" "$name/" ;;
			*) fail "$name is a folder that is not of the export" ;;
			esac
		elif [ -e "$file" ] && [ "$name" != SHA256SUMS ]; then
			within "$names" "$name" || fail "$name was added"
		fi
	done
	set -f
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

blanks=' 	'
# A folder of git, as the bytes of its object, from the lines "MODE TYPE ID<tab>NAME" of git ls-tree.
tree_bytes() {
	while IFS=$blanks read -r mode _ id name; do
		is_id "$id" || return
		octal "$id"
		# shellcheck disable=SC2059
		printf "%s %s\\000$octal" "${mode#0}" "$name"
	done <"$1"
}

# tree FILE ID WHAT [FOLDER]: is the folder that one, and are its files those?
tree() {
	[ -f "$1" ] || { fail "$1 is not there"; return; }
	is "$(tree_bytes "$1" | hash_of tree)" "$2" "$3 is not what the entry of the audit holds"
	files='' ids=''
	while IFS=$blanks read -r _ type id name; do
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
	[ -z "$files" ] || [ -n "$wrong" ] || is "$(printf '%s\n' "$files" | git hash-object --no-filters --stdin-paths 2>/dev/null)" "$ids" \
		"a file of $3 is not the one that the entry of the audit holds"
}

# entry_read: what the entry says of the step.
entry_read() {
	tree_id='' decision='' candidate='' promotion='' environment='' trees='' candidate_tree='' kind='' met='' claims=''
	exhibits='' deployed='' here_now='' env_now='' times=0
	while IFS= read -r line; do
		case $line in
		'tree '*) [ -n "$tree_id" ] || tree_id=${line#tree } ;;
		'Decision: '*) decision=${line#*: } ;;
		'Ref: '*) here_now='' env_now='' ;;
		'Environment: '*) env_now=${line#*: } ;;
		'Step: '*)
			here_now=''
			if [ "${line#*: }" = "$step" ]; then
				here_now=yes environment=$env_now claims='' times=$((times + 1))
			fi
			;;
		esac
		[ -n "$here_now" ] || continue
		case $line in
		'Promotion: '*) promotion=${line#*: } ;;
		'Candidate: '*) candidate=${line#*: } ;;
		'Tree: '*) trees=${line#*: } ;;
		'Candidate-Tree: '*) candidate_tree=${line#*: } ;;
		'Exception: rollback '*) kind=rollback ;;
		'Exception: emergency '*)
			kind=${line#*: emergency }
			kind="emergency ${kind%% *}"
			;;
		'Met: '*) met=${line#*: } ;;
		'Signoff: '*) claims=$claims$lf${line#*: } ;;
		'Evidence: deployment '*) deployed=$deployed$lf${line##* } ;; # of what was there: nobody signs for it
		'Evidence: '*) exhibits=$exhibits$lf${line##* } ;;
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
	for n in "$m" "$d" $((s / 3600)) $((s / 60 % 60)) $((s % 60)); do
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
	about='' seen='' date='' role='' word='' where='' exception=''
	while IFS= read -r line; do
		case $line in
		'object '*) is "${line#object }" "$candidate" "$tag is about another candidate" ;;
		'tagger '*) date=${line#*> } date=${date%% *} ;;
		'Promotion: '*) about=${line#*: } ;;
		'Environment: '*) where=${line#*: } ;;
		'Kind: '*) exception=${line#*: } ;;
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
	is "$about $where $exception $role $word" "$promotion $environment $kind $1 approve" "$tag is about something else"
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
		in_audit "$(hash_of commit <"$tag.came")"
		date=$at
	fi
	case $date in '' | *[!0-9]*) fail "$tag has no date"; return ;; esac
	date_of "$date"
	[ -f allowed_signers ] || { fail 'allowed_signers is not there'; return; }
	revoked=''
	[ ! -f revoked_keys ] || revoked=revoked_keys
	payload "$tag" | ssh-keygen -Y verify -f allowed_signers -I "$2" -n git -s "$tag.sig" -O "verify-time=$date" \
		${revoked:+-r "$revoked"} >/dev/null 2>&1 ||
		fail "the signature of $tag is not good"
	verified=$((verified + 1))
}

in_audit() {
	[ -z "$audit" ] || in_clone merge-base --is-ancestor "$1" refs/sluis/audit || fail "the entry $1 is not in the audit of $audit"
}

# commit ID TREE WHAT: where its object was exported, is it that one, with that folder?
commit() {
	[ -f "commits/$1" ] || return 0
	is "$(hash_of commit <"commits/$1")" "$1" "commits/$1 is not the $3"
	read -r line <"commits/$1"
	is "$line" "tree $2" "the $3 holds another folder than the entry says"
}

# promotion: of $entry and $step, in its folder.
promotion() {
	evidence='' signoffs='' held='' name=''
	is "$(hash_of commit <entry)" "$entry" 'the entry of the audit was changed'
	in_audit "$entry"
	entry_read
	[ -n "$candidate" ] || fail 'the entry of the audit does not tell of this promotion'
	is "$decision" accept 'the entry of the audit does not accept it'
	for each in "$promotion" "$environment"; do
		case $each in '' | [.-]* | *[!A-Za-z0-9._+-]*) ;; *) name=$name-$each ;; esac
	done
	is "${folder%%-*}$name" "$folder" "the entry of the audit is of ${name#-}"
	same=0
	for each in $pairs; do
		[ "$each" != "$entry $step" ] || same=$((same + 1))
	done
	[ "$same" -lt "$times" ] || fail 'another folder has this promotion'
	pairs="$pairs$lf$entry $step"
	tree trees/top "$tree_id" 'the folder of the entry'
	[ -z "$evidence" ] || tree trees/evidence "$evidence" 'the evidence' evidence/
	[ -z "$signoffs" ] || tree trees/signoffs "$signoffs" 'the sign-offs' signoffs/
	for each in $names; do
		known "$each" || fail "$each was added"
	done
	for each in $exhibits $deployed; do
		within "$names" "evidence/$each" || fail "evidence/$each is not there"
	done
	for each in $claims; do
		each=${each#* }
		role=${each%% *} proof=${each##* } person=${each#* }
		person=${person%% *}
		case $proof in
		signature) signoff "$role" "$person" ;;
		trailer) trailers=$((trailers + 1)) ;;
		*) fail "the sign-off of $person as $role is not proven" ;;
		esac
	done
	case " $met " in *' complete '*) is "$trees" "$candidate_tree" 'what was accepted is not what went over' ;; esac
	[ -z "$trees" ] || commit "$step" "$trees" merge
	[ -z "$candidate_tree" ] || commit "$candidate" "$candidate_tree" candidate
}

# one: the line "$folder $entry $step" of the list.
one() {
	case $folder in '' | [.-]* | *[!A-Za-z0-9._+-]*) fail 'the list of promotions is not one of an export'; return ;; esac
	if ! is_id "$entry" || ! is_id "$step"; then fail 'the list of promotions is not one of an export'; fi
	within "$roots" "$folder/SHA256SUMS" || fail 'it is not in the list of files'
	! within "$roots" "$folder" || fail 'it is listed twice'
	roots=$roots$lf$folder
	if [ ! -d "$folder" ] || [ -L "$folder" ]; then fail 'it is not there'; fi
	[ -z "$wrong" ] || return 0
	listed "$folder"
	alone "$folder"
	if ! within "$names" entry || ! within "$names" trees/top; then fail 'its entry of the audit is not there'; fi
	[ -z "$wrong" ] || return 0
	cd "$folder" || give_up "$folder cannot be entered"
	promotion
	cd .. || give_up 'the folder of the export cannot be entered'
}

listed .
roots=$names top=$wrong pairs=''
while IFS=' ' read -r folder entry step; do
	wrong='' verified=0 trailers=0
	one
	if [ -n "$wrong" ]; then
		plain "$folder"
		printf 'FAIL %s: %s\n' "$text" "$wrong"
		bad=$((bad + 1))
	else
		printf 'OK   %s: %s, %s signed sign-offs verified%s\n' "$folder" "$entry" "$verified" \
			"$([ "$trailers" -eq 0 ] || printf ', %s by trailer alone' "$trailers")"
		good=$((good + 1))
	fi
done <promotions.txt
wrong=$top
[ $((good + bad)) -gt 0 ] || fail 'there is no promotion in it'

# The files of the top: those that are listed, and these.
set +f
for file in * .[!.]* ..?*; do
	if [ -L "$file" ]; then
		fail "$file is a link"
	elif [ -e "$file" ] && [ "$file" != SHA256SUMS ]; then
		within "$roots" "$file" || fail "$file was added"
	fi
done
sum=$(sha256sum SHA256SUMS)
sum=${sum%% *}
[ -z "$digest" ] || is "$sum" "$digest" "this is not the export with the digest $digest"
if [ -n "$wrong" ]; then printf 'FAIL the export: %s\n' "$wrong"; fi
printf '%s promotions are as they should be, %s are not; the digest of the export is %s\n' "$good" "$bad" "$sum"
[ -z "$wrong" ] && [ "$bad" -eq 0 ] || exit 1
