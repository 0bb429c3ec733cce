#!/bin/bash
# Installs Sluis and arms repositories with it; shows it; tests it.
set -eu -o pipefail

usage() {
	cat <<'END'
PREFIX/sbin/sluis-arm is this same script where it is installed: it arms, and neither builds nor installs.
usage: ./install.sh --demo     shows a promotion, refused and then accepted, in a throw-away repository
       ./install.sh --check    builds and runs every test, plainly and once more with sanitizers
       ./install.sh --deps     installs the Debian packages for all of this, and nothing else
       ./install.sh [--prefix DIR] [--policy DIR | --policy POLICY.git] [--reason TEXT] [--host HOST] [--unrevoke]
                    [--baseline-later] REPO.git...
                               builds, installs (in /usr/local), and arms these repositories
       ./install.sh --all      installs, and arms again each repository that was armed here; says which wait
       ./install.sh --remove REPO.git...
                               takes the gate away again

The DIR of --policy holds policy.ini, and allowed_signers and revoked_keys where there are any; they are copied to
REPO.git/sluis/ when nothing is wrong in any of them. POLICY.git is a repository that Sluis guards: its production is
taken when its audit accepted that, and what approved it goes along. TEXT says why the policy changes; everyone can read it
with the policy, and what a plain folder brought is in every report as not approved. Without --policy, the policy that is
there stays. Keys that REPO.git/sluis/revoked_keys has and DIR lacks are asked about; --unrevoke says that they count
again. A ref of the policy that REPO.git lacks, while it has one with almost that name, is an error; --baseline-later says
that it comes later. HOST says where hooks belong: plain (the
default: git itself runs them, behind sshd or a web server), gitolite, gitea (also Forgejo) or gitlab.
END
}

build_packages=(git gcc make libc6-dev libgit2-dev libinih-dev libexpat1-dev libjansson-dev libmbedtls-dev libhttp-parser-dev
	libpcre2-dev zlib1g-dev libssh2-1-dev tzdata)
demo_packages=(openssh-server openssh-client)
test_packages=(clang-format-14 libcmocka-dev perl bats python3-pytest mandoc shellcheck gitolite3 nginx-light fcgiwrap apache2-bin openssl
	strace faketime procps python3-pygit2 python3-dulwich python3-jsonschema python3-yaml jq curl)
hooks=(pre-receive reference-transaction post-receive)
prefix=${PREFIX:-/usr/local}
policy=
policy_repo=
approved=
taken=
reason=
unrevoke=
later=
host=plain
case $0 in */*) top=${0%/*} ;; *) top=. ;; esac
case $top in /*) ;; *) top=$PWD/$top ;; esac
installed=
[ -e "$top/Makefile" ] || installed=yes prefix=$(realpath -- "$top/..") top=$prefix/share/sluis
unset "${!GIT_@}"
umask 022

say() {
	printf '%s\n' "$*"
}

die() {
	printf '%s: %s\n' "${0##*/}" "$1" >&2
	shift
	[ $# = 0 ] || printf '%s\n' "$@" >&2	# a command among them can be pasted
	exit 1
}

missing_packages() {
	local p
	for p in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || printf '%s\n' "$p"
	done
}

# A service that comes with a package (sshd) is not started by it.
apt_install() {
	local keep_down=/usr/sbin/policy-rc.d
	if [ ! -e "$keep_down" ]; then
		trap 'rm -f /usr/sbin/policy-rc.d' EXIT
		printf '#!/bin/sh\nexit 101\n' >"$keep_down"
		chmod 755 "$keep_down"
	fi
	apt-get -q update </dev/null
	DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" </dev/null
}

packages() {
	local missing
	command -v dpkg-query >/dev/null || { say "this is no Debian; see to it that these are there: $*"; return; }
	mapfile -t missing < <(missing_packages "$@")
	[ "${#missing[@]}" -gt 0 ] || return 0
	[ "$(id -u)" = 0 ] || die "packages are missing; run this, and then the same again:" \
		"sudo apt-get install --no-install-recommends ${missing[*]}"
	say "installing packages: ${missing[*]}"
	(apt_install "${missing[@]}") >"${TMPDIR:-/tmp}/sluis-packages.$$" 2>&1 ||
		die "these packages cannot be installed:" "$(tail -n 20 "${TMPDIR:-/tmp}/sluis-packages.$$")"
	rm -f "${TMPDIR:-/tmp}/sluis-packages.$$"
}

