#!/bin/bash
# git sluis manifest and deployed: a folder, a git checkout and a host over ssh are held against what was promoted.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
whole_norm
people_commands
policy '/^ref = refs.heads.promotions/a push = operator' "/^ref = refs.heads.promotions/a push = robot"
for each in web git host; do
	policy_add "[target \"$each\"]" 'environment = production' 'within-days = 2' 'except = config/local.ini' 'except = uploads/**'
done

LF=$'src/two\nlines' BACK='src/back\slash' DASH='-rf'
mkdir -p "$CLONE/src" "$CLONE/config"
echo 1 >"$CLONE/$LF"
echo 2 >"$CLONE/$BACK"
echo 3 >"$CLONE/$DASH"
echo 4 >"$CLONE/-"
echo 5 >"$CLONE/config/app.ini"
printf '#!/bin/sh\n' >"$CLONE/run"
chmod 755 "$CLONE/run"
ln -s src/pay.c "$CLONE/pay"
git -C "$CLONE" add -A
as dirk git -C "$CLONE" commit -q -m "Names"
branch test development
branch acceptance development
given development test acceptance
dossier "$READY" acceptance
evidence tess
plan "$READY" acceptance
planned
went_in

# A host whose account has a shell, find and the coreutils, and nothing else.
mkdir "$T/sshd" "$T/few" "$T/path"
SSHD=$T/sshd
for each in host noor; do
	ssh-keygen -q -t ed25519 -N '' -f "$SSHD/$each"
done
echo "restrict $(cat "$SSHD/noor.pub")" >"$SSHD/authorized_keys"
echo "central $(cat "$SSHD/host.pub")" >"$SSHD/known_hosts"
for each in $(dpkg -L coreutils | grep -E '^(/usr)?/bin/[^/]+$') "$(command -v find)"; do
	ln -sf "$each" "$T/few/${each##*/}"
done
{
	printf '%s\n' "HostKey $SSHD/host" "PidFile none" "AuthorizedKeysFile $SSHD/authorized_keys" "StrictModes no" \
		"PermitRootLogin prohibit-password" "UsePAM $(sshd_pam)" "SetEnv HOME=$HOME PATH=$T/few"
} >"$SSHD/config"
sshd_command "$SSHD" >"$SSHD/sshd-i"
chmod 755 "$SSHD/sshd-i"
printf '%s\n' '#!/bin/sh' "exec /usr/bin/$(ssh_command noor) \"\$@\"" >"$T/path/ssh"
chmod 755 "$T/path/ssh"
PATH=$T/path:$PATH
HOST=$(id -un)@web1.example.org
world_keep

# deployed TARGET [ARGUMENT]...: noor records what is there.
deployed() {
	local target=$1

	shift
	case $target in
	web) set -- --tree "$T/world/web" "$@" ;;
	git) set -- --tree "$T/world/git" "$@" ;;
	host) set -- --host "$HOST" --tree "$T/world/host dir's" "$@" ;;
	esac
	sluis "${BY:-noor}" deployed "$READY" --target "$target" "$@"
}

# folder TARGET: as it was promoted, with what belongs to the host.
folder() {
	case $1 in
	web) DIR=$T/world/web ;;
	git) DIR=$T/world/git ;;
	host) DIR=$T/world/host\ dir\'s ;;
	esac
	if [ "$1" = git ]; then
		git clone -q -b production "$CENTRAL" "$DIR"
	else
		mkdir "$DIR"
		git -C "$CENTRAL" archive production | tar -x -C "$DIR"
	fi
	mkdir -p "$DIR/config"
	echo secret >"$DIR/config/local.ini"
	mkdir -p "$DIR/uploads/deep"
	echo x >"$DIR/uploads/deep/photo"
}

# spoiled: one of each that there may be.
spoiled() {
	echo x >"$DIR/src/more.php"
	ln -s /etc/passwd "$DIR/link"
	mkdir "$DIR/empty"
	rm "$DIR/README"
	echo x >>"$DIR/src/pay.c"
	chmod 755 "$DIR/config/app.ini"
	chmod 644 "$DIR/run"
	cp "$DIR/$BACK" "$T/back"
	rm "$DIR/$BACK"
	ln -s "$T/back" "$DIR/$BACK"
	ln -sfn src "$DIR/pay"
	echo x >>"$DIR/$LF"
	rm "$DIR/$DASH"
	mkdir "$DIR/$DASH"
}

