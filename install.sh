#!/bin/bash
# Installs Sluis and arms repositories with it; shows it; tests it.
set -eu -o pipefail

usage() {
	if [ "${#dutch[@]}" -gt 0 ]; then
		cat <<'END'
PREFIX/sbin/sluis-arm is ditzelfde script na installatie: het zet de bewaking op repositories, en bouwt en installeert niets.
gebruik: ./install.sh --demo    toont een promotie, eerst geweigerd en dan doorgelaten, in een repository voor eenmalig gebruik
         ./install.sh --check   bouwt en draait elke test, eerst gewoon en dan nog eens met sanitizers
         ./install.sh --deps    installeert de Debian-pakketten voor dit alles, en verder niets
         ./install.sh [--prefix MAP] [--policy MAP | --policy BELEID.git] [--reason TEKST] [--host HOST] [--unrevoke]
                      [--baseline-later] [--verbose] REPO.git...
                                bouwt, installeert (in /usr/local), en zet de bewaking op deze repositories
         ./install.sh --all     installeert, en zet de bewaking opnieuw op elke repository die vanaf hier wordt bewaakt;
                                zegt welke nog wachten
         ./install.sh --remove REPO.git...
                                haalt de poort weer weg
         ./install.sh --host gitlab --archive BESTAND [GROEP/PROJECT...]
                                installeert, en maakt het archief dat `gitaly hooks set` neemt, voor deze projecten of voor alle

De MAP van --policy bevat policy.ini, en allowed_signers en revoked_keys als die er zijn; ze gaan naar REPO.git/sluis/
wanneer in geen ervan iets mis is. BELEID.git is een repository die Sluis bewaakt: de productie daarvan wordt genomen als de
audittrail ervan die heeft doorgelaten, en wat haar goedkeurde gaat mee. TEKST zegt waarom het beleid verandert; iedereen kan
dat bij het beleid lezen, en wat uit een gewone map kwam staat in elk rapport als niet goedgekeurd. Zonder --policy blijft het
beleid dat er is. Sleutels die wel in REPO.git/sluis/revoked_keys staan en niet in MAP, worden u voorgelegd; --unrevoke zegt dat
ze weer meetellen. Noemt het beleid een ref die REPO.git niet heeft, en wel een met bijna die naam, dan is dat een fout;
--baseline-later zegt dat die ref later komt. HOST zegt waar de hooks horen: plain (als u niets opgeeft: git zelf draait ze,
achter sshd of een webserver), gitolite, gitea (ook Forgejo) of gitlab. --verbose zegt ook wat er in elk bestand verandert, en
waarvoor het beleid waarschuwt.
END
	else
		cat <<'END'
PREFIX/sbin/sluis-arm is this same script where it is installed: it arms, and neither builds nor installs.
usage: ./install.sh --demo     shows a promotion, refused and then accepted, in a throw-away repository
       ./install.sh --check    builds and runs every test, plainly and once more with sanitizers
       ./install.sh --deps     installs the Debian packages for all of this, and nothing else
       ./install.sh [--prefix DIR] [--policy DIR | --policy POLICY.git] [--reason TEXT] [--host HOST] [--unrevoke]
                    [--baseline-later] [--verbose] REPO.git...
                               builds, installs (in /usr/local), and arms these repositories
       ./install.sh --all      installs, and arms again each repository that was armed here; says which wait
       ./install.sh --remove REPO.git...
                               takes the gate away again
       ./install.sh --host gitlab --archive FILE [GROUP/PROJECT...]
                               installs, and makes the archive that `gitaly hooks set` takes, for these projects or for all

The DIR of --policy holds policy.ini, and allowed_signers and revoked_keys where there are any; they are copied to
REPO.git/sluis/ when nothing is wrong in any of them. POLICY.git is a repository that Sluis guards: its production is
taken when its audit accepted that, and what approved it goes along. TEXT says why the policy changes; everyone can read it
with the policy, and what a plain folder brought is in every report as not approved. Without --policy, the policy that is
there stays. Keys that REPO.git/sluis/revoked_keys has and DIR lacks are asked about; --unrevoke says that they count
again. A ref of the policy that REPO.git lacks, while it has one with almost that name, is an error; --baseline-later says
that it comes later. HOST says where hooks belong: plain (the
default: git itself runs them, behind sshd or a web server), gitolite, gitea (also Forgejo) or gitlab. --verbose also says
what changes in each file, and what the policy is warned of.
END
	fi
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
verbose=
host=plain
archive=
projects=/etc/sluis/projects
case $0 in */*) top=${0%/*} ;; *) top=. ;; esac
top=$(realpath -s -- "$top")
installed=
[ -e "$top/Makefile" ] || installed=yes prefix=$(realpath -- "$top/..") top=$prefix/share/sluis
unset "${!GIT_@}"
umask 022

# What people read is a printf format in English, with its arguments; commands and names are among these. Here is the Dutch,
# with the same conversions in the same order (tests/sayings), for the locales that common/base/say/say.c has it for.
declare -A dutch=(
	["this is no Debian; see to it that these are there: %s"]="dit is geen Debian; zorg zelf dat deze er zijn: %s"
	["packages are missing; run this, and then the same again:\n%s"]="er ontbreken pakketten; voer dit uit, en daarna hetzelfde opnieuw:\n%s"
	["installing packages: %s"]="deze pakketten komen erbij: %s"
	["these packages cannot be installed:\n%s"]="deze pakketten zijn niet te installeren:\n%s"
	["%s belongs to user id %s, who is nobody here"]="%s is van gebruikers-id %s, en die bestaat hier niet"
	["%s: git takes its hooks from %s, outside of the repository, where others may use them too.\nGive it its own, and then run the same again:\n%s"]="%s: git haalt de hooks uit %s, buiten de repository, waar anderen ze ook kunnen gebruiken.\nGeef haar eigen hooks, en doe daarna hetzelfde opnieuw:\n%s"
	["%s: %s cannot run gitolite, which would tell where its repositories and hooks are"]="%s: %s kan gitolite niet uitvoeren, en dat weet waar zijn repositories en hooks staan"
	["%s is none of gitolite's repositories, which are in %s"]="%s is geen repository van gitolite; die staan in %s"
	["gitolite would put %s/hooks/common/%s in place of ours. Move it to\n%s/hooks/%s.d/20-common, where it runs after ours, or arm no repository of gitolite's."]="gitolite zou %s/hooks/common/%s in de plaats van de onze zetten. Verplaats die naar\n%s/hooks/%s.d/20-common, waar hij na de onze draait, of zet op geen repository van gitolite de bewaking."
	["%s has the option hook.%s, with which gitolite puts its own driver in place of ours.\nTake it out of gitolite.conf, and put what it names into %s/hooks/%s.d/, where it runs after ours."]="%s heeft de optie hook.%s, en daarmee zet gitolite een eigen hook in de plaats van de onze.\nHaal die optie uit gitolite.conf, en zet wat zij noemt in %s/hooks/%s.d/, waar het na de onze draait."
	["%s is not a folder"]="%s is geen map"
	["%s is a work tree; its repository is %s"]="%s is een werkmap; de repository ervan is %s"
	["%s belongs to user id %s, who is nobody here; give it to the user whom pushes come in as, such as git:\n%s"]="%s is van gebruikers-id %s, en die bestaat hier niet; geef die map aan de gebruiker waaronder pushes binnenkomen, zoals git:\n%s"
	["%s belongs to %s; run this as that user or as root"]="%s is van %s; voer dit uit als die gebruiker of als root"
	["%s is not a git repository with SHA-1 objects, and Sluis judges no other"]="%s is geen git-repository met SHA-1-objecten, en andere beoordeelt Sluis niet"
	["%s takes its policy from %s; change that file, or unset sluis.policy"]="%s haalt het beleid uit %s; wijzig dat bestand, of haal sluis.policy weg"
	["%s has no policy yet. Start from one of %s/config, put your people into it, and name its folder:\n%s"]="%s heeft nog geen beleid. Begin met een voorbeeld uit %s/config, zet uw mensen erin, en noem de map ervan:\n%s"
	["%s: this policy cannot be used; nothing is armed"]="%s: dit beleid is niet te gebruiken; er is nergens bewaking op gezet"
	["%s: what approved the policy cannot be copied from %s"]="%s: wat het beleid goedkeurde is niet over te nemen uit %s"
	["%s: this policy cannot come into force here; nothing is armed:\n%s"]="%s: dit beleid kan hier niet van kracht worden; er is nergens bewaking op gezet:\n%s"
	["What changes in %s:\n%s"]="Wat er verandert in %s:\n%s"
	["Why? (everyone can read it) "]="Waarom? (iedereen kan het lezen) "
	["(a list made by ssh-keygen -k)"]="(een lijst die ssh-keygen -k maakte)"
	["%s/sluis/revoked_keys has keys that %s/revoked_keys lacks:\n%s"]="%s/sluis/revoked_keys heeft sleutels die in %s/revoked_keys ontbreken:\n%s"
	["Do they count again? [y/N] "]="Tellen ze weer mee? [j/N] "
	["%s: these keys would count again; nothing is armed.\nAdd them to %s/revoked_keys, or say that they do:\n%s"]="%s: deze sleutels zouden weer meetellen; er is nergens bewaking op gezet.\nZet ze in %s/revoked_keys, of zeg dat ze meetellen:\n%s"
	["cannot write %s/%s"]="%s/%s is niet te schrijven"
	["  copied %s/%s to sluis/"]="  %s/%s is overgenomen in sluis/"
	["  removed sluis/revoked_keys"]="  sluis/revoked_keys is weggehaald"
	["%s/%s is a link that leads nowhere, or no file; take it away first"]="%s/%s is een link die nergens heen leidt, of geen bestand; haal dat eerst weg"
	["%s/%s is not ours, and %s is taken; give that another name first"]="%s/%s is niet van ons, en %s bestaat al; geef dat eerst een andere naam"
	["  kept the hook that was there as %s; it runs after ours"]="  de hook die er stond is bewaard als %s; hij draait na de onze"
	["  already armed: %s"]="  stond er al: %s"
	["  armed: %s"]="  geplaatst: %s"
	["%s: no program can be run in %s (a file system mounted noexec?): %s"]="%s: in %s is geen programma uit te voeren (een bestandssysteem met noexec?): %s"
	["  armed: trial push refused, as it must be"]="  bewaakt: proefpush geweigerd, zoals het hoort"
	["  already armed: trial push refused, as it must be"]="  werd al bewaakt: proefpush geweigerd, zoals het hoort"
	["%s: the trial push did not come out as it must:\n%s"]="%s: de proefpush liep niet af zoals het hoort:\n%s"
	["  set: receive.advertisePushOptions"]="  ingesteld: receive.advertisePushOptions"
	["  NOTE: git sluis doctor found something:\n  %s"]="  LET OP: git sluis doctor vond iets:\n  %s"
	["  NOTE: the audit does not account for all that is here:\n  %s"]="  LET OP: de audittrail verklaart niet alles wat hier staat:\n  %s"
	["%s: the policy is not published:\n%s"]="%s: het beleid is niet gepubliceerd:\n%s"
	["  guards %s; policy: %s"]="  bewaakt %s; beleid: %s"
	["  warnings about the policy: %s; see git sluis policy --lint %s"]="  waarschuwingen over het beleid: %s; zie git sluis policy --lint %s"
	["  NOTE: the policy says source = %s; until it says %s, nobody can push to what is guarded"]="  LET OP: het beleid zegt source = %s; tot er %s staat, kan niemand pushen naar wat bewaakt wordt"
	["  NOTE: it is not on the list, %s, so that --all passes it over: run this again after each upgrade"]="  LET OP: deze repository staat niet op de lijst, %s, dus --all slaat haar over: doe dit opnieuw na elke upgrade"
	["no repository was armed here: %s is not there, or empty"]="vanaf hier wordt geen repository bewaakt: %s ontbreekt, of is leeg"
	["%s: armed"]="%s: bewaakt"
	["These wait, with the hooks that they had. Run what follows each when its cause is gone; --remove takes it off the list:"]="Deze wachten nog, met de hooks die ze hadden. Is de oorzaak weg, voer dan uit wat eronder staat; --remove haalt ze van de lijst:"
	["%s: another install.sh has been at work here for ten minutes"]="%s: een andere install.sh is hier al tien minuten bezig"
	["  NOTE: some of what waits was made by people whom the policy does not know:\n  %s"]="  LET OP: een deel van wat wacht is gemaakt door mensen die het beleid niet kent:\n  %s"
	["  NOTE: %s"]="  LET OP: %s"
	["nothing is armed"]="er is nergens bewaking op gezet"
	["cannot install in %s: run this as root, or with --prefix DIR"]="in %s is niets te installeren: voer dit uit als root, of met --prefix MAP"
	["Next: the settings in %s, then man 7 sluis-admin."]="Hierna: de instellingen uit %s, en daarna man 7 sluis-admin."
	["%s: %s is gone, and the hook that was there before is back"]="%s: %s is weg, en de hook die er eerder stond is terug"
	["  what is in %s is not run any more"]="  wat er in %s staat, draait niet meer"
	["only root can change %s"]="alleen root kan %s wijzigen"
	["%s: off the list"]="%s: van de lijst gehaald"
	["%s is not armed"]="%s wordt niet bewaakt"
	["%s: the gate is gone"]="%s: de poort is weg"
	["  the policy stays in %s/sluis"]="  het beleid blijft staan in %s/sluis"
	["%s needs the sources of Sluis, and their install.sh"]="%s heeft de broncode van Sluis nodig, en de install.sh daarvan"
	["--prefix needs a folder"]="--prefix heeft een map nodig"
	["--host needs one of plain, gitolite, gitea, gitlab"]="bij --host hoort plain, gitolite, gitea of gitlab"
	["--host is one of plain, gitolite, gitea, gitlab; not %s"]="--host is plain, gitolite, gitea of gitlab; niet %s"
	["--policy needs a folder or a repository"]="--policy heeft een map of een repository nodig"
	["--reason needs a text"]="--reason heeft een tekst nodig"
	["--archive needs a file"]="bij --archive hoort een bestand"
	["--archive is for GitLab; with another host, name the repositories"]="--archive is voor GitLab; noem bij een andere host de repositories"
	["%s is no path of a project in GitLab, such as group/project"]="%s is geen pad van een project in GitLab, zoals groep/project"
	["%s: this policy cannot be used; no archive is made"]="%s: dit beleid is niet te gebruiken; er is geen archief gemaakt"
	["%s: the policy says source = %s; GitLab needs source = gitlab; no archive is made"]="%s: het beleid zegt source = %s; bij GitLab hoort source = gitlab; er is geen archief gemaakt"
	["%s cannot be written"]="%s is niet te schrijven"
	["made %s, sha256 %s:\n%s"]="gemaakt: %s, sha256 %s:\n%s"
	["\nOn each Gitaly node, this version of Sluis, and the hooks (Admin, Projects has the path):"]="\nOp elke Gitaly-node deze versie van Sluis, en de hooks (het pad staat bij Admin, Projects):"
	["\nOn each Gitaly node, this version of Sluis, and the hooks of all projects; custom_hooks_dir is %s.\nWikis and designs are repositories too, and one without a policy takes no push:"]="\nOp elke Gitaly-node deze versie van Sluis, en de hooks van alle projecten; custom_hooks_dir is %s.\nWiki's en designs zijn ook repositories, en wat geen beleid heeft, neemt geen push aan:"
	["\nOn each Gitaly node, the same policy, with your folder in place of my-policy:"]="\nOp elke Gitaly-node hetzelfde beleid, met uw eigen map in plaats van my-policy:"
	["\nThere is no repository here, so this is not checked:\n- that the hooks run on each node: push to a governed ref without a promotion, which must be refused\n- that each node has the same policy: sha256sum %s/*/*/*\n- that the policy is published, and fits the refs: git sluis policy --publish, git sluis doctor --host gitlab\n- where the refs stood before, which this records: git sluis audit arm"]="\nEr is hier geen repository, dus dit is niet getoetst:\n- dat de hooks op elke node draaien: push zonder promotie naar een bewaakte ref, en dat moet worden geweigerd\n- dat elke node hetzelfde beleid heeft: sha256sum %s/*/*/*\n- dat het beleid is gepubliceerd, en bij de refs past: git sluis policy --publish, git sluis doctor --host gitlab\n- waar de refs eerder stonden, wat hiermee wordt vastgelegd: git sluis audit arm"
	["%s: where %s exists, the hooks of GitLab take the policy from there, by project, and from no repository.\nMake an archive: %s"]="%s: waar %s bestaat, halen de hooks van GitLab het beleid daar, per project, en uit geen repository.\nMaak een archief: %s"
	["\ninstall.sh: no repository is named\n  fix: %s"]="\ninstall.sh: er is geen repository genoemd\n  oplossing: %s"
	["%s is a file, and --policy takes the folder that policy.ini, allowed_signers and revoked_keys are in:\n%s"]="%s is een bestand, en --policy vraagt de map waarin policy.ini, allowed_signers en revoked_keys staan:\n%s"
	["there is no %s/policy.ini, and %s is no bare repository"]="%s/policy.ini is er niet, en %s is geen kale repository"
)
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in nl | nl[!A-Za-z]*) ;; *) dutch=() ;; esac

# say FORMAT [ARGUMENT...]
say() {
	# shellcheck disable=SC2059
	printf -- "${dutch[$1]-$1}\n" "${@:2}"
}

die() {
	printf '%s: ' "${0##*/}" >&2
	say "$@" >&2
	exit 1
}

