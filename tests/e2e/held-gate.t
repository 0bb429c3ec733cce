#!/bin/bash
# A ref that is not what the audit left holds up what rests on it, and nothing else: gone, rewound, symbolic, or moved behind
# the hooks; production, the evidence, a sign-off, a veto.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"

# Armed as install.sh does it.
central_arm() {
	cp "$SLUIS_BUILD"/{pre-receive,reference-transaction,post-receive} "$CENTRAL/hooks/"
	git -C "$CENTRAL" config core.logAllRefUpdates always
	(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" policy --publish && "$SLUIS_BUILD/git-sluis" audit arm hooks/*) >"$T/null"
}
world_make
proof_by_signature

# pushed PERSON REFSPEC...: it went in.
pushed() {
	push_as "$@"
	[ "$STATUS" = 0 ] || { cat "$T/answer"; exit 1; }
	ANSWERED=yes ANSWER_HEAD=()
}

# signed: by all three.
signed() {
	local each

	for each in kim:key-user els:system-owner jan:operator; do
		signoff "${each%:*}" "${each#*:}"
		pushed "${each%:*}" "signoffs/${each%:*}:refs/signoffs/$READY/${each#*:}/${each%:*}"
	done
}

# 2026.11 is in production; 2026.12 is ready.
signed
pushed noor production
READY=2026.12
change dirk src/next.c
branch test development
branch acceptance development
pushed dirk development
pushed tess test
pushed tess acceptance
dossier "$READY" acceptance
evidence_commit tess "Criteria" '*criteria.ini'
pushed tess promotions
sleep 1.1
tested_now "$READY"
evidence tess "Acceptance of $READY"
pushed tess promotions
signed
promotion
world_keep
SIGNOFF=refs/signoffs/$READY/system-owner/els

# Past every hook.
force() {
	git -C "$CENTRAL" -c core.hooksPath="$T/null" "$@"
}

# harmed HOW REF: it is no longer what the audit left.
harmed() {
	local was

	was=$(git -C "$CENTRAL" rev-parse "$2")
	case $1 in
	gone) force update-ref -d "$2" ;;
	rewound) force update-ref "$2" "$(git -C "$CENTRAL" rev-parse -q --verify "$2~" || git -C "$CENTRAL" rev-parse "$2^{commit}")" ;;
	symbolic)
		force update-ref refs/elsewhere "$was"
		force symbolic-ref "$2" refs/elsewhere
		;;
	moved) force update-ref "$2" "$(as dirk git -C "$CENTRAL" commit-tree -p "$2^{commit}" -m "past the gate" "$2^{tree}")" ;;
	esac
}
# at REF: its value, short.
at() {
	git -C "$CENTRAL" rev-parse -q --verify "$1" | cut -c 1-7
}

# nothing_else: work goes in, and audit verify names the ref.
nothing_else() {
	change dirk src/other.c
	push_as dirk development
	accepted
	RC=0
	OUT=$(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit verify 2>&1) || RC=$?
	is "audit verify" "$RC" 1
	has "audit verify" "$OUT" "$1"
	has "audit verify" "$OUT" "git sluis audit reconcile --reason TEXT"
}

# unaccounted TEXT: ref-protected says that, and what settles it.
unaccounted() {
	says ref-protected "$1"
	mends ref-protected "the owner of the repository finds out what happened, with git sluis audit verify, and then runs there: git sluis audit reconcile --reason TEXT"
}

for ref in refs/heads/production refs/heads/acceptance refs/heads/promotions; do
	for how in gone rewound moved symbolic; do
		it "undecided: $ref is $how"
		was=$(at "$ref")
		harmed "$how" "$ref"
		case $how in
		gone) text="$ref is gone, and the audit left it at $was" ;;
		symbolic) text="$ref became a symbolic ref, and leads to refs/elsewhere" ;;
		*) text="$ref is at $(at "$ref"), and the audit left it at $was" ;;
		esac
		push_as noor +production
		case ${ref##*/}-$how in
		production-gone)
			refused production ref-protected
			says ref-protected "$ref was at $was before, and is made once"
			mends ref-protected "somebody who has it pushes the ref back as it was: git push origin $was:$ref"
			;;
		production-symbolic)
			undecided $ref reserved-ref
			says reserved-ref "$ref is a symbolic ref and leads to refs/elsewhere"
			mends reserved-ref "the administrator of the server makes it a ref of its own:"
			;;
		production-rewound) refused production promotion-once unchecked ref-protected ;;
		production-moved) refused production ref-protected ;;
		acceptance-gone | acceptance-rewound) refused production comes-from unchecked ref-protected ;;
		promotions-gone | promotions-rewound) refused production evidence-intact unchecked ref-protected ;;
		*) undecided production ref-protected ;;
		esac
		[[ ${ref##*/}-$how == production-[gms]* ]] || unaccounted "$text"
		nothing_else "$text"
	done
done

it "undecided, until the owner says why: the evidence is symbolic"
harmed symbolic refs/heads/promotions
push_as noor production
undecided production ref-protected
(cd "$CENTRAL" && "$SLUIS_BUILD/git-sluis" audit reconcile --reason "a second name") >"$T/null"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"

for how in gone rewound moved; do
	it "undecided or refused: a sign-off is $how"
	was=$(at "$SIGNOFF")
	harmed "$how" "$SIGNOFF"
	push_as noor production
	if [ "$how" = gone ]; then
		text="$SIGNOFF is gone, and the audit left it at $was"
		undecided production signoff-proven signoff-current
		says signoff-proven "the audit shows that $SIGNOFF came in, and that ref is gone or cannot be read"
		mends signoff-proven "the administrator brings the ref back from a mirror or a backup, or lets git read it; its tag is $was"
	else
		text="$SIGNOFF is at $(at "$SIGNOFF"), and the audit left it at $was"
		refused production signoff-proven
		says signoff-proven "$SIGNOFF is no sign-off"
		mends signoff-proven "git sluis sign makes one as it should be: git sluis sign $READY --role system-owner"
	fi
	nothing_else "$text"
done

it "accept: a sign-off is symbolic, and leads to the same tag; it is named"
harmed symbolic "$SIGNOFF"
push_as noor production
accepted "sluis: production: promotion $READY accepted (policy 2026-1)"
nothing_else "$SIGNOFF became a symbolic ref, and leads to refs/elsewhere"

for how in gone rewound moved symbolic; do
	it "refuse: a veto is $how, and stands by what the audit tells of it"
	VETO=refs/signoffs/$READY/key-user/kim.2
	signoff kim key-user decision reject
	push_as kim "signoffs/kim:$VETO"
	accepted
	harmed "$how" "$VETO"
	push_as noor production
	case $how in
	gone) refused production signoff-veto unchecked signoff-proven signoff-current ;;
	symbolic) refused production signoff-veto ;;
	*) refused production signoff-proven signoff-veto ;;
	esac
	says signoff-veto "Kim Jansen, as key-user, rejects $READY: $VETO"
	mends signoff-veto "settle it with Kim Jansen, who then signs again: git sluis sign $READY --role key-user"
	nothing_else "$VETO "
done

finish
