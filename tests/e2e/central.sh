# shellcheck shell=bash
# The central repository: bare, with the gate as its pre-receive hook and the policy in sluis/.

central_make() {
	git init -q --bare --template= "$CENTRAL"
	mkdir "$CENTRAL/hooks" "$CENTRAL/sluis"
	git -C "$CENTRAL" config core.fsync none
	git -C "$CENTRAL" config gc.auto 0
	policy_text >"$CENTRAL/sluis/policy.ini"
	central_publish
}

# A hook that is missing lets every push through, so this is not done before the world stands.
central_arm() {
	ln -s "$SLUIS_BUILD/pre-receive" "$CENTRAL/hooks/pre-receive"
}

# central_guard: the two hooks after it are there too, which see every ref that moves.
central_guard() {
	local each

	for each in reference-transaction post-receive; do
		ln -s "$SLUIS_BUILD/$each" "$CENTRAL/hooks/$each"
	done
}

# locally COMMAND...: git in the central repository, as its administrator runs it.
locally() {
	RC=0
	OUT=$(git -C "$CENTRAL" "$@" 2>&1) || RC=$?
}

# previous FILE LINE...: a hook of somebody else's making.
previous() {
	mkdir -p "${1%/*}"
	printf '%s\n' '#!/bin/sh' "${@:2}" >"$1"
	chmod 755 "$1"
}

policy_text() {
	cat <<'INI'
[policy]
title = Promotion to production
version = 2026-1
url = https://intranet.example.org/promotion
norm = CH.06

[pusher]
source = env:SLUIS_TEST_PUSHER

[evidence]
ref = refs/heads/promotions
push = tester

[person "dirk"]
name = Dirk Visser
email = dirk@example.org
login = dirk
[person "dora"]
name = Dora Mulder
email = dora@example.org
email = dora.mulder@school.example
login = dora
[person "tess"]
name = Tess Bos
email = tess@example.org
login = tess
[person "kim"]
name = Kim Jansen
email = kim@example.org
login = kim
[person "els"]
name = Els de Vries
email = els@example.org
login = els
[person "noor"]
name = Noor Kaya
email = noor@example.org
login = noor
[person "jan"]
name = Jan Bakker
email = jan@example.org
login = jan
[person "luuk"]
name = Luuk Smit
email = luuk@example.org
login = luuk
until = 2020-06-30
[service "ci"]
name = Build machine
email = ci@example.org
login = ci
owner = jan

[role "developer"]
member = dirk
member = dora
[role "tester"]
member = tess
[role "key-user"]
member = kim
member = luuk
[role "system-owner"]
member = els
[role "operator"]
member = noor
member = jan
member = luuk
[role "robot"]
member = ci

[separation]
conflict = developer operator

[signoff "users"]
trailer = Accepted-by
role = key-user
[signoff "system-owner"]
trailer = Approved-by
role = system-owner
[signoff "operations"]
trailer = Released-by
role = operator

[environment "development"]
ref = refs/heads/development
push = developer
push = robot
[environment "test"]
ref = refs/heads/test
from = development
push = developer
push = tester
fast-forward = yes
[environment "acceptance"]
ref = refs/heads/acceptance
from = test
push = tester
fast-forward = yes
[environment "production"]
ref = refs/heads/production
from = acceptance
push = operator
signoff = users
signoff = system-owner
signoff = operations
require = acceptance complete
proof = trailer
INI
}

# The rule policy-published asks that the policy in force is where everyone can fetch it.
central_publish() {
	local said

	said=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" policy --publish 2>&1) || case $said in
	*'of the policy was another text'* | *'of the policy had other keys'* | *'van het beleid had een andere tekst'* | *'hoorden andere sleutels'*) central_publish_anyway ;;
	esac
}

# Under its version again, as if it were always so: what a test changes is no other policy to it.
central_publish_anyway() {
	local blob each

	for each in allowed_signers policy.ini revoked_keys; do
		[ ! -e "$CENTRAL/sluis/$each" ] || ! blob=$(git -C "$CENTRAL" hash-object -w "sluis/$each") ||
			printf '100644 blob %s\t%s\n' "$blob" "$each"
	done >"$T/published"
	git -C "$CENTRAL" -c core.hooksPath="$T/none" update-ref refs/sluis/policy "$(printf 'Policy %s\n\nPublished-by: tests\n' \
		"$(sed -n 's/^version = //p' "$CENTRAL/sluis/policy.ini")" |
		git -C "$CENTRAL" -c user.name=tests -c user.email=tests@localhost commit-tree -p refs/sluis/policy \
			"$(git -C "$CENTRAL" mktree <"$T/published")")"
}

# policy SED-EXPRESSION...: changes the policy in force.
policy() {
	local args=()

	for each; do
		args+=(-e "$each")
	done
	sed -i "${args[@]}" "$CENTRAL/sluis/policy.ini"
	central_publish
}

# policy_add LINE...: at its end.
policy_add() {
	printf '%s\n' "$@" >>"$CENTRAL/sluis/policy.ini"
	central_publish
}

# given REF...: these branches of the clone stand in the central repository too, as if pushed long ago.
given() {
	local each specs=() revs='' moves=''

	for each; do
		specs+=("+refs/heads/$each:refs/heads/$each")
		! read_value "$CENTRAL" "refs/heads/$each" || revs+=^$VALUE$'\n'
		read_value "$CLONE" "refs/heads/$each"
		revs+=$VALUE$'\n'
		moves+="update refs/heads/$each $VALUE"$'\n'
	done
	# As git fetch does it, in three programs of its eight; what the clone does not have is for that.
	if git -C "$CLONE" pack-objects -q --revs --stdout <<<"$revs" >"$T/given" 2>"$T/null"; then
		git -C "$CENTRAL" unpack-objects -q <"$T/given"
		git -C "$CENTRAL" update-ref --stdin <<<"${moves%?}"
	else
		git -C "$CENTRAL" fetch -q --no-tags "$CLONE" "${specs[@]}"
	fi
}

# tip REF: what the branch of the central repository is.
tip() {
	value "$CENTRAL" "refs/heads/$1" || echo none
}

# loose OID: the file of the object in the central repository, which has no packs any more after this.
loose() {
	local pack

	for pack in "$CENTRAL"/objects/pack/*.pack; do
		[ -e "$pack" ] || continue
		mv "$pack" "$T/pack"
		rm -f "${pack%.pack}".*
		git -C "$CENTRAL" unpack-objects -q <"$T/pack"
	done
	echo "$CENTRAL/objects/${1:0:2}/${1:2}"
}

# broken OID: its file in the central repository is no object any more.
broken() {
	local file

	file=$(loose "$1")
	chmod u+w "$file"
	echo "no object" >"$file"
}

# lose OID: the object is gone from the central repository.
lose() {
	rm -f "$(loose "$1")"
}

# given_objects BRANCH: the central repository has its commits, and no ref to them.
given_objects() {
	git -C "$CENTRAL" fetch -q --no-tags "$CLONE" "refs/heads/$1"
}