# The one that not every Debian has: make lint does without it, and says so.
not_had() {
	[ "$1" = clang-format-14 ] && compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null && ! apt-cache show "$1" >/dev/null 2>&1
}

missing_packages() {
	local p had
	had=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null) || :
	for p in "$@"; do
		[[ $'\n'$had$'\n' == *$'\n'"$p installed"$'\n'* ]] || not_had "$p" || printf '%s\n' "$p"
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
	mapfile -t missing < <(missing_packages "$@")
	DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${missing[@]}" </dev/null
}

packages() {
	local missing
	command -v dpkg-query >/dev/null || { say "this is no Debian; see to it that these are there: %s" "$*"; return; }
	mapfile -t missing < <(missing_packages "$@")
	[ "${#missing[@]}" -gt 0 ] || return 0
	[ "$EUID" = 0 ] || die "packages are missing; run this, and then the same again:\n%s" \
		"sudo apt-get install --no-install-recommends ${missing[*]}"
	say "installing packages: %s" "${missing[*]}"
	(apt_install "${missing[@]}") >"${TMPDIR:-/tmp}/sluis-packages.$$" 2>&1 ||
		die "these packages cannot be installed:\n%s" "$(tail -n 20 "${TMPDIR:-/tmp}/sluis-packages.$$")"
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
	if [ "$EUID" = "$uid" ]; then
		"$@"
	else
		IFS=: read -r _ _ _ gid _ home _ < <(getent passwd "$uid") || die "%s belongs to user id %s, who is nobody here" "$PWD" "$uid"
		setpriv --reuid "$uid" --regid "$gid" --init-groups env HOME="$home" TMPDIR=/tmp SUDO_USER="${SUDO_USER:-root}" "$@"
	fi
}