demo() {
	[ -n "$installed" ] || packages "${build_packages[@]}"
	packages "${demo_packages[@]}"
	[ -n "$installed" ] || make -s -C "$top" all
	exec "$top/config/demo/run"
}

check() {
	packages "${build_packages[@]}" "${demo_packages[@]}" "${test_packages[@]}"
	exec "$top/tests/all"
}

# Runs a command as the user with that id and with his settings: git trusts no repository of somebody else, and
# root follows no link that the owner of a repository may have laid in it.
as() {
	local uid=$1 gid home
	shift
	if [ "$(id -u)" = "$uid" ]; then
		"$@"
	else
		IFS=: read -r _ _ _ gid _ home _ < <(getent passwd "$uid") || die "$PWD belongs to user id $uid, who is nobody here"
		setpriv --reuid "$uid" --regid "$gid" --init-groups env HOME="$home" TMPDIR=/tmp SUDO_USER="${SUDO_USER:-root}" "$@"
	fi
}

as_owner() {
	as "$(stat -c %u .)" "$@"
}

repo_git() {
	as_owner git --git-dir=. "$@"
}

# All that follows runs in a subshell that has entered the repository, and names things in it from there.

find_hooks() {
	local dir
	dir=$(repo_git rev-parse --git-path hooks && echo .)
	dir=$(realpath -m -- "${dir%??}" && echo .) dir=${dir%??}
	case $dir in
	"$PWD"/?*) hook_dir=${dir#"$PWD"/} ;;
	*) die "$PWD: git takes its hooks from $dir, outside of the repository, where others may use them too." \
		"Unset core.hooksPath (or remove the link), or put $prefix/libexec/sluis/pre-receive there yourself." ;;
	esac
	use_hook pre-receive
}

# The hook that the following is about, and where the one is kept that was there before. Gitea and GitLab have hooks of
# their own in front, which run what lies in a folder; Gitea leaves reference-transaction to git.
use_hook() {
	case $host:$1 in
	gitea:reference-transaction) hook=$hook_dir/$1 ;;
	gitea:*) hook=$hook_dir/$1.d/sluis ;;
	gitlab:*) hook=custom_hooks/$1.d/sluis ;;
	*) hook=$hook_dir/$1 ;;
	esac
	kept=$hook.d/10-previous
}

use_host() {
	host=$1
	hooks=(pre-receive reference-transaction post-receive)
	[ "$host" != gitlab ] || hooks=(pre-receive post-receive)
}

# What gitolite would put in place of ours: at its next setup, or at the next change of its own config.
check_gitolite() {
	local base code name each
	base=$(as_owner gitolite query-rc GL_REPO_BASE) ||
		die "$PWD: $(stat -c %U .) cannot run gitolite, which would tell where its repositories and hooks are"
	case $PWD in
	"$base"/?*.git) name=${PWD#"$base"/} name=${name%.git} ;;
	*) die "$PWD is none of gitolite's repositories, which are in $base" ;;
	esac
	code=$(as_owner gitolite query-rc LOCAL_CODE) || code=
	for each in "${hooks[@]}"; do
		[ -z "$code" ] || [ ! -e "$code/hooks/common/$each" ] ||
			die "gitolite would put $code/hooks/common/$each in place of ours. Move it to" \
				"$PWD/hooks/$each.d/20-common, where it runs after ours, or arm no repository of gitolite's."
		! as_owner gitolite git-config -q -r "$name" "gitolite-options\\.hook\\.$each" ||
			die "$name has the option hook.$each, with which gitolite puts its own driver in place of ours." \
				"Take it out of gitolite.conf, and put what it names into $PWD/hooks/$each.d/, where it runs after ours."
	done
}

enter() {
	local owner
	[ -d "$1" ] || die "$1 is not a folder"
	cd -P -- "$1"
	[ ! -e .git ] || die "$1 is a work tree; its repository is $1/.git"
	owner=$(stat -c %U .)
	[ "$owner" != UNKNOWN ] ||
		die "$1 belongs to user id $(stat -c %u .), who is nobody here; give it to the user whom pushes come in as, such as git:" \
			"chown -R git: $(printf %q "$1")"
	case $(id -u) in
	0 | "$(stat -c %u .)") ;;
	*) die "$1 belongs to $owner; run this as that user or as root" ;;
	esac
	[ "$(repo_git rev-parse --show-object-format 2>/dev/null)" = sha1 ] ||
		die "$1 is not a git repository with SHA-1 objects, and Sluis judges no other"
	find_hooks
}

