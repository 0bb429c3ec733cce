#!/bin/bash
# The update hook, where a host leaves no pre-receive: one ref at a time.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

rm "$CENTRAL/hooks/pre-receive"
ln -s "$SLUIS_BUILD/update" "$CENTRAL/hooks/update"
world_keep
GIT_SAYS="hook declined"

it "accept: a promotion"
push_as noor production
accepted "$(promoted)"

it "accept: new work, without a word"
change dirk src/pay.c
push_as dirk development
accepted

it "accept: evidence first, then what it is for"
policy '/^push = tester$/{s/tester/operator/;:a;n;ba}'
change dirk src/pay.c
on_acceptance
dossier 2026.12 acceptance noor
criteria_stand noor
evidence noor
promotion id 2026.12
push_as noor promotions
accepted
push_as noor production
accepted "$(promoted 2026.12)"

it "refuse: a promotion with an edit and without a sign-off"
promotion tree "$(edited_tree acceptance)" by dora drop Accepted-by
push_as noor production
refused production complete signoff-present

it "refuse: production is deleted"
push_as noor :production
refused production ref-protected

it "refuse: one ref is refused, and another goes in"
policy '/^push = /d'
change dirk src/pay.c
promotion candidate acceptance drop Accepted-by
push_as noor development production
is "the exit code of the push" "$STATUS" 1
is "development" "$(tip development)" "$(oid development)"
is "production" "$(tip production)" "$(sed -n 's|^refs/heads/production ||p' <<<"$BEFORE")"
has "the head" "${ANSWER_HEAD[0]:-}" "production stays at"
ANSWERED=yes ANSWER_SEEN=(yes)

it "refuse: all or nothing, where the client asks for it"
policy '/^push = /d'
change dirk src/pay.c
promotion candidate acceptance drop Accepted-by
push_as noor --atomic development production
refused production signoff-present

it "undecided: a policy that everybody may write"
chmod 666 "$CENTRAL/sluis/policy.ini"
push_as noor production
undecided_all "$CENTRAL/sluis/policy.ini is writable by everyone (mode 0666)"

it "undecided: run by hand"
status=0
said=$(cd "$CENTRAL" && SLUIS_TEST_PUSHER=noor hooks/update refs/heads/production "$(tip production)" "$(tip acceptance)" 2>&1) ||
	status=$?
is "the exit code" "$status" 2
has "what it says" "$said" "could not decide: update is run by git, and GIT_DIR is not set"

it "undecided: without arguments"
status=0
said=$(GIT_DIR=$CENTRAL SLUIS_TEST_PUSHER=noor "$CENTRAL/hooks/update" 2>&1) || status=$?
is "the exit code" "$status" 2
has "what it says" "$said" "update takes three arguments: ref old new"

# lying_graph CHILD PARENT: the commit-graph of the server says so, and its sum is right; in the form that libgit2 reads.
lying_graph() {
	git -C "$CENTRAL" -c commitGraph.generationVersion=1 commit-graph write --reachable
	chmod u+w "$CENTRAL/objects/info/commit-graph"
	# shellcheck disable=SC2016  # for perl
	perl -MDigest::SHA=sha1 -0777 -i -pe 'BEGIN { ($child, $parent) = map { pack "H*", $_ } splice @ARGV, 0, 2 }
		for my $n (0 .. ord substr $_, 6, 1) { my ($name, $at) = unpack "a4 Q>", substr $_, 8 + 12 * $n, 12; $at{$name} = $at }
		my ($c, $p) = ((index($_, $child, $at{OIDL}) - $at{OIDL}) / 20, (index($_, $parent, $at{OIDL}) - $at{OIDL}) / 20);
		substr($_, $at{CDAT} + 36 * $c + 20, 4) = pack "N", $p;
		substr($_, $at{CDAT} + 36 * $c + 28, 4) = pack "N", 9 << 2;
		substr($_, $at{CDAT} + 36 * $p + 20, 4) = pack "N", 0x70000000; # the first of all
		substr($_, $at{CDAT} + 36 * $p + 28, 4) = pack "N", 1 << 2;
		substr($_, -20) = sha1(substr $_, 0, -20)' "$(oid "$1")" "$(oid "$2")" "$CENTRAL/objects/info/commit-graph"
}

it "refuse: a commit-graph on the server says that the candidate was on acceptance"
on topic acceptance
change dirk src/pay.c
given topic
lying_graph acceptance topic
promotion candidate topic drop Acceptance-Result
push_as noor production
refused production comes-from acceptance-linked
says comes-from "$(title topic) was not on acceptance (refs/heads/acceptance), and only what was there may go to production"

finish
