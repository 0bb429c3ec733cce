#!/bin/bash
# install.sh on a repository: arming, arming again, taking away, and what would let pushes through unseen.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

TOP=$(cd "$E2E/../.." && pwd)
KEY=AAAAC3NzaC1lZDI1NTE5AAAAIPlaceholderOfAKeyThatNobodyHasAtAllXXXXXXXX

# The world without the gate and without a policy; the policy to be copied lies in POLICY.
central_arm() {
	rmdir "$CENTRAL/hooks"
	rm -r "$CENTRAL/sluis"
	git -C "$CENTRAL" update-ref -d refs/sluis/policy
	POLICY=$T/world/policy
	mkdir "$POLICY"
	policy_text >"$POLICY/policy.ini"
	echo "dirk ssh-ed25519 $KEY" >"$POLICY/allowed_signers"
}

# from_source: in the cases that follow, the first install.sh of each builds and installs too.
from_source() {
	USR=$T/world/usr RUN=$TOP/install.sh
}

# installed: in these, it is the same script where it was installed once for all.
installed() {
	USR=$T/usr RUN=$T/usr/sbin/sluis-arm
	[ -e "$RUN" ] || make -s -C "$TOP" all install PREFIX="$USR"
}

# installer ARGUMENT...: OUT is all that it printed, RC its exit code.
installer() {
	RC=0
	OUT=$(PREFIX=$USR "$RUN" "$@" 2>&1) || RC=$?
}

arm() {
	installer --policy "$POLICY" "$@"
}

# worked: the last run succeeded.
worked() {
	is "the exit code of install.sh" "$RC" 0
	[ "$RC" = 0 ] || wrong "$OUT"
}

# failed TEXT...: the last run failed and said so.
failed() {
	local each
	is "the exit code of install.sh" "$RC" 1
	for each; do
		has_words "what install.sh said" "$(tr -d '\n' <<<"$OUT")" "$each"
	done
}

there() {
	[ -e "$1" ] && echo yes || echo no
}

# Everything that a later run could change.
# The trial push is a refused push, and as such in the audit; what it derives of the policy has the time of its modes.
files() {
	find "$@" ! -type d ! -path '*/objects/*' ! -path '*/refs/sluis/audit' ! -name sluis-stamp -printf '%p %l %T@ %m %U\n' -type f -exec sha256sum {} + | sort
}

# ready_passes: the release that is ready goes in. ready_refused: without a sign-off it does not.
ready_passes() {
	push_as noor production
	accepted "$(promoted)"
}

bad_refused() {
	promotion drop Released-by
	push_as noor production
	refused production signoff-present
}

# The hook of somebody else refuses, whatever ours said.
other_refused() {
	not_moved
	ANSWER_HEAD=()
}

unprivileged() {
	[ "$(id -u)" = 0 ] || { skip "only root can become somebody else"; return 1; }
	as_nobody test -r "$TOP/install.sh" || { skip "others may not read $TOP"; return 1; }
}

as_nobody() {
	setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent TMPDIR=/tmp "$@"
}

world_make
# Others look into the world too.
chmod 755 "$T"
from_source

it "arm: afterwards the gate judges pushes"
arm "$CENTRAL"
worked
bad_refused
promotion
ready_passes

it "arm: hook, policy and keys have the modes that the gate asks for"
umask 002
arm "$CENTRAL"
umask 022
worked
for each in hooks/pre-receive:755 sluis:755 sluis/policy.ini:644 sluis/allowed_signers:644; do
	is "${each%:*}" "$(stat -c %a:%F "$CENTRAL/${each%:*}" | sed 's/:.*directory/:/; s/:regular file/:/')" "${each#*:}:"
done
is "the hook" "$(cmp "$CENTRAL/hooks/pre-receive" "$USR/libexec/sluis/pre-receive" && echo same)" same
is "the policy" "$(cmp "$CENTRAL/sluis/policy.ini" "$POLICY/policy.ini" && echo same)" same
is "what else lies in hooks" "$(ls "$CENTRAL/hooks")" "$(printf "%s\n" post-receive pre-receive reference-transaction)"
is "core.logAllRefUpdates" "$(git -C "$CENTRAL" config core.logAllRefUpdates)" always
is "sluis.libexec" "$(git -C "$CENTRAL" config sluis.libexec)" "$USR/libexec/sluis"
has "what reads results" "$("$USR/libexec/sluis/sluis-fetch" --version)" "sluis "

# Of the world, which is as somebody has it whose first day is over.
GUARDS="guards refs/heads/promotions, refs/heads/development, refs/heads/test, refs/heads/acceptance, refs/heads/production; \
policy: $CENTRAL/sluis/policy.ini"
LINT="git sluis policy --lint $CENTRAL/sluis/policy.ini"

it "arm: says what is guarded and that it was tried, in less than ten lines"
arm "$CENTRAL"
worked
is "the answer" "$OUT" "$CENTRAL: policy 2026-1 is now at refs/sluis/policy
  no promotion approved it, and every report says so
  governed refs, in the audit as they are now: 5 (new, so baselines: 5)
  armed: trial push refused, as it must be
  $GUARDS
  warnings about the policy: 4; see $LINT
Next: the settings in $TOP/config/hosts, then man 7 sluis-admin."
is "the warnings" "$(eval "\"$USR/bin/git-sluis\" ${LINT#git sluis }" 2>&1 | wc -l)" 4
arm "$CENTRAL"
is "the answer, again" "$OUT" "$CENTRAL: policy 2026-1 was already at refs/sluis/policy
  governed refs, known to the audit: 5
  already armed: trial push refused, as it must be
  $GUARDS
  warnings about the policy: 4; see $LINT
