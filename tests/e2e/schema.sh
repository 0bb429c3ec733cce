# shellcheck shell=bash
# JSON that Sluis printed, held against the schemas in config/schema. What a test keeps is checked in its end, as a case of
# its own: a member that no schema names fails it.

SCHEMAS=$(cd "$E2E/../../config/schema" && pwd)

# keep_json TEXT...: what a command printed; other lines between are passed over.
keep_json() {
	printf '%s\n' "$@" >>"$T/json"
}

schema_check() {
	"$E2E/schema-check" "$SCHEMAS" "$@"
}

# Why there can be no check; nothing where there can.
schema_misses() {
	/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || echo "python3-jsonschema is not installed"
}

# A line of the test for all JSON that was kept.
json_ends() {
	[ -s "${T:-}/json" ] || return 0
	tap_name="the JSON is as its schemas say" tap_skip=$(schema_misses) tap_asserted=1 tap_wrong=()
	[ -n "$tap_skip" ] || schema_check "$T/json" >"$T/unlike" 2>&1 || wrong "$(cat "$T/unlike")"
	tap_end
}
