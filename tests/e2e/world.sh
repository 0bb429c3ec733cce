# shellcheck shell=bash
# The world of a test: a folder that is gone afterwards, and in it, for each case anew,
#	CENTRAL		the central repository
#	CLONE		a clone with everything that people are about to push
#	DOSSIERS	the files of the evidence

READY=2026.11		# the release that is ready
# In a build with sanitizers: a program ends with its push, and looking for what it leaves behind takes twice the time of the push.
# The unit tests look. libgit2 leaves memory behind where an object is missing or a repository is not to its taste.
export ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

world_make() {
	# Git takes a missing hook for none, and every push would go through.
	if [ ! -x "$SLUIS_BUILD/pre-receive" ] || [ ! -x "$SLUIS_BUILD/git-sluis" ]; then
		echo "Bail out! there is no gate in $SLUIS_BUILD"
		exit 1
	fi
	T=$(mktemp -d "${TMPDIR:-/tmp}/sluis-e2e.XXXXXX")
	trap 'http_stop; results_stop; chmod -R u+rwx "$T"; rm -rf "$T"' EXIT
	trap 'exit 130' INT TERM
	# shellcheck disable=SC2046
	unset -v $(compgen -e | grep -E '^(GIT|SSH|XDG)_' || true) SLUIS_TEST_PUSHER
	export HOME=$T/home GIT_CONFIG_NOSYSTEM=1 LC_ALL=C TZ=UTC
	umask 022
	mkdir "$HOME" "$T/world"
	printf '[init]\n\tdefaultBranch = development\n[core]\n\tfsync = none\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[receive]\n\tautogc = false\n' \
		>"$HOME/.gitconfig"
	CENTRAL=$T/world/central CLONE=$T/world/clone DOSSIERS=$T/world/dossiers
	TRANSPORT=local
	central_make
	clone_make
	git -C "$CLONE" push -q "$CENTRAL" development test acceptance production promotions
	promotion
	central_arm
	world_keep
}

# What every case finds: all environments at the same first commit, then a change of dirk's that tess has
# taken to test and acceptance and tested; its merge to production is not pushed yet.
clone_make() {
	git init -q --template= "$CLONE"
	mkdir "$DOSSIERS"
	change dirk README "First commit"
	branch production development
	change dirk src/pay.c "Pay by card"
	branch test development
	branch acceptance development
	echo "One folder for each promotion" >"$DOSSIERS/README"
	evidence tess "Start the evidence"
	dossier "$READY" acceptance
	evidence tess "Acceptance of $READY"
}

# The world as it stands is what the next cases start from. Packed, since every folder costs time to copy.
world_keep() {
	local each

	for each in "$CENTRAL" "$CLONE"; do
		git -C "$each" repack -a -d -n -q
		git -C "$each" pack-refs --all
		find "$(git -C "$each" rev-parse --absolute-git-dir)" -depth -type d -path '*/??' -empty -delete
	done
	rm -rf "$T/kept"
	cp -a "$T/world" "$T/kept"
	IMPACT_KEPT=$IMPACT
}

world_reset() {
	rm -rf "$T/world"
	cp -a "$T/kept" "$T/world"
	IMPACT=$IMPACT_KEPT
	[ -z "$RESULTS_PID" ] || results_mode plain
}
