#!/bin/bash
# git sluis sign: what a stakeholder runs, and what the mend of a refusal says.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
git -C "$CLONE" remote add origin "$CENTRAL"
world_keep

# sign PERSON ARGUMENT...: as that person, who has a key (KEY, or their own) and the clone, and answers with SAYS.
sign() {
	local who=$1

	shift
	RC=0
	OUT=$(cd "$CLONE" && git config user.email "$who@example.org" && git config user.name "${NAME[$who]}" &&
		git config user.signingkey "${KEY:-$T/keys/$who}" &&
		SLUIS_TEST_PUSHER=$who "$SLUIS_BUILD/git-sluis" sign "$@" 2>&1 < <(printf '%b' "${SAYS-}")) || RC=$?
}

# told CODE TEXT: it ended so and said this, without a question, and nothing was signed.
told() {
	failed "$@"
	hasnt "what was said" "$OUT" "[y/N]"
	is "what is signed" "$(git -C "$CENTRAL" for-each-ref refs/signoffs)" ""
}

# mended PERSON: the command below "fix:", as that person.
mended() {
	local command

	command=$(sed -n '/^  fix: /{n;s/^ *git sluis sign //p}' <<<"$OUT")
	# shellcheck disable=SC2086  # words of a command
	sign "$1" $command --yes
	did "the mend"
}

# signed_by PERSON...: who has a sign-off there.
signed_by() {
	is "who signed" "$(git -C "$CENTRAL" for-each-ref --format='%(refname:lstrip=3)' refs/signoffs | tr '\n' ' ')" "$* "
}

it "three people sign, and it goes over"
git -C "$CLONE" config core.commentChar R
sign kim "$READY" --role key-user --yes
is "the exit code" "$RC" 0
is "what kim reads" "$OUT" "Kim Jansen signs off $READY for production, as key-user:

What changes
  candidate: $(title acceptance)
  areas: src/ (1 file)

What production does not have yet
  - $(git -C "$CLONE" log -1 --format='Pay by card (%h by Dirk Visser, %as)' acceptance)

What was tested
  test: passed, by Tess Bos, 2026-01-20T08:00:00Z to
        2026-01-20T10:30:00Z
  - AC-1: A pupil sees only his own marks: passed
      $READY/ac-1.log
  - AC-2: The report prints within 10 seconds: no result (not required)

Who signs
  users: still to sign: Kim Jansen
  system-owner: still to sign: Els de Vries
  operations: still to sign: Noor Kaya or Jan Bakker

The files that a signature names
  - $READY/acceptance.ini sha256:$(digest "$READY/acceptance.ini" | cut -c 1-12)...
  - $READY/criteria.ini sha256:$(digest "$READY/criteria.ini" | cut -c 1-12)...

refs/signoffs/$READY/key-user/kim"
is "what stands in the clone" "$(git -C "$CLONE" tag)" ""
is "what the clone has fetched" "$(ls "$CLONE/.git/FETCH_HEAD" 2>/dev/null || true)" ""
sign els "$READY" --yes
is "the exit code" "$RC" 0
has "els sees who signed" "$OUT" "  users: signed by Kim Jansen, "
sign jan "$READY" --role operator --yes
is "the exit code" "$RC" 0
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

