#!/bin/bash
# git sluis setup and git sluis people: somebody who has never signed gets a key, sends one line, and signs.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
proof_by_signature
people_commands
printf '; our promises\n%s\n; the end\n' "$(cat "$CENTRAL/sluis/policy.ini")" >"$CENTRAL/sluis/policy.ini"
world_keep
PATH=$SLUIS_BUILD:$PATH
TOP=$(cd "$E2E/../.." && pwd)
FOLDER=$T/world/folder
FILE=$T/world/home/.ssh/id_ed25519

# somewhere: a person without a clone, at a computer of their own, and the folder that the administrator keeps.
somewhere() {
	export HOME=$T/world/home TMPDIR=$T/world/tmp
	mkdir "$HOME" "$TMPDIR" "$T/world/desk"
	cp -R "$CENTRAL/sluis" "$FOLDER"
	cd "$T/world/desk"
}

# ran COMMAND...: without a terminal; OUT is its standard output, SAID its standard error, RC its exit code.
ran() {
	RC=0
	OUT=$("$@" 2>"$T/said" <"${INPUT:-/dev/null}") || RC=$?
	SAID=$(cat "$T/said")
}

# fix: the last command that SAID names to paste.
fix() {
	sed -n '/^  fix: /,$ p' <<<"$SAID" | sed -n 's/^       //p'
}

# typed TEXT COMMAND: at a terminal, with these answers; OUT is what the screen showed.
typed() {
	RC=0
	OUT=$(set -o pipefail; printf '%b' "$1" | script -qec "$2" /dev/null | tr -d '\r') || RC=$?
}

it "a name, a key and a line; again, it changes nothing"
somewhere
ran git sluis setup
is "the exit code" "$RC" 2
is "what is said" "$SAID" "sluis: git does not know your name and address yet
  fix: say who you are:
       git sluis setup --name 'Your Name' --email you@example.org"
ran git sluis setup --name 'Zoë Jansen' --email Zoe@example.org
is "the exit code" "$RC" 2
has "what is said" "$SAID" "sluis: a new key needs a passphrase, and there is no terminal to ask for one
  fix: run it at a terminal, or have a key without one:
       git sluis setup --name"
is "what is set" "$(ls -A "$HOME")" ""
ran bash -c "$(fix)"
is "the exit code" "$RC" 0
LINE=$OUT
is "the line" "$LINE" "sluis-person zoe Zoe@example.org $(cut -d ' ' -f 1,2 "$FILE.pub") Zoë Jansen"
PRINT=$(ssh-keygen -l -f "$FILE" | cut -d ' ' -f 2)
has "what is said" "$SAID" "signs with $FILE.pub; a test signature was made and verified.
Fingerprint: $PRINT
Send this one line to the administrator of the server, who will ask you for the fingerprint:"
has "what is next" "$SAID" "  git sluis sign URL ID"
is "what is set" "$(git config --global --list | sort)" "gpg.format=ssh
user.email=Zoe@example.org
user.name=Zoë Jansen
user.signingkey=$FILE.pub"
cp "$HOME/.gitconfig" "$T/world/before"
ran git sluis setup
is "the line, again" "$OUT" "$LINE"
is "what is set, again" "$(cat "$HOME/.gitconfig")" "$(cat "$T/world/before")"
is "what is left in between" "$(ls -A "$T/world/desk" "$T/world/tmp")" "$T/world/desk:

$T/world/tmp:"

it "the line goes into the folder of the policy, as it stands, and the person signs"
somewhere
ran git sluis setup --name "Zoë Jansen" --email Zoe@example.org --no-passphrase
PRINT=$(ssh-keygen -l -f "$FILE" | cut -d ' ' -f 2)
policy_before=$(cat "$FOLDER/policy.ini")
chmod 640 "$FOLDER/policy.ini"
echo "$OUT" >"$T/world/line"
INPUT=$T/world/line ran git sluis people add "$FOLDER"
is "what is said" "$SAID" "sluis: this policy knows who pushes by a login, and a line does not bring one
  fix: add --login LOGIN: the name that the person has there"
