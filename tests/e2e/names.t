#!/bin/bash
# Names as people write them, in every place; what could harm is escaped in all of them.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
NAME[kim]="José Álvarez" NAME[els]="Zoë d'Ailly" NAME[noor]="Łukasz Wójcik" NAME[tess]="校長 Bos"
world_make
policy "s/^name = Kim Jansen/name = ${NAME[kim]}/" "s/^name = Els de Vries/name = ${NAME[els]}/" \
	"s/^name = Noor Kaya/name = ${NAME[noor]}/" "s/^name = Tess Bos/name = ${NAME[tess]}/"
git -C "$CENTRAL" config receive.advertisePushOptions true
people_commands
world_keep

# member_is KEY TEXT: some line of the JSON that git showed has it, as a string of JSON reads.
member_is() {
	perl -MJSON::PP -Mutf8 -e 'my ($key, $text) = @ARGV; utf8::decode($text);
		while (<STDIN>) { s/^remote: //; s/ +$//; next unless /^\{/; my $o = decode_json($_); exit 0 if index($o->{$key} // "", $text) >= 0 } exit 1' \
		"$1" "$2" <"$T/answer" || wrong "no '$1' has '$2'" "$(cat "$T/answer")"
}

it "a refusal, and its JSON"
promotion drop Accepted-by drop Approved-by drop Released-by
push_as dirk production
refused production signoff-present push-access author-not-promoter
says signoff-present "José Álvarez"
says push-access "Łukasz Wójcik or Jan Bakker"
says signoff-present "git commit --amend --only --no-edit --trailer 'Accepted-by: José Álvarez <kim@example.org>'"
push_as dirk -o sluis.format=json production
ANSWERED=yes ANSWER_HEAD=()
member_is command "José Álvarez <kim@example.org>"

it "status, roles and the policy in words"
sluis noor status "$READY"
has "status" "$OUT" "by 校長 Bos"
has "status" "$OUT" "Łukasz Wójcik"
sluis noor status "$READY" --format json
has "its JSON" "$OUT" "José Álvarez"
for form in text csv json; do
	OUT=$(git -C "$CENTRAL" show refs/sluis/policy:policy.ini >"$T/policy.ini"; "$SLUIS_BUILD/git-sluis" roles --format "$form" "$CENTRAL/sluis/policy.ini" 2>&1)
	has "roles as $form" "$OUT" "Zoë d'Ailly"
	[ "$form" != json ] || keep_json "$OUT"
done

it "a promotion, the report in each form, the log and the audit"
push_as noor production
accepted "$(promoted)"
has "the trailers" "$(trailers production)" "Accepted-by: José Álvarez <kim@example.org>"
central_guard
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" unlock --reason "José belde: spoed" --minutes 5 2>&1)
for form in text html csv json; do
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" report --format "$form" 2>&1)
	has "the report as $form" "$OUT" "Łukasz Wójcik"
	has "the report as $form" "$OUT" "José belde"
	[ "$form" != json ] || keep_json "$OUT"
done
for form in text json; do
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log --format "$form" 2>&1)
	has "the log as $form" "$OUT" "José belde: spoed"
	[ "$form" != json ] || keep_json "$OUT"
done
has "the entry" "$(git -C "$CENTRAL" log --format=%B refs/sluis/audit)" "Reason: José belde: spoed"
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || wrong "$OUT"
tree=$(git -C "$CENTRAL" rev-parse "refs/sluis/audit^{tree}")
at=$(git -C "$CENTRAL" log -1 --format=%ct refs/sluis/audit)
old=$(printf '%s\n' 'unlock by root' '' 'Entry: unlock' 'Sluis: 0.1.0' 'By: root' 'Reason: Jos\xc3\xa9 belde' "Until: $at" |
	GIT_COMMITTER_DATE="@$at +0000" GIT_AUTHOR_DATE="@$at +0000" as noor git -C "$CENTRAL" commit-tree "$tree" -p refs/sluis/audit)
git -C "$CENTRAL" update-ref refs/sluis/audit "$old"
OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log 2>&1)
has "the log of an entry that 0.1.0 wrote" "$OUT" "by root: José belde"

it "what could harm, in a name"
promotion drop Accepted-by add "Accepted-by: EVIL <kim@example.com>"
git -C "$CLONE" cat-file commit production | perl -pe 's/EVIL/José\xe2\x80\xae \xcc\x81x\xe2\x80\x8b\xe2\x80\xa8/' | commit_raw production
push_as noor production
refused production signoff-present
says signoff-present "'Accepted-by: José\\xe2\\x80\\xae \\xcc\\x81x\\xe2\\x80\\x8b\\xe2\\x80\\xa8 <kim@example.com>' is not listed in the policy"

finish