record_of() {
	git -C "$CENTRAL" show "promotions:$READY/deployment/$1.ini"
}

goes_on() {
	git -C "$CENTRAL" archive promotions | tar -x -C "$DOSSIERS"
	next_change dora 2026.12
	promotion id 2026.12
	push_as noor production
}

it "manifest: sha256sum -c reads it, whatever the names; links and modes are named"
folder web
sluis noor manifest "$READY"
did manifest
printf '%s\n' "$OUT" >"$T/manifest"
is "sha256sum" "$(cd "$T/world/web" && sha256sum --quiet --strict -c - <"$T/manifest" 2>&1)" ""
is "the lines about modes" "$(grep '^#' "$T/manifest")" "# 120000 pay
# 100755 run"
has "the names" "$(cut -c 67- <"$T/manifest" | tr '\n' '|')" "./-|-rf|README|config/app.ini|"
has "a name with a backslash" "$OUT" "  src/back\\\\slash"
has "a name with a line feed" "$OUT" "  src/two\\nlines"
echo x >>"$T/world/web/$LF"
is "sha256sum of another file" "$(cd "$T/world/web" && sha256sum --quiet -c - <"$T/manifest" 2>&1 | head -1)" '\src/two\nlines: FAILED'
sluis noor manifest 2020.1
failed 2 "2020.1 did not go over to any environment"

it "deployed: all three are as promoted, recorded by noor, and the next promotion passes"
for each in web git host; do
	folder "$each"
	deployed "$each" --push --step "1=done after the backup" --step 2=no
	did "deployed to $each"
	has "what noor reads" "$OUT" "$READY at $each: 9 compared, 0 differ"
done
has "the record" "$(record_of host)" "outcome = done
method = manifest
differing = 0