as_owner() {
	if [ -O . ]; then
		"$@"
	else
		as "$(stat -c %u .)" "$@"
	fi
}

repo_git() {
	as_owner git --git-dir=. "$@"
}

# All that follows runs in a subshell that has entered the repository, and names things in it from there.

find_hooks() {
	local dir mend
	dir=$(repo_git rev-parse --git-path hooks && echo .)
	dir=$(realpath -m -- "${dir%??}" && echo .) dir=${dir%??}
	case $dir in
	"$PWD"/?*) hook_dir=${dir#"$PWD"/} ;;
	*)
		mend="rm $(printf %q "$PWD/hooks")"
		! repo_git config core.hooksPath >/dev/null ||
			mend="git --git-dir $(printf %q "$PWD") config core.hooksPath $(printf %q "$PWD/hooks")"
		die "%s: git takes its hooks from %s, outside of the repository, where others may use them too.\nGive it its own, and then run the same again:\n%s" \
			"$PWD" "$dir" "$mend"
		;;
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
		die "%s: %s cannot run gitolite, which would tell where its repositories and hooks are" "$PWD" "$(stat -c %U .)"
	case $PWD in
	"$base"/?*.git) name=${PWD#"$base"/} name=${name%.git} ;;
	*) die "%s is none of gitolite's repositories, which are in %s" "$PWD" "$base" ;;
	esac
	code=$(as_owner gitolite query-rc LOCAL_CODE) || code=
	for each in "${hooks[@]}"; do
		[ -z "$code" ] || [ ! -e "$code/hooks/common/$each" ] ||
			die "gitolite would put %s/hooks/common/%s in place of ours. Move it to\n%s/hooks/%s.d/20-common, where it runs after ours, or arm no repository of gitolite's." \
				"$code" "$each" "$PWD" "$each"
		! as_owner gitolite git-config -q -r "$name" "gitolite-options\\.hook\\.$each" ||
			die "%s has the option hook.%s, with which gitolite puts its own driver in place of ours.\nTake it out of gitolite.conf, and put what it names into %s/hooks/%s.d/, where it runs after ours." \
				"$name" "$each" "$PWD" "$each"
	done
}