Next: the settings in $TOP/config/hosts, then man 7 sluis-admin."
is "the trial ref" "$(git -C "$CENTRAL" for-each-ref refs/replace)" ""
git init -q --bare -b development "$T/world/empty.git"
arm "$T/world/empty.git"
worked
is "the answer of one that is empty" "$OUT" "$T/world/empty.git: policy 2026-1 is now at refs/sluis/policy
  no promotion approved it, and every report says so
  governed refs, in the audit as they are now: 0 (new, so baselines: 0)
  armed: trial push refused, as it must be
  ${GUARDS/"$CENTRAL"/"$T/world/empty.git"}
  warnings about the policy: 4; see ${LINT/"$CENTRAL"/"$T/world/empty.git"}
  NOTE: not there yet: refs/heads/development, refs/heads/test, refs/heads/acceptance, refs/heads/production, refs/heads/promotions; \
the first push of each, by who may push it, is its baseline
Next: the settings in $TOP/config/hosts, then man 7 sluis-admin."

it "arm: in Dutch where the locale is Dutch, and so is what it refuses"
sed -i '/^\[policy\]/a language = nl' "$POLICY/policy.ini"
LC_ALL='' LANG=nl_NL.UTF-8 installer "$CENTRAL"
is "the exit code" "$RC" 1
is "the refusal" "$OUT" "install.sh: $CENTRAL heeft nog geen beleid. Begin met een voorbeeld uit $TOP/config, \
zet uw mensen erin, en noem de map ervan:
$TOP/install.sh --policy my-policy $CENTRAL "
said=$OUT
LC_ALL='' LANG=nl_NL.UTF-8 arm --verbose "$CENTRAL"
worked
is "the answer" "$OUT" "  $POLICY/allowed_signers is overgenomen in sluis/
  $POLICY/policy.ini is overgenomen in sluis/
$CENTRAL: beleid 2026-1 staat nu op refs/sluis/policy
  geen promotie keurde het goed, en elk rapport zegt dat
  geplaatst: hooks/pre-receive
  geplaatst: hooks/reference-transaction
  geplaatst: hooks/post-receive
  ingesteld: receive.advertisePushOptions
  bewaakte refs, in de audittrail zoals ze nu zijn: 5 (nieuw, dus beginpunten: 5)
  bewaakt: proefpush geweigerd, zoals het hoort
  $(sed "s/^guards/bewaakt/; s/; policy:/; beleid:/" <<<"$GUARDS")
  waarschuwingen over het beleid: 4; zie $LINT
$CENTRAL/sluis/policy.ini: waarschuwing: functiescheiding staat uit: environment \"development\": committer-is-pusher = no
$CENTRAL/sluis/policy.ini: waarschuwing: functiescheiding staat uit: environment \"production\": proof = trailer
$CENTRAL/sluis/policy.ini:75: waarschuwing: accordering 'users' hangt alleen van Kim Jansen af: wijs een plaatsvervanger aan
$CENTRAL/sluis/policy.ini:78: waarschuwing: accordering 'system-owner' hangt alleen van Els de Vries af: wijs een plaatsvervanger aan
Hierna: de instellingen uit $TOP/config/hosts, en daarna man 7 sluis-admin."
is "the English in both" "$(grep -E '(^|[ (])(the|and|not|with|which|cannot|there|has|have|are|nobody|by|its|this|from)([ ),.:;]|$)' \
	<<<"$said$OUT" || :)" ""
LC_ALL=C LANG=nl_NL.UTF-8 installer --verbose "$CENTRAL"
has "LC_ALL goes before LANG" "$OUT" "already armed: hooks/pre-receive"
LC_ALL='' LANG=nl installer
is "the exit code of the usage" "$RC" 129
has "it" "$OUT" "gebruik: ./install.sh --demo "