# Finds the policy in force, and in `from` the folder that it is to be copied from, if it is.
find_policy() {
	local named
	named=$(repo_git config --local sluis.policy) || named=
	[ -z "$named" ] || [ -z "$policy" ] ||
		die "$PWD takes its policy from $named; change that file, or unset sluis.policy"
	in_force=${named:-sluis/policy.ini}
	[ -n "$named$policy" ] || [ -e "$in_force" ] || [ ! -e /etc/sluis/policy.ini ] || in_force=/etc/sluis/policy.ini
	from=$policy
	[ -n "$named$policy" ] || [ -e "$in_force" ] ||
		die "$PWD has no policy yet. Start from one of $top/config, put your people into it, and name its folder:" \
			"$(printf '%q ' "$0" --policy my-policy "${arguments[@]}")"
}

# Everything that can be known to go wrong, for all repositories, before the first one is armed.
check_repository() (
	enter "$1"
	[ "$host" != gitolite ] || check_gitolite
	find_policy
	file=$in_force
	[ -z "$from" ] || file=$from/policy.ini
	"$prefix/bin/git-sluis" policy --lint "$file" ||
		die "$1: this policy cannot be used; nothing is armed"
	check_follows "$1"
	check_revoked "$1"
)

# Its objects, for everyone who fetches the policy to verify.
bring_proof() {
	local proof=("${approved%:*}" "${approved#*:}")
	[ -n "$approved" ] || return 0
	! repo_git rev-list --quiet --objects "${proof[@]}" 2>/dev/null || return 0
	(cd -P -- "$policy_repo" && printf '%s\n' "${proof[@]}" | repo_git pack-objects -q --revs --stdout) |
		repo_git index-pack --stdin >/dev/null || die "$PWD: what approved the policy cannot be copied from $policy_repo"
}

# May it take the place of the one in force? That is for the repository's owner to ask, who may not read the folder.
check_follows() {
	local next=$in_force copy='' said name rc=0
	bring_proof
	if [ -n "$from" ]; then
		copy=$(as_owner mktemp -d) next=$copy/policy.ini
		for name in revoked_keys allowed_signers policy.ini; do
			[ ! -e "$from/$name" ] || put "$(stat -c %u .)" 644 "$from/$name" "$copy/$name"
		done
	fi
	said=$(as_owner "$prefix/bin/git-sluis" policy --publish --dry-run $later ${approved:+--approved "$approved"} "$next" 2>&1) || rc=$?
	[ -z "$copy" ] || as_owner rm -r -- "$copy"
	[ -z "$copy" ] || said=${said//"$copy"/"$from"}
	[ "$rc" = 0 ] || die "$1: this policy cannot come into force here; nothing is armed:" "$said"
	if [ -n "$said" ] && [ -z "$reason$approved" ] && [ ! -s "$notes/reason" ] && [ -t 0 ] && [ -t 2 ]; then
		printf '%s\n' "What changes in $PWD:" "$said" >&2
		read -r -p "Why? (everyone can read it) " said
		printf '%s\n' "$said" >"$notes/reason"
	fi
}

# revoked_in WHO FILE, read by WHO (command or as_owner): a key a line; of a list that ssh-keygen made, its digest.
revoked_in() {
	"$1" test -e "$2" || return 0
	if [ "$("$1" head -c 6 -- "$2" | tr -d '\0')" = SSHKRL ]; then
		"$1" cat -- "$2" | sha256sum | sed 's/ .*/ (a list made by ssh-keygen -k)/'
	else
		"$1" cat -- "$2" | awk '!/^[ \t]*(#|$)/ { print $1, $2 }' | LC_ALL=C sort -u
	fi
}

# Who was shut out stays shut out, unless somebody says otherwise.
check_revoked() {
	local back
	[ -n "$policy" ] && [ -n "$from" ] && [ -z "$unrevoke" ] || return 0
	back=$(LC_ALL=C comm -13 <(revoked_in command "$from/revoked_keys") \
		<(revoked_in as_owner sluis/revoked_keys))
	[ -n "$back" ] || return 0
	printf '%s\n' "$PWD/sluis/revoked_keys has keys that $from/revoked_keys lacks:" "$back" >&2
	if [ -t 0 ] && [ -t 2 ]; then
		read -r -p "Do they count again? [y/N] " back
		case $back in [yYjJ]*) return ;; esac
	fi
	die "$1: these keys would count again; nothing is armed." "Add them to $from/revoked_keys, or say that they do:" \
		"$(printf '%q ' "$0" --unrevoke "${arguments[@]}")"
}

