#!/bin/bash
# Repositories that the gate does not judge: nothing goes in, and it says why and who mends it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: a plain repository"
push_as noor production
accepted "$(promoted)"

it "accept and refuse: one whose path has a colon, which git quotes where it names the objects"
mv "$CENTRAL" "$T/world/two:parts"
CENTRAL=$T/world/two:parts
promotion tree "$(edited_tree acceptance)" by dora
push_as noor production
refused production complete
promotion
push_as noor production
accepted "$(promoted)"
CENTRAL=$T/world/central

it "undecided: a SHA-256 repository"
rm -rf "$CLONE"
git init -q --template= --object-format=sha256 "$CLONE"
change dirk src/pay.c
mv "$CENTRAL" "$T/sha1"
git init -q --bare --template= --object-format=sha256 "$CENTRAL"
mv "$T/sha1/hooks" "$T/sha1/sluis" "$CENTRAL"
push_as dirk development
undecided_all "this is a SHA-256 repository, and Sluis judges SHA-1 repositories only" \
	"fix: the administrator moves the project to a SHA-1 repository"

it "accept: extensions that say what every repository here is, or ask nothing of a gate"
git -C "$CENTRAL" config core.repositoryFormatVersion 1
git -C "$CENTRAL" config extensions.objectFormat sha1
git -C "$CENTRAL" config extensions.preciousObjects true
push_as noor production
accepted "$(promoted)"

it "undecided: a partial clone"
git -C "$CENTRAL" config core.repositoryFormatVersion 1
git -C "$CENTRAL" config extensions.partialClone origin
push_as noor production
undecided_all "the repository uses something Sluis cannot judge: unsupported extension name extensions.partialclone"

# asked_alone REASON: git refuses such a repository before any hook where it does not know it, so the hook is asked without git.
asked_alone() {
	local status=0

	ANSWERED=yes ANSWER_HEAD=()
	SAID=$(GIT_DIR=$CENTRAL SLUIS_TEST_PUSHER=noor "$CENTRAL/hooks/pre-receive" \
		<<<"$(oid acceptance) $(oid production) refs/heads/production" 2>&1) || status=$?
	is "the exit code of the hook" "$status" 2
	has "what the hook says" "$(tr -s ' \n' ' ' <<<"$SAID")" "could not decide: $1"
}

it "undecided: an extension that nobody knows"
git config --file "$CENTRAL/config" core.repositoryFormatVersion 1
git config --file "$CENTRAL/config" extensions.foo yes
push_as noor -q production 2>/dev/null
is "the exit code of the push" "$((STATUS != 0))" 1
asked_alone "the repository uses something Sluis cannot judge: unsupported extension name extensions.foo"

# A libgit2 that reads reftables lets them be judged: no release of it does yet.
it "undecided: refs in a reftable, until they are in files again"
if git init -q --bare --template= --ref-format=reftable "$T/reftable" 2>"$T/null"; then
	mv "$CENTRAL" "$T/files"
	mv "$T/reftable" "$CENTRAL"
	mv "$T/files/hooks" "$T/files/sluis" "$CENTRAL"
else
	git config --file "$CENTRAL/config" core.repositoryFormatVersion 1
	git config --file "$CENTRAL/config" extensions.refStorage reftable
fi
asked_alone "the repository keeps its refs in a reftable, which Sluis cannot read"
has "what the hook says" "$SAID" "fix: the administrator runs in the repository:
       git refs migrate --ref-format=files"
if [ -e "$CENTRAL/reftable" ]; then
	git -C "$CENTRAL" refs migrate --ref-format=files
	push_as dirk acceptance:topic
	accepted
fi

it "undecided: a shallow repository"
tip acceptance >"$CENTRAL/shallow"
push_as noor production
undecided_all "the repository is shallow, so part of the history cannot be judged" \
	"fix: the administrator runs git fetch --unshallow in it"

# pushed_shallow: a new branch comes from a clone whose history was cut off.
pushed_shallow() {
	change dirk src/pay.c
	change dirk src/pay.c
	git clone -q --depth 1 --branch development "file://$CLONE" "$T/world/shallow"
	CLONE=$T/world/shallow push_as dirk development:topic
}

it "refuse: a push that would make the repository shallow, by git itself"
pushed_shallow
GIT_SAYS="shallow update not allowed" not_moved
is "whether it is shallow now" "$([ -e "$CENTRAL/shallow" ] && echo yes)" ""

it "undecided: a repository that lets pushes make it shallow"
git -C "$CENTRAL" config receive.shallowUpdate true
pushed_shallow
undecided_all "receive.shallowUpdate lets anybody's push make the repository shallow" \
	"fix: the administrator runs: git config receive.shallowUpdate false"
is "whether it is shallow now" "$([ -e "$CENTRAL/shallow" ] && echo yes)" ""

it "undecided: a push into a namespace"
push_as noor --receive-pack="GIT_NAMESPACE=school git-receive-pack" production
undecided_all "the push goes into the namespace 'school', and Sluis does not judge namespaces" \
	"fix: the administrator of the server takes GIT_NAMESPACE away"

it "undecided: objects that lie in the repository of somebody else, and are gone"
lose "$(oid "promotions:$READY/criteria.ini")"
echo "$T/nowhere/objects" >"$CENTRAL/objects/info/alternates"
push_as noor production
undecided production evidence-intact

# stored LINE: the objects are in a repository of somebody else, which the central one names so.
stored() {
	rm -rf "$T/world/store"
	git init -q --bare --template= "$T/world/store"
	mv "$CENTRAL"/objects/pack/* "$T/world/store/objects/pack"
	echo "$1" >"$CENTRAL/objects/info/alternates"
}

for each in "$T/world/store/objects" ../../store/objects; do
	it "accept: objects that lie in the repository of somebody else: ${each#"$T"}"
	stored "$each"
	push_as noor production
	accepted "$(promoted)"
done

it "undecided: a place of objects that git reads and libgit2 does not: in quotes, relative, or relative from there"
stored "\"$T/world/store/objects\""
push_as noor production
undecided_all "$CENTRAL/objects/info/alternates says where more objects are in a way that Sluis cannot read: \"$T/world/store/objects\"" \
	"fix: the administrator writes the whole path there, without quotes"
ln -s "$T/world/store/objects" "$CENTRAL/objects/more"
echo more >"$CENTRAL/objects/info/alternates"
push_as noor production
undecided_all "$CENTRAL/objects/info/alternates says where more objects are in a way that Sluis cannot read: more"
git init -q --bare --template= "$T/world/between"
echo ../../between/objects >"$CENTRAL/objects/info/alternates"
echo ../../store/objects >"$T/world/between/objects/info/alternates"
push_as noor production
undecided_all "$CENTRAL/objects/../../between/objects/info/alternates says where more objects are in a way that Sluis cannot read: ../../store/objects"
echo "$T/world/store/objects" >"$T/world/between/objects/info/alternates"
push_as noor production
accepted "$(promoted)"

finish
