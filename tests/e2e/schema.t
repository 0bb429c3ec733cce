#!/bin/bash
# The JSON that Sluis prints is as config/schema says, each of which is closed: what no schema names is an error. Every
# other test that asks for JSON holds it against them too (schema.sh).
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
people_commands
git -C "$CENTRAL" config receive.advertisePushOptions true
world_keep
TOP=$(cd "$E2E/../.." && pwd)

# formats: those that the programs write, each once.
formats() {
	grep -rhoE '\.format = "[a-z]+-[0-9]+"' "$TOP/common" "$TOP/hooks" | cut -d '"' -f 2 | sort -u
}

# made FORMAT: real output of that format, in $T/made.
made() {
	case $1 in
	doctor-1) (cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" doctor --no-push --format json) ;;
	log-1 | report-1) (cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" "${1%-1}" --format json) ;;
	refusal-1)
		push_as noor -o sluis.format=json -o sluis.explain production
		ANSWERED=yes ANSWER_HEAD=()
		sed -n 's/^remote: {/{/p' "$T/answer"
		;;
	status-1)
		sluis noor status "$READY" --format json
		echo "$OUT"
		;;
	roles-1) "$SLUIS_BUILD/git-sluis" roles --format json "$CENTRAL/sluis/policy.ini" ;;
	try-1) "$SLUIS_BUILD/git-sluis" policy --try "$CENTRAL" --format json "$CENTRAL/sluis/policy.ini" ;;
	rules-1) "$SLUIS_BUILD/git-sluis" rules --format json ;;
	error-1) "$SLUIS_BUILD/git-sluis" roles --format json "$T/no-such-policy" ;;
	*) ;;
	esac >"$T/made" 2>"$T/null" || :
}

# changed PERL: each object of $T/made, as $o, after that.
changed() {
	perl -MJSON::PP -0777 -e '
	my $json = JSON::PP->new;
	$json->incr_parse(<STDIN>);
	while (my $o = $json->incr_parse) { '"$1"'; print encode_json($o), "\n" }' <"$T/made" >"$T/changed"
}

# unlike TEXT: what that made of it is no longer what its schema says.
unlike() {
	is "the exit status of the check of $FORMAT" "$(schema_check "$T/changed" >"$T/out" 2>&1 && echo 0 || echo 1)" 1
	has "what is wrong with $FORMAT" "$(cat "$T/out")" "$1"
}

it "each schema is one of draft 2020-12, closed, and under its own name"
skip "$(schema_misses)"
is "what is wrong with them" "$(schema_check 2>&1)" ""

it "each format that a program writes has its schema, and each schema its program"
is "the schemas" "$(basename -a -s .json "$SCHEMAS"/*.json | sort)" "$(formats)"

it "an open object, and a schema of another name, are found"
skip "$(schema_misses)"
mkdir "$T/world/schemas"
sed 's/"additionalProperties": false/"additionalProperties": true/' "$SCHEMAS/rules-1.json" >"$T/world/schemas/rules-2.json"
is "what is wrong" "$("$E2E/schema-check" "$T/world/schemas" || true)" "rules-2: \$ is an open object
rules-2: \$.properties.rules.items is an open object
rules-2: its \$id is urn:sluis:schema:rules-1"

it "real output of each is as its schema says, and not with a member more, less or of another kind"
skip "$(schema_misses)"
promotion drop Released-by
push_as noor production
refused production signoff-present
for FORMAT in $(formats); do
	made "$FORMAT"
	has "the output of $FORMAT" "$(cat "$T/made")" "\"format\""
	is "what is wrong with $FORMAT" "$(schema_check "$T/made" 2>&1)" ""
	# shellcheck disable=SC2016
	changed '$o->{new} = 1'
	unlike "$FORMAT: "
	# shellcheck disable=SC2016
	changed 'delete $o->{(grep { $_ ne "format" } sort keys %$o)[0]}'
	unlike "$FORMAT: "
	# shellcheck disable=SC2016
	changed 'my ($k) = grep { $_ ne "format" } sort keys %$o; $o->{$k} = { $k => 1 }'
	unlike "$FORMAT: "
	# shellcheck disable=SC2016
	changed '$o->{format} =~ s/1/77/'
	unlike "no schema for the format '${FORMAT%1}77'"
	# shellcheck disable=SC2016
	changed 'delete $o->{format}'
	unlike "no schema for the format None"
done

it "a member more, deep inside"
skip "$(schema_misses)"
FORMAT=report-1
push_as noor production
accepted "$(promoted)"
made "$FORMAT"
# shellcheck disable=SC2016
changed '$o->{promotions}[0]{signoffs}[0]{mood} = "good"'
unlike "report-1: \$.promotions[0].signoffs[0]: Additional properties are not allowed ('mood' was unexpected)"

it "text that is no JSON, and an array"
skip "$(schema_misses)"
FORMAT=text
echo '{"format": "rules-1", "rules": [' >"$T/changed"
unlike "no JSON: "
echo '[]' >"$T/changed"
unlike "no schema for the format None"

# asked COMMAND...: the standard output of a command of git sluis in the clone, in $language, in $T/alone.
asked() {
	(cd "$CLONE" && PATH=$SLUIS_BUILD:$PATH env LC_ALL="$language" git sluis "$@") >"$T/alone" 2>"$T/err" || :
}

# keys: every name in $T/alone, with where it is; also that nothing but JSON is there.
keys() {
	/usr/bin/python3 -c '
import json, sys
def walk(value, where):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from walk(each, f"{where}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from walk(each, where + "[]")
    else:
        yield where
decoder, text, found = json.JSONDecoder(), sys.stdin.read(), set()
while text:
    value, at = decoder.raw_decode(text)
    found.update(walk(value, ""))
    text = text[at:].lstrip()
print("\n".join(sorted(found)) or "nothing")' <"$T/alone" 2>&1
}

it "each command prints nothing but JSON, with the same names in Dutch"
push_as noor production
accepted "$(promoted)"
git -C "$CLONE" fetch -q origin refs/sluis/audit:refs/sluis/audit
declare -A names=()
for language in en nl; do
	[ "$language" = en ] || policy '/^version = /a language = nl'
	for each in status "status $READY" "status no-such-id" "check origin production" "check nowhere" rules log report \
		"doctor --no-push $CENTRAL" "doctor --no-push $T/nowhere" "roles $CENTRAL/sluis/policy.ini" "roles $T/nowhere"; do
		# shellcheck disable=SC2086 # words
		asked ${each%% *} --format json ${each#"${each%% *}"}
		now=$(keys)
		is "the names of $each in $language" "$now" "${names[$each]:=$now}"
		has "the names of $each" "$now" ".format"
		keep_json "$(cat "$T/alone")"
	done
done

it "each test that asks for JSON has it checked"
# `sluis` of sluis.sh does it by itself, and what a cut object leaves of a report is none.
is "those that do not" "$(cd "$E2E" && grep -l -e '--format json' -- *.t | xargs grep -L keep_json | xargs)" "fault-cut.t flows.t status.t"

it "make install brings them"
make -s -C "$TOP" install BUILD="$SLUIS_BUILD" PREFIX=/usr DESTDIR="$T/world/dest" >"$T/out" 2>&1 || wrong "$(cat "$T/out")"
is "what differs" "$(diff -r "$SCHEMAS" "$T/world/dest/usr/share/sluis/schema" 2>&1)" ""

finish