enter() {
	local owner
	[ -d "$1" ] || die "%s is not a folder" "$1"
	cd -P -- "$1"
	if [ -e .git ] || [ -e commondir ]; then
		die "%s is a work tree; its repository is %s" "$1" \
			"$(as_owner git rev-parse --path-format=absolute --git-common-dir || printf '%s/.git' "$1")"
	fi
	owner=$(stat -c %U .)
	[ "$owner" != UNKNOWN ] ||
		die "%s belongs to user id %s, who is nobody here; give it to the user whom pushes come in as, such as git:\n%s" \
			"$1" "$(stat -c %u .)" "chown -R git: $(printf %q "$1")"
	case $EUID in
	0 | "$(stat -c %u .)") ;;
	*) die "%s belongs to %s; run this as that user or as root" "$1" "$owner" ;;
	esac
	[ "$(repo_git rev-parse --show-object-format 2>/dev/null)" = sha1 ] ||
		die "%s is not a git repository with SHA-1 objects, and Sluis judges no other" "$1"
	find_hooks
}

# Finds the policy in force, and in `from` the folder that it is to be copied from, if it is.
find_policy() {
	local named
	named=$(repo_git config --local sluis.policy) || named=
	[ -z "$named" ] || [ -z "$policy" ] ||
		die "%s takes its policy from %s; change that file, or unset sluis.policy" "$PWD" "$named"
	in_force=${named:-sluis/policy.ini}
	[ -n "$named$policy" ] || [ -e "$in_force" ] || [ ! -e /etc/sluis/policy.ini ] || in_force=/etc/sluis/policy.ini
	from=$policy
	[ -n "$named$policy" ] || [ -e "$in_force" ] ||
		die "%s has no policy yet. Start from one of %s/config, put your people into it, and name its folder:\n%s" \
			"$PWD" "$top" "$(printf '%q ' "$0" --policy my-policy "${arguments[@]}")"
}

