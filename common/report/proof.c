/* What the audit entry answers to each criterion, what an auditor opens to check that, and who had
 * which part in it. The records in the entry are the word of those who brought them in. */
#include "record/record.h"
#include "report/report_internal.h"
#include "report/deployed.h"

struct span {
	int64_t from, to; /* seconds since 1970 */
};

/* The worst is looked for first: an entry that names a rule twice is not better for it. */
enum report_status report_rule_status(const struct audit_step *s, const char *rule)
{
	if (audit_list_has(s->rules[OUTCOME_UNMET], rule))
		return REPORT_NOT_MET;
	if (audit_list_has(s->rules[OUTCOME_UNDECIDED], rule))
		return REPORT_NOT_CHECKED;
	if (audit_list_has(s->rules[OUTCOME_WAIVED], rule))
		return REPORT_WAIVED;
	return audit_list_has(s->rules[OUTCOME_MET], rule) ? REPORT_MET : REPORT_NOT_APPLICABLE;
}

void report_criteria(const struct audit_step *s, struct report_answer out[CRITERIA])
{
	memset(out, 0, CRITERIA * sizeof(*out));
	for (size_t i = 0; i < RULE_COUNT; i++) {
		struct report_answer *a = &out[rules[i].criterion - 1];
		enum report_status status = report_rule_status(s, rules[i].id);

		a->rules[a->n] = &rules[i];
		a->of[a->n++] = status;
		a->status = status > a->status ? status : a->status;
	}
}

void report_not_asked(struct report_answer out[CRITERIA], enum unseparated kind)
{
	static const char *const ids[UNSEPARATED_KINDS] = {
		[UNSEPARATED_AUTHORS_SIGN] = "author-not-approver",
		[UNSEPARATED_AUTHORS_PROMOTE] = "author-not-promoter",
		[UNSEPARATED_UNKNOWN_AUTHORS] = "author-known",
		[UNSEPARATED_TRAILER] = "signoff-proven",
		[UNSEPARATED_COMMITTER] = "committer-is-pusher",
	};
	struct report_answer *answer = &out[kind == UNSEPARATED_TRAILER ? 4 : 8];

	if (answer->status < REPORT_NOT_ASKED)
		answer->status = REPORT_NOT_ASKED;
	for (size_t i = 0; i < answer->n; i++)
		if (ids[kind] != NULL && strcmp(answer->rules[i]->id, ids[kind]) == 0 &&
		    answer->of[i] == REPORT_NOT_APPLICABLE)
			answer->of[i] = REPORT_NOT_ASKED;
}

const char *report_unknown_rules(struct arena *a, const struct audit_step *s)
{
	static const enum outcome order[] = { OUTCOME_MET, OUTCOME_UNMET, OUTCOME_UNDECIDED,
		OUTCOME_WAIVED };
	struct report_list unknown = { "" };
	const char *id;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		for (const char *ids = s->rules[order[i]]; (id = report_next_id(a, &ids)) != NULL;)
			if (rule_by_id(id) == NULL)
				report_list_add(a, &unknown, " ", id);
	return unknown.text;
}

const char *report_pusher(struct arena *a, const struct report_detail *d)
{
	const struct audit_entry *e = &d->seen.entry;

	if (e->pusher != NULL)
		return report_person(a, d, e->pusher);
	return report_printf(a, "%s%s%s", e->login != NULL ? printable_escaped(a, e->login) : "",
	    e->login != NULL ? " " : "", report_word(W_NOBODY));
}

/* The audit has one word for the kind of exception, and what the merge says of it after that. */
const char *report_exception(struct arena *a, const struct report_detail *d)
{
	const char *text = d->step != NULL ? d->step->exception : NULL, *rest;

	if (text == NULL)
		return "";
	rest = text + strcspn(text, " ");
	if (begins_with(text, "emergency "))
		text = report_word(W_EMERGENCY);
	else if (begins_with(text, "rollback "))
		text = report_word(W_ROLLBACK);
	else
		return printable_escaped(a, text);
	return report_printf(a, "%s%s", text, printable_escaped(a, rest));
}

const char *report_role_text(
    struct arena *a, const struct report_detail *d, const struct audit_signoff *so)
{
	bool deputy = report_by_deputy(d->policy, so, d->seen.at);

