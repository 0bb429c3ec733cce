#!/bin/bash
# Each rule of the gate has its test here, with accept, refuse and undecided.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

# The names of a test's cases, one a line: they stand in its text.
cases() {
	sed -n 's/^it "\(.*\)"$/\1/p' "$1"
}

kinds() {
	cases "$1" | grep -c "^$2: " || true
}

tap_name="the rules that the gate explains are those of the tests"
is "the list" "$("$SLUIS_BUILD/git-sluis" explain | cut -d ' ' -f 1 | tr '\n' ' ')" "${RULES[*]} "
tap_end

for rule in $("$SLUIS_BUILD/git-sluis" explain | cut -d ' ' -f 1); do
	file=$E2E/rule-$rule.t
	tap_name="$rule" tap_asserted=0 tap_wrong=()
	is "criterion" "$("$SLUIS_BUILD/git-sluis" explain "$rule" | head -1)" "$rule  CH.06-${CRITERION[$rule]}"
	if [ -x "$file" ]; then
		is "a case of accept" "$(($(kinds "$file" accept) >= 1))" 1
		is "two cases of refuse" "$(($(kinds "$file" refuse) >= 2))" 1
		is "a case of undecided" "$(($(kinds "$file" undecided) >= 1))" 1
		# A case that has the rule's name and not the rule is none.
		is "cases that expect the rule" "$(($(grep -cE "^(refused|undecided) .* $rule\b" "$file") >= 2))" 1
	else
		wrong "there is no $file"
	fi
	tap_end
done

finish