it "the record lies on a result server"
results_make
policy '/^port = /i service = ci'
record 's/^executed-by = .*/executed-by = ci/'
cp "$DOSSIERS/$READY/acceptance.ini" "$RESULTS/acceptance.ini"
sum=sha256:$(digest "$READY/acceptance.ini")
rm "$DOSSIERS/$READY/acceptance.ini"
evidence tess
given promotions
sign kim "$READY" --role key-user --yes
promotion add "Acceptance-Result: $(sftp_link acceptance.ini)"
push_as noor production
refused production signoff-proven signoff-current
says signoff-current "refs/signoffs/$READY/key-user/kim does not name sftp://127.0.0.1$RESULTS/acceptance.ini as it stands under this promotion"
mends signoff-current "Kim Jansen reviews its present form, and runs git sluis sign $READY --role key-user --evidence $sum --evidence sha256:$(digest "$READY/criteria.ini")"
for each in "kim key-user" "els system-owner" "jan operator"; do
	# shellcheck disable=SC2086
	sign ${each% *} "$READY" --role ${each#* } --evidence "$sum" --evidence "sha256:$(digest "$READY/criteria.ini")" --yes
	is "the exit code" "$RC" 0
	has "what they read" "$OUT" "elsewhere: ${sum:0:19}..."
done
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
results_stop

it "what was waived is shown, with whose word it is and why"
record '/^\[result/,$ d'
printf '[result "AC-1"]\noutcome = waived\nreason = The printer comes in December\nwaived-by = kim\n' >>"$DOSSIERS/$READY/acceptance.ini"
evidence tess
given promotions
sign kim "$READY" --role key-user
is "the exit code" "$RC" 1
has "what kim reads" "$OUT" "  - AC-1: A pupil sees only his own marks: waived"
has "what kim reads" "$OUT" "
What somebody answers for with their own name
  waived: AC-1, by Kim Jansen: The printer comes in December
"
has "what kim reads" "$OUT" "Put your name under exactly this? [y/N]"

it "evidence that is no digest"
sign kim "$READY" --role key-user --evidence "sha256:12" --yes
is "the exit code" "$RC" 1
has "what kim reads" "$OUT" "'sha256:12' is not sha256: and 64 hex digits"

it "a veto, and another word after it"
sign kim "$READY" --role key-user --reject --yes
has "what kim reads" "$OUT" "Kim Jansen rejects $READY for production, as key-user:"
sign kim "$READY" --role key-user --yes
has "where it went" "$OUT" "refs/signoffs/$READY/key-user/kim.2"
is "the exit code" "$RC" 0
logged=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log --promotion "$READY" | cut -d ' ' -f 3- | tr -s ' ')
is "what the log says of both" "$logged" "accept kim sign-off $READY/key-user/kim.2: approve for production: not known whether it went in
accept kim sign-off $READY/key-user/kim: reject for production: not known whether it went in"

it "only a yes signs, in English or Dutch, whatever its capitals and blanks"
for each in '' 'jeetje, nee\n' 'yes please\n' 'nope\n' 'ye\n' '\n' 'n\ny\n' 'y                                                                     no\n'; do
	SAYS=$each sign kim "$READY" --role key-user
	is "the exit code after '$each'" "$RC" 1
	has "the question" "$OUT" "Put your name under exactly this? [y/N] Nothing was signed."