[step \"1\"]
done = 20"
has "the record" "$(record_of host)" "by = noor
note = after the backup

[step \"2\"]
done = no"
has "the record" "$(record_of git)" "method = tree"
goes_on
accepted "$(promoted 2026.12)"

for each in web git host; do
	it "deployed: to $each, with too much, too little and other than promoted"
	folder "$each"
	spoiled
	deployed "$each" --push
	is "the exit code" "$RC" 1
	is "what differs" "$(grep '^  ' <<<"$OUT")" "  -rf is not a file
  README is missing
  config/app.ini may be executed
  pay leads elsewhere
  run may not be executed
  src/back\\\\slash is not a file
  src/pay.c holds other bytes
  src/two\\x0alines holds other bytes
  link was not promoted
  src/more.php was not promoted"
	has "what noor reads" "$OUT" "$READY at $each: 11 compared, 10 differ"
	has "the record" "$(record_of "$each")" "outcome = failed"
	has "the record" "$(record_of "$each")" "differing = 10"
	goes_on
	refused production deployment-recorded
	says deployment-recorded "says that the deployment of $READY to $each failed"
done

it "deployed: deployed again, and the steps that were done stay done"
folder web
echo x >"$DIR/more"
deployed web --push --step "1=2026-11-24T14:00:00+01:00 by hand"
is "the exit code" "$RC" 1
rm "$DIR/more"
deployed web --push --step 2=done --finished "$(moment "1 minute ago")"
did "deployed again"
has "what noor puts her name under" "$OUT" "step 1: 2026-11-24T13:00:00Z, by noor, by hand
step 2: $(record_of web | sed -n 's/^finished = //p'), by noor"
is "when it began" "$(record_of web | sed -n 's/^started = //p')" "$(record_of web | sed -n 's/^finished = //p')"
has "the record" "$(record_of web)" "[step \"1\"]
done = 2026-11-24T13:00:00Z
by = noor
note = by hand

[step \"2\"]"

it "deployed: a failed deployment blocks the next promotion, and its rollback passes and is recorded in turn"
for each in git host; do
	folder "$each"
	deployed "$each" --push
	did "deployed to $each"
done
sluis noor deployed "$READY" --target web --outcome failed --push
is "the exit code" "$RC" 1
has "the record" "$(record_of web)" "outcome = failed
method = none"
goes_on
refused production deployment-recorded
first=$(tip production~)
promotion id back-1 candidate "$first" tree "$first^{tree}" add "Rolls-Back-To: $first"
push_as noor production
accepted "$(promoted back-1)"
READY=back-1
rm -rf "$T/world/web"
folder web
sluis noor deployed back-1 --target web --tree "$DIR" --push
did "the rollback's deployment"
has "the record" "$(record_of web)" "commit = $(tip production)"
READY=2026.11

it "deployed: in place of the .git of a checkout nothing else passes"
folder web
mkdir "$DIR/src/.git"
echo x >"$DIR/src/.git/config"
deployed web
is "the exit code" "$RC" 1
has "what differs" "$OUT" "src/.git/config was not promoted"

it "deployed: what belongs to the host need not be readable, and a folder that must be, does"
folder web
chmod 000 "$DIR/uploads/deep" "$DIR/uploads"
deployed web --push
did "deployed"
rm -r "$DIR/src"
mkdir -m 000 "$DIR/src"
if [ "$(id -u)" -ne 0 ]; then
	deployed web
	failed 2 "find did not say what is in"
fi

it "refuse: a host that is an option, a name or an address of more, is not run"
for each in -oProxyCommand=true 'noor@-oProxyCommand=true' 'a b' 'a;b' '@x' "noor@x\$(id)" ''; do
	sluis noor deployed "$READY" --target host --host "$each" --tree /srv
	is "the exit code for '$each'" "$RC" 129
	has "what noor reads" "$OUT" "usage: git sluis deployed"
done
for each in '-rf' "x'; touch $T/owned; '" "\$(touch $T/owned)" "a
b"; do
	sluis noor deployed "$READY" --target host --host "$HOST" --tree "$each"
	failed 2 "find did not say what is in"
done
is "what was run there" "$([ ! -e "$T/owned" ] || echo yes)" ""

it "refuse: no such host, folder, target, step, id; or one who may not push there"
rm "$SSHD/authorized_keys"
deployed host
failed 2 "Permission denied" "find did not say what is in" "see whether ssh $HOST works"
echo "restrict $(cat "$SSHD/noor.pub")" >"$SSHD/authorized_keys"
deployed web
failed 2 "find did not say what is in"
sluis noor deployed "$READY" --target db --tree /srv
failed 2 "the policy has no [target \"db\"]"
sluis noor deployed 2020.1 --target web --tree /srv
failed 2 "2020.1 did not go over to production"
folder web
deployed web --step 3=done
failed 2 "the plan has no step '3'"
deployed web --step 1=soon
failed 1 "'soon' of step 1 is not done, no, or a time"
BY=dirk deployed web
failed 1 "Dirk Visser may not push to production, so the gate would not count it"
sluis noor deployed "$READY" --tree /srv
is "the exit code" "$RC" 129

it "status: says what is still to be recorded, and by when; promote ends with the command"
policy '/^\[environment "production"/,/^require/{/^signoff/d}'
next_change dora 2026.12
sluis noor promote 2026.12
did promote
has "what noor reads last" "$OUT" "when it is deployed: git sluis deployed 2026.12 --target web --tree DIR"
sluis noor status 2026.12
did status
has "what noor reads" "$OUT" "  web           not recorded, to be there by "
has "what noor reads" "$OUT" "       git sluis deployed 2026.12 --target host --tree DIR"
sluis noor status
has "what noor reads" "$OUT" "git sluis deployed 2026.12 --target git --tree DIR"
hasnt "what noor reads" "$OUT" "$READY"
sluis noor deployed 2026.12 --target web --outcome rolled-back --push
sluis noor deployed 2026.12 --target git --push
sluis noor status 2026.12
has "what noor reads" "$OUT" "  web           rolled back, by the word of Noor Kaya"
has "what noor reads" "$OUT" "  git           done, by the word of Noor Kaya"
hasnt "what noor reads" "$OUT" "--target git"
sluis noor status 2026.12 --format json # which it keeps (keep_json)
has "what a machine reads" "$(tr -d '\n\t' <<<"$OUT")" '"target": "web","done": false,"state": "rolled-back","word-of": "noor"'

it "deployed: by a service"
folder web
folder git
folder host
BY=ci deployed web --push
did "by the build machine"
has "the record" "$(record_of web)" "executed-by = ci"
deployed git --push
deployed host --push
did "deployed to host"
goes_on
accepted "$(promoted 2026.12)"

finish