INPUT=$T/world/line ran git sluis people add "$FOLDER" --login zoe --role key-user --version 2026-2 --dry-run
is "the exit code" "$RC" 0
is "what changes" "$OUT" "= version 2026-2 takes the place of 2026-1
  [person zoe] is new: name Zo\\xc3\\xab Jansen, email Zoe@example.org, login zoe
! role key-user has a new member: zoe
! zoe may now give sign-off users
! the key $PRINT signs for zoe
(! asks less or allows more, or may; = only shuts somebody out)
nothing was written"
is "what stands" "$(cat "$FOLDER/policy.ini")" "$policy_before"
INPUT=$T/world/line ran git sluis people add "$FOLDER" --login zoe --role key-user --version 2026-2
is "the exit code" "$RC" 0
has "who asks whom" "$OUT" "for the fingerprint of their key, in person or by telephone:
  $PRINT"
is "what was put into the policy" "$(diff <(echo "$policy_before") "$FOLDER/policy.ini" | sed -n 's/ *$//; /^[<>]/ p')" "< version = 2026-1
> version = 2026-2
>
> [person \"zoe\"]
> name = Zoë Jansen
> email = Zoe@example.org
> login = zoe
> member = zoe"
is "what was put to the keys" "$(tail -n 1 "$FOLDER/allowed_signers")" \
	"zoe $(cut -d ' ' -f 1,2 "$FILE.pub") Zoe@example.org"
is "its mode" "$(stat -c %a "$FOLDER/policy.ini")" 640
is "what lint says" "$(git sluis policy --lint "$FOLDER/policy.ini" 2>&1 | sed '/warning/d')" ""
is "what is left in between" "$(ls -A "$FOLDER")" "$(ls -A "$CENTRAL/sluis")"
chmod 644 "$FOLDER/policy.ini"
install=$(sed -n 's/^  \(.*install.sh .*\) REPO.git$/\1/p' <<<"$OUT")
is "how it is put in force" "${install%% --reason*}" "./install.sh --policy $FOLDER"
cp "$FOLDER"/* "$CENTRAL/sluis/"
ran git -C "$CENTRAL" sluis policy --publish --reason "zoe joins"
is "the exit code" "$RC" 0
git clone -q "$CENTRAL" "$T/world/desk/clone" 2>/dev/null
SLUIS_TEST_PUSHER=zoe ran bash -c "cd clone && git sluis sign '$READY' --role key-user --yes"
is "what zoe signs" "$RC" 0
[ "$RC" = 0 ] || wrong "$SAID"
is "where it stands" "$(git -C "$CENTRAL" for-each-ref --format='%(refname)' refs/signoffs)" \
	"refs/signoffs/$READY/key-user/zoe"

it "whose is it? each clash is named, and nothing is written"
# clash LINE TEXT [OPTION...]
clash() {
	echo "$1" >"$T/world/other"
	sum=$(cat "$FOLDER"/* | sha256sum)
	INPUT=$T/world/other ran git sluis people add "$FOLDER" --login zoe "${@:3}"
	is "the exit code" "$([ "$RC" = 0 ] || echo no)" no
	has "what is said" "$SAID" "$2"
	is "the folder" "$(cat "$FOLDER"/* | sha256sum)" "$sum"
}
somewhere
ran git sluis setup --name "Kim Jansen" --email kim@example.org --no-passphrase
is "the exit code" "$RC" 0
KIM=$OUT
own=$(cut -d ' ' -f 1,2 "$FILE.pub")
clash "$KIM" "sluis: the policy has kim (Kim Jansen, line " --role key-user
is "the fix" "$(fix)" "git sluis people add $FOLDER --known --role key-user"
clash "${KIM/ kim / kimmy }" "sluis: the address kim@example.org is that of kim (Kim Jansen, line "
is "the fix" "$(fix)" "git sluis setup --id kim"
clash "${KIM/kim@/kimmy@}" "sluis: the id kim is that of kim (Kim Jansen, line "
clash "${KIM/ kim kim@/ ci ci@}" "sluis: the id ci is that of ci (" --known
clash "sluis-person zoe zoe@example.org $(cut -d ' ' -f 1,2 "$T/keys/els.pub") Zoe" " is that of els (line "
is "the fix" "$(fix)" "git sluis setup --key FILE"
clash "sluis-person zoe zoe@example.org $own Zoe" "sluis: the policy has no person 'zoe' yet" --known
clash "sluis-person zoe zoe@example.org $own Zoe" "sluis: the policy has no role 'boss'" --role boss
has "what can be chosen" "$(bash -c "$(fix)")" '[role "key-user"]'
clash "sluis-person zoe zoe@example.org $own Zoe" "would not read as it was meant" --version "2 ; x"
clash "sluis-person zoe zoe@example.org $own Zoe" "sluis: the login" --login "$(sed -n 's/^login = //p' "$FOLDER/policy.ini" | head -1)"
clash "hello" "this is no line of git sluis setup: it does not begin with sluis-person"
clash $'sluis-person zoe zoe@example.org '"$own"$' Zo\e[31m' "the line holds a control character"
clash "sluis-person zoe zoe@example.org $own Zoe ;admin" "a ';' after a blank starts a comment in a policy"
echo "$own" >"$FOLDER/revoked_keys"
clash "sluis-person zoe zoe@example.org $own Zoe" " is in revoked_keys"
rm "$FOLDER/revoked_keys"
sed -i 's/^\[separation\]/&\nconflict = key-user operator/' "$FOLDER/policy.ini"
clash "sluis-person zoe zoe@example.org $own Zoe" "holds both roles, 'key-user' and 'operator'" --role key-user --role operator
has "what is said" "$SAID" "So the policy would be, with this person in it: nothing was written."

it "somebody whom the policy has gets a key, once"
somewhere
ran git sluis setup --name "Kim Jansen" --email kim@example.org --no-passphrase
before=$(cat "$FOLDER/policy.ini")
ran git sluis people add "$FOLDER" --known "$OUT"
is "the exit code" "$RC" 0
has "what changes" "$OUT" "! the key $(ssh-keygen -l -f "$FILE" | cut -d ' ' -f 2) signs for kim"
is "the policy" "$(cat "$FOLDER/policy.ini")" "$before"
ran git sluis setup
ran git sluis people add "$FOLDER" --known "$OUT"
is "what changes, again" "$OUT" "nothing changes"

it "a file that exists, a key in the agent, one of several, a security key"
somewhere
mkdir "$HOME/.ssh"
git config --global user.name "Kim Jansen"
git config --global user.email kim@example.org
ssh-keygen -q -t ecdsa -N '' -f "$HOME/.ssh/id_ecdsa"
ran git sluis setup
is "the key that is there" "$(cut -d ' ' -f 4,5 <<<"$OUT")" "$(cut -d ' ' -f 1,2 "$HOME/.ssh/id_ecdsa.pub")"
ran git sluis setup --key other --no-passphrase
is "the exit code" "$RC" 1
has "what is said" "$SAID" "sluis: git signs with $HOME/.ssh/id_ecdsa.pub now, and that stays"
ran bash -c "$(fix)"
is "the exit code" "$RC" 0
is "what is set" "$(git config --global user.signingKey)" "$T/world/desk/other.pub"
ran git sluis setup --agent --yes
is "what is said" "$SAID" "sluis: there is no agent that holds a key to sign with
  fix: put your key into the agent:
       ssh-add"
eval "$(ssh-agent)" >/dev/null
ssh-add -q other
ran git sluis setup --agent --yes
is "the exit code" "$RC" 0
is "what is set" "$(git config --global user.signingKey)" "key::$(cut -d ' ' -f 1,2 other.pub)"
ssh-add -q "$HOME/.ssh/id_ecdsa"
ran git sluis setup
is "the exit code, as it is" "$RC" 0
ran git sluis setup --agent --yes
is "the exit code" "$RC" 2
has "what is said" "$SAID" "sluis: the agent holds several keys"
ran bash -c "$(fix) --yes"
is "what is set" "$(git config --global user.signingKey)" "key::$(cut -d ' ' -f 1,2 other.pub)"
typed 'n\n' "git sluis setup --key $HOME/.ssh/id_ecdsa"
is "the exit code" "$RC" 1
has "what is asked" "$OUT" "now. Sign with $HOME/.ssh/id_ecdsa.pub from now on?"
typed 'y\n' "git sluis setup --key $HOME/.ssh/id_ecdsa"
is "the exit code" "$RC" 0
git config --global --unset user.signingKey
typed '2\n' "git sluis setup"
has "what is offered" "$OUT" "Keys to sign with:
  1  $HOME/.ssh/id_ecdsa.pub  ecdsa-sha2-nistp256 SHA256:"
is "what is set" "$(git config --global user.signingKey)" "key::$(cut -d ' ' -f 1,2 other.pub)"
kill "$SSH_AGENT_PID"
unset SSH_AUTH_SOCK SSH_AGENT_PID
ran git sluis setup --yes
is "the exit code without the agent" "$RC" 2
has "what is said" "$SAID" "sluis: git could not sign with that key"
ran git sluis setup --fido --no-passphrase
is "the exit code without a device" "$RC" 2
has "what is said" "$SAID" "sluis: ssh-keygen made no key
  fix: put the security key in, and run it again:
       git sluis setup --no-passphrase --fido"

# What a security key answers with; the program that asks it stands in for the device.
it "a key on a security key"
somewhere
mkdir "$T/world/bin"
cat >"$T/world/bin/ssh-keygen" <<-'END'
	#!/bin/bash
	exec /usr/bin/ssh-keygen "${@/#ed25519-sk/ed25519}"
END
chmod 755 "$T/world/bin/ssh-keygen"
PATH=$T/world/bin:$PATH ran git sluis setup --name "Kim Jansen" --email kim@example.org --fido --no-passphrase
is "the exit code" "$RC" 0
has "what is said" "$SAID" "Touch your security key when it blinks."
is "what is set" "$(git config --global user.signingKey)" "${FILE}_sk.pub"

it "in Dutch, and at a terminal from the first question"
somewhere
LANG=nl_NL.UTF-8 LC_ALL='' ran git sluis setup
is "what is said" "$(grep -v setlocale <<<"$SAID")" "sluis: git kent uw naam en e-mailadres nog niet
  oplossing: zeg wie u bent:
       git sluis setup --name 'Your Name' --email you@example.org"
typed 'Kim Jansen\nkim@example.org\n' "git sluis setup --language nl --no-passphrase"
is "the exit code" "$RC" 0
has "what the screen shows" "$OUT" "Uw naam:"
has "what the screen shows" "$OUT" "Uw e-mailadres, zoals het in het beleid komt:"
has "what the screen shows" "$OUT" "Kim Jansen ondertekent met $FILE.pub; een proefhandtekening is gezet en gecontroleerd."
sed -i 's/^language = .*/language = nl/; t; /^version/ a language = nl' "$FOLDER/policy.ini"
ran git sluis people add "$FOLDER" "$(git sluis setup 2>/dev/null)"
has "what is said" "$SAID" "sluis: het beleid heeft kim (Kim Jansen, regel "

it "config/signers.txt: its commands, as they are written, in both languages"
read -r -a lines <<<"$(grep -n 'Voor wie accordeert' "$TOP/config/signers.txt" | cut -d : -f 1)"
# written LANGUAGE: each command of that half of the page, one a line.
written() {
	sed -n "$([ "$1" = en ] && echo "1,${lines[0]} p" || echo "${lines[0]},$ p")" "$TOP/config/signers.txt" | tr -s '\n ' ' ' |
		grep -oE 'git sluis (setup|sign)( (--[a-z]+|URL|ID|FILE|BESTAND|"[^"]*"|u@example\.org|you@example\.org))*'
}
for language in en nl; do
	rm -rf "$T/world/home" "$T/world/desk" "$T/world/tmp" "$FOLDER"
	somewhere
	printf '#!/bin/sh\necho A long passphrase\n' >"$T/world/tmp/ask"
	chmod 755 "$T/world/tmp/ask"
	export SSH_ASKPASS=$T/world/tmp/ask SSH_ASKPASS_REQUIRE=force
	mapfile -t page < <(written "$language")
	is "the commands" "$(printf '%s\n' "${page[@]}" | sed 's/"[^"]*"/NAME/; s/[a-z]*@example.org/ADDRESS/; s/BESTAND/FILE/')" \
		"git sluis setup --name NAME --email ADDRESS
git sluis setup --fido
git sluis setup --key FILE
git sluis sign URL ID
git sluis sign URL ID --reject"
	typed '' "${page[0]}"
	did "${page[0]}"
	line=$(grep '^sluis-person ' <<<"$OUT")
	has "the fingerprint that is shown" "$OUT" "$(ssh-keygen -l -f "$FILE" | cut -d ' ' -f 2)"
	command=${page[2]/BESTAND/FILE}
	typed '' "${command/FILE/$FILE}"
	is "the same line, with the key that is there" "$(grep '^sluis-person ' <<<"$OUT")" "$line"
	ran git sluis people add "$CENTRAL/sluis" --login "$language" --role key-user "$line"
	is "the exit code of people add" "$RC" 0
	central_publish
	for answer in no yes:--reject n; do
		command=${page[3]}
		[ "$answer" = no ] || command=${page[4]}
		command=${command/URL/$CENTRAL}
		SLUIS_TEST_PUSHER=$language typed "${answer%:*}\n" "${command/ID/$READY}"
		is "the exit code of $answer" "$RC" "$([ "$answer" = yes:--reject ] && echo 0 || echo 1)"
	done
	SLUIS_TEST_PUSHER=$language typed "$([ "$language" = en ] && echo y || echo ja)\n" "git sluis sign $CENTRAL $READY"
	did "${page[3]}"
done
unset SSH_ASKPASS SSH_ASKPASS_REQUIRE
is "who signed" "$(git -C "$CENTRAL" for-each-ref --format='%(refname:lstrip=3)' refs/signoffs | tr '\n' ' ')" \
	"key-user/u key-user/u.2 key-user/you key-user/you.2 "

it "make client: one static file, which needs git beside it and nothing else"
if grep -q __asan_init "$SLUIS_BUILD/git-sluis"; then
	skip "sanitizers are in shared libraries"
else
	export HOME=$T/home
	unset TMPDIR
	cd "$T"
	make -s -C "$TOP" client BUILD="$SLUIS_BUILD" >"$T/out" 2>&1 || wrong "$(cat "$T/out")"
	is "what it loads" "$(ldd "$SLUIS_BUILD/client/git-sluis" 2>&1 | sed 's/^[ \t]*//')" "statically linked"
	mkdir "$T/world/empty"
	cp "$SLUIS_BUILD/client/git-sluis" "$T/world/empty"
	if unshare -r true 2>"$T/null"; then
		has "what it says where there is no other file" "$(unshare -r chroot "$T/world/empty" /git-sluis explain --language nl complete)" \
			"complete  CH.06-8"
	fi
	SLUIS_BUILD=$SLUIS_BUILD/client sluis kim sign "$READY" --role key-user --yes
	did "sign"
	SLUIS_BUILD=$SLUIS_BUILD/client sluis els status "$READY"
	has "the status" "$OUT" "  users         Kim Jansen, "
fi

finish
