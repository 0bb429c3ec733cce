#!/bin/bash
# Other clients than git (JGit, libgit2, dulwich) get a refusal whole, undamaged and as a refusal, through a git daemon.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

free_port() {
	perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}

listens() {
	perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => shift)' "$1"
}

# The daemon that serves the world as noor, until the test ends. Somebody may take the port before it does: then another.
serve() {
	local daemon

	daemon=$(git --exec-path)/git-daemon
	for _ in 1 2 3 4 5; do
		PORT=$(free_port)
		SLUIS_TEST_PUSHER=noor setsid "$daemon" --listen=127.0.0.1 --port="$PORT" --base-path="$T/world" --export-all \
			--enable=receive-pack --reuseaddr --log-destination=none </dev/null >"$T/daemon" 2>&1 &
		DAEMON=$!
		trap 'kill -- -$DAEMON 2>/dev/null; chmod -R u+rwx "$T"; rm -rf "$T"' EXIT
		for _ in $(seq 200); do
			! listens "$PORT" || return 0
			kill -0 "$DAEMON" 2>/dev/null || break
			sleep 0.05
		done
	done
	echo "Bail out! git daemon does not start: $(cat "$T/daemon")"
	exit 1
}

serve
URL=git://127.0.0.1:$PORT/central

cat >"$T/push-libgit2.py" <<'PY'
import sys, pygit2
class Callbacks(pygit2.RemoteCallbacks):
    def sideband_progress(self, text): sys.stdout.write(text)
    def push_update_reference(self, ref, why): sys.stderr.write("%s: %s\n" % (ref, why))
repo = pygit2.Repository(".")
repo.remotes.create("there-%d" % len(repo.remotes), sys.argv[1]).push(["refs/heads/" + sys.argv[2]], callbacks=Callbacks())
PY
cat >"$T/push-dulwich.py" <<'PY'
import io, sys
from dulwich import porcelain
said = io.BytesIO()
ref = b"refs/heads/" + sys.argv[2].encode()
porcelain.push(".", sys.argv[1], ref, errstream=said, outstream=io.BytesIO())
text = said.getvalue()
# What stands before is its own, without a line's end.
for line in text[max(text.find(b"sluis: "), 0):].splitlines(keepends=True):
    (sys.stderr if line.startswith((b"Push ", b"Ref ")) else sys.stdout).buffer.write(line)
PY
mkdir "$T/java"
cat >"$T/java/Push.java" <<'JAVA'
import java.io.File;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.*;
public class Push {
	public static void main(String[] a) throws Exception {
		try (Git g = Git.open(new File("."))) {
			RefSpec spec = new RefSpec("refs/heads/" + a[1] + ":refs/heads/" + a[1]);
			for (PushResult r : g.push().setRemote(a[0]).setRefSpecs(spec).call()) {
				System.out.print(r.getMessages());
				for (RemoteRefUpdate u : r.getRemoteUpdates())
					System.err.println(u.getRemoteName() + ": " + u.getStatus() + " " + u.getMessage());
			}
		}
	}
}
JAVA
CLASSPATH=$(printf '%s:' /usr/share/java/{org.eclipse.jgit,slf4j-api,slf4j-nop,JavaEWAH,javaewah,jsch}.jar)$T/java

# lacks CLIENT: why it cannot be tested here; nothing when it can.
lacks() {
	case $1 in
	libgit2) /usr/bin/python3 -c 'import pygit2' 2>"$T/null" || echo "python3-pygit2 is not installed" ;;
	dulwich) /usr/bin/python3 -c 'import dulwich' 2>"$T/null" || echo "python3-dulwich is not installed" ;;
	jgit)
		[ -e /usr/share/java/org.eclipse.jgit.jar ] || echo "libjgit-java is not installed"
		command -v javac >"$T/null" || echo "there is no javac"
		;;
	esac
}

# pushes CLIENT BRANCH: TEXT is what the gate said through that client, FATE what the client makes of the push.
pushes() {
	(
		cd "$CLONE"
		case $1 in
		jgit)
			[ -e "$T/java/Push.class" ] || javac -cp "$CLASSPATH" -d "$T/java" "$T/java/Push.java"
			java -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 -cp "$CLASSPATH" Push "$URL" "$2"
			;;
		*) /usr/bin/python3 "$T/push-$1.py" "$URL" "$2" ;;
		esac
	) >"$T/text" 2>"$T/fate" </dev/null || wrong "$1 broke down:" "$(cat "$T/fate")"
	TEXT=$(grep -v '^decision [0-9a-f]\{7\} in refs/sluis/audit$' "$T/text" || true) FATE=$(cat "$T/fate")
	has "the last line" "$(tail -n 1 "$T/text")" " in refs/sluis/audit"
}

# What git itself shows of the same push.
git_shows() {
	push_as noor production
	printf '%s\n' "${ANSWER_REMOTE[@]}"
}

# A commit whose title is long, not ASCII and hostile, so that lines fall apart where a client reads them.
hostile_change() {
	change "$1" src/pay.c $'P\xc3\xa4y \e[2J \xff \xe2\x82\xac \xe2\x82\xac \xe2\x82\xac by card' 2>"$T/null"
	on_acceptance
	dossier "$READY" acceptance
	evidence tess
	given promotions
}

names=$(printf 'José Zoë 校長 %.0s' {1..8})
names=${names% }
for client in jgit libgit2 dulwich; do
	why=$(lacks "$client" | head -n 1)

	it "$client: a refusal"
	if [ -n "$why" ]; then
		skip "$why"
	else
		promotion drop Accepted-by drop Released-by tree "$(edited_tree acceptance)"
		git_shows >"$T/shown"
		refused production complete signoff-present author-not-promoter
		before=$(refs)
		pushes "$client" production
		is "what it shows" "$TEXT" "$(cat "$T/shown")"
		has "what it makes of it" "$FATE" "pre-receive hook declined"
		is "the refs of the central repository" "$(refs)" "$before"
	fi

	it "$client: a refusal with hostile text in it"
	if [ -n "$why" ]; then
		skip "$why"
	else
		hostile_change noor
		promotion drop Accepted-by
		git_shows >"$T/shown"
		ANSWERED=yes ANSWER_HEAD=()
		has "what git shows" "$(cat "$T/shown")" '"Päy \x1b[2J ÿ € € €'
		pushes "$client" production
		is "what it shows" "$TEXT" "$(cat "$T/shown")"
		has "what it makes of it" "$FATE" "pre-receive hook declined"
		is "the production" "$(tip production)" "$(oid production~1)"
	fi

	it "$client: a refusal full of names, whole characters in each packet"
	if [ -n "$why" ]; then
		skip "$why"
	else
		world_reset
		policy "s/^name = Kim Jansen/name = $names/" "s/^name = Noor Kaya/name = $names Łukasz/"
		promotion drop Accepted-by drop Released-by tree "$(edited_tree acceptance)"
		git_shows >"$T/shown"
		ANSWERED=yes ANSWER_HEAD=()
		has "what git shows" "$(tr -s '\n ' ' ' <"$T/shown")" "$names Łukasz"
		for _ in 1 2 3; do
			pushes "$client" production
			is "what it shows" "$TEXT" "$(cat "$T/shown")"
		done
	fi

	it "$client: a promotion that goes in"
	if [ -n "$why" ]; then
		skip "$why"
	else
		pushes "$client" production
		is "what it shows" "$TEXT" "$(promoted)"
		is "the production" "$(tip production)" "$(oid production)"
	fi
done

finish
