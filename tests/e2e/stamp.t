#!/bin/bash
# What a push that governs nothing needs of the policy stands in one small file, for as long as the policy is the one that was
# read. After anything that becomes of the policy, the next push is judged by what is there.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/sums.sh
. "${0%/*}/sums.sh"
world_make
central_guard

# Repositories in which a push left a stamp. A policy that has just changed gets none.
WORLDS="place rename time link common gone mistake group stamp stranger forged digest people"
NOW=$(date +%s)
for each in $WORLDS; do
	cp -a "$CENTRAL" "$T/of-$each"
	case $each in
	link)
		mv "$T/of-$each/sluis" "$T/of-$each/one"
		cp -a "$T/of-$each/one" "$T/of-$each/two"
		sed -i 's|^ref = refs/heads/production$|ref = refs/heads/topic|' "$T/of-$each/two/policy.ini"
		ln -s one "$T/of-$each/sluis"
		;;
	common)
		sed -i '/^\[policy\]/a include = rest.ini' "$T/of-$each/sluis/policy.ini"
		awk -v common="$T/of-$each/sluis/rest.ini" '/^\[signoff/ { common_part = 1 } common_part { print >common; next } { print }' \
			"$T/of-$each/sluis/policy.ini" >"$T/of-$each/sluis/own"
		mv "$T/of-$each/sluis/own" "$T/of-$each/sluis/policy.ini"
		;;
	people)
		sed -i "/^\[person \"kim\"\]/a until = $(date -u -d "@$((NOW + 900))" +%FT%TZ)" "$T/of-$each/sluis/policy.ini"
		printf '[person "p%d"]\nname = m%d@example.org\nemail = p%d@example.org ; q%d@example.org\n' {1..300}{,,,} \
			>>"$T/of-$each/sluis/policy.ini"
		echo "until = $(date -u -d "@$((NOW + 600))" +%FT%TZ)" >>"$T/of-$each/sluis/policy.ini"
		CENTRAL=$T/of-$each central_publish
		;;
	esac
done
push_as dirk development:first
accepted
is "a stamp, at once" "$(cd "$CENTRAL" && printf "%s " *stamp*)" "*stamp* "
sleep 3
for each in $WORLDS; do
	CENTRAL=$T/of-$each
	push_as dirk development:first
	accepted
	is "stamps in $each" "$(cd "$CENTRAL" && printf "%s " *stamp*)" "sluis-stamp "
done

# in WORLD: what the case is about, with the policy at POLICY.
in_world() {
	CENTRAL=$T/of-$1 POLICY=$T/of-$1/sluis/policy.ini
}

# as_topic: the policy, in which topic stands where production stood, in as many bytes.
as_topic() {
	sed 's|^ref = refs/heads/production$|ref = refs/heads/topic-1234|' "$POLICY"
}

# governed REF: a push there, by somebody whom nobody knows, meets the gate.
governed() {
	push_as mallory "acceptance:$1"
	REF_OF=$1 refused production policy-published pusher-known
	push_as mallory acceptance:other
	accepted
}

it "refuse: the policy was written over, in as many bytes"
in_world place
as_topic >"$T/new"
cat "$T/new" >"$POLICY"
governed topic-1234

it "refuse: another policy was put in its place"
in_world rename
as_topic >"$CENTRAL/sluis/new"
mv "$CENTRAL/sluis/new" "$POLICY"
governed topic-1234

it "refuse: it has the time of the one before"
in_world time
touch -r "$POLICY" "$T/time"
as_topic >"$T/new"
cat "$T/new" >"$POLICY"
touch -r "$T/time" "$POLICY"
governed topic-1234

it "refuse: a link leads to another"
in_world link
ln -sfn two "$CENTRAL/sluis"
governed topic

it "refuse: the common part changed"
in_world common
sed -i 's|^ref = refs/heads/production$|ref = refs/heads/topic|' "$CENTRAL/sluis/rest.ini"
governed topic

it "undecided: the policy is gone"
in_world gone
rm "$POLICY"
push_as dirk development:topic
undecided_all "there is no policy, neither $POLICY nor /etc/sluis/policy.ini"

it "undecided: a policy with a mistake"
in_world mistake
sed -i 's/^norm = /nrom = /' "$POLICY"
push_as dirk development:topic
undecided_all "the policy has 1 problem"

it "undecided: others may write it, or in its folder"
in_world group
chmod 666 "$POLICY"
push_as dirk development:topic
undecided_all "$POLICY is writable by everyone (mode 0666)"
chmod 644 "$POLICY"
chmod 775 "$CENTRAL/sluis"
push_as dirk development:topic
undecided_all "$CENTRAL/sluis is writable by its group (mode 0775)"

