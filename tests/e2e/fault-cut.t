#!/bin/bash
# An object that the disk gives back damaged holds nobody up and lets nothing through: cut short (zlib then never comes to
# its end), with a flipped bit, of another type, or empty. Every program ends by itself, and names the object.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/e2e/fault.sh
. "${0%/*}/fault.sh"
world_make
proof_by_signature
signed_off kim key-user
signed_off els system-owner
signed_off jan operator
git -C "$CENTRAL" config sluis.cpuSeconds 1
world_keep

# damaged KIND FILE: what is left of it.
damaged() {
	local size at

	size=$(stat -c %s "$2")
	at=$((size / 2))
	[[ $2 != *.idx ]] || at=1028 # how many objects there are: in the middle may be one that nobody needs
	chmod u+w "$2"
	case $1 in
	half) truncate -s $((size / 2)) "$2" ;;
	start) truncate -s 12 "$2" ;;
	last) truncate -s $((size - 1)) "$2" ;;
	flipped) printf '\xff' | dd of="$2" bs=1 seek=$at conv=notrunc status=none ;;
	other) cp "$(loose "$(git -C "$CENTRAL" rev-parse HEAD:)")" "$2" ;;
	empty) : >"$2" ;;
	esac
}

# ends NAME COMMAND...: by itself, and it is not content.
ends() {
	local said rc=0

	said=$(cd "$CENTRAL" && timeout 60 "$SLUIS_BUILD/git-sluis" "${@:2}" 2>&1) || rc=$?
	[ "$rc" = 1 ] || is "the exit code of $1" "$rc" 2
	has "what $1 says" "$said" "${object:0:7}"
}

# The push is refused by itself, with nothing moved, and the next one passes when the object is there again.
holds() {
	MAY_DIE=yes push_as noor production
	ANSWERED=yes ANSWER_HEAD=()
	is "the exit code of the push" "$STATUS" 1
	is "the refs of the central repository" "$AFTER" "$BEFORE"
	# Newer git names the file of an object that is empty.
	is "that people see ${object:0:7} or the record's name" \
		"$(tr -s ' \n' ' ' <"$T/answer" | grep -cE "${object:0:7}|${object:0:2}/${object:2}|$READY/acceptance.ini")" 1
	cp -f "$T/world/whole" "$file"
	push_as noor production
	accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
}

SIGNOFF=refs/signoffs/$READY/system-owner/els
for place in refs/sluis/audit refs/sluis/policy acceptance \
	"promotions:$READY/acceptance.ini" "$SIGNOFF" "promotions:$READY"; do
	for damage in half start last flipped other empty; do
		it "$place: $damage"
		object=$(git -C "$CENTRAL" rev-parse "$place")
		file=$(loose "$object")
		cp "$file" "$T/world/whole"
		damaged $damage "$file"
		case $place in
		*audit) ends "audit verify" audit verify; ends log log; ends report report ;;
		esac
		holds
	done
done

# packed FILE-PATTERN: one of the pack's files, of the central repository as it was packed.
packed() {
	local files=("$CENTRAL"/objects/pack/*."$1")

	echo "${files[0]}"
}

for kind in pack idx; do
	for damage in half start last flipped empty; do
		it "the $kind: $damage"
		file=$(packed $kind)
		cp "$file" "$T/world/whole"
		damaged $damage "$file"
		MAY_DIE=yes push_as noor production
		ANSWERED=yes ANSWER_HEAD=()
		is "the exit code of the push is not 0: $STATUS" "$((STATUS != 0))" 1
		is "the refs of the central repository" "$(tip production)" "$(git -C "$CLONE" rev-parse production~)"
		for each in "audit verify" "report --format json" log; do
			rc=0
			# shellcheck disable=SC2086
			OUT=$(cd "$CENTRAL" && timeout 60 "$SLUIS_BUILD/git-sluis" $each 2>&1) || rc=$?
			# A bit may be in what nobody reads.
			is "that $each ends by itself: $rc" "$([[ $rc == [12] || ($rc == 0 && $damage == flipped) ]] && echo yes)" yes
		done
		cp -f "$T/world/whole" "$file"
		push_as noor production
		accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
	done
done

it "the seconds that the repository's config gives are no number of seconds"
for seconds in 0 86401; do
	git -C "$CENTRAL" config sluis.wallSeconds $seconds
	push_as noor production
	undecided_all "no limits can be set: sluis.wallSeconds is not between 1 and 86400"
done
git -C "$CENTRAL" config sluis.wallSeconds never
push_as noor production
undecided_all "no limits can be set: failed to parse 'never' as a 32-bit integer"

# read_by TEXT: what reads the audit ends by itself, with 1 or 2, and says that or the name of the object.
read_by() {
	local each said rc

	# Each form of the report tells the same, so all are asked once.
	for each in "audit verify" "report --format "{json,text,csv,html}; do
		[[ $damage == flipped || $each == *verify || $each == *json ]] || continue
		rc=0
		# shellcheck disable=SC2086
		said=$(cd "$CENTRAL" && timeout 60 "$SLUIS_BUILD/git-sluis" $each 2>&1) || rc=$?
		[ "$rc" = 1 ] || is "the exit code of $each" "$rc" 2
		said=$(tr -s ' \n' ' ' <<<"$said")
		[[ $said == *"${object:0:7}"* ]] || has "what $each says" "$said" "$1"
		[ "$each" != "report --format json" ] || hasnt "what it says" "$said" '"whole": true'
	done
}

# What the audit keeps of a verdict, of each kind, and a ref's own object. The log reads entries alone, and the policies that
# were published: what inflates for ever ends by its deadline there.
close_case
world_reset
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
world_keep
ENTRY=$(git -C "$CENTRAL" log -1 --format=%H --grep '^Entry: verdict' refs/sluis/audit)
while read -r place text; do
	for damage in half flipped other empty; do
		it "kept with the verdict: ${place#*:}: $damage"
		object=$(git -C "$CENTRAL" rev-parse "$ENTRY:${place#top}")
		damaged $damage "$(loose "$object")"
		read_by "$text"
		want=0
		[ "$place $damage" != "policy.ini half" ] || want=2
		is "the exit code of the log" "$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" log >"$T/null" 2>&1; echo $?)" $want
	done
done <<-END
	top its tree is missing or broken
	policy.ini its policy.ini is missing or broken
	verdict.txt its verdict.txt is missing or broken
	evidence the folder of its evidence is missing or broken
	evidence/$(digest "$READY/criteria.ini") evidence $(digest "$READY/criteria.ini" | cut -c 1-12) is missing or broken
	signoffs its signoffs are missing or broken
	signoffs/$READY+system-owner+els its signoffs/$READY+system-owner+els is missing or broken
END

for place in production promotions "$SIGNOFF"; do
	for damage in half flipped other empty; do
		it "$place itself: $damage"
		object=$(git -C "$CENTRAL" rev-parse "$place")
		damaged $damage "$(loose "$object")"
		read_by "which is missing or broken"
	done
done

finish