# Everything that can be known to go wrong, for all repositories, before the first one is armed.
check_repository() (
	enter "$1"
	[ "$host" != gitolite ] || check_gitolite
	[ "$host" != gitlab ] || [ ! -e "$projects" ] ||
		die "%s: where %s exists, the hooks of GitLab take the policy from there, by project, and from no repository.\nMake an archive: %s" \
			"$1" "$projects" "$(printf %q "$0") --host gitlab --archive custom_hooks.tar GROUP/PROJECT"
	find_policy
	file=$in_force
	[ -z "$from" ] || file=$from/policy.ini
	if ! said=$("$prefix/bin/git-sluis" policy --lint "$file" 2>&1); then
		printf '%s\n' "$said" >&2
		die "%s: this policy cannot be used; nothing is armed" "$1"
	fi
	check_follows "$1"
	check_revoked "$1"
)

# Its objects, for everyone who fetches the policy to verify.
bring_proof() {
	local proof=("${approved%:*}" "${approved#*:}")
	[ -n "$approved" ] || return 0
	! repo_git rev-list --quiet --objects "${proof[@]}" 2>/dev/null || return 0
	(cd -P -- "$policy_repo" && printf '%s\n' "${proof[@]}" | repo_git pack-objects -q --revs --stdout) |
		repo_git index-pack --stdin >/dev/null || die "%s: what approved the policy cannot be copied from %s" "$PWD" "$policy_repo"
}

# policy_files FOLDER: what is in it, with the common part that lies there.
policy_files() {
	sed -n 's/^include[[:blank:]]*=[[:blank:]]*\([A-Za-z0-9_][A-Za-z0-9_.-]*\)\([[:blank:]].*\)\?$/\1/p' -- "$1/policy.ini"
	printf '%s\n' revoked_keys allowed_signers policy.ini
}

# May it take the place of the one in force? That is for the repository's owner to ask, who may not read the folder.
check_follows() {
	local next=$in_force copy='' said name rc=0
	bring_proof
	if [ -n "$from" ]; then
		copy=$(as_owner mktemp -d) next=$copy/policy.ini
		for name in $(policy_files "$from"); do
			[ ! -e "$from/$name" ] || put "$(stat -c %u .)" 644 "$from/$name" "$copy/$name"
		done
	fi
	said=$(as_owner "$prefix/bin/git-sluis" policy --publish --dry-run $later ${approved:+--approved "$approved"} "$next" 2>&1) || rc=$?
	[ -z "$copy" ] || as_owner rm -r -- "$copy"
	[ -z "$copy" ] || said=${said//"$copy"/"$from"}
	[ "$rc" = 0 ] || die "%s: this policy cannot come into force here; nothing is armed:\n%s" "$1" "$said"
	if [ -n "$said" ] && [ -z "$reason$approved" ] && [ ! -s "$notes/reason" ] && [ -t 0 ] && [ -t 2 ]; then
		say "What changes in %s:\n%s" "$PWD" "$said" >&2
		read -r -p "$(say "Why? (everyone can read it) ")" said
		printf '%s\n' "$said" >"$notes/reason"
	fi
}

# revoked_in WHO FILE, read by WHO (command or as_owner): a key a line; of a list that ssh-keygen made, its digest.
revoked_in() {
	"$1" test -e "$2" || return 0
	if [ "$("$1" head -c 6 -- "$2" | tr -d '\0')" = SSHKRL ]; then
		"$1" cat -- "$2" | sha256sum | sed "s/ .*/ $(say "(a list made by ssh-keygen -k)")/"
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
	say "%s/sluis/revoked_keys has keys that %s/revoked_keys lacks:\n%s" "$PWD" "$from" "$back" >&2
	if [ -t 0 ] && [ -t 2 ]; then
		read -r -p "$(say "Do they count again? [y/N] ")" back
		case $back in [yYjJ]*) return ;; esac
	fi
	die "%s: these keys would count again; nothing is armed.\nAdd them to %s/revoked_keys, or say that they do:\n%s" \
		"$1" "$from" "$(printf '%q ' "$0" --unrevoke "${arguments[@]}")"
}

