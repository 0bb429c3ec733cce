#!/bin/bash
# The disk is full, read-only or broken, at each thing that the hooks write in turn; and a real disk that runs full.
# shellcheck disable=SC2016  # for the shell of the hook
# A file system of our own needs root, and a name space in which nobody else sees it.
if [ "${SLUIS_TEST_MOUNTS:-}" = "" ] && [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	SLUIS_TEST_MOUNTS=yes exec unshare -m --propagation private "$0" "$@"
fi
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
world_make
change dirk src/pay.c
it_is_given dirk development
world_keep

# The ready release, with all its evidence: either the gate says that it could not decide, or it could do without.
promotion_said_so() {
	if [ "$STATUS" != 0 ]; then
		has "what the gate says ($fault)" "${ANSWER_REMOTE[*]}" "sluis: could not decide: "
		is "the refs ($fault)" "$AFTER" "$BEFORE"
		whole
		push_as noor production
		accepted "$(promoted)"
	fi
	is "production ($fault)" "$(tip production)" "$(oid production)"
	whole
}

it "pre-receive, no room from some write on: it could not decide, nothing moves, and then it goes in"
if can_inject; then
	EVER=+ WRITING="mkdir fsync link,rename" PUSHES="noor production" sweep pre-receive error=ENOSPC promotion_said_so
fi

it "pre-receive, a single write fails: it is tried in another way, or it could not decide"
if can_inject; then
	WRITING="write" PUSHES="noor production" sweep pre-receive error=EIO promotion_said_so
fi

it "reference-transaction, before the move: nothing moves that nobody could look up"
if can_inject; then
	in_time() {
		if [ "$STATUS" = 0 ]; then
			moved
		else
			# The loader has its word where the hook does not get as far as its first line.
			is "that it says so ($fault)" "$(grep -cE '^sluis: could not decide:|loading shared libraries' <<<"$ANSWER_CLIENT")" 1
			stopped
		fi
	}
	EVER=+ WRITING="openat" sweep reference-transaction.prepared error=EIO in_time
fi

it "reference-transaction, after the move: the push is in, and what could not be recorded is completed"
if can_inject; then
	told() {
		is "the exit code of the push ($fault)" "$STATUS" 0
		[ -z "$ANSWER_CLIENT" ] || has "what it says ($fault)" "$ANSWER_CLIENT" "development -> development"
		moved
	}
	EVER=+ sweep reference-transaction.committed error=ENOSPC told
fi

it "post-receive: the push is in, it says what it could not do, and the next push does it"
if can_inject; then
	nobody_records() {
		at reference-transaction.committed 'exit 0'
	}
	EVER=+ WRITING="fsync link,rename" ALSO=nobody_records sweep post-receive error=ENOSPC told
fi

# small: the central repository lies on a small disk of its own.
small() {
	[ "${SLUIS_TEST_MOUNTS:-}" = yes ] || { skip "nobody but root can mount a disk"; is "the skipped" 1 1; return 1; }
	mkdir "$T/world/small"
	mount -t tmpfs -o size=1m tmpfs "$T/world/small"
	rm -rf "$CENTRAL/objects/info" "$CENTRAL/hooks"/*.sample
	strip "$CENTRAL"/hooks/gate/*
	mount -o remount,size=64m "$T/world/small"
	cp -a "$CENTRAL" "$T/world/small/central"
	git -C "$T/world/small/central" config --unset sluis.armedAt # which is another folder
	CENTRAL_BIG=$CENTRAL CENTRAL=$T/world/small/central
	change dirk src/pay.c
}

big() {
	umount "$T/world/small"
	CENTRAL=$CENTRAL_BIG
}

it "a disk with less and less room: what is accepted is whole, what is not has moved nothing"
if small; then
	accepted_some=0 refused_some=0
	for free in 0 4 8 12 16 20 24 28 32 36 40 48 56 64; do
		dd if=/dev/zero of="$T/world/small/fill" bs=4k 2>"$T/null" || :
		truncate -s "-${free}k" "$T/world/small/fill"
		push_as dirk development
		ANSWERED=yes ANSWER_HEAD=()
		rm "$T/world/small/fill"
		fault="$free kB free"
		if [ "$STATUS" = 0 ]; then
			accepted_some=1
			moved
		else
			refused_some=1
			stopped
		fi
		change dirk src/pay.c
	done
	is "that some went in and some did not" "$accepted_some $refused_some" "1 1"
	is "git fsck" "$(git -C "$CENTRAL" fsck --no-dangling 2>&1)" ""
	big
fi

for hook in pre-receive reference-transaction.prepared reference-transaction.committed; do
	it "the disk turns read-only when $hook starts"
	if small; then
		at $hook "mount -o remount,ro '$T/world/small'"
		push_as dirk development
		ANSWERED=yes ANSWER_HEAD=()
		mended
		mount -o remount,rw "$T/world/small"
		fault="read-only at $hook"
		case $hook in
		pre-receive)
			has "what the gate says" "${ANSWER_REMOTE[*]}" "sluis: could not decide: "
			has "what the gate says" "${ANSWER_REMOTE[*]}" "Read-only file system"
			stopped
			;;
		*.prepared) stopped ;;
		*) moved ;;
		esac
		big
	fi
done

finish