# put UID MODE SOURCE FILE: a copy, whole or not at all. False when it is there already.
put() {
	[ -L "$4" ] || ! cmp -s -- "$3" "$4" || [ "$(stat -c %u,%a -- "$4")" != "$1,$2" ] || return 1
	# shellcheck disable=SC2016  # for the inner shell
	as "$1" sh -c 'cat >"$2.new" && chmod "$1" "$2.new" && mv -fT "$2.new" "$2"' put "$2" "$4" <"$3" ||
		die "cannot write $PWD/$4"
}

put_policy() {
	local name owner
	[ -n "$from" ] || return 0
	as_owner mkdir -p sluis
	owner=$(stat -c %u sluis)
	[ "$(stat -c %a sluis)" = 755 ] || as "$owner" chmod 755 sluis
	for name in revoked_keys allowed_signers policy.ini; do
		[ -e "$from/$name" ] || continue
		! put "$owner" 644 "$from/$name" "sluis/$name" || say "  copied ${policy_repo:-$from}/$name to sluis/"
	done
	# Whether its keys may count again was asked before.
	if [ -n "$policy" ] && [ ! -e "$from/revoked_keys" ] && [ -e sluis/revoked_keys ]; then
		as "$owner" rm -- sluis/revoked_keys
		say "  removed sluis/revoked_keys"
	fi
}

is_ours() {
	[ -f "$1" ] && [ "$(head -c 4 -- "$1" | tr -d '\177\0')" = ELF ] && grep -qa 'Sluis judges SHA-1 repositories only' -- "$1"
}

# A hook that was there before runs after ours. It is copied, so that at no moment there is none.
keep_previous() {
	local target
	[ -e "$hook" ] || [ -L "$hook" ] || return 0
	! is_ours "$hook" || return 0
	[ -f "$hook" ] || die "$PWD/$hook is a link that leads nowhere, or no file; take it away first"
	if [ -e "$kept" ]; then
		cmp -s -- "$hook" "$kept" || die "$PWD/$hook is not ours, and $kept is taken; give that another name first"
		return 0
	fi
	as_owner mkdir -p "$hook.d"
	if [ -L "$hook" ]; then
		target=$(realpath -- "$hook" && echo .)
		as_owner ln -s "${target%??}" "$kept"
	else
		as_owner cp -p "$hook" "$kept"
	fi
	say "  kept the hook that was there as $kept; it runs after ours"
}

# arm_hook NAME: it is tried before it is put in place.
arm_hook() {
	local source=$prefix/libexec/sluis/$1 owner said
	owner=$(stat -c %u .)
	if [ ! -L "$hook" ] && cmp -s -- "$source" "$hook" && [ "$(stat -c %u,%a -- "$hook")" = "$owner,755" ]; then
		say "  already armed: $hook"
		return
	fi
	as_owner mkdir -p "${hook%/*}"
	trap 'as_owner rm -f "$hook.try"' EXIT
	put "$owner" 755 "$source" "$hook.try" || :
	said=$(as_owner "./$hook.try" --version 2>&1 </dev/null) || :
	case $said in
	'sluis '*) ;;
	*) die "$PWD: no program can be run in ${hook%/*} (a file system mounted noexec?): $said" ;;
	esac
	keep_previous
	as_owner mv -fT "$hook.try" "$hook"
	say "  armed: $hook"
}

# A push that must be refused, the way everyone pushes: git sluis doctor makes it.
trial() {
	local said
	if said=$(as_owner "$prefix/bin/git-sluis" doctor --host "$host" --check trial-push . 2>&1); then
		say "  trial push refused, as it must be"
	else
		die "$PWD: the trial push did not come out as it must:" "$said"
	fi
}