# put UID MODE SOURCE FILE: a copy, whole or not at all. False when it is there already.
put() {
	[ -L "$4" ] || ! cmp -s -- "$3" "$4" || [ "$(stat -c %u,%a -- "$4")" != "$1,$2" ] || return 1
	# shellcheck disable=SC2016  # for the inner shell
	as "$1" sh -c 'cat >"$2.new" && chmod "$1" "$2.new" && mv -fT "$2.new" "$2"' put "$2" "$4" <"$3" ||
		die "cannot write %s/%s" "$PWD" "$4"
}

put_policy() {
	local name owner
	[ -n "$from" ] || return 0
	as_owner mkdir -p sluis
	owner=$(stat -c %u sluis)
	[ "$(stat -c %a sluis)" = 755 ] || as "$owner" chmod 755 sluis
	for name in $(policy_files "$from"); do
		[ -e "$from/$name" ] || continue
		! put "$owner" 644 "$from/$name" "sluis/$name" || [ -z "$verbose" ] || say "  copied %s/%s to sluis/" "${policy_repo:-$from}" "$name"
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
	[ -f "$hook" ] || die "%s/%s is a link that leads nowhere, or no file; take it away first" "$PWD" "$hook"
	if [ -e "$kept" ]; then
		cmp -s -- "$hook" "$kept" || die "%s/%s is not ours, and %s is taken; give that another name first" "$PWD" "$hook" "$kept"
		return 0
	fi
	as_owner mkdir -p "$hook.d"
	if [ -L "$hook" ]; then
		target=$(realpath -- "$hook" && echo .)
		as_owner ln -s "${target%??}" "$kept"
	else
		as_owner cp -p "$hook" "$kept"
	fi
	say "  kept the hook that was there as %s; it runs after ours" "$kept"
}

# arm_hook NAME: it is tried before it is put in place.
arm_hook() {
	local source=$prefix/libexec/sluis/$1 owner said
	owner=$(stat -c %u .)
	if [ ! -L "$hook" ] && cmp -s -- "$source" "$hook" && [ "$(stat -c %u,%a -- "$hook")" = "$owner,755" ]; then
		[ -z "$verbose" ] || say "  already armed: %s" "$hook"
		return
	fi
	as_owner mkdir -p "${hook%/*}"
	trap 'as_owner rm -f "$hook.try"' EXIT
	put "$owner" 755 "$source" "$hook.try" || :
	said=$(as_owner "./$hook.try" --version 2>&1 </dev/null) || :
	case $said in
	'sluis '*) ;;
	*) die "%s: no program can be run in %s (a file system mounted noexec?): %s" "$PWD" "${hook%/*}" "$said" ;;
	esac
	keep_previous
	as_owner mv -fT "$hook.try" "$hook"
	placed=yes
	[ -z "$verbose" ] || say "  armed: %s" "$hook"
}

# A push that must be refused, the way everyone pushes: git sluis doctor makes it.
trial() {
	local said
	said=$(as_owner "$prefix/bin/git-sluis" doctor --host "$host" --check trial-push . 2>&1) ||
		die "%s: the trial push did not come out as it must:\n%s" "$PWD" "$said"
	if [ -n "$placed" ]; then
		say "  armed: trial push refused, as it must be"
	else
		say "  already armed: trial push refused, as it must be"
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
	[ -z "$verbose" ] || say "  set: receive.advertisePushOptions"
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
	printf '  %s\n' "$said"
}

# What will be refused later, and what nothing guards, is better known now: each in a line.
show_noted() {
	local each
	while IFS= read -r each; do
		say "$2" "$each"
	done < <(as_owner "$prefix/bin/git-sluis" doctor -v --check "$1" . | awk -v RS= -F '\n *' -v each="^$1 " \
		'$1 ~ each { $1 = ""; sub(/ (fix|oplossing): /, ";&"); print substr($0, 2) }')
}

# Everything else that keeps it from guarding, or people from working.
show_doctor() {
	local said
	said=$(as_owner "$prefix/bin/git-sluis" doctor --host "$host" --no-push . 2>&1) ||
		say "  NOTE: git sluis doctor found something:\n  %s" "${said//$'\n'/$'\n'  }"
}

# What moved, came or went while nobody looked is no beginning.
show_unaccounted() {
	local said
	said=$(as_owner "$prefix/bin/git-sluis" audit verify 2>&1) ||
		say "  NOTE: the audit does not account for all that is here:\n  %s" "${said//$'\n'/$'\n'  }"
}

# What is enforced is what everyone can read.
publish_policy() {
	local said
	said=$(as_owner "$prefix/bin/git-sluis" policy --publish ${reason:+--reason "$reason"} ${approved:+--approved "$approved"} 2>&1) ||
		die "%s: the policy is not published:\n%s" "$PWD" "$said"
	printf '%s: %s\n' "$repo" "${said//$'\n'/$'\n'  }"
}

