#!/bin/bash
# The gate and the independent model of tests/model say the same of some random pushes. `make model` draws many more.
cd "${0%/*}/../.." || exit 1
what="the model agrees"

echo 1..1
if ! command -v python3 >/dev/null; then
	echo "ok 1 - $what # SKIP there is no python3; ./install.sh --deps installs it"
elif out=$(tests/model/run --seed 1 --pushes 60 2>&1); then
	echo "ok 1 - $what"
else
	echo "not ok 1 - $what"
	printf '%s\n' "$out" | sed 's/^/# /'
fi
