#!/bin/bash
# Every sign-off that the environment asks is there, by enough people of its role.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

it "accept: users, system owner and operations"
push_as noor production
accepted "$(promoted)"

it "accept: an address in other case"
promotion drop Accepted-by add "accepted-BY: Kim <KIM@Example.ORG>"
push_as noor production
accepted "$(promoted)"

it "accept: two of two"
policy '/"operations"/a count = 2'
promotion add "Released-by: $(signature noor)"
push_as noor production
accepted "$(promoted)"

it "accept: somebody in two roles signs in one of them"
policy '/^\[role "key-user"\]/a member = els'
promotion add "Accepted-by: $(signature els)"
push_as noor production
accepted "$(promoted)"

it "refuse: the users did not sign"
promotion drop Accepted-by
push_as noor production
refused production signoff-present
says signoff-present "$(title production) has no sign-off of users (Accepted-by, role key-user)"
mends signoff-present "Kim Jansen signs off (one person fills one role); then, on the merge, with the name of who did: $(amend " --no-edit --trailer 'Accepted-by: Kim Jansen <kim@example.org>'")"

it "refuse: nobody signed"
promotion drop Accepted-by drop Approved-by drop Released-by
push_as noor production
refused production signoff-present
says signoff-present "has no sign-off of users (Accepted-by, role key-user)"
says signoff-present "has no sign-off of system-owner (Approved-by, role system-owner)"
says signoff-present "has no sign-off of operations (Released-by, role operator)"

it "refuse: somebody without the role"
promotion drop Approved-by add "Approved-by: $(signature tess)"
push_as noor production
refused production signoff-present
says signoff-present "has no sign-off of system-owner (Approved-by, role system-owner); 'Approved-by: Tess Bos <tess@example.org>' does not have the role"

it "refuse: somebody whom the policy does not know"
promotion drop Approved-by add "Approved-by: Els de Vries <els@example.com>"
push_as noor production
refused production signoff-present
says signoff-present "'Approved-by: Els de Vries <els@example.com>' is not listed in the policy"

it "refuse: a name without an address"
promotion drop Approved-by add "Approved-by: Els de Vries"
push_as noor production
refused production signoff-present
says signoff-present "'Approved-by: Els de Vries' is not listed in the policy"

it "refuse: somebody who has left"
promotion drop Accepted-by add "Accepted-by: $(signature luuk)"
push_as noor production
refused production signoff-present
says signoff-present "'Accepted-by: Luuk Smit <luuk@example.org>' is not there today"

it "refuse: a machine"
promotion drop Released-by add "Released-by: $(signature ci)"
push_as noor production
refused production signoff-present
says signoff-present "'Released-by: Build machine <ci@example.org>' is a service, and those never sign"

it "refuse: one person in two roles"
policy '/^\[role "key-user"\]/a member = els'
promotion drop Accepted-by add "Accepted-by: $(signature els)"
push_as noor production
refused production signoff-present

it "refuse: one person twice, where two are asked"
policy '/"operations"/a count = 2'
promotion add "Released-by: $(signature jan)"
push_as noor production
refused production signoff-present
says signoff-present "has 1 of 2 sign-offs of operations (Released-by, role operator)"
mends signoff-present "Noor Kaya signs off (one person"

it "refuse: the sign-off stands in the text and is no trailer"
{
	printf 'Merge release %s\n\nAccepted-by: %s\n\n' "$READY" "$(signature kim)"
	trailers_ready "$READY" | sed '/^Accepted-by/d'
} >"$T/text"
promotion message "$T/text"
push_as noor production
refused production signoff-present
says signoff-present "has no sign-off of users (Accepted-by, role key-user); 'Accepted-by' is on line 3, and git reads trailers of the last paragraph alone, which starts on line 5"
mends signoff-present "make all trailers the last paragraph of the message, a line each and nothing else: $(amend)"

# written TEXT: the message of the merge is a title, an empty line and that.
written() {
	printf 'Merge release %s\n\n%s\n' "$READY" "$1" >"$T/text"
	promotion message "$T/text"
	push_as noor production
}

it "refuse: an address is wrapped to the next line, and git reads no trailer at all"
written "$(trailers_ready "$READY" | sed 's/^\(Accepted-by: .*\) </\1\n</')"
refused production acceptance-linked signoff-present
says signoff-present "'Accepted-by' is on line" "and git reads no trailer of that paragraph, because line" "is not one"
says signoff-present "'Released-by' is on line"
says acceptance-linked "does not name its promotion; 'Promotion' is on line 3, and git reads no trailer of that paragraph"
says acceptance-linked "links no acceptance result; 'Acceptance-Result' is on line 4"
mends acceptance-linked "make all trailers the last paragraph of the message, a line each and nothing else: $(amend)"

it "refuse: a list in the way of Markdown, and a comment"
written "$(trailers_ready "$READY" | sed 's/^/* /')"
refused production acceptance-linked signoff-present
says acceptance-linked "'Promotion' is on line 3, and git reads no trailer of that paragraph, because line 3 is not one"
written "$(trailers_ready "$READY" | sed 's/^Accepted-by/# &/')"
refused production signoff-present
says signoff-present "'Accepted-by' is on line" "and git passes over comments and what is below a scissors line"

it "refuse: what a forge writes behind them"
written "$(trailers_ready "$READY")
(Merged from https://example.org/pull/1)"
refused production acceptance-linked signoff-present
says signoff-present "because line 8 is not one"

it "refuse: text behind them"
written "$(trailers_ready "$READY")

Sent from my phone"
refused production acceptance-linked signoff-present
says signoff-present "git reads trailers of the last paragraph alone, which starts on line 9"

it "refuse: an indented one"
written "$(trailers_ready "$READY" | sed 's/^Released-by/  &/')"
refused production signoff-present
says signoff-present "'Released-by' is on line 7, which starts with a blank, so that to git the line above goes on"

it "refuse: no title above them"
trailers_ready "$READY" >"$T/text"
promotion message "$T/text"
push_as noor production
refused production acceptance-linked signoff-present
says signoff-present "'Accepted-by' is on line 3, and to git the first paragraph is the title"

it "refuse: a sign-off that is nowhere, and a line that speaks of it"
written "Kim sees to the Accepted-by, and Accepted-by-proxy: nobody

$(trailers_ready "$READY" | sed '/^Accepted-by/d')"
refused production signoff-present
mends signoff-present "Kim Jansen signs off (one person fills one role); then, on the merge, with the name of who did:"

it "refuse: the mend, pasted, makes it right"
promotion drop Accepted-by
push_as noor production
refused production signoff-present
on production
paste_mend noor signoff-present
push_as noor production
accepted "$(promoted)"

it "refuse: the mend, pasted, makes it right for a name that is not ASCII"
policy 's/^name = Els de Vries/name = Zoë d'"'"'Ailly/'
promotion drop Approved-by
push_as noor production
refused production signoff-present
says signoff-present "Zoë d'Ailly signs off"
on production
paste_mend noor signoff-present
has "the message" "$(git -C "$CLONE" log -1 --format=%B production)" "Approved-by: Zoë d'Ailly <els@example.org>"
push_as noor production
accepted "$(promoted)"

it "undecided: the policy does not say who signs"
policy '/^trailer = Accepted-by/d'
promotion drop Accepted-by
push_as noor production
undecided_all "the policy has 1 problem" "[signoff \"users\"] has no 'trailer'"

finish