show_guarded() {
	local file refs said
	file=$(realpath -- "$in_force")
	refs=$("$prefix/bin/git-sluis" policy --show "$in_force" |
		awk '/^\[/ { kind = $1 } $1 == "ref" && kind ~ /^\[(environment|evidence)/ { printf "%s%s", sep, $3; sep = ", " }')
	say "  guards %s; policy: %s" "$refs" "$file"
	said=$("$prefix/bin/git-sluis" policy --lint "$file" 2>&1 >/dev/null)
	[ -z "$said" ] || say "  warnings about the policy: %s; see git sluis policy --lint %s" "$(wc -l <<<"$said")" "$(printf %q "$file")"
	[ -z "$said" ] || [ -z "$verbose" ] || printf '%s\n' "$said"
}

# On a forge nothing else can say who pushes.
show_source() {
	local source
	source=$("$prefix/bin/git-sluis" policy --show "$in_force" | awk '$1 == "source" { print $3; exit }')
	case $host in
	gitea | gitlab)
		[ "$source" = "$host" ] || say "  NOTE: the policy says source = %s; until it says %s, nobody can push to what is guarded" "$source" "$host"
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
	say "  NOTE: it is not on the list, %s, so that --all passes it over: run this again after each upgrade" "$list"
}

# One by one, so that one that waits holds up no other.
arm_listed() {
	local host repo said waits=()
	[ -s "$list" ] || die "no repository was armed here: %s is not there, or empty" "$list"
	while read -r host repo; do
		if said=$("$0" --prefix "$prefix" --host "$host" -- "$repo" 2>&1 </dev/null); then
			say "%s: armed" "$repo"
		else
			waits+=("$repo" "  ${said//$'\n'/$'\n'  }" "  $(printf '%q ' "$0" --prefix "$prefix" --host "$host" "$repo")")
		fi
	done <"$list"
	[ "${#waits[@]}" -gt 0 ] || return 0
	say "These wait, with the hooks that they had. Run what follows each when its cause is gone; --remove takes it off the list:"
	printf '%s\n' "${waits[@]}"
	exit 1
}

arm() (
	repo=$1 placed=
	enter "$1"
	exec {lock}<objects	# the folder itself is the lock of the audit
	flock -w 600 "$lock" || die "%s: another install.sh has been at work here for ten minutes" "$1"
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
	show_noted strangers "  NOTE: some of what waits was made by people whom the policy does not know:\n  %s"
	show_noted refs "  NOTE: %s"
	show_doctor
)

# What is production in the policy's own repository, when its gate let that happen.
take_policy() {
	local each
	cd -P -- "$policy_repo" && policy_repo=$PWD
	case $EUID in
	0 | "$(stat -c %u .)") ;;
	*) die "%s belongs to %s; run this as that user or as root" "$PWD" "$(stat -c %U .)" ;;
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

# check_project NAME: as far as this machine has its policy.
check_project() {
	local file=$projects/$1/policy.ini source
	case /$1/ in
	*//* | */.* | */-* | *[!A-Za-z0-9_./-]* | *.git/) die "%s is no path of a project in GitLab, such as group/project" "$1" ;;
	esac
	[ -e "$file" ] || return 0
	"$prefix/bin/git-sluis" policy --lint "$file" || die "%s: this policy cannot be used; no archive is made" "$1"
	source=$("$prefix/bin/git-sluis" policy --show "$file" | awk '$1 == "source" { print $3; exit }')
	[ "$source" = gitlab ] || die "%s: the policy says source = %s; GitLab needs source = gitlab; no archive is made" "$1" "$source"
}

# What gitaly hooks set takes. It is the same for every project: the hooks learn from GitLab which one it is.
make_archive() {
	local each dir=/var/opt/gitlab/gitaly file node=() policies=()
	[ "$host" = gitlab ] || die "--archive is for GitLab; with another host, name the repositories"
	build_and_install
	for each; do check_project "$each"; done
	notes=$(mktemp -d)
	trap 'rm -rf "$notes"' EXIT
	for each in "${hooks[@]}"; do
		use_hook "$each"
		install -D -m 755 "$prefix/libexec/sluis/$each" "$notes/$hook"
	done
	tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$notes" -cf "$archive" custom_hooks ||
		die "%s cannot be written" "$archive"
	each=$(sha256sum <"$archive")
	say "made %s, sha256 %s:\n%s" "$archive" "${each%% *}" "$(tar -tf "$archive" | sed '/\/$/d; s/^/  /')"
	file=$(printf %q "$archive")
	for each; do
		node+=("  sudo -u git /opt/gitlab/embedded/bin/gitaly hooks set --storage default --config $dir/config.toml --repository PATH-OF-$each <$file")
	done
	if [ $# -gt 0 ]; then
		say "\nOn each Gitaly node, this version of Sluis, and the hooks (Admin, Projects has the path):"
	else
		say "\nOn each Gitaly node, this version of Sluis, and the hooks of all projects; custom_hooks_dir is %s.\nWikis and designs are repositories too, and one without a policy takes no push:" "$dir/custom_hooks"
		node=("  sudo -u git tar -C $dir -xpf $file")
		set -- GROUP/PROJECT
	fi
	printf '%s\n' "${node[@]}"
	for each; do
		policies+=("  install -D -m 644 -t $projects/$each my-policy/*")
	done
	say "\nOn each Gitaly node, the same policy, with your folder in place of my-policy:"
	printf '%s\n' "${policies[@]}"
	say "\nThere is no repository here, so this is not checked:\n- that the hooks run on each node: push to a governed ref without a promotion, which must be refused\n- that each node has the same policy: sha256sum %s/*/*/*\n- that the policy is published, and fits the refs: git sluis policy --publish, git sluis doctor --host gitlab\n- where the refs stood before, which this records: git sluis audit arm" "$projects"
}

build_and_install() {
	[ -z "$installed" ] || return 0
	packages "${build_packages[@]}"
	make -s -C "$top" all
	make -s -C "$top" install PREFIX="${prefix//\$/\$\$}" ||
		die "cannot install in %s: run this as root, or with --prefix DIR" "$prefix"
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
	case $host in
	plain) say "Next: the settings in %s, then man 7 sluis-admin." "$top/config/hosts" ;;
	*) say "Next: the settings in %s, then man 7 sluis-admin." "$(ls "$top/config/hosts/$host".*)" ;;
	esac
}

