#!/bin/bash
# The rooms of common/ (common/README.md) are more than a drawing: what breaks them fails `make lint`, with both names.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

# A copy of the sources, as git lists them.
tree_copy() {
	local top=$E2E/../..
	rm -rf "$T/tree"
	mkdir "$T/tree"
	(cd "$top" && git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$T/tree")
	git -C "$T/tree" init -q
}

# plant FILE LINE: after the first include of the file.
plant() {
	sed -i "0,/^#include/s|^#include|$2\n&|" "$T/tree/common/$1"
}

lint() {
	OUT=$(cd "$T/tree" && tests/lint 2>&1) && RC=0 || RC=$?
}

T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
tree_copy

tap_name="the tree itself"
lint
is "what lint says" "$OUT" ""
is "its exit status" "$RC" 0
tap_end

tap_name="an include of a room above" tap_asserted=0 tap_wrong=()
plant git/refs.c '#include "gate/gate.h"'
lint
has "what lint says" "$OUT" "git includes gate, which is not below it"
has "where" "$OUT" "common/git/refs.c:"
is "its exit status" "$RC" 1
tap_end

tap_name="an include of another room of the same floor" tap_asserted=0 tap_wrong=()
tree_copy
plant report/csv.c '#include "doctor/doctor.h"'
lint
has "what lint says" "$OUT" "report includes doctor, which is not below it"
is "its exit status" "$RC" 1
tap_end

tap_name="a circle of two files" tap_asserted=0 tap_wrong=()
tree_copy
plant base/arena.h '#include "base/escape.h"'
lint
has "what lint says" "$OUT" "circle: base/arena > base/escape > base/arena"
is "its exit status" "$RC" 1
tap_end

tap_name="an include that base/base.h brings, and a header without its once" tap_asserted=0 tap_wrong=()
tree_copy
plant audit/seal.h '#include <string.h>'
sed -i '/^#pragma once/d' "$T/tree/common/audit/note.h"
lint
has "what lint says" "$OUT" "base/base.h brings <string.h>"
has "what lint says" "$OUT" "common/audit/note.h:1: no #pragma once"
is "its exit status" "$RC" 1
tap_end

tap_name="a file in no room" tap_asserted=0 tap_wrong=()
tree_copy
echo 'int drawer;' >"$T/tree/common/drawer.c"
lint
has "what lint says" "$OUT" "common/drawer.c:1: in no room"
is "its exit status" "$RC" 1
tap_end

finish