	return report_printf(a, "%s %s%s%s, %s", report_word(W_ROLE), so->role, deputy ? ", " : "",
	    deputy ? report_word(W_AS_DEPUTY) : "",
	    report_word(strcmp(so->proof, "signature") == 0 ? W_BY_SIGNATURE :
	            strcmp(so->proof, "trailer") == 0       ? W_BY_TRAILER :
	                                                      W_UNPROVEN));
}

/* Proofs being listed. */
struct listing {
	struct arena *arena;
	const struct report_detail *detail;
	struct report_proofs *out;
};

static void add(struct listing *l, enum report_word label, const char *text, bool exact)
{
	struct report_proofs *out = l->out;

	if (text == NULL || *text == '\0')
		return;
	ARENA_ADD(l->arena, out->list, out->n, (struct report_proof){ label, text, exact });
}

static void add_file(struct listing *l, enum report_word label, const char *path)
{
	for (size_t i = 0; i < l->detail->nfiles; i++)
		if (strcmp(l->detail->files[i].path, path) == 0)
			add(l, label, path, true);
}

/* The evidence of one kind; of "" what no record of the promotion is. */
static void add_evidence(struct listing *l, enum report_word label, const char *kind)
{
	const struct report_detail *d = l->detail;

	for (size_t i = 0; i < d->nfiles; i++)
		if (begins_with(d->files[i].path, "evidence/") &&
		    strcmp(d->files[i].kind, kind) == 0)
			add(l, label, printable_escaped(l->arena, d->files[i].path), true);
}

/* On whose word a criterion or a difference passed. */
static void add_own_words(struct listing *l, enum report_word did)
{
	const struct report_detail *d = l->detail;
	struct report_own_words words;

	if (report_own_words(l->arena, d->item->repo->repo.git, &d->seen.tree, d->step, &words) < 0)
		return;
	for (size_t i = 0; i < words.n; i++)
		if (words.list[i].did == did)
			add(l, W_OWN_WORD, report_own_word_text(l->arena, d, &words.list[i]),
			    false);
}

/* The version, and enough of the digest to find it in the list of policies. */
static void prove_policy(struct listing *l)
{
	const char *policy = l->detail->seen.entry.policy,
	           *digest = policy != NULL ? strstr(policy, " sha256:") : NULL;

	if (digest != NULL)
		policy = arena_printf(
		    l->arena, "%.*s sha256:%.12s...", (int)(digest - policy), policy, digest + 8);
	add(l, W_POLICY, printable_escaped(l->arena, policy), false);
	add_file(l, W_POLICY, "policy.ini");
}

static void prove_signoffs(struct listing *l)
{
	const char *start;

	for (size_t i = 0; i < l->detail->step->nsignoffs; i++) {
		const struct audit_signoff *so = &l->detail->step->signoffs[i];

		add(l, W_SIGN_OFF,
		    report_printf(l->arena, "%s: %s, %s", so->signoff,
		        report_person(l->arena, l->detail, so->person),
		        report_role_text(l->arena, l->detail, so)),
		    false);
	}
	/* Of this promotion: one push may bring several. */
	if (l->detail->step->promotion == NULL)
		return;
	start = report_printf(l->arena, "signoffs/%s+", l->detail->step->promotion);
	for (size_t i = 0; i < l->detail->nfiles; i++)
		if (begins_with(l->detail->files[i].path, start))
			add(l, W_SIGN_OFF, printable_escaped(l->arena, l->detail->files[i].path),
			    true);
}

/* Which steps of the plan were done. */
static void prove_steps(struct listing *l)
{
	const char **list;
	size_t n = report_plan_steps(l->arena, l->detail, &list);

	for (size_t i = 0; i < n; i++)
		add(l, W_STEP, list[i], false);
}

static void prove_complete(struct listing *l)
{
	const struct deployed_at *list;
	size_t n = report_ntargets(l->detail, &list);
	const char *const *f = l->detail->fields, *candidate = f[F_CANDIDATE];

	add(l, W_BASE, f[F_BASE], false);
	add(l, W_CANDIDATE, candidate, false);
	if (candidate != NULL && !l->detail->item->rollback)
		add(l, W_PROOF,
		    arena_printf(l->arena, "git diff %.12s %.12s (%s)", candidate, f[F_COMMIT],
		        report_word(W_SAME_CONTENT)),
		    false);
	for (size_t i = 0; i < n; i++)
		add(l, W_RUNS, report_target_text(l->arena, &list[i]), false);
}