done
is "what stands there" "$(git -C "$CENTRAL" for-each-ref refs/signoffs)" ""
for each in 'kim y\n' 'els  Yes \n' 'jan J\n'; do
	SAYS=${each#* } sign "${each%% *}" "$READY"
	is "the exit code after '$each'" "$RC" 0
done
SAYS=jA sign kim "$READY" --reject
is "the exit code after 'jA'" "$RC" 0
signed_by key-user/kim key-user/kim.2 operator/jan system-owner/els
SAYS='no\n' sign kim "$READY" --reject
has "the question" "$OUT" "Do you reject exactly this? [y/N] Nothing was signed."

it "the role is the one that signs there; who has two says which, and the fix is the command for that"
policy 's/^member = els/&\nmember = kim/'
sign kim "$READY" --environment production
told 1 "Kim Jansen can sign this for production as key-user or system-owner" \
	"fix: say as which:" "git sluis sign $READY --environment production --role key-user"
mended kim
signed_by key-user/kim

it "a role that the person does not have, and none at all: told, with who can"
sign kim "$READY" --role system-owner
told 1 "Kim Jansen does not have the role system-owner" "fix: Kim Jansen can sign as key-user:" "git sluis sign $READY --role key-user"
sign dirk "$READY" --role system-owner
told 1 "Dirk Visser does not have the role system-owner" "fix: Els de Vries can:" "git sluis sign $READY --role system-owner"
sign dirk "$READY"
told 1 "Dirk Visser has no role that signs this for production" "fix: Kim Jansen can:" "git sluis sign $READY --role key-user"
mended kim
signed_by key-user/kim

it "who made it does not sign it off, is told who can, and may reject it"
signers dirk
policy 's/^member = kim/&\nmember = dirk/'
sign dirk "$READY"
told 1 "Dirk Visser wrote $(title acceptance), and who helped to make it does not sign it off; with --reject they can stop it" \
	"fix: Kim Jansen can:" "git sluis sign $READY --role key-user"
saved=$OUT
sign dirk "$READY" --reject --yes
did "sign --reject"
signed_by key-user/dirk
OUT=$saved
mended kim

it "who is no longer there, and nobody else has the role: that is said, and no other reason"
policy '/^\[person "kim"\]/a until = 2020-01-01'
sign kim "$READY"
told 1 "Kim Jansen has no role that signs this for production" \
	"fix: nobody who may do it is left: the administrator gives somebody else the role"

it "a key that is revoked: told here, and nothing is sent"
cp "$T/keys/kim.pub" "$CENTRAL/sluis/revoked_keys"
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" policy --publish >"$T/published")
sign kim "$READY" --yes
told 1 "your key $(ssh-keygen -lf "$T/keys/kim" | cut -d ' ' -f 2) is revoked" "fix: the administrator adds the line"

it "to one of several refs: what each lacks, and a test that failed, are shown before the question"
policy 's|^ref = refs/heads/production$|ref = refs/heads/prod*|'
git -C "$CENTRAL" update-ref refs/heads/prod-2 production
record 's/^verdict = .*/verdict = fail/' 's/^outcome = pass/outcome = fail/'
echo "[result \"AC-9\"]
outcome = fail
log = $(link "$READY/ac-1.log")" >>"$DOSSIERS/$READY/acceptance.ini"
evidence tess "It failed"
given promotions
sign kim "$READY" --role key-user
is "the exit code" "$RC" 1
has "what kim reads" "$OUT" "  candidate: $(title acceptance)
"
has "what kim reads" "$OUT" "What refs/heads/prod-2 does not have yet
  - Pay by card ("
has "what kim reads" "$OUT" "  test: FAILED, by Tess Bos, "
has "what kim reads" "$OUT" "  - AC-1: A pupil sees only his own marks: FAILED
      $READY/ac-1.log
"
has "what kim reads" "$OUT" "  - AC-9: FAILED
"
asked=$(sed '1d;/^Put your name/d' <<<"$OUT")
sluis kim page "$READY" --format text
did "page"
is "the page" "$(sed 1d <<<"$OUT")" "$asked"

it "planned for one environment: nobody signs for another without saying so"
policy '/^\[environment "acceptance"\]/,/^$/s/^fast-forward = yes/signoff = system-owner/'
plan "$READY" acceptance
sed -i 's/^environment = .*/environment = acceptance/' "$DOSSIERS/$READY/plan.ini"
evidence noor "A plan"
given promotions
sign kim "$READY" --yes
told 1 "$READY is planned for acceptance, where you have nothing to sign" "fix: to sign for production all the same:" \
	"git sluis sign $READY --environment production"
mended kim
signed_by key-user/kim

it "who made it signs where the policy lets them"
signers dirk
policy 's/^member = kim/&\nmember = dirk/' 's/^conflict = .*/&\nauthors-may-sign = yes/'
sign dirk "$READY" --yes
did "sign"

it "an id that is not there; what is under way is said by the fix"
sign kim 2026.99
told 2 "there is no promotion 2026.99" "fix: see which are under way:" "git sluis status"
sluis kim status
has "what the fix shows" "$OUT" "$READY to production: "
sign kim 2026.99 --reject
told 2 "there is no promotion 2026.99"

it "a candidate that is not on the environment before"
change dirk src/more.c "Not tested"
given development
sign kim "$READY" --candidate "$(oid development)"
told 1 "$(title development) was not on acceptance (refs/heads/acceptance), and only what was there may go to production" \
	"fix: promote it to acceptance first, with what is asked there:" "git push origin $(short development):refs/heads/acceptance"

it "records that are not well formed are told with who completes them, and may be rejected"
policy 's/^require = acceptance complete/require = plan acceptance complete/'
printf '[plan]\npromotion = %s\n' "$READY" >"$DOSSIERS/$READY/plan.ini"
evidence noor "A plan that is begun"
given promotions
sign kim "$READY"
told 1 "$READY/plan.ini is not well formed: " "fix: Noor Kaya or Jan Bakker completes it, and then you sign:" "git sluis start $READY"
echo "[criterion]" >>"$DOSSIERS/$READY/criteria.ini"
evidence tess "Criteria that are none"
given promotions
sign kim "$READY"
told 1 "criteria.ini is not well formed: "
sign kim "$READY" --reject --yes
did "sign --reject"

it "no key, a key that is not there, one that the policy does not know, one of somebody else"
KEY='' sign kim "$READY"
git -C "$CENTRAL" for-each-ref refs/signoffs >"$T/null"
RC=0
OUT=$(cd "$CLONE" && git config --unset user.signingkey && SLUIS_TEST_PUSHER=kim "$SLUIS_BUILD/git-sluis" sign "$READY" 2>&1 </dev/null) || RC=$?
told 2 "git knows no key to sign with: user.signingkey is not set" "fix: git sluis setup"
KEY=$T/keys/none sign kim "$READY"
told 2 "git is to sign with the key $T/keys/none, and that cannot be read: " "fix: git sluis setup"
ssh-keygen -q -t ed25519 -N '' -f "$T/keys/new"
KEY=$T/keys/new sign kim "$READY"
told 1 "the policy does not know your key $(ssh-keygen -lf "$T/keys/new" | cut -d ' ' -f 2)" "git sluis setup"
for each in "$T/keys/els" "$T/keys/els.pub" "key::$(cut -d ' ' -f 1,2 "$T/keys/els.pub")" "$(cat "$T/keys/els.pub")"; do
	KEY=$each sign kim "$READY"
	told 1 "your key $(ssh-keygen -lf "$T/keys/els" | cut -d ' ' -f 2) is that of 'els' in the policy, not of 'kim'"
done
cp "$T/keys/els" "$T/keys/alone"
KEY=$T/keys/alone sign kim "$READY"
told 1 "is that of 'els' in the policy, not of 'kim'"
cp "$T/keys/kim" "$T/keys/open"
cp "$T/keys/kim.pub" "$T/keys/open.pub"
chmod 644 "$T/keys/open"
KEY=$T/keys/open sign kim "$READY" --yes
told 2 "are too open" "git could not sign, and says why above" "git sluis setup"
hasnt "what was said" "$OUT" "is no sign-off"

it "proof = trailer: a reject counts there too"
policy 's/^proof = .*/proof = trailer/'
sign els "$READY" --reject --yes
did "sign --reject"
push_as noor production
refused production signoff-veto
says signoff-veto "Els de Vries, as system-owner, rejects $READY: refs/signoffs/$READY/system-owner/els"
sign els "$READY" --yes
did "sign"
push_as noor production
accepted "$(promoted)"

it "without a clone: status, page and sign by the address of the repository"
mkdir -p "$T/elsewhere"
printf '[user]\n\temail = kim@example.org\n\tname = Kim Jansen\n\tsigningkey = %s\n' "$T/keys/kim" >"$T/gitconfig"
# elsewhere ARGUMENT...: git sluis outside every repository, as kim.
elsewhere() {
	RC=0
	OUT=$(cd "$T/elsewhere" && GIT_CONFIG_GLOBAL=$T/gitconfig SLUIS_TEST_PUSHER=kim "$SLUIS_BUILD/git-sluis" "$@" 2>&1 \
		< <(printf '%b' "${SAYS-}")) || RC=$?
}
elsewhere sign "$READY"
failed 2 "there is no git repository here"
elsewhere status "$CENTRAL" "$READY"
is "the exit code" "$RC" 1
has "the screen" "$OUT" "$READY to production: not ready, 1 rule is not met"
elsewhere status "$CENTRAL"
has "the screen" "$OUT" "$READY to production: not ready"
elsewhere page "$CENTRAL" "$READY" --format text
did "page"
has "the page" "$OUT" "  - Kim Jansen
       git sluis sign $CENTRAL $READY --role key-user"
SAYS='ja\n' elsewhere sign "file://$CENTRAL" "$READY"
did "sign"
has "what kim reads" "$OUT" "Kim Jansen signs off $READY for production, as key-user:"
signed_by key-user/kim
SAYS='ja\n' elsewhere sign ../world/central "$READY" --reject
did "sign"
signed_by key-user/kim key-user/kim.2
is "what is left in the folder" "$(ls -A "$T/elsewhere")" ""
is "who can look into the copy" "$(stat -c %a "$HOME/.cache/sluis/clone.git")" 700
elsewhere sign "$CENTRAL" 2026.99
failed 2 "there is no promotion 2026.99" "git sluis status $CENTRAL"
elsewhere sign "$T/none" "$READY"
failed 2 "$T/none cannot be fetched from"
sed -i '/email/d' "$T/gitconfig"
EMAIL=mallory@example.org elsewhere sign "$CENTRAL" "$READY"
failed 2 "'mallory@example.org' is not an address in the policy" "fix: git config --global user.email ADDRESS"
elsewhere sign "$CENTRAL" "$READY"
failed 2 "git does not know your address" "fix: git sluis setup"

it "hostile: an address that is an option, a program, or no text"
for each in "ext::touch $T/hacked" "fd::3" -oProxyCommand=x --upload-pack=touch '' $'a\e[2J' $'a\nb'; do
	elsewhere sign --yes -- "$each" "$READY"
	failed 1 "is no address of a repository" "fix: such as https://git.example.org/project.git, or HOST:PATH"
	hasnt "what kim reads" "$OUT" $'\e'
done
elsewhere sign "$CENTRAL" "$READY" --remote origin
is "the exit code" "$RC" 129
is "what was run" "$(ls "$T/hacked" 2>"$T/null" || true)" ""

it "hostile: a cache that somebody else may write, or a link to one, is not used"
mkdir -p "$T/cache/sluis"
git init -q --bare "$T/cache/sluis/clone.git"
git -C "$T/cache/sluis/clone.git" config core.sshCommand "touch $T/hacked; false"
chmod 777 "$T/cache/sluis/clone.git"
XDG_CACHE_HOME=$T/cache elsewhere sign ssh://127.0.0.1:9/x.git "$READY"
failed 2 "$T/cache/sluis/clone.git is writable by everyone (mode 0777)" "fix: its owner runs: chmod go-w $T/cache/sluis/clone.git"
mkdir "$T/cache/link"
ln -s "$T/cache/sluis" "$T/cache/link/sluis"
XDG_CACHE_HOME=$T/cache/link elsewhere sign ssh://127.0.0.1:9/x.git "$READY"
failed 2 "$T/cache/link/sluis is no folder"
is "what was run" "$(ls "$T/hacked" 2>"$T/null" || true)" ""

it "in Dutch, where the policy says so"
policy '/^version = /a language = nl'
SAYS='jeetje, nee\n' sign kim "$READY"
is "the exit code" "$RC" 1
has "what kim reads" "$OUT" "Kim Jansen accordeert $READY voor production, als key-user:"
has "what kim reads" "$OUT" "
Wat er getest is
  test: geslaagd, door Tess Bos, van 2026-01-20T08:00:00Z tot
        2026-01-20T10:30:00Z
"
has "the question" "$OUT" "Zet u uw naam onder precies dit? [j/N] Er is niets ondertekend."
sign dirk "$READY"
failed 1 "Dirk Visser heeft geen rol die dit voor production accordeert" "git sluis sign $READY --role key-user"

it "what is signed is what a merge links: no record of another candidate, and none that is not asked"
sed "s/$(oid acceptance)/$(oid production~1)/" "$DOSSIERS/$READY/acceptance.ini" >"$DOSSIERS/$READY/acceptance-0.ini"
plan "$READY" acceptance
evidence tess "An earlier test, and a plan that nobody asks for"
given promotions
sign kim "$READY" --role key-user --yes
is "the exit code" "$RC" 0
is "what the tag names" "$(git -C "$CENTRAL" cat-file tag "refs/signoffs/$READY/key-user/kim" | grep ^Evidence)" \
	"$(evidence_seen)"

it "a test that failed is shown as such, and a record that is none"
record 's/^verdict = .*/verdict = fail/'
echo "[acceptance]" >"$DOSSIERS/$READY/acceptance-2.ini"
evidence tess "It failed"
given promotions
sign kim "$READY" --role key-user --reject --yes
is "the exit code" "$RC" 0
has "what kim reads" "$OUT" "  test: FAILED, by Tess Bos, "
has "what kim reads" "$OUT" "
What is not right yet
"

it "hostile: what commits and records say is shown harmless"
change dirk src/pay.c $'Pay\e[2J by card'
on_acceptance
sign kim "$READY" --role key-user --candidate acceptance
is "the exit code" "$RC" 1
has "what kim reads" "$OUT" 'Pay\x1b[2J by card'
hasnt "what kim reads" "$OUT" $'\e'
for each in "a b" $'a\e[31m' .. -x a/../b ''; do
	sign kim --role key-user --yes -- "$each"
	is "the exit code" "$RC" 1
	hasnt "what kim reads" "$OUT" $'\e'
done

it "a role that nobody asks for"
sign kim "$READY" --role developer --yes
is "the exit code" "$RC" 2
has "what kim reads" "$OUT" "no environment asks for a sign-off of the role 'developer'"

it "somebody whom the policy does not know"
mkdir -p "$T/keys"
sign mallory "$READY" --role key-user --yes
is "the exit code" "$RC" 2
has "what mallory reads" "$OUT" "'mallory@example.org' is not an address in the policy"

it "an id that is none"
sign kim ../etc --role key-user --yes
is "the exit code" "$RC" 1
has "what kim reads" "$OUT" "'../etc' is no id of a promotion"

finish
