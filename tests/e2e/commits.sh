# shellcheck shell=bash
# Commits in the clone.

# read_value REPOSITORY REF: VALUE is what it is; git is asked only for one that has no file of its own. What reads sets a
# variable, since a process of its own for each answer is most of what a test costs.
read_value() {
	local file=$1/$2

	VALUE=
	[ ! -d "$1/.git" ] || file=$1/.git/$2
	[ ! -f "$file" ] || read -r VALUE <"$file" || :
	[[ $VALUE =~ ^[0-9a-f]{40}$ ]] || VALUE=$(git -C "$1" rev-parse -q --verify "$2")
}

value() {
	read_value "$@" && echo "$VALUE"
}

# read_oid REV: VALUE is what the clone knows by that name.
read_oid() {
	if [[ ! $1 =~ ^[a-z]+$ ]] || ! read_value "$CLONE" "refs/heads/$1"; then
		VALUE=$(git -C "$CLONE" rev-parse --verify "$1")
	fi
}

oid() {
	read_oid "$1" && echo "$VALUE"
}

short() {
	local full

	full=$(git -C "$CLONE" rev-parse --verify "$1^{object}")
	echo "${full:0:7}"
}

# title REV: as the gate shows a commit.
title() {
	echo "$(short "$1") \"$(git -C "$CLONE" log -1 --format=%s "$1")\""
}

# change PERSON FILE [MESSAGE]: a commit on the branch that is checked out; each writes other content.
change() {
	local file=$CLONE/$2

	mkdir -p "${file%/*}"
	echo "$1 $clock" >>"$file"
	git -C "$CLONE" add "$2"
	as "$1" git -C "$CLONE" commit -q -m "${3:-Change $2}"
}

# on BRANCH [START]: checks it out; with a start, it is made there.
on() {
	if [ $# -eq 2 ]; then
		git -C "$CLONE" checkout -q -B "$1" "$2"
	else
		git -C "$CLONE" checkout -q "$1"
	fi
}

# merge PERSON REV [MESSAGE]: into the branch that is checked out, always with a merge commit.
merge() {
	as "$1" git -C "$CLONE" merge -q --no-ff -m "${3:-Merge $2}" "$2" >/dev/null
}

# branch NAME REV: moves or makes a branch that is not checked out.
branch() {
	VALUE=$2
	[[ $2 =~ ^[0-9a-f]{40}$ ]] || read_oid "$2"
	if [[ $1 == */* || ! -d $CLONE/.git/refs/heads ]]; then
		git -C "$CLONE" update-ref "refs/heads/$1" "$VALUE"
	else
		echo "$VALUE" >"$CLONE/.git/refs/heads/$1"
	fi
}

# commit_raw REF < RAW: a commit object exactly as it stands on the input, well formed or not.
commit_raw() {
	local full

	oid=$(git -C "$CLONE" hash-object -t commit -w --literally --stdin)
	git -C "$CLONE" update-ref "refs/heads/$1" "$oid"
}

# edited_tree REV: the tree of a commit with one more line in src/pay.c.
edited_tree() {
	local index=$T/edited.index blob

	blob=$({ git -C "$CLONE" cat-file blob "$1:src/pay.c"; echo "last minute"; } |
		git -C "$CLONE" hash-object -w --stdin)
	GIT_INDEX_FILE=$index git -C "$CLONE" read-tree "$1"
	GIT_INDEX_FILE=$index git -C "$CLONE" update-index --cacheinfo "100644,$blob,src/pay.c"
	GIT_INDEX_FILE=$index git -C "$CLONE" write-tree
}