int report_proofs(
    struct arena *a, const struct report_detail *d, unsigned n, struct report_proofs *out)
{
	struct listing l = { a, d, out };

	*out = (struct report_proofs){ 0 };
	switch (n) {
	case 1:
		prove_policy(&l);
		break;
	case 2:
		add_evidence(&l, W_PLAN, "plan");
		add(&l, W_PERFORMER, report_persons(a, d, d->step->performers), false);
		prove_steps(&l);
		break;
	case 3:
		add(&l, W_FROM, printable_escaped(a, d->ref->from), false);
		add(&l, W_EXCEPTION, report_exception(a, d), false);
		add(&l, W_MERGE, d->fields[F_COMMIT], false);
		break;
	case 4:
		add(&l, W_IMPACT, d->fields[F_IMPACT], false);
		add_evidence(&l, W_PARALLEL_RUN, "parallel-run");
		add_own_words(&l, W_ACCEPTED_BY);
		break;
	case 5:
		prove_signoffs(&l);
		break;
	case 6:
		add_evidence(&l, W_CRITERIA_FILE, "criteria");
		add_evidence(&l, W_ACCEPTANCE, "acceptance");
		add_evidence(&l, W_LOG, "");
		add(&l, W_TESTER, report_persons(a, d, d->step->testers), false);
		add_own_words(&l, W_WAIVED_BY);
		break;
	case 7:
		add_file(&l, W_ROLES_FILE, "policy.ini");
		add_file(&l, W_KEYS_FILE, "allowed_signers");
		break;
	case 8:
		prove_complete(&l);
		break;
	default:
		add(&l, W_PUSHER, report_pusher(a, d), false);
		add(&l, W_CONTRIBUTORS, report_persons(a, d, d->step->contributors), false);
		if (d->step->strangers > 0)
			add(&l, W_STRANGERS, arena_printf(a, "%u", d->step->strangers), false);
		add_file(&l, W_VERDICT_FILE, "verdict.txt");
		add_file(&l, W_VERDICT_FILE, "push-certificate");
	}
	return a->exhausted ? -1 : 0;
}

const char *report_fate(enum audit_fate fate)
{
	return report_word(fate == AUDIT_FATE_MOVED ? W_WENT_IN :
	        fate == AUDIT_FATE_NOT_MOVED        ? W_DID_NOT_GO_IN :
	                                              W_FATE_UNKNOWN);
}

int report_facts(struct arena *a, const struct report_detail *d, struct report_proofs *out)
{
	const char *const *f = d->fields;
	struct listing l = { a, d, out };

	*out = (struct report_proofs){ 0 };
	if (report_many(d->report))
		add(&l, W_REPOSITORY, f[F_REPOSITORY], false);
	add(&l, W_ENVIRONMENT, f[F_ENVIRONMENT], false);
	add(&l, W_REF, f[F_REF], false);
	add(&l, W_TIME, when_text(a, d->item->at), false);
	add(&l, W_OUTCOME, report_fate(d->item->fate), false);
	add(&l, W_MERGE, f[F_COMMIT], true);
	add(&l, W_ENTRY, f[F_ENTRY], true);
	if (f[F_ARRIVED] != NULL)
		add(&l, W_ARRIVED,
		    d->step->found ? report_printf(a, "%s %s", report_word(W_FOUND), f[F_ARRIVED]) :
		                     f[F_ARRIVED],
		    false);
	add(&l, W_EXCEPTION, report_exception(a, d), false);
	if (d->item->emergency != NULL)
		add(&l, W_STATE, report_emergency_state(a, d->report, d->item->emergency), false);
	add(&l, W_REVIEWS, f[F_REVIEWS], false);
	add(&l, W_LAPSED, printable_escaped(a, d->step->lapsed), false);
	add(&l, W_NUMBER, f[F_NUMBER], true);
	add(&l, W_DRAWN, f[F_DRAWN], false);
	return a->exhausted ? -1 : 0;
}

