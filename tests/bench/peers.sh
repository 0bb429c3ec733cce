# shellcheck shell=bash disable=SC2034,SC2164
# The contestants: how each is started for one push, in RUN, a copy of the central repository with what the push brings in
# quarantine. UNDER goes before every program: what measures it. Each returns what the last program that judged did.

# What Sluis judges and they do not.
declare -A LACKS=(
	[bash]="when anything arrived and whose word it is, a second look as the ref moves, emergencies, rollbacks, freezes, vetoes,
		waivers, JUnit and TAP, result servers, hostile text, \"could not decide\"; its log is not durable"
	[gitolite]="all but who may push which ref, and a count of files (VREF/COUNT)"
	[commitlint]="all but the messages of the commits"
	[gitlint]="all but the messages of the commits"
)
declare -A GET=(
	[bash]="" [gitolite]="apt-get install gitolite3" [commitlint]="npm install --prefix build/bench @commitlint/cli@20"
	[gitlint]="apt-get install gitlint"
)

# peers: those that are here, ready to be started, in PEERS.
peers() {
	PEERS=(bash)
	PATH=$PATH:$SLUIS_BUILD/bench/node_modules/.bin
	echo "module.exports = { rules: { 'header-max-length': [2, 'always', 100] } }" >"$T/commitlint.cjs"
	printf '[general]\nignore = body-is-missing\n' >"$T/gitlint.ini"
	! command -v gitolite >"$T/null" || { gitolite_make && PEERS+=(gitolite); }
	! commitlint --version >"$T/null" 2>&1 || PEERS+=(commitlint)
	! gitlint --version >"$T/null" 2>&1 || PEERS+=(gitlint)
}

gitolite_make() {
	GITOLITE=$T/gitolite
	mkdir "$GITOLITE"
	HOME=$GITOLITE git config --global init.defaultBranch master
	HOME=$GITOLITE USER=git gitolite setup -a admin
	printf '%s\n' 'repo gitolite-admin' ' RW+ = admin' 'repo central' ' RW production = noor' ' - production = @all' \
		' RW+ = @all' ' - VREF/COUNT/100000 = @all' >"$GITOLITE/.gitolite/conf/gitolite.conf"
	HOME=$GITOLITE gitolite compile
} >"$T/gitolite.log" 2>&1

# hook COMMAND...: as git starts it, in RUN.
hook() {
	GIT_DIR=. "${UNDER[@]}" "$@"
}

quarantined() {
	GIT_QUARANTINE_PATH=$RUN/objects/incoming GIT_OBJECT_DIRECTORY=$RUN/objects/incoming \
		GIT_ALTERNATE_OBJECT_DIRECTORIES=$RUN/objects GIT_PUSH_OPTION_COUNT=0 hook "$@"
}

leave_quarantine() {
	local each

	for each in "$RUN"/objects/incoming/??; do
		[ ! -d "$each" ] || cp -a "$each" "$RUN/objects/"
	done
}

# As git receive-pack starts the hooks of a push: one transaction, and the ref moves between its two states.
hooks_of() {
	local old new ref

	quarantined "$1/pre-receive" <"$JOB/lines" || return
	leave_quarantine
	hook "$1/reference-transaction" prepared <"$JOB/lines" || return
	read -r old new ref <"$JOB/lines"
	mkdir -p "$RUN/${ref%/*}"
	echo "$new" >"$RUN/$ref"
	hook "$1/reference-transaction" committed <"$JOB/lines" || return
	hook "$1/post-receive" <"$JOB/lines" || return
	: "$old"
}

start_sluis() { hooks_of hooks; }

start_empty() { hooks_of "$T/empty"; }

start_bash() { quarantined "$HERE/bash-hook" <"$JOB/lines"; }

# gitolite's update hook runs for one ref after the other: of many, the first few.
start_gitolite() {
	local old new ref

	leave_quarantine
	while read -r old new ref; do
		HOME=$GITOLITE GL_REPO=central GL_USER=$SLUIS_TEST_PUSHER GL_LIBDIR=/usr/share/gitolite3/lib \
			GL_BINDIR=/usr/share/gitolite3 hook "$GITOLITE/.gitolite/hooks/common/update" "$ref" "$old" "$new" || return
	done < <(head -n "$(share gitolite "$NAME" 1)" "$JOB/lines")
}

# range: the commits of the push, as these two want them told: OLD NEW.
range() {
	local old new

	read -r old new _ <"$JOB/lines"
	[ "$old" != "${old//[!0]/}" ] || old=$(git -C "$RUN" rev-parse refs/heads/development)
	echo "$old" "$new"
}

start_commitlint() {
	local old new

	read -r old new < <(range)
	quarantined commitlint --config "$T/commitlint.cjs" --from "$old" --to "$new" </dev/null
}

# Of many commits, the last few.
start_gitlint() {
	local old new

	read -r old new < <(range)
	[ "$NAME" = one ] || old=$new^2~$(share gitlint "$NAME" 20)
	quarantined gitlint --config "$T/gitlint.ini" --commits "$old..$new" </dev/null
}