# take_away REPO NAME: takes one hook away; false when it is not ours.
take_away() {
	is_ours "$hook" || return 1
	if [ -e "$kept" ] || [ -L "$kept" ]; then
		as_owner mv -fT "$kept" "$hook"
		say "%s: %s is gone, and the hook that was there before is back" "$1" "$2"
	else
		as_owner rm -f "$hook"
	fi
	as_owner rmdir --ignore-fail-on-non-empty "$hook.d" 2>/dev/null || :
	[ ! -d "$hook.d" ] || say "  what is in %s is not run any more" "$hook.d"
}

disarm() (
	if [ ! -d "$1" ] && is_listed "$1"; then
		relist "$1" || die "only root can change %s" "$list"
		say "%s: off the list" "$1"
		exit
	fi
	enter "$1"
	! is_listed "$PWD" || relist "$PWD" || die "only root can change %s" "$list"
	gone=
	for host in plain gitea gitlab; do
		for each in "${hooks[@]}"; do
			use_hook "$each"
			! take_away "$1" "$each" || gone=yes
		done
	done
	[ -n "$gone" ] || { say "%s is not armed" "$1"; exit 0; }
	withdraw_push_options
	repo_git config --unset sluis.libexec || :
	repo_git config --unset sluis.armedAt || :
	as_owner rm -f sluis-stamp sluis-transcript sluis-index sluis-index.new
	say "%s: the gate is gone" "$1"
	[ ! -d sluis ] || say "  the policy stays in %s/sluis" "$PWD"
)

main() {
	local remove='' all=''
	arguments=("$@")
	while [ $# -gt 0 ]; do
		case $1 in
		--demo | --check | --deps)
			[ "$1" != --demo ] || demo
			[ -z "$installed" ] || die "%s needs the sources of Sluis, and their install.sh" "$1"
			[ "$1" != --check ] || check
			packages "${build_packages[@]}" "${demo_packages[@]}" "${test_packages[@]}"
			exit
			;;
		--all) all=yes ;;
		--remove) remove=yes ;;
		--prefix) prefix=${2:?$(say "--prefix needs a folder")}; shift ;;
		--host)
			case ${2:?$(say "--host needs one of plain, gitolite, gitea, gitlab")} in
			plain | gitolite | gitea | gitlab) use_host "$2" ;;
			forgejo) use_host gitea ;;
			*) die "--host is one of plain, gitolite, gitea, gitlab; not %s" "$2" ;;
			esac
			shift
			;;
		--archive) archive=${2:?$(say "--archive needs a file")}; shift ;;
		--unrevoke) unrevoke=yes ;;
		--baseline-later) later=--baseline-later ;;
		--verbose) verbose=--verbose ;;
		--policy) policy=${2:?$(say "--policy needs a folder or a repository")}; shift ;;
		--reason) reason=${2:?$(say "--reason needs a text")}; shift ;;
		--help | -h) usage; exit ;;
		--) shift; break ;;
		-*) usage >&2; exit 129 ;;
		*) break ;;
		esac
		shift
	done
	if [ $# = 0 ] && [ -z "$all$archive" ]; then
		usage >&2
		say "\ninstall.sh: no repository is named\n  fix: %s" "$(printf '%q ' "$0" "${arguments[@]}")/srv/git/project.git" >&2
		exit 129
	fi
	case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
	case $policy in '' | /*) ;; *) policy=$PWD/$policy ;; esac
	[ ! -f "$policy" ] || die "%s is a file, and --policy takes the folder that policy.ini, allowed_signers and revoked_keys are in:\n%s" \
		"$policy" "$(printf '%q ' "$0" --policy "${policy%/*}" "$@")"
	if [ -n "$archive" ]; then
		[ -z "$policy$remove$unrevoke$all" ] || { usage >&2; exit 129; }
		make_archive "$@"
		exit
	fi
	find_list
	if [ -n "$all" ]; then
		[ "$#$policy$remove$unrevoke" = 0 ] || { usage >&2; exit 129; }
		arm_listed
		exit
	fi
	if [ -n "$policy" ] && [ ! -f "$policy/policy.ini" ]; then
		[ -f "$policy/HEAD" ] || die "there is no %s/policy.ini, and %s is no bare repository" "$policy" "$policy"
		policy_repo=$policy
	fi
	if [ -n "$remove" ]; then
		for repo; do disarm "$repo"; done
	else
		arm_all "$@"
	fi
}

main "$@"
