#include "report_proof.h"

#include <string.h>

#include "printable.h"

/* The proofs of one criterion being listed. */
struct listing {
	struct arena *arena;
	const struct report_detail *detail;
	const struct audit_step *step;
	struct report_proofs *out;
};

static void
add(struct listing *l, enum report_word label, const char *text, bool file)
{
	struct report_proofs *out = l->out;

	if (text == NULL || *text == '\0')
		return;
	if ((out->n & (out->n - 1)) == 0) /* full at every power of two */
		out->list = arena_grow(
		    l->arena, out->list, out->n, out->n != 0 ? 2 * out->n : 1, sizeof(*out->list));
	if (out->list == NULL)
		out->n = 0;
	else
		out->list[out->n++] = (struct report_proof){ label, text, file };
}

static void
add_text(struct listing *l, enum report_word label, const char *escaped)
{
	if (escaped != NULL)
		add(l, label, printable_escaped(l->arena, escaped), false);
}

static void
add_oid(struct listing *l, enum report_word label, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	if (!git_oid_is_zero(id))
		add(l, label, arena_strdup(l->arena, git_oid_tostr(hex, sizeof(hex), id)), false);
}

static void
add_file(struct listing *l, enum report_word label, const char *path)
{
	if (report_has_file(l->detail, path))
		add(l, label, path, true);
}

/* The evidence of one kind; of "" what no record of the promotion is. */
static void
add_evidence(struct listing *l, enum report_word label, const char *kind)
{
	const struct report_detail *d = l->detail;

	for (size_t i = 0; i < d->nfiles; i++)
		if (strncmp(d->files[i].path, "evidence/", 9) == 0 &&
		    strcmp(d->files[i].kind, kind) == 0)
			add(l, label, printable_escaped(l->arena, d->files[i].path), true);
}

/* The version, and enough of the digest to find it in the list of policies. */
static void
prove_policy(struct listing *l)
{
	const char *policy = l->detail->seen.entry.policy,
	           *digest = policy != NULL ? strstr(policy, " sha256:") : NULL;

	if (digest != NULL)
		policy = arena_printf(
		    l->arena, "%.*s sha256:%.12s...", (int)(digest - policy), policy, digest + 8);
	add_text(l, W_POLICY, policy);
	add_file(l, W_POLICY, "policy.ini");
}

static void
prove_plan(struct listing *l)
{
	add_evidence(l, W_PLAN, "plan");
	add(l, W_PERFORMER, report_persons(l->arena, l->detail, l->step->performers), false);
}

static void
prove_order(struct listing *l)
{
	add_text(l, W_FROM, l->detail->ref->from);
	add(l, W_EXCEPTION, report_exception(l->arena, l->detail), false);
	add_oid(l, W_MERGE, &l->step->tip);
}

static void
prove_parallel_run(struct listing *l)
{
	add_text(l, W_IMPACT, l->step->impact);
	add_evidence(l, W_PARALLEL_RUN, "parallel-run");
}

static void
prove_signoffs(struct listing *l)
{
	const char *start;

	for (size_t i = 0; i < l->step->nsignoffs; i++)
		add(l, W_SIGN_OFF, report_signoff(l->arena, l->detail, &l->step->signoffs[i]),
		    false);
	/* Of this promotion: one push may bring several. */
	start = l->step->promotion != NULL ?
	    arena_printf(l->arena, "signoffs/%s+", l->step->promotion) :
	    NULL;
	for (size_t i = 0; start != NULL && i < l->detail->nfiles; i++)
		if (strncmp(l->detail->files[i].path, start, strlen(start)) == 0)
			add(l, W_SIGN_OFF, printable_escaped(l->arena, l->detail->files[i].path),
			    true);
}

static void
prove_tests(struct listing *l)
{
	add_evidence(l, W_CRITERIA_FILE, "criteria");
	add_evidence(l, W_ACCEPTANCE, "acceptance");
	add_evidence(l, W_LOG, "");
	add(l, W_TESTER, report_persons(l->arena, l->detail, l->step->testers), false);
}

static void
prove_roles(struct listing *l)
{
	add_file(l, W_ROLES_FILE, "policy.ini");
	add_file(l, W_KEYS_FILE, "allowed_signers");
}

static void
prove_complete(struct listing *l)
{
	char c[GIT_OID_HEXSZ + 1], m[GIT_OID_HEXSZ + 1];
	enum language lang = l->detail->report->query.language;

	add_oid(l, W_BASE, &l->detail->base);
	add_oid(l, W_CANDIDATE, &l->step->candidate);
	if (!git_oid_is_zero(&l->step->candidate) && !l->detail->item->rollback)
		add(l, W_PROOF,
		    arena_printf(l->arena, "git diff %.12s %.12s (%s)",
		        git_oid_tostr(c, sizeof(c), &l->step->candidate),
		        git_oid_tostr(m, sizeof(m), &l->step->tip),
		        report_word(lang, W_SAME_CONTENT)),
		    false);
}

static void
prove_access(struct listing *l)
{
	add(l, W_PUSHER, report_pusher(l->arena, l->detail), false);
	add(l, W_CONTRIBUTORS, report_persons(l->arena, l->detail, l->step->contributors), false);
	if (l->step->strangers > 0)
		add(l, W_STRANGERS, arena_printf(l->arena, "%u", l->step->strangers), false);
	add_file(l, W_VERDICT_FILE, "verdict.txt");
	add_file(l, W_VERDICT_FILE, "push-certificate");
}

int
report_proofs(struct arena *a, const struct report_detail *d, unsigned n, struct report_proofs *out)
{
	static void (*const prove[CRITERIA])(struct listing *) = {
		prove_policy,
		prove_plan,
		prove_order,
		prove_parallel_run,
		prove_signoffs,
		prove_tests,
		prove_roles,
		prove_complete,
		prove_access,
	};
	struct listing l = { a, d, d->step, out };

	*out = (struct report_proofs){ 0 };
	prove[n - 1](&l);
	return a->exhausted ? -1 : 0;
}