# armed [REF]: the entry with which it was armed last, or what that says of a ref.
armed() {
	local entry

	entry=$(git -C "$CENTRAL" log -1 --format=%b --grep "^Entry: armed" refs/sluis/audit)
	if [ $# = 0 ]; then
		printf '%s\n' "$entry"
	else
		sed -n "/^Ref: ${1//\//\\/}\$/,/^Logged: /p" <<<"$entry"
	fi
}

stocks() {
	git -C "$CENTRAL" rev-list --count --grep "^Entry: armed" refs/sluis/audit
}

installed
it "arm: takes stock of every governed ref, the hooks and the policy"
at=$(git -C "$CENTRAL" rev-parse production)
arm "$CENTRAL"
worked
has "the answer" "$OUT" "governed refs, in the audit as they are now: 5 (new, so baselines: 5)"
is "production" "$(armed refs/heads/production)" "$(printf "%s\n" "Ref: refs/heads/production" "New: $at" \
	"Environment: production" "From: acceptance" "Logged: 0")"
is "the refs" "$(armed | grep -c "^Ref: ")" 5
has "the hook" "$(armed)" "Hook: hooks/pre-receive sha256:$(sha256sum <"$CENTRAL/hooks/pre-receive" | cut -d ' ' -f 1)"
has "the policy" "$(armed)" "sha256:$(sha256sum <"$CENTRAL/sluis/policy.ini" | cut -d ' ' -f 1)"
has "what it governs" "$(armed)" "Governs: refs/signoffs/*"
has "its form" "$(armed)" "Format: 2"
for each in gc.reflogExpire gc.reflogExpireUnreachable; do
	is "$each" "$(git -C "$CENTRAL" config "$each")" never
done
ready_passes

it "arm: a ref that leads to another, and the hooks that were kept"
printf '#!/bin/sh\n' >"$CENTRAL/hooks.kept"
mkdir -p "$CENTRAL/hooks" && mv "$CENTRAL/hooks.kept" "$CENTRAL/hooks/pre-receive" && chmod 755 "$CENTRAL/hooks/pre-receive"
git -C "$CENTRAL" symbolic-ref refs/signoffs/2026.1/owner/sam refs/heads/production
arm "$CENTRAL"
worked
has "the ref" "$(armed refs/signoffs/2026.1/owner/sam)" "Symbolic: refs/heads/production"
has "the hook" "$(armed)" "Hook: hooks/pre-receive.d/10-previous sha256:"

it "arm: stock is taken again for other hooks, another policy and a ref that the audit does not know"
arm "$CENTRAL"
arm "$CENTRAL"
is "the entries" "$(stocks)" 1
has "the answer" "$OUT" "governed refs, known to the audit: 5"
ready_passes
arm "$CENTRAL"
is "the entries after a promotion" "$(stocks)" 1
sed -i 's/^version = .*/version = 2026-2/' "$POLICY/policy.ini"
arm "$CENTRAL"
is "the entries after a policy" "$(stocks)" 2
has "the policy" "$(armed)" "Policy: 2026-2 sha256:"
mkdir -p "$CENTRAL/hooks/post-receive.d"
printf '#!/bin/sh\n' >"$CENTRAL/hooks/post-receive.d/20-mail"
arm "$CENTRAL"
is "the entries after a hook" "$(stocks)" 3
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref refs/signoffs/2026.1/owner/sam production
arm "$CENTRAL"
is "the entries after a ref" "$(stocks)" 4

it "arm: who made what waits, and is not listed in the policy"
arm "$CENTRAL"
worked
hasnt "the answer" "$OUT" "whom the policy does not know"
was=$(git -C "$CENTRAL" rev-parse development)
was=$(as dirk env GIT_AUTHOR_EMAIL=gone@left.example git -C "$CENTRAL" commit-tree -p "$was" -m before "$was^{tree}")
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref refs/heads/development "$was"
arm "$CENTRAL"
worked
has_words "the answer" "$(tr -d '\n' <<<"$OUT")" "NOTE: some of what waits was made by people whom the policy does not know" \
	"gone@left.example wrote" "'email = gone@left.example' to somebody in $CENTRAL/sluis/policy.ini"

from_source
it "arm: again, and nothing changes"
arm "$CENTRAL"
before=$(files "$CENTRAL" "$USR")
arm --verbose "$CENTRAL"
worked
has "the answer" "$OUT" "already armed: hooks/pre-receive"
hasnt "the answer" "$OUT" "copied"
is "the files" "$(files "$CENTRAL" "$USR")" "$before"
installer "$CENTRAL"
worked
is "the files, without --policy" "$(files "$CENTRAL" "$USR")" "$before"

it "--all: what was armed here is armed again; what cannot be is named, and comes off the list"
arm "$CENTRAL"
LIST=$USR/var/lib/sluis/repositories
is "the list" "$(cat "$LIST")" "plain $CENTRAL"
rm "$CENTRAL/hooks/pre-receive"
echo "gitea $T/world/gone" >>"$LIST"
installer --all
is "the exit code" "$RC" 1
has "the answer" "$OUT" "$CENTRAL: armed"
has "the answer" "$OUT" "These wait, with the hooks that they had."
has "the answer" "$OUT" "$T/world/gone is not a folder"
has "the answer" "$OUT" "install.sh --prefix $USR --host gitea $T/world/gone"
is "the hook" "$(cmp "$CENTRAL/hooks/pre-receive" "$USR/libexec/sluis/pre-receive" && echo same)" same
OUT=$("$USR/bin/git-sluis" doctor --all --no-push 2>&1) && RC=0 || RC=$?
has "the doctor" "$OUT" "$CENTRAL
"
has "the doctor" "$OUT" "$T/world/gone cannot be looked at"
RC=0
OUT=$("$USR/sbin/sluis-arm" --remove "$T/world/gone" 2>&1) || RC=$?
worked
has "the answer" "$OUT" "$T/world/gone: off the list"
OUT=$("$USR/sbin/sluis-arm" --verbose "$CENTRAL" 2>&1) || RC=$?
worked
has "sluis-arm, which builds nothing" "$OUT" "already armed: hooks/pre-receive"
rm "$CENTRAL/hooks/pre-receive"
OUT=$("$USR/bin/git-sluis" doctor --all --no-push 2>&1) || :
has "the doctor's mend" "$OUT" "sluis-arm $CENTRAL"
is "the list" "$(cat "$LIST")" "plain $CENTRAL"

installed
it "arm: a changed policy takes the place of the old one"
arm "$CENTRAL"
sed -i 's/^version = .*/version = 2026-2/' "$POLICY/policy.ini"
arm --verbose "$CENTRAL"
worked
has "the answer" "$OUT" "copied $POLICY/policy.ini"
has "the policy" "$(cat "$CENTRAL/sluis/policy.ini")" "version = 2026-2"

it "refuse: another text under the same version, and an older text that comes back"
arm "$CENTRAL"
cp "$POLICY/policy.ini" "$T/world/first.ini"
sed -i 's/^title = .*/title = Weaker/' "$POLICY/policy.ini"
arm "$CENTRAL"
failed "version 2026-1 of the policy was another text" "nothing is armed"
has "the policy" "$(cat "$CENTRAL/sluis/policy.ini")" "$(grep '^title' "$T/world/first.ini")"
sed -i 's/^version = .*/version = 2026-2 ; the next/' "$POLICY/policy.ini"
arm "$CENTRAL"
worked
cp "$T/world/first.ini" "$POLICY/policy.ini"
arm "$CENTRAL"
is "the exit code" "$RC" 1
has "the answer" "$OUT" "version 2026-1 of the policy was another text"

it "arm: a mode that came loose is mended"
arm "$CENTRAL"
chmod 666 "$CENTRAL/sluis/policy.ini"
chmod 775 "$CENTRAL/sluis"
chmod 644 "$CENTRAL/hooks/pre-receive"
arm "$CENTRAL"
worked
is "the modes" "$(stat -c %a "$CENTRAL/sluis/policy.ini" "$CENTRAL/sluis" "$CENTRAL/hooks/pre-receive" | xargs)" "644 755 755"
bad_refused

it "arm: several repositories in one call"
cp -a "$CENTRAL" "$T/world/second.git"
arm "$CENTRAL" "$T/world/second.git"
worked
bad_refused
CENTRAL=$T/world/second.git bad_refused

from_source
it "arm: blanks, quotes and a line feed in the names of repository and prefix"
odd=$T/world/"it's \"a\" \$b"$'\n'c
mkdir "$odd"
mv "$CENTRAL" "$odd/r 1.git"
USR="$odd/u s r" arm "$odd/r 1.git"
worked
has "the answer" "$OUT" "trial push refused"
CENTRAL="$odd/r 1.git" bad_refused

it "arm: relative names"
cd "$T/world"
RC=0
OUT=$("$TOP/install.sh" --prefix usr --policy policy central 2>&1) || RC=$?
USR=$T/world/usr
cd "$T"
worked
bad_refused

it "refuse: a repository without a policy, and the people and keys of each sample"
installer "$CENTRAL"
failed "$CENTRAL has no policy yet. Start from one of $TOP/config" "install.sh --policy my-policy $CENTRAL"
for each in five-minutes school-board two-organisations; do
	installer --baseline-later --policy "$TOP/config/$each" "$CENTRAL"
	failed "nothing is armed" "these people are made up, and come from a sample: " \
		"these keys belong to nobody, and come from a sample: those of "
	has "what is looked at" "$OUT" ": 2 checks, 1 found something wrong, 0 could not be made"
done
is "the policy" "$(there "$CENTRAL/sluis")" no

# meant: what the fix says is done, and it is armed.
meant() {
	failed "this policy cannot come into force here; nothing is armed" "$@"
	eval "$(grep '^ *sed -i ' <<<"$OUT")"
	arm "$CENTRAL"
	worked
	bad_refused
}

installed
it "refuse: a ref that is not there, where one with almost that name is; its fix; or it is meant"
sed -i 's|^ref = refs/heads/production|ref = refs/heads/prodution|' "$POLICY/policy.ini"
arm "$CENTRAL"
meant "the policy guards refs/heads/prodution, which is not there; refs/heads/production is, and nothing guards it"
sed -i -e 's|^ref = refs/heads/production|ref = refs/heads/prodution|' -e 's/^version = .*/version = 2026-2/' "$POLICY/policy.ini"
arm --baseline-later "$CENTRAL"
worked
has_words "the answer" "$(tr -d '\n' <<<"$OUT")" "NOTE: git sluis doctor found something:" \
	"the policy guards refs/heads/prodution, which is not there; refs/heads/production is"
arm "$CENTRAL"
worked

it "refuse: work starts at main, and HEAD leads elsewhere; arm: HEAD that nothing guards is named, and what is absent"
git -C "$CENTRAL" branch -q trunk development
git -C "$CENTRAL" branch -q -D development
git -C "$CENTRAL" symbolic-ref HEAD refs/heads/trunk
arm "$CENTRAL"
meant "the policy guards refs/heads/development, which is not there; refs/heads/trunk is, and nothing guards it"
git -C "$CENTRAL" -c core.hooksPath=/dev/null branch -q wild trunk
git -C "$CENTRAL" symbolic-ref HEAD refs/heads/wild
git -C "$CENTRAL" -c core.hooksPath=/dev/null update-ref -d refs/heads/promotions
arm "$CENTRAL"
worked
has "the answer" "$OUT" "
  NOTE: not there yet: refs/heads/promotions; the first push of each, by who may push it, is its baseline
  NOTE: HEAD leads to refs/heads/wild, which nothing guards: everyone may push to it; fix: if work goes there, an environment of the policy names it
"

it "refuse: a policy that asks for keys, and has none of them; arm: who lacks one is named"
sed -i 's/^proof = .*/proof = signature/' "$POLICY/policy.ini"
rm "$POLICY/allowed_signers"
arm "$CENTRAL"
failed "nothing is armed" "$POLICY/allowed_signers does not exist"
echo "dirk ssh-ed25519 $KEY" >"$POLICY/allowed_signers"
arm "$CENTRAL"
failed "nothing is armed" "allowed_signers gives no key at this moment to who has to sign or push: " "Kim Jansen (kim)"
echo "kim ssh-ed25519 $KEY" >"$POLICY/allowed_signers"
arm "$CENTRAL"
worked
has_words "the answer" "$(tr -d '\n' <<<"$OUT")" "gives no key at this moment to who has to sign or push: Els de Vries (els)"

it "arm: the policy that git config names stays"
arm "$CENTRAL"
mv "$CENTRAL/sluis" "$CENTRAL/elsewhere"
git -C "$CENTRAL" config sluis.policy elsewhere/policy.ini
installer "$CENTRAL"
worked
is "sluis/" "$(there "$CENTRAL/sluis")" no
bad_refused
arm "$CENTRAL"
failed "takes its policy from elsewhere/policy.ini"

it "refuse: a policy with an error arms nothing"
before=$(files "$CENTRAL")
echo "[role" >>"$POLICY/policy.ini"
arm "$CENTRAL"
failed "$POLICY/policy.ini:" "this policy cannot be used; nothing is armed"
is "the files" "$(files "$CENTRAL")" "$before"

# broken LINE PROBLEM: allowed_signers with that line at its end arms nothing, and the gate stays as it was.
broken() {
	arm "$CENTRAL"
	before=$(files "$CENTRAL")
	printf '# keys\n%b\n' "$1" >"$POLICY/allowed_signers"
	sed -i 's/^version = .*/version = 2026-2/' "$POLICY/policy.ini"
	arm "$CENTRAL"
	failed "$POLICY/allowed_signers:2: $2" "this policy cannot be used; nothing is armed"
	is "the files" "$(files "$CENTRAL")" "$before"
	bad_refused
}

it "refuse: allowed_signers with a type that is misspelt"
broken "els ssh-ed25519-sk $KEY" "'ssh-ed25519-sk' is neither an option nor a key type"

it "refuse: allowed_signers with CR LF"
broken "els ssh-ed25519 $KEY\\r" "the line ends in CR LF"

it "refuse: allowed_signers that gives a key to everybody"
broken "* ssh-ed25519 $KEY" "the principal '*' is a pattern"

it "refuse: allowed_signers with a date that there is not"
broken "els valid-before=\"20260231\" ssh-ed25519 $KEY" "'20260231' is no time"

it "refuse: allowed_signers with a key that was cut off"
broken "els ssh-ed25519 ${KEY%????}" "the key is cut off"

it "refuse: everything that is wrong in the three files is told at once"
echo "[role" >>"$POLICY/policy.ini"
echo "els" >>"$POLICY/allowed_signers"
printf 'els\nssh-ed25519 AAAA\n' >"$POLICY/revoked_keys"
arm "$CENTRAL"
failed "$POLICY/policy.ini:" "$POLICY/allowed_signers:2: nothing stands after the principals" \
	"$POLICY/revoked_keys:1: 'els' is no key type" "$POLICY/revoked_keys:2: the key is"
is "the policy" "$(there "$CENTRAL/sluis")" no

it "refuse: a list of ssh-keygen that was cut off"
ssh-keygen -q -t ed25519 -N '' -f "$T/world/lost"
ssh-keygen -q -k -f "$T/world/krl" "$T/world/lost.pub"
head -c 50 "$T/world/krl" >"$POLICY/revoked_keys"
arm "$CENTRAL"
failed "could not tell whether the key is revoked" "nothing is armed"
cp "$T/world/krl" "$POLICY/revoked_keys"
arm "$CENTRAL"
worked

# revoked NAME...: the folder revokes the keys of these.
revoked() {
	local each
	: >"$POLICY/revoked_keys"
	for each; do
		[ -e "$T/world/$each" ] || ssh-keygen -q -t ed25519 -N '' -C "$each" -f "$T/world/$each"
		cat "$T/world/$each.pub" >>"$POLICY/revoked_keys"
	done
}

it "arm: revoked_keys is copied, and more keys need no question"
revoked lost
arm "$CENTRAL"
worked
is "the list" "$(cmp "$CENTRAL/sluis/revoked_keys" "$POLICY/revoked_keys" && stat -c %a "$CENTRAL/sluis/revoked_keys")" 644
revoked stolen lost
echo "# all of 2026" >>"$POLICY/revoked_keys"
arm --verbose "$CENTRAL"
worked
is "the list" "$(cmp "$CENTRAL/sluis/revoked_keys" "$POLICY/revoked_keys" && echo same)" same
has "the answer" "$OUT" "copied $POLICY/revoked_keys"

# asked_about NAME...: these were revoked, and the folder in POLICY lacks them: nothing changes without a word.
asked_about() {
	local each before

	before=$(files "$CENTRAL")
	arm "$CENTRAL"
	failed "version 2026-1 of the policy had other keys beside it" "nothing is armed"
	sed -i 's/^version = .*/version = 2026-2/' "$POLICY/policy.ini"
	arm "$CENTRAL"
	failed "$CENTRAL/sluis/revoked_keys has keys that $POLICY/revoked_keys lacks" "nothing is armed" \
		"install.sh --unrevoke --policy $POLICY $CENTRAL"
	for each; do
		has "the key" "$OUT" "$(cut -d ' ' -f 1,2 "$T/world/$each.pub")"
	done
	is "the files" "$(files "$CENTRAL")" "$before"
}

from_source
it "refuse: keys that were revoked, and are not any more"
revoked lost stolen
arm "$CENTRAL"
revoked lost
asked_about stolen
hasnt "the answer" "$OUT" "$(cut -d ' ' -f 2 "$T/world/lost.pub")"
eval "PREFIX=\$USR $(tail -n 1 <<<"$OUT")" >"$T/world/out" 2>&1
is "the list, with the command that was told" "$(cmp "$CENTRAL/sluis/revoked_keys" "$POLICY/revoked_keys" && echo same)" same

it "refuse: a folder without revoked_keys takes none away"
revoked lost
arm "$CENTRAL"
rm "$POLICY/revoked_keys"
asked_about lost
installer "$CENTRAL"
worked
is "the list, without --policy" "$(there "$CENTRAL/sluis/revoked_keys")" yes
arm --unrevoke "$CENTRAL"
worked
has "the answer" "$OUT" "removed sluis/revoked_keys"
is "the list" "$(there "$CENTRAL/sluis/revoked_keys")" no

it "refuse: another list of ssh-keygen, which has no lines to compare"
ssh-keygen -q -t ed25519 -N '' -f "$T/world/lost"
ssh-keygen -q -k -f "$POLICY/revoked_keys" "$T/world/lost.pub"
arm "$CENTRAL"
revoked lost
asked_about
has "the list" "$OUT" "a list made by ssh-keygen -k"

installed
it "refuse: a policy that cannot be written"
mkdir -p "$CENTRAL/sluis/allowed_signers"
arm "$CENTRAL"
failed "cannot write $CENTRAL/sluis/allowed_signers"
is "the hook" "$(there "$CENTRAL/hooks/pre-receive")" no

it "refuse: a policy folder without a policy"
rm "$POLICY/policy.ini"
arm "$CENTRAL"
failed "there is no $POLICY/policy.ini"

it "refuse: one repository that cannot be armed, and the others are not armed either"
arm "$CENTRAL" "$T/world/none.git"
failed "$T/world/none.git is not a folder"
is "the hook" "$(there "$CENTRAL/hooks/pre-receive")" no

it "refuse: what is no central repository"
arm "$T/world"
failed "is not a git repository"
arm "$CLONE"
failed "its repository is $CLONE/.git"
git -C "$CLONE" worktree add -q -f "$T/world/linked" development
for each in "$T/world/linked" "$CLONE/.git/worktrees/linked"; do
	arm "$each"
	is "what is said of a linked work tree" "$OUT" "${RUN##*/}: $each is a work tree; its repository is $CLONE/.git"
done
git init -q --bare --object-format=sha256 "$T/world/other.git"
arm "$T/world/other.git"
failed "is not a git repository with SHA-1 objects"

it "keep: a hook that was there runs after ours, with the same input"
previous "$CENTRAL/hooks/pre-receive" "cat >'$T/world/seen'"
arm "$CENTRAL"
worked
has "the answer" "$OUT" "kept the hook that was there as hooks/pre-receive.d/10-previous"
bad_refused
is "whether it ran for a push that ours refused" "$(there "$T/world/seen")" no
promotion
old=$(tip production)
ready_passes
is "its input" "$(cat "$T/world/seen")" "$old $(oid production) refs/heads/production"

it "keep: a hook that was there can still refuse"
previous "$CENTRAL/hooks/pre-receive" "echo 'not on Fridays' >&2" "exit 1"
arm "$CENTRAL"
arm "$CENTRAL"
worked
push_as noor production
other_refused
has "the answer" "${ANSWER_REMOTE[*]}" "not on Fridays"

it "keep: a hook that was a relative link"
previous "$CENTRAL/own/gate" "exit 1"
mkdir "$CENTRAL/hooks"
ln -s ../own/gate "$CENTRAL/hooks/pre-receive"
arm "$CENTRAL"
worked
push_as noor production
other_refused

it "keep: a hook that was not executable stays so"
previous "$CENTRAL/hooks/pre-receive" "exit 1"
chmod 644 "$CENTRAL/hooks/pre-receive"
arm "$CENTRAL"
worked
ready_passes

it "keep: an older build of ours is replaced, not kept"
arm "$CENTRAL"
echo "an older build" >>"$CENTRAL/hooks/pre-receive"
arm "$CENTRAL"
worked
is "what lies in hooks" "$(ls "$CENTRAL/hooks")" "$(printf "%s\n" post-receive pre-receive reference-transaction)"
bad_refused

it "refuse: a hook that was there, and its new name is taken"
arm "$CENTRAL"
previous "$CENTRAL/hooks/pre-receive.d/10-previous" "exit 0"
previous "$CENTRAL/hooks/pre-receive" "exit 1"
before=$(files "$CENTRAL/hooks")
arm "$CENTRAL"
failed "hooks/pre-receive.d/10-previous is taken"
is "the hooks" "$(files "$CENTRAL/hooks")" "$before"

it "refuse: a hook that is a link to nowhere"
mkdir "$CENTRAL/hooks"
ln -s nowhere "$CENTRAL/hooks/pre-receive"
arm "$CENTRAL"
failed "is a link that leads nowhere"

it "hooksPath: inside the repository it is armed there"
git -C "$CENTRAL" config core.hooksPath "my hooks"
arm "$CENTRAL"
worked
is "the hooks" "$(cd "$CENTRAL" && find . -name 'pre-receive*')" "./my hooks/pre-receive"
bad_refused

# outside COMMAND: it was refused for hooks that are elsewhere, and goes on after that command.
outside() {
	arm "$CENTRAL"
	is "the exit code of install.sh" "$RC" 1
	is "what it says" "$OUT" "${RUN##*/}: $CENTRAL: git takes its hooks from $T/world/shared, outside of the repository, where others may \
use them too.
Give it its own, and then run the same again:
$1"
	is "what lies there" "$(ls "$T/world/shared")" ""
	eval "$(tail -n 1 <<<"$OUT")"
	arm "$CENTRAL"
	worked
	bad_refused
}

it "hooksPath: outside the repository it is refused"
mkdir "$T/world/shared"
git -C "$CENTRAL" config core.hooksPath "$T/world/shared"
outside "git --git-dir $CENTRAL config core.hooksPath $CENTRAL/hooks"

it "hooksPath: of the account instead of the repository"
mkdir "$T/world/shared"
git config --global core.hooksPath "$T/world/shared"
outside "git --git-dir $CENTRAL config core.hooksPath $CENTRAL/hooks"
git config --global --unset core.hooksPath

it "hooksPath: a hooks folder that is a link to outside"
mkdir "$T/world/shared"
ln -s "$T/world/shared" "$CENTRAL/hooks"
outside "rm $CENTRAL/hooks"

# A git whose receive-pack looks for hooks elsewhere than the git of the installer.
# shellcheck disable=SC2016  # it writes a script
other_git() {
	mkdir "$T/world/bin"
	previous "$T/world/bin/git" "git=$(command -v git)" 'case " $* " in' \
		'*" push "*) exec "$git" "$@" --receive-pack="$git -c core.hooksPath=/dev/null receive-pack" ;;' 'esac' \
		'exec "$git" "$@"'
}

it "trial: a push that is let through is told loudly, and leaves nothing"
other_git
PATH=$T/world/bin:$PATH arm "$CENTRAL"
failed "NOT GUARDED: $CENTRAL let the trial push through"
is "the trial ref" "$(git -C "$CENTRAL" for-each-ref refs/replace)" ""

it "trial: a push that is refused by something else proves nothing"
git -C "$CENTRAL" config receive.maxInputSize 1
arm "$CENTRAL"
failed "the trial push was refused before the gate was asked" "pack exceeds maximum allowed size"

it "refuse: a repository that the gate cannot judge"
arm "$CENTRAL"
git -C "$CENTRAL" config core.repositoryFormatVersion 1
git -C "$CENTRAL" config extensions.partialClone origin
arm "$CENTRAL"
failed "nothing is armed" "sluis: the repository uses something Sluis cannot judge: unsupported extension name"

it "trial: a file system on which nothing runs"
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	RC=0
	# shellcheck disable=SC2016  # for the inner shell
	OUT=$(PREFIX=$USR unshare -m sh -c 'mkdir "$1/hooks" && mount -t tmpfs -o noexec tmpfs "$1/hooks" && shift && "$@"' \
		sh "$CENTRAL" "$TOP/install.sh" --policy "$POLICY" "$CENTRAL" 2>&1) || RC=$?
	failed "no program can be run in hooks (a file system mounted noexec?)"
else
	skip "needs root and mount namespaces"
fi

it "remove: pushes pass as if there had never been a gate; the policy stays"
arm "$CENTRAL"
touch "$CENTRAL"/sluis-{stamp,transcript,index,index.new}
installer --remove "$CENTRAL"
worked
has "the answer" "$OUT" "the gate is gone"
has "the answer" "$OUT" "the policy stays in $CENTRAL/sluis"
is "what lies in hooks" "$(ls "$CENTRAL/hooks")" ""
is "what the hooks left" "$(cd "$CENTRAL" && printf "%s " sluis*)" "sluis "
promotion drop Released-by
push_as noor production
accepted

it "arm: a ref that moves without a push needs a verdict too"
arm "$CENTRAL"
worked
git -C "$CENTRAL" fetch -q --no-tags "$CLONE" refs/heads/production
RC=0
OUT=$(git -C "$CENTRAL" update-ref refs/heads/production FETCH_HEAD 2>&1) || RC=$?
is "that it fails" "$((RC != 0))" 1
has "what it says" "$OUT" "no verdict lets"
ready_passes
is "what audit verify says" "$(cd "$CENTRAL" && "$USR/bin/git-sluis" audit verify | tail -2 | head -1 | sed 's/.*: //')" "0 problems"

it "remove: a kept hook is back as it was"
previous "$CENTRAL/hooks/pre-receive" "exit 1"
before=$(files "$CENTRAL/hooks")
arm "$CENTRAL"
installer --remove "$CENTRAL"
worked
has "the answer" "$OUT" "the hook that was there before is back"
is "the hooks" "$(files "$CENTRAL/hooks")" "$before"
is "the folder of kept hooks" "$(there "$CENTRAL/hooks/pre-receive.d")" no

# offered: what the repository says of push options.
offered() {
	git -C "$CENTRAL" config --local --get receive.advertisePushOptions || echo unset
}

it "push options: offered once armed, and taken back with the gate"
arm --verbose "$CENTRAL"
is "while armed" "$(offered)" true
has "the answer" "$OUT" "set: receive.advertisePushOptions"
push_as noor -o sluis.lang=nl :production
ANSWERED=yes ANSWER_HEAD=()
has "a push with an option" "${ANSWER_REMOTE[*]}" "oplossing:"
installer --remove "$CENTRAL"
worked
is "afterwards" "$(offered)" unset
is "what is left of it" "$(git -C "$CENTRAL" config --local --get-regexp '^sluis\.' || echo nothing)" nothing

it "push options: what the repository had is back, and what was set since stays"
git -C "$CENTRAL" config receive.advertisePushOptions no
arm "$CENTRAL"
is "while armed" "$(offered)" true
installer --remove "$CENTRAL"
is "afterwards" "$(offered)" no
git -C "$CENTRAL" config receive.advertisePushOptions yes
arm "$CENTRAL"
installer --remove "$CENTRAL"
is "on before" "$(offered)" yes
git -C "$CENTRAL" config --unset receive.advertisePushOptions
arm "$CENTRAL"
git -C "$CENTRAL" config receive.advertisePushOptions false
arm "$CENTRAL"
is "switched off since" "$(offered)" false
installer --remove "$CENTRAL"
is "afterwards" "$(offered)" false

it "remove: a hook that is not ours stays"
previous "$CENTRAL/hooks/pre-receive" "exit 1"
before=$(files "$CENTRAL")
installer --remove "$CENTRAL"
worked
has "the answer" "$OUT" "$CENTRAL is not armed"
is "the files" "$(files "$CENTRAL")" "$before"

from_source
it "users: without root, when prefix and repository are the user's own"
if unprivileged; then
	chown -R 65534:65534 "$T/world"
	RC=0
	OUT=$(as_nobody env PREFIX="$USR" "$TOP/install.sh" --policy "$POLICY" "$CENTRAL" 2>&1) || RC=$?
	worked
	has "the answer" "$OUT" "trial push refused"
	is "the owner of the hook" "$(stat -c %u "$CENTRAL/hooks/pre-receive")" 65534
fi

it "users: a prefix that is not the user's own"
if unprivileged; then
	RC=0
	OUT=$(as_nobody env PREFIX="$USR" "$TOP/install.sh" --policy "$POLICY" "$CENTRAL" 2>&1) || RC=$?
	failed "cannot install in $USR: run this as root, or with --prefix DIR"
fi

it "users: root arms a repository of somebody else, who owns all of it afterwards"
if unprivileged; then
	chown -R 65534:65534 "$CENTRAL"
	arm "$CENTRAL"
	worked
	has "the answer" "$OUT" "trial push refused"
	is "files of root" "$(find "$CENTRAL" ! -user 65534)" ""
	is "the mode of the hook" "$(stat -c %a "$CENTRAL/hooks/pre-receive")" 755
fi

it "users: somebody else's repository without root"
if unprivileged; then
	mkdir "$USR"
	chown 65534:65534 "$USR"
	RC=0
	OUT=$(as_nobody env PREFIX="$USR" "$TOP/install.sh" --policy "$POLICY" "$CENTRAL" 2>&1) || RC=$?
	failed "$CENTRAL belongs to root; run this as that user or as root"
fi

it "packages: without root, one command is named"
if unprivileged; then
	mkdir "$T/world/bin"
	# shellcheck disable=SC2016  # it writes a script
	previous "$T/world/bin/dpkg-query" 'for p; do case $p in [!a-z]* | *cmocka*) ;; *) echo "$p installed" ;; esac; done; exit 1'
	RC=0
	OUT=$(as_nobody env PATH="$T/world/bin:$PATH" "$TOP/install.sh" --deps 2>&1) || RC=$?
	failed "sudo apt-get install --no-install-recommends libcmocka-dev"
fi

it "backup and restore, as sluis-admin(7) has it"
arm "$CENTRAL"
ready_passes
mkdir "$T/world/srv"
mv "$CENTRAL" "$T/world/srv/project.git"
commands=$(sed -n '/^[.]Ss Backup/,/^[.]Ss Monitor/ { /^[.]Bd/,/^[.]Ed/ { /^[.]/d; s/^\\&//; p } }' "$TOP/common/sluis-admin.7" |
	sed -e "s|/srv/git|$T/world/srv|g" -e "s|^\./install|$TOP/install|" -e '1a rm -r project.git')
is "how many commands" "$(grep -c . <<<"$commands")" 5
(cd "$T/world/srv" && PREFIX=$USR PATH=$USR/bin:$PATH bash -exc "$commands") >"$T/world/out" 2>&1 || wrong "$(cat "$T/world/out")"
CENTRAL=$T/world/srv/project.git
has "what verify said" "$(cat "$T/world/out")" ": 0 problems"
bad_refused
CENTRAL=$T/world/central

it "usage: what is not understood"
installer
is "the exit code" "$RC" 129
has "the answer" "$OUT" "usage: ./install.sh"
has "the answer" "$OUT" "install.sh: no repository is named
  fix: $TOP/install.sh /srv/git/project.git"
installer --policy "$POLICY/policy.ini" "$CENTRAL"
failed "$POLICY/policy.ini is a file, and --policy takes the folder"
is "the fix" "$(tail -n 1 <<<"$OUT")" "$TOP/install.sh --policy $POLICY $CENTRAL "
eval "PREFIX=\$USR $(tail -n 1 <<<"$OUT")" >"$T/world/out" 2>&1
bad_refused
if [ "$(id -u)" = 0 ]; then
	chown 4321 "$CENTRAL"
	arm "$CENTRAL"
	failed "$CENTRAL belongs to user id 4321, who is nobody here; give it to the user whom pushes come in as, such as git:" \
		"chown -R git: $CENTRAL"
fi
installer --arm "$CENTRAL"
is "the exit code" "$RC" 129

finish
