#!/bin/bash
# config/notify: whoever can act next is told by mail and in a chat, once, and no push waits for it.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
TOP=$(cd "$E2E/../.." && pwd)
for each in jq curl /usr/bin/python3; do
	command -v "$each" >/dev/null || { it "needs $each"; skip "$each is not installed"; finish; exit; }
done
world_make
proof_by_signature
central_publish
people_commands
mkdir "$CENTRAL/hooks/post-receive.d" "$T/bin"
cp "$TOP/config/notify/50-notify" "$CENTRAL/hooks/post-receive.d/"
ln -sf "$SLUIS_BUILD/post-receive" "$CENTRAL/hooks/post-receive"
PATH=$SLUIS_BUILD:$PATH
git -C "$CENTRAL" config sluis.notifyFrom sluis@example.org
git -C "$CENTRAL" config sluis.notifyUrl ssh://git@example.org/project.git
git -C "$CENTRAL" config sluis.notifySendmail "$T/bin/sendmail -t -i"
world_keep
HEARD=$T/world/heard

# listening: a mail server and a web server, and a sendmail that hands over to the one.
listening() {
	mkdir "$HEARD"
	"$E2E/listener" "$HEARD" &
	LISTENER=$!
	await test -e "$HEARD/http"
	git -C "$CENTRAL" config sluis.notifyWebhook "http://127.0.0.1:$(cat "$HEARD/http")/hook"
	cat >"$T/bin/sendmail" <<-END
		#!/bin/bash
		mail=\$(cat)
		to=\$(sed -n '/^\$/ q; s/^To: //p' <<<"\$mail")
		exec curl -q -sS --max-time 20 --crlf --url smtp://127.0.0.1:$(cat "$HEARD/smtp") --mail-from sluis@example.org --mail-rcpt "\$to" -T - <<<"\$mail"
	END
	chmod 755 "$T/bin/sendmail"
}

# await COMMAND...: until it succeeds, or for 20 seconds.
await() {
	local n

	for n in $(seq 200); do
		! "$@" 2>/dev/null || return 0
		sleep 0.1
	done
	wrong "waited in vain for: $*" "$(cat "$CENTRAL/sluis/notify/log" 2>&1)"
}

# at_rest: what was started in the background has ended.
at_rest() {
	await grep -q '^ended at ' "$CENTRAL/sluis/notify/log"
}

heard() {
	find "$HEARD" -name "$1.*" | wc -l
}

# mail_to ADDRESS
mail_to() {
	grep -l "^RCPT TO:<$1>" "$HEARD"/mail.* | xargs cat
}

# signed WHO ROLE
signed() {
	sluis "$1" sign "$READY" --role "$2" --yes
	did "sign"
}

it "who can act is told once, with the command; then who comes next"
listening
signed els system-owner
await test -e "$HEARD/mail.3"
await test -e "$HEARD/post.1"
at_rest
is "what kim reads" "$(mail_to kim@example.org)" "MAIL FROM:<sluis@example.org>
RCPT TO:<kim@example.org>
From: sluis@example.org
To: kim@example.org
Subject: $READY: you can act
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

$READY, production:
  git sluis sign ssh://git@example.org/project.git $READY --role key-user

status: git sluis status"
is "what els, who signed, reads" "$(grep -l els@example.org "$HEARD"/mail.* || true)" ""
is "what the chat reads" "$(jq -r .text "$HEARD/post.1")" "Jan Bakker ($READY): git sluis sign ssh://git@example.org/project.git $READY --role operator
Kim Jansen ($READY): git sluis sign ssh://git@example.org/project.git $READY --role key-user
Noor Kaya ($READY): git sluis sign ssh://git@example.org/project.git $READY --role operator"
is "what a program reads" "$(jq -c '[.repository, .next[1].id, .next[1].email]' "$HEARD/post.1")" \
	'["ssh://git@example.org/project.git","kim","kim@example.org"]'
signed kim key-user
at_rest
is "how many mails, as nothing is new" "$(heard mail)" 3
signed jan operator
at_rest
has "what who promotes reads" "$(mail_to noor@example.org | tail -n 5)" "$READY, production:
  git sluis promote $READY"
is "how many" "$(heard mail) $(heard post)" "5 2"
is "what was logged" "$(grep -v '^ended at ' "$CENTRAL/sluis/notify/log" || true)" ""
is "whether the policy can be believed" "$(cd "$CENTRAL" && git-sluis doctor --no-push --check policy . >"$T/out" 2>&1; echo $?)" 0
kill "$LISTENER"

it "no push waits for a mail server that does not answer; it is told with the next push"
listening
touch "$HEARD/stall"
start=$SECONDS
signed els system-owner
is "whether it took long" "$((SECONDS - start > 15))" 0
is "how many" "$(heard mail) $(heard post)" "0 0"
touch "$HEARD/fail"
rm "$HEARD/stall"
at_rest
has "what was logged" "$(cat "$CENTRAL/sluis/notify/log")" "500"
is "how many" "$(heard mail) $(heard post)" "3 1"
rm "$HEARD/fail"
signed kim key-user
at_rest
is "how many, as the chat has not heard it yet" "$(heard mail) $(heard post)" "3 2"
kill "$LISTENER"

it "in Dutch; nothing configured, nothing sent; no mail program, no harm"
listening
policy 's/^version = .*/version = 2026-2/' '/^version/a language = nl'
(cd "$CENTRAL" && git-sluis policy --publish --reason nl >"$T/out")
git -C "$CENTRAL" config --unset sluis.notifyWebhook
signed els system-owner
await test -e "$HEARD/mail.3"
at_rest
has "what kim reads" "$(mail_to kim@example.org)" "Subject: $READY: u bent aan de beurt"
git -C "$CENTRAL" config --unset sluis.notifyFrom
rm -r "$CENTRAL/sluis/notify"
signed kim key-user
at_rest
is "how many" "$(heard mail) $(heard post)" "3 0"
git -C "$CENTRAL" config sluis.notifyFrom sluis@example.org
git -C "$CENTRAL" config sluis.notifySendmail /nonexistent
signed jan operator
at_rest
has "what was logged" "$(cat "$CENTRAL/sluis/notify/log")" "/nonexistent"
kill "$LISTENER"

finish