# stamp_of SCRIPT...: what sed makes of it, with a sum that is right.
stamp_of() {
	stamped "$@" <"$CENTRAL/sluis-stamp" >"$T/stamp"
	cat "$T/stamp" >"$CENTRAL/sluis-stamp"
}

# passes: is production let through, as if nothing governed it?
passes() {
	(cd "$CENTRAL" && GIT_DIR=. GIT_PUSH_OPTION_COUNT=0 SLUIS_TEST_PUSHER=mallory hooks/pre-receive >"$T/null" 2>&1 \
		<<<"$(git rev-parse production acceptance | tr '\n' ' ')refs/heads/production" && echo yes) || :
}

it "what a stamp says is believed of its owner alone, and whole"
in_world stamp
cp "$CENTRAL/sluis-stamp" "$T/whole"
stamp_of '/production$/d'
is "whether production passes" "$(passes)" yes
sed -i '1s/ ./ x/' "$CENTRAL/sluis-stamp"
is "whether it passes by another sum" "$(passes)" ""
is "the stamp that is made anew" "$(sed '1d; /^now /d' "$CENTRAL/sluis-stamp")" "$(sed '1d; /^now /d' "$T/whole")"
stamp_of '/production$/d'
head -c -1 "$T/stamp" >"$CENTRAL/sluis-stamp"
is "whether it passes by a part" "$(passes)" ""
stamp_of -e '/production$/d' -e 's/^version .*/version 0/'
is "whether it passes by that of another version" "$(passes)" ""
stamp_of -e '/production$/d' -e 's/^now .*/now 9999999999/'
is "whether it passes by one that is to come" "$(passes)" ""
stamp_of '/production$/d'
chmod 664 "$CENTRAL/sluis-stamp"
is "whether it passes by one that others may write" "$(passes)" ""
stamp_of '/production$/d'
is "whether it passes again" "$(passes)" yes

it "a stamp that belongs to somebody else is left aside"
if [ "$(id -u)" != 0 ]; then
	skip "only root can give a file away"
else
	in_world stranger
	stamp_of '/production$/d'
	chown 65534 "$CENTRAL/sluis-stamp"
	is "whether production passes" "$(passes)" ""
fi

it "what cannot be a stamp is no reason to refuse"
in_world forged
rm "$CENTRAL/sluis-stamp"
mkdir "$CENTRAL/sluis-stamp"
push_as dirk development:topic
accepted
rmdir "$CENTRAL/sluis-stamp"
# The disk gives none of its bytes; and the policy, which has just changed, gets no other one.
touch "$POLICY"
ln -s /proc/self/mem "$CENTRAL/sluis-stamp"
push_as dirk development:second
accepted
touch "$POLICY"
push_as mallory acceptance:production
refused production pusher-known merge-only
is "what is there" "$(readlink "$CENTRAL/sluis-stamp")" /proc/self/mem

it "accept: a promotion by a policy that has a stamp"
in_world digest
push_as noor production
accepted "$(promoted)"
decision=$(git -C "$CENTRAL" rev-list -n 1 --grep='^Decision: ' refs/sluis/audit)
is "the policy in the audit" "$(git -C "$CENTRAL" show "$decision:policy.ini")" "$(cat "$CENTRAL/sluis/policy.ini")"
is "its digest there" "$(git -C "$CENTRAL" log -1 --format=%B "$decision" | sed -n 's/^Policy: .*sha256://p')" \
	"$(sha256sum <"$CENTRAL/sluis/policy.ini" | cut -d' ' -f1)"

# by ADDRESS: a commit of that author, pushed to development.
by() {
	change dirk src/pay.c
	as dirk git -C "$CLONE" commit -q --amend --no-edit --author "P <$1>"
	push_as dirk development
}

it "refuse: an address that is somebody's name, in a comment, or part of another"
in_world people
on development
for each in m300@example.org q300@example.org 00@example.org p300@example.or p301@example.org; do
	by "$each"
	refused development author-known
	says author-known "$each wrote"
	git -C "$CLONE" reset -q --hard HEAD^
done

it "accept: of many persons, those whom the push asks for"
in_world people
push_as noor production
accepted "$(promoted)"
decision=$(git -C "$CENTRAL" rev-list -n 1 --grep='^Decision: ' refs/sluis/audit)
is "until when it holds: kim signed, and p300, who leaves earlier, did nothing" \
	"$(git -C "$CENTRAL" log -1 --format=%B "$decision" | grep '^Holds-Until: ')" "Holds-Until: $((NOW + 900)) roles-assigned"
on development
by P300@Example.ORG
accepted

finish