/* When a record says that this person tested, or is to perform the plan. */
static bool read_span(struct arena *a, const char *kind, const char *bytes, size_t len,
    const char *person, struct span *out)
{
	struct error e = { 0 };
	struct acceptance test;
	struct plan plan;

	if (strcmp(kind, "plan") == 0) {
		if (record_read_plan(a, bytes, len, &plan, NULL, &e) < 0)
			return false;
		*out = (struct span){ plan.window_start, plan.window_end };
		return strcmp(plan.performer, person) == 0;
	}
	if (record_read_acceptance(a, bytes, len, &test, NULL, &e) < 0)
		return false;
	*out = (struct span){ test.started, test.finished };
	return strcmp(test.executed_by, person) == 0;
}

/* Over all records of that kind, as they say and not the clock of the host: from the start of the
 * first to the end of the last. */
static bool find_span(struct arena *a, const struct report_detail *d, const char *kind,
    const char *person, struct span *out)
{
	bool found = false;

	for (size_t i = 0; i < d->nfiles; i++) {
		size_t len = 0;
		const char *bytes = strcmp(d->files[i].kind, kind) == 0 ?
		    report_file_bytes(
		        a, d->item->repo->repo.git, &d->seen.tree, d->files[i].path, &len) :
		    NULL;
		struct span span = { 0 };

		if (bytes == NULL || !read_span(a, kind, bytes, len, person, &span))
			continue;
		out->from = found && out->from < span.from ? out->from : span.from;
		out->to = found && out->to > span.to ? out->to : span.to;
		found = true;
	}
	return found;
}

/* Where there is no memory, the exhausted arena says so. */
static void add_act(struct arena *a, struct report_acts *acts, const char *who,
    enum report_word did, const char *note, int64_t at)
{
	ARENA_ADD(a, acts->list, acts->n, (struct report_act){ who, did, note, at });
}

/* When that was, as a record says; "" where none does. */
static const char *span_note(
    struct arena *a, const struct report_detail *d, const char *id, enum report_word did)
{
	const char *kind = did == W_DID_TEST ? "acceptance" : "plan";
	struct span span = { 0 };

	if (did == W_DID_MAKE || !find_span(a, d, kind, id, &span))
		return "";
	return report_printf(a, "%s - %s, %s", when_text(a, span.from), when_text(a, span.to),
	    report_word(W_BY_RECORD));
}

/* One act for each of the ids. */
static void add_each(struct arena *a, const struct report_detail *d, struct report_acts *acts,
    const char *ids, enum report_word did)
{
	const char *id;

	while ((id = report_next_id(a, &ids)) != NULL)
		add_act(a, acts, report_person(a, d, id), did, span_note(a, d, id, did), 0);
}

static void add_signoffs(struct arena *a, const struct report_detail *d, struct report_acts *acts)
{
	for (size_t i = 0; i < d->step->nsignoffs; i++) {
		const struct audit_signoff *so = &d->step->signoffs[i];
		const struct report_signing *came = report_signing_of(d, so);
		const char *note =
		    report_printf(a, "%s, %s", so->signoff, report_role_text(a, d, so));

		add_act(a, acts, report_person(a, d, so->person), W_DID_SIGN, note,
		    came != NULL ? came->at : 0);
	}
}

/* Each deployment that somebody recorded. */
static void add_deployments(
    struct arena *a, const struct report_detail *d, struct report_acts *acts)
{
	const struct deployed_at *list;
	size_t n = report_ntargets(d, &list);

	for (size_t i = 0; i < n; i++)
		if (list[i].by != NULL)
			add_act(a, acts, report_person(a, d, list[i].by->id), W_DID_DEPLOY,
			    report_printf(a, "%s, %s", printable_escaped(a, list[i].target->id),
			        deployed_word(list[i].state)),
			    list[i].rec.brought.at);
}

int report_acts(struct arena *a, const struct report_detail *d, struct report_acts *out)
{
	*out = (struct report_acts){ 0 };
	add_each(a, d, out, d->step->contributors, W_DID_MAKE);
	add_each(a, d, out, d->step->testers, W_DID_TEST);
	add_each(a, d, out, d->step->performers, W_DID_PLAN);
	add_signoffs(a, d, out);
	add_act(a, out, report_pusher(a, d), W_DID_PUSH, "", d->seen.at);
	add_deployments(a, d, out);
	return a->exhausted ? -1 : 0;
}
