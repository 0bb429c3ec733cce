#!/bin/bash
# What people ask git sluis: the rules, a message, a policy.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# asked COMMAND...: in the clone, as a git command.
asked() {
	status=0
	(cd "$CLONE" && PATH=$SLUIS_BUILD:$PATH git sluis "$@") >"$T/out" 2>"$T/err" || status=$?
	[[ " $* " != *" json "* ]] || keep_json "$(cat "$T/out")"
}

it "explain: one rule"
asked explain complete
is "the exit code" "$status" 0
is "what it says" "$(cat "$T/out")" "complete  CH.06-8
  asks: the merge holds exactly what the accepted candidate holds
  fix: merge again without edits"

it "explain: a rule that there is not"
asked explain nothing
is "the exit code" "$status" 1
is "what it says" "$(cat "$T/out")" ""

it "trailers: those of a promotion, as git reads them"
git -C "$CLONE" log -1 --format=%B production >"$T/message"
asked trailers <"$T/message"
is "the exit code" "$status" 0
is "what it reads" "$(cat "$T/out")" "$(git interpret-trailers --parse <"$T/message")"

it "trailers: a message that two readers read differently"
printf 'Merge\n\n---\n\nPromotion: x\n' >"$T/message"
asked trailers <"$T/message"
is "the exit code" "$status" 1
is "what it reads" "$(cat "$T/out")" ""
has "why" "$(cat "$T/err")" 'its readers disagree: a line "---" ends the message'

it "policy: one without problems"
asked policy --lint "$CENTRAL/sluis/policy.ini"
is "the exit code" "$status" 0
is "what it says" "$(cat "$T/out")" ""
file=$CENTRAL/sluis/policy.ini
is "what it warns of" "$(cat "$T/err")" \
	"$file: warning: separation of duties is switched off: environment \"development\": committer-is-pusher = no
$file: warning: separation of duties is switched off: environment \"production\": proof = trailer
$file:$(grep -n '^\[signoff "users"\]' "$file" | cut -d : -f 1): warning: sign-off 'users' hangs on Kim Jansen alone: name a deputy
$file:$(grep -n '^\[signoff "system-owner"\]' "$file" | cut -d : -f 1): warning: sign-off 'system-owner' hangs on Els de Vries alone: name a deputy"

it "policy: one without problems, at a terminal: what looks at the repository, and that does"
OUT=$(script -qec "'$SLUIS_BUILD/git-sluis' policy --lint $CENTRAL/sluis/policy.ini" /dev/null </dev/null 2>&1 | tr -d '\r' | tail -n 1)
is "what it says" "$OUT" \
	"whether it fits a repository: git -C REPO.git sluis policy --publish --dry-run $CENTRAL/sluis/policy.ini"
fits=${OUT#*: } fits=${fits//REPO.git/$CENTRAL}
git -C "$CENTRAL" update-ref -d refs/sluis/policy
is "what that says" "$(PATH=$SLUIS_BUILD:$PATH bash -c "$fits" 2>&1 || echo no)" ""
sed -i 's|^ref = refs/heads/production|ref = refs/heads/prodution|' "$CENTRAL/sluis/policy.ini"
has_words "what that says of a mistake" "$(PATH=$SLUIS_BUILD:$PATH bash -c "$fits" 2>&1 | tr -d '\n')" \
	"the policy guards refs/heads/prodution, which is not there; refs/heads/production is"

it "policy: what is in force reads back to the same"
asked policy --show "$CENTRAL/sluis/policy.ini"
is "the exit code" "$status" 0
cp "$T/out" "$CENTRAL/sluis/policy.ini"
asked policy --show "$CENTRAL/sluis/policy.ini"
is "the exit code" "$status" 0
is "the second time" "$(cat "$T/out")" "$(cat "$CENTRAL/sluis/policy.ini")"
central_publish
push_as noor production
accepted "$(promoted)"

it "policy: every problem with its line, the same as at a push"
policy 's/^ref = refs.heads.production/ref = production/'
asked policy --lint "$CENTRAL/sluis/policy.ini"
is "the exit code" "$status" 1
line=$(grep -n '^ref = production' "$CENTRAL/sluis/policy.ini" | cut -d : -f 1)
has "the problem" "$(cat "$T/err")" "$CENTRAL/sluis/policy.ini:$line: "
push_as noor production
undecided_all "the policy has 1 problem" "$(cat "$T/err")"

it "policy: a file that there is not"
asked policy --lint "$T/nothing.ini"
is "the exit code" "$status" 2

it "roles in a clone: which policy, and how to get it"
if [ -e /etc/sluis/policy.ini ]; then
	skip "this machine has a policy for all repositories"
else
	git -C "$CLONE" remote add origin "$CENTRAL"
	asked roles
	is "the exit code" "$status" 2
	has "what it says" "$(cat "$T/err")" "  fix: in a clone, take the one that the server shows:
       git fetch origin refs/sluis/policy"
	(cd "$CLONE" && bash -ec "$(sed -n 's/^       //p' "$T/err")") 2>"$T/out" || wrong "$(cat "$T/out")"
	asked roles policy.ini
	is "the exit code" "$status" 0
fi

it "roles: as JSON, the same rows as in the CSV form"
asked roles --format csv "$CENTRAL/sluis/policy.ini"
csv=$(tail -n +2 "$T/out" | cut -d , -f 1,6,10 | tr -d '\r"')
asked roles --format json "$CENTRAL/sluis/policy.ini"
is "the exit code" "$status" 0
is "the rows" "$(perl -MJSON::PP -0777 -ne \
	'print join ",", $_->{person}, $_->{role} // "", ($_->{today} ? "yes" : "no") . "\n" for @{decode_json($_)->{roles}}' <"$T/out")" "$csv"

it "help: of all commands, and the manual where there is one"
asked -h
is "the exit code" "$status" 0
has "the commands" "$(cat "$T/out")" "  status     what a promotion has"
mkdir "$T/world/bin"
printf '#!/bin/sh\necho "man $*"\n' >"$T/world/bin/man"
chmod 755 "$T/world/bin/man"
PATH=$T/world/bin:$PATH asked status --help
is "what is run" "$status $(cat "$T/out")" "0 man git-sluis"

it "a command that there is not"
asked guess
is "the exit code" "$status" 129

finish