# git push -o works from here on; what stood there before comes back with --remove.
offer_push_options() {
	local before
	! repo_git config --local --get sluis.pushOptionsBefore >/dev/null || return 0
	[ "$(repo_git config --local --type=bool --get receive.advertisePushOptions)" != true ] || return 0
	before=$(repo_git config --local --get receive.advertisePushOptions) || before="unset"
	repo_git config --local sluis.pushOptionsBefore "$before"
	repo_git config --local receive.advertisePushOptions true
	say "  set: receive.advertisePushOptions"
}

# What somebody has set since stays.
withdraw_push_options() {
	local before
	before=$(repo_git config --local --get sluis.pushOptionsBefore) || return 0
	repo_git config --local --unset sluis.pushOptionsBefore
	[ "$(repo_git config --local --get receive.advertisePushOptions)" = true ] || return 0
	if [ "$before" = unset ]; then
		repo_git config --local --unset receive.advertisePushOptions
	else
		repo_git config --local receive.advertisePushOptions "$before"
	fi
}

# set_config KEY VALUE
set_config() {
	[ "$(repo_git config "$1")" = "$2" ] || repo_git config "$1" "$2"
}

# Every move of a ref is there for git sluis audit verify, for ever.
keep_reflogs() {
	set_config core.logAllRefUpdates always
	set_config gc.reflogExpire never
	set_config gc.reflogExpireUnreachable never
}

