#!/bin/bash
# git sluis sign: what a stakeholder runs, and what the mend of a refusal says.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
git -C "$CLONE" remote add origin "$CENTRAL"
world_keep

# sign PERSON ARGUMENT...: as that person, who has a key and the clone.
sign() {
	local who=$1

	shift
	RC=0
	OUT=$(cd "$CLONE" && git config user.email "$who@example.org" && git config user.name "${NAME[$who]}" &&
		git config user.signingkey "$T/keys/$who" &&
		SLUIS_TEST_PUSHER=$who "$SLUIS_BUILD/git-sluis" sign "$@" 2>&1 </dev/null) || RC=$?
}

it "three people sign, and it goes over"
sign kim "$READY" --role key-user --yes
is "the exit code" "$RC" 0
has "what kim reads" "$OUT" "Kim Jansen signs off $READY for production, as key-user:"
has "what kim reads" "$OUT" "$(git -C "$CLONE" log -1 --format='%h %s' acceptance)"
has "what kim reads" "$OUT" "$READY/acceptance.ini sha256:$(digest "$READY/acceptance.ini" | cut -c 1-12)...  test by Tess Bos: pass"
has "where it went" "$OUT" "refs/signoffs/$READY/key-user/kim"
is "what stands in the clone" "$(git -C "$CLONE" tag)" ""
is "what the clone has fetched" "$(ls "$CLONE/.git/FETCH_HEAD" 2>/dev/null || true)" ""
sign els "$READY" --role system-owner --yes
is "the exit code" "$RC" 0
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
has "what kim reads" "$OUT" "    waived: AC-1, by Kim Jansen: The printer comes in December"
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

it "nothing is signed without a yes"
sign kim "$READY" --role key-user
is "the exit code" "$RC" 1
has "the question" "$OUT" "Put your name under exactly this? [y/N]"
is "what stands there" "$(git -C "$CENTRAL" for-each-ref refs/signoffs)" ""

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
has "what kim reads" "$OUT" "test by Tess Bos: FAIL"

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

it "a role that the person does not have is refused by the gate"
sign kim "$READY" --role system-owner --yes
is "the exit code" "$RC" 1
has "what kim reads" "$OUT" "signoff-proven  CH.06-5"

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
