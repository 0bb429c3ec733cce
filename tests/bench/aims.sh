# shellcheck shell=bash disable=SC2034,SC2164
# The aims of the gate's speed, each a ratio of the same run, in the turns of tests/bench/run; and whole pushes and commands of
# people, git's own part included.

# The clone of a person who has looked before; CENTRAL is made anew for each turn.
people_make() {
	CENTRAL=$T/central PERSON=$T/person
	fresh signed
	cp -a "$T/few/clone" "$T/home"
	cd "$T/home"
	git remote add origin "$CENTRAL"
	git config user.name "Noor Kaya"
	git config user.email noor@example.org
	git checkout -q --detach
	git fetch -q
	"$PROGRAMS/git-sluis" status bench-20 >"$T/null"
	cd "$T"
	mapfile -t MANY_REFS < <(sed 's/.* /development:/' "$T/few/jobs/many/lines")
	# What one sign-off takes to verify, by itself.
	git -C "$CENTRAL" cat-file tag refs/signoffs/bench-20/key-user/kim >"$T/tag"
	sed '/^-----BEGIN/,$d' "$T/tag" >"$T/signed-text"
	sed -n '/^-----BEGIN/,$p' "$T/tag" >"$T/signature"
}

# fresh FLAVOUR [HOOKS]: the central repository as it was before any push.
fresh() {
	rm -rf "$CENTRAL"
	cp -a "$T/few/plain/$1" "$CENTRAL"
	rm -rf "$CENTRAL/hooks"
	ln -s "$T/${2:-sluis}" "$CENTRAL/hooks"
}

push_timed() {
	fresh trailer "$1"
	SLUIS_TEST_PUSHER=dirk "$TIME" "$T/took-push-$1-work" git -C "$T/few/clone" push -q "$CENTRAL" bench-topic:refs/heads/topic
	SLUIS_TEST_PUSHER=noor "$TIME" "$T/took-push-$1-promotion" git -C "$T/few/clone" push -q "$CENTRAL" bench-20:production
	SLUIS_TEST_PUSHER=dirk "$TIME" "$T/took-push-$1-many" git -C "$T/few/clone" push -q --atomic "$CENTRAL" "${MANY_REFS[@]}"
}

people_fresh() {
	fresh signed
	rm -rf "$PERSON"
	cp -a "$T/home" "$PERSON"
	cd "$PERSON"
	export SLUIS_TEST_PUSHER=noor
}

aims_timed() {
	local merge

	push_timed none
	push_timed empty
	push_timed sluis
	people_fresh
	"$TIME" "$T/took-command" git rev-parse HEAD
	"$TIME" "$T/took-fetch" git fetch -q
	"$TIME" "$T/took-status" "$PROGRAMS/git-sluis" status bench-20
	"$TIME" "$T/took-promote" "$PROGRAMS/git-sluis" promote bench-20
	merge=$(git -C "$CENTRAL" rev-parse production)
	fresh signed
	"$TIME" "$T/took-push-merge" git --git-dir "$(echo "$PERSON"/.git/sluis/views/*/)" push -q "$CENTRAL" "$merge:refs/heads/production"
	"$TIME" "$T/took-verify" ssh-keygen -Y verify -n git -I kim -f "$CENTRAL/sluis/allowed_signers" -s "$T/signature" <"$T/signed-text"
	cd "$T"
}

declare -A PUSHES=([work]="work" [promotion]="20 commits" [many]="1,000 refs at once")

# programs COMMAND...: "PROGRAMS CONNECTIONS" that it makes, the server's own programs not counted.
programs() {
	people_fresh
	strace -f -qq -e trace=execve -o "$T/execs" "$@" >"$T/null" 2>&1
	awk '/execve\(.* = 0$/ && !/"(hooks\/|\/usr\/lib\/git-core\/git-(upload|receive)-pack|\/usr\/lib\/git-core\/git")/ { n++ }
		/execve\("[^"]*git-(upload|receive)-pack".* = 0$/ { c++ } END { print n + 0, c + 0 }' "$T/execs"
	cd "$T"
}

# beyond WHAT LESS UNIT [LESS-TOO]: (WHAT - LESS - LESS-TOO) / UNIT, turn by turn.
beyond() {
	paste "$T/took-$1" "$T/took-$2" "$T/took-$3" ${4:+"$T/took-$4"} | awk '{ print ($1 - $2 - $4) / $3 }' | median
}

# aim TEXT AIM RATIO
aim() {
	printf '%-92s %8s  aim %s\n' "$1" "$(awk -v r="$3" 'BEGIN { printf "%.2f", r }')" "$2"
}

aims() {
	local each status promote fetch

	echo
	aim "nothing governed, times as many empty programs" "1.5" "$(ratio small-sluis-one small-empty-one)"
	aim "three signatures beyond the same promotion without, times one ssh-keygen -Y verify" "1" \
		"$(beyond small-sluis-signed small-sluis-twenty verify)"
	for each in twenty thousand signed; do
		[ ! -s "$T/took-small-bash-$each" ] || aim "bash, times Sluis: ${SAYS[$each]}" "10 or more" "$(ratio "small-bash-$each" "small-sluis-$each")"
	done
	aim "git sluis status beyond git fetch, in git commands (git rev-parse)" "2" "$(beyond status fetch command)"
	aim "git sluis promote beyond git fetch, in git commands" "2" "$(beyond promote fetch command)"
	aim "  beyond git fetch and git push of its merge, through the same hooks" "2" "$(beyond promote fetch command push-merge)"
	if strace -c true 2>"$T/null"; then
		fetch=$(programs git fetch -q)
		status=$(programs "$PROGRAMS/git-sluis" status bench-20)
		promote=$(programs "$PROGRAMS/git-sluis" promote bench-20)
		echo "programs on this side and connections: fetch ${fetch/ /, }; status ${status/ /, }; promote ${promote/ /, }"
	fi
	for each in work promotion many; do
		aim "a whole push over a path, ${PUSHES[$each]}, times one without hooks (with empty hooks $(
			printf %.2f "$(ratio "push-empty-$each" "push-none-$each")"))" "1" "$(ratio "push-sluis-$each" "push-none-$each")"
	done
}

# The first promotion of a history, which make bench-history measures at length.
history_line() {
	local ratio

	ratio=$(COMMITS=${COMMITS:-50000} BYTES=2400 TURNS=$TURNS "$HERE/history" | sed -n 's/^the hook alone, a commit-graph .* \([0-9.]*\) x$/\1/p')
	[ -n "$ratio" ] || { echo "tests/bench/history measured nothing" >&2; return 1; }
	aim "first promotion of ${COMMITS:-50,000} commits, times git log of authors and trailers, with a commit-graph" "1" "$ratio"
}