# What is guarded, by what, and where each ref stands, goes to the audit.
take_stock() {
	local each file said found=()
	for each in "${hooks[@]}"; do
		use_hook "$each"
		for file in "$hook" "$hook.d"/*; do
			[ ! -f "$file" ] || found+=("$file")
		done
	done
	said=$(as_owner "$prefix/bin/git-sluis" audit arm "${found[@]}")
	say "  $said"
}

# What will be refused later, and what nothing guards, is better known now.
show_noted() {
	local said
	said=$(as_owner "$prefix/bin/git-sluis" doctor -v --check "$1" . | sed -n "/^$1 /,\$ { /^$1 /d; /^\$/d; p }") || :
	[ -z "$said" ] || printf '  NOTE: %s:\n%s\n' "$2" "$said"
}

# Everything else that keeps it from guarding, or people from working.
show_doctor() {
	local said
	said=$(as_owner "$prefix/bin/git-sluis" doctor --host "$host" --no-push . 2>&1) ||
		printf '  NOTE: git sluis doctor found something:\n  %s\n' "${said//$'\n'/$'\n'  }"
}

# What moved, came or went while nobody looked is no beginning.
show_unaccounted() {
	local said
	said=$(as_owner "$prefix/bin/git-sluis" audit verify 2>&1) ||
		printf '  NOTE: the audit does not account for all that is here:\n  %s\n' "${said//$'\n'/$'\n'  }"
}

# What is enforced is what everyone can read.
publish_policy() {
	local said
	said=$(as_owner "$prefix/bin/git-sluis" policy --publish ${reason:+--reason "$reason"} ${approved:+--approved "$approved"} 2>&1) ||
		die "$PWD: the policy is not published:" "$said"
	say "  ${said//$'\n'/$'\n'  }"
}

show_guarded() {
	"$prefix/bin/git-sluis" policy --show "$in_force" | awk '
	/^\[/ { kind = $1; id = $2; gsub(/[\[\]"]/, "", kind); gsub(/[\]"]/, "", id) }
	$1 == "ref" && kind == "environment" { print "  guards " $3 ", the environment " id }
	$1 == "ref" && kind == "evidence" { print "  guards " $3 ", the evidence" }'
	say "  policy: $(realpath -- "$in_force")"
}

# On a forge nothing else can say who pushes.
show_source() {
	local source
	source=$("$prefix/bin/git-sluis" policy --show "$in_force" | awk '$1 == "source" { print $3; exit }')
	case $host in
	gitea | gitlab)
		[ "$source" = "$host" ] || say "  NOTE: the policy says source = $source; until it says $host, nobody can push to what is guarded"
		;;
	esac
}

# What --all and git sluis doctor --all go by: a line "HOST PATH" for each repository that is armed from this prefix.
find_list() {
	case $prefix in
	/usr | /usr/local) list=/var/lib/sluis/repositories ;;
	*) list=$prefix/var/lib/sluis/repositories ;;
	esac
}

# relist PATH [LINE]: what the list says of that repository becomes this line, or nothing.
relist() (
	umask 022
	mkdir -p -- "${list%/*}" && exec {lock}<"${list%/*}" && flock "$lock" && [ -w "${list%/*}" ] &&
		{ [ ! -e "$list" ] || repo=$1 awk 'substr($0, index($0, " ") + 1) != ENVIRON["repo"]' "$list"; } >"$list.new" &&
		printf '%s' "${2:+$2$'\n'}" >>"$list.new" && mv -f -- "$list.new" "$list"
) 2>/dev/null

is_listed() {
	[ -e "$list" ] && repo=$1 awk 'substr($0, index($0, " ") + 1) == ENVIRON["repo"] { found = 1 } END { exit !found }' "$list"
}

remember() {
	! grep -qxFs -- "$host $PWD" "$list" || return 0
	case $PWD in
	*$'\n'*) ;;
	*) ! relist "$PWD" "$host $PWD" || return 0 ;;
	esac
	say "  NOTE: it is not on the list, $list, so that --all passes it over: run this again after each upgrade"
}

# One by one, so that one that waits holds up no other.
arm_listed() {
	local host repo said waits=() each
	[ -s "$list" ] || die "no repository was armed here: $list is not there, or empty"
	while read -r host repo; do
		if said=$("$0" --prefix "$prefix" --host "$host" -- "$repo" 2>&1 </dev/null); then
			say "$repo: armed"
		else
			waits+=("$repo" "  ${said//$'\n'/$'\n'  }" "  $(printf '%q ' "$0" --prefix "$prefix" --host "$host" "$repo")")
		fi
	done <"$list"
	[ "${#waits[@]}" -gt 0 ] || return 0
	say "These wait, with the hooks that they had. Run what follows each when its cause is gone; --remove takes it off the list:"
	for each in "${waits[@]}"; do say "$each"; done
	exit 1
}

arm() (
	say "$1"
	enter "$1"
	exec {lock}<objects	# the folder itself is the lock of the audit
	flock -w 600 "$lock" || die "$1: another install.sh has been at work here for ten minutes"
	find_policy
	put_policy
	keep_reflogs
	[ "$(repo_git config --local sluis.libexec)" = "$prefix/libexec/sluis" ] ||
		repo_git config sluis.libexec "$prefix/libexec/sluis"
	publish_policy
	for each in "${hooks[@]}"; do
		use_hook "$each"
		arm_hook "$each"
	done
	offer_push_options
	take_stock
	remember
	use_hook pre-receive
	trial
	show_guarded
	show_source
	show_unaccounted
	show_noted strangers "some of what waits was made by people whom the policy does not know"
	show_noted refs "policy and repository differ"
	show_doctor
)

# What is production in the policy's own repository, when its gate let that happen.
take_policy() {
	local each
	cd -P -- "$policy_repo" && policy_repo=$PWD
	case $(id -u) in
	0 | "$(stat -c %u .)") ;;
	*) die "$PWD belongs to $(stat -c %U .); run this as that user or as root" ;;
	esac
	taken=$(as_owner mktemp -d)
	approved=$(as_owner "$prefix/bin/git-sluis" policy --from . --output "$taken") || die "nothing is armed"
	mkdir "$notes/policy"
	for each in revoked_keys allowed_signers policy.ini; do
		! as_owner test -e "$taken/$each" || as_owner cat -- "$taken/$each" >"$notes/policy/$each"
	done
	policy=$notes/policy
	cd "$OLDPWD"
}

build_and_install() {
	[ -z "$installed" ] || return 0
	packages "${build_packages[@]}"
	make -s -C "$top" all
	make -s -C "$top" install PREFIX="${prefix//\$/\$\$}" ||
		die "cannot install in $prefix: run this as root, or with --prefix DIR"
}

arm_all() {
	local repo
	build_and_install
	notes=$(mktemp -d)
	trap 'rm -rf "$notes" ${taken:+"$taken"}' EXIT
	[ -z "$policy_repo" ] || take_policy
	for repo; do
		check_repository "$repo"
	done
	[ ! -s "$notes/reason" ] || reason=$(cat "$notes/reason")
	for repo; do
		arm "$repo"
	done
	cat <<-END

	Next: adapt the policy (after each change: git sluis policy --lint FILE; then run this again, so that everyone
	can fetch it). $(host_next) See man 7 sluis and man 8 pre-receive.
	END
}

host_next() {
	case $host in
	plain) echo "With source = ssh-key, sshd_config needs: ExposeAuthInfo yes; see $top/config/hosts." ;;
	gitolite) echo "It needs: source = gitolite, and what $top/config/hosts/gitolite.conf says." ;;
	gitea) echo "It needs: source = gitea, and what $top/config/hosts/gitea.txt says." ;;
	gitlab) echo "It needs: source = gitlab, and what $top/config/hosts/gitlab.txt says." ;;
	esac
}

# take_away REPO NAME: takes one hook away; false when it is not ours.
take_away() {
	is_ours "$hook" || return 1
	if [ -e "$kept" ] || [ -L "$kept" ]; then
		as_owner mv -fT "$kept" "$hook"
		say "$1: $2 is gone, and the hook that was there before is back"
	else
		as_owner rm -f "$hook"
	fi
	as_owner rmdir --ignore-fail-on-non-empty "$hook.d" 2>/dev/null || :
	[ ! -d "$hook.d" ] || say "  what is in $hook.d is not run any more"
}

disarm() (
	if [ ! -d "$1" ] && is_listed "$1"; then
		relist "$1" || die "only root can change $list"
		say "$1: off the list"
		exit
	fi
	enter "$1"
	! is_listed "$PWD" || relist "$PWD" || die "only root can change $list"
	gone=
	for host in plain gitea gitlab; do
		for each in "${hooks[@]}"; do
			use_hook "$each"
			! take_away "$1" "$each" || gone=yes
		done
	done
	[ -n "$gone" ] || { say "$1 is not armed"; exit 0; }
	withdraw_push_options
	repo_git config --unset sluis.libexec || :
	say "$1: the gate is gone"
	[ ! -d sluis ] || say "  the policy stays in $PWD/sluis"
)

main() {
	local remove='' all=''
	arguments=("$@")
	while [ $# -gt 0 ]; do
		case $1 in
		--demo | --check | --deps)
			[ "$1" != --demo ] || demo
			[ -z "$installed" ] || die "$1 needs the sources of Sluis, and their install.sh"
			[ "$1" != --check ] || check
			packages "${build_packages[@]}" "${demo_packages[@]}" "${test_packages[@]}"
			exit
			;;
		--all) all=yes ;;
		--remove) remove=yes ;;
		--prefix) prefix=${2:?--prefix needs a folder}; shift ;;
		--host)
			case ${2:?--host needs one of plain, gitolite, gitea, gitlab} in
			plain | gitolite | gitea | gitlab) use_host "$2" ;;
			forgejo) use_host gitea ;;
			*) die "--host is one of plain, gitolite, gitea, gitlab; not $2" ;;
			esac
			shift
			;;
		--unrevoke) unrevoke=yes ;;
		--baseline-later) later=--baseline-later ;;
		--policy) policy=${2:?--policy needs a folder or a repository}; shift ;;
		--reason) reason=${2:?--reason needs a text}; shift ;;
		--help | -h) usage; exit ;;
		--) shift; break ;;
		-*) usage >&2; exit 129 ;;
		*) break ;;
		esac
		shift
	done
	if [ $# = 0 ] && [ -z "$all" ]; then
		usage >&2
		printf '\ninstall.sh: no repository is named\n  fix: %s/srv/git/project.git\n' "$(printf '%q ' "$0" "${arguments[@]}")" >&2
		exit 129
	fi
	case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
	case $policy in '' | /*) ;; *) policy=$PWD/$policy ;; esac
	[ ! -f "$policy" ] || die "$policy is a file, and --policy takes the folder that policy.ini, allowed_signers and revoked_keys are in:" \
		"$(printf '%q ' "$0" --policy "${policy%/*}" "$@")"
	find_list
	if [ -n "$all" ]; then
		[ "$#$policy$remove$unrevoke" = 0 ] || { usage >&2; exit 129; }
		arm_listed
		exit
	fi
	if [ -n "$policy" ] && [ ! -f "$policy/policy.ini" ]; then
		[ -f "$policy/HEAD" ] || die "there is no $policy/policy.ini, and $policy is no bare repository"
		policy_repo=$policy
	fi
	if [ -n "$remove" ]; then
		for repo; do disarm "$repo"; done
	else
		arm_all "$@"
	fi
}

main "$@"
