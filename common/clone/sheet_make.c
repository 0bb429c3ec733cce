#include "clone/own_words.h"
#include "clone/sheet_internal.h"

#define NAMES_MAX 4

void sheet_add(struct sheet *t, enum sheet_kind kind, const char *label, const char *fmt, ...)
{
	struct sheet_line line = { .kind = kind, .label = label };
	va_list ap;

	va_start(ap, fmt);
	line.text = arena_vprintf(t->arena, fmt, ap);
	va_end(ap);
	ARENA_ADD(t->arena, t->list, t->n, line); /* or the exhausted arena says so */
}

void sheet_heading(const struct making *m, const char *text)
{
	sheet_add(m->sheet, SHEET_HEADING, NULL, "%s", text);
}

static const char *person(const struct making *m, const char *id)
{
	const struct person *who = id != NULL ? policy_person_by_id(m->policy, id) : NULL;

	return who != NULL ? person_shown(m->sheet->arena, who) :
	    id != NULL     ? escape(m->sheet->arena, id) :
	                     say("the person who added it");
}

static void add_file(const struct making *m, const struct exhibit *x)
{
	struct sheet_line line = { .kind = SHEET_FILE, .text = x->place };

	if (x->place == NULL)
		return;
	if (x->intact.is == FACT_YES && x->path != NULL)
		line.blob = x->blob;
	if (x->intact.is != FACT_YES)
		line.text = arena_printf(m->sheet->arena, "%s: %s", x->place, x->intact.why.text);
	ARENA_ADD(m->sheet->arena, m->sheet->list, m->sheet->n, line);
}

static const struct result *result_of(const struct acceptance *acc, const char *id, size_t *at)
{
	for (*at = 0; *at < acc->nresults; (*at)++)
		if (strcmp(acc->results[*at].id, id) == 0)
			return &acc->results[*at];
	return NULL;
}

static const char *outcome(const struct result *r)
{
	static const char *const words[] = {
		[RESULT_FAIL] = "FAILED", [RESULT_PASS] = "passed", [RESULT_WAIVED] = "waived"
	};

	return say(r != NULL ? words[r->outcome] : "no result");
}

static bool wants(const struct criteria *wanted, const char *id)
{
	for (size_t i = 0; i < wanted->n; i++)
		if (strcmp(wanted->list[i].id, id) == 0)
			return true;
	return false;
}

/* Each criterion with what came of it, and the log of that. */
static void add_test(const struct making *m, const struct acceptance *acc,
    const struct criteria *wanted, const struct exhibit *logs)
{
	struct arena *a = m->sheet->arena;

	sheet_add(m->sheet, SHEET_FACT, say("test"), say("%s, by %s, %s to %s"),
	    say(acc->passed ? "passed" : "FAILED"), person(m, acc->executed_by),
	    when_text(a, acc->started), when_text(a, acc->finished));
	for (size_t i = 0; i < wanted->n; i++) {
		const struct criterion *c = &wanted->list[i];
		size_t at;
		const struct result *r = result_of(acc, c->id, &at);

		sheet_add(m->sheet, SHEET_ITEM, NULL, "%s: %s: %s%s", escape(a, c->id),
		    escape(a, c->description), outcome(r),
		    c->required ? "" : say(" (not required)"));
		if (r != NULL && logs != NULL)
			add_file(m, &logs[at]);
		else if (r != NULL && r->has_log)
			sheet_add(m->sheet, SHEET_FILE, NULL, "%s", escape(a, r->log.path));
	}
	for (size_t i = 0; i < acc->nresults; i++)
		if (!wants(wanted, acc->results[i].id))
			sheet_add(m->sheet, SHEET_ITEM, NULL, "%s: %s",
			    escape(a, acc->results[i].id), outcome(&acc->results[i]));
}

static bool links(const struct making *m, const struct dossier_record *r)
{
	return r->malformed.kind == ERROR_NONE &&
	    dossier_links(&m->pr->dossier, m->pr->env, &m->pr->candidate, r);
}

/* As the records have it, where nobody knows to which of several refs it goes. False: no test. */
static bool add_unjudged(const struct making *m)
{
	const struct dossier *d = &m->pr->dossier;
	bool any = false;

	for (size_t i = 0; i < d->n; i++) {
		const struct dossier_record *r = &d->records[i];
		const struct acceptance *acc = &r->acceptance;

		if (r->kind != DOSSIER_ACCEPTANCE || !links(m, r))
			continue;
		if (!any)
			sheet_heading(m, say("What was tested"));
		any = true;
		if (acc->nresults > 0)
			add_test(m, acc, &d->criteria, NULL);
		else
			sheet_add(m->sheet, SHEET_FACT, say("test"), "%s: %s",
			    escape(m->sheet->arena, r->path),
			    say(acc->passed ? "passed" : "FAILED"));
	}
	return any;
}

static void add_criteria(const struct making *m)
{
	const struct evidence *ev = m->step != NULL ? &m->step->evidence : NULL;
	const struct dossier *d = &m->pr->dossier;
	struct arena *a = m->sheet->arena;

	if (ev != NULL && ev->n > 0) {
		sheet_heading(m, say("What was tested"));
		for (size_t i = 0; i < ev->n; i++)
			if (ev->acceptance[i].rec.readable) /* or what is not right tells why */
				add_test(m, &ev->acceptance[i].acceptance,
				    &ev->acceptance[i].wanted, ev->acceptance[i].logs);
	} else if (m->step == NULL && add_unjudged(m)) {
		return;
	} else if (d->has_criteria && d->malformed.kind == ERROR_NONE) {
		sheet_heading(m, say("What is to be tested"));
		for (size_t i = 0; i < d->criteria.n; i++)
			sheet_add(m->sheet, SHEET_ITEM, NULL, "%s: %s",
			    escape(a, d->criteria.list[i].id),
			    escape(a, d->criteria.list[i].description));
	}
}

static void add_run(const struct making *m, const struct parallel_run *run)
{
	sheet_heading(m, say("Old and new side by side"));
	sheet_add(m->sheet, SHEET_FACT, say("the same"),
	    say("%" PRId64 " of %" PRId64 ", %s to %s"), run->identical, run->compared,
	    when_text(m->sheet->arena, run->started), when_text(m->sheet->arena, run->finished));
	for (size_t i = 0; i < run->ndifferences; i++)
		sheet_add(m->sheet, SHEET_ITEM, NULL, "%s: %s",
		    escape(m->sheet->arena, run->differences[i].id),
		    escape(m->sheet->arena, run->differences[i].description));
}

/* Waivers and accepted differences. */
static void add_own_words(const struct making *m)
{
	const struct dossier *d = &m->pr->dossier;
	bool any = false;

	for (size_t i = 0; i < d->n; i++) {
		struct own_word *list;
		size_t n;

		if (!links(m, &d->records[i]) ||
		    own_words(m->sheet->arena, &d->records[i], &list, &n) < 0)
			continue;
		if (n > 0 && !any)
			sheet_heading(m, say("What somebody answers for with their own name"));
		any = any || n > 0;
		for (size_t k = 0; k < n; k++)
			sheet_add(m->sheet, SHEET_FACT,
			    say(list[k].waived ? "waived" : "different"), "%s",
			    own_word_shown(m->sheet->arena, m->policy, &list[k]));
	}
}

static void add_plan(const struct making *m, const struct plan *p)
{
	struct arena *a = m->sheet->arena;

	sheet_heading(m, say("When and how"));
	sheet_add(m->sheet, SHEET_FACT, say("window"), say("%s to %s"),
	    when_text(a, p->window_start), when_text(a, p->window_end));
	sheet_add(m->sheet, SHEET_FACT, say("performed by"), "%s", person(m, p->performer));
	sheet_add(m->sheet, SHEET_FACT, say("way back"), "%s", escape(a, p->rollback));
	sheet_add(m->sheet, SHEET_FACT, say("who is told"), "%s", escape(a, p->communication));
	for (size_t i = 0; i < p->nsteps; i++)
		sheet_add(m->sheet, SHEET_ITEM, NULL, "%s. %s (%s)", escape(a, p->steps[i].id),
		    escape(a, p->steps[i].action), person(m, p->steps[i].owner));
}

static void add_records(const struct making *m)
{
	const struct dossier *d = &m->pr->dossier;

	if (m->pr->wish->rolls_back_to != NULL || m->pr->changes_nothing)
		return;
	add_criteria(m);
	for (size_t i = 0; i < d->n; i++)
		if (d->records[i].kind == DOSSIER_PARALLEL_RUN && links(m, &d->records[i]))
			add_run(m, &d->records[i].run);
	add_own_words(m);
	for (size_t i = 0; i < d->n; i++)
		if (d->records[i].kind == DOSSIER_PLAN && links(m, &d->records[i]))
			add_plan(m, &d->records[i].plan);
}

/* Those of one sign-off: who gave it, or who can. */
static void add_signoff(const struct making *m, const struct signoff *kind)
{
	struct arena *a = m->sheet->arena;
	const char *label = escape(a, kind->id);
	unsigned n = 0;

	for (size_t i = 0; i < m->pr->givens.n; i++) {
		const struct signed_signoff *gv = &m->pr->givens.list[i];
		const char *who, *at;

		if (!gv->latest || gv->role != kind->role || gv->person == NULL)
			continue;
		n += proposal_names(m->pr, gv);
		if (signed_signoff_lost(gv))
			sheet_add(m->sheet, SHEET_FACT, label, say("could not be checked: %s"),
			    gv->unreadable.text);
		if (gv->unreadable.kind != ERROR_NONE)
			continue;
		who = person_shown(a, gv->person);
		at = when_text(a, gv->tag.at);
		if (gv->tag.decision == DECISION_REJECT)
			sheet_add(m->sheet, SHEET_FACT, label, say("REJECTED by %s, %s"), who, at);
		else if (proposal_counts(m->pr, gv))
			sheet_add(m->sheet, SHEET_FACT, label, say("signed by %s, %s"), who, at);
		else if (proposal_names(m->pr, gv))
			sheet_add(m->sheet, SHEET_FACT, label,
			    say("signed by %s, %s, which could not be checked"), who, at);
		else
			sheet_add(m->sheet, SHEET_FACT, label,
			    say("signed by %s, %s, and it does not count"), who, at);
	}
	if (n < kind->count)
		sheet_add(m->sheet, SHEET_FACT, label, say("still to sign: %s"),
		    role_names(a, kind->role, m->now, NAMES_MAX));
}

static void add_signoffs(const struct making *m)
{
	if (m->pr->asked.n > 0)
		sheet_heading(m, say("Who signs"));
	for (size_t i = 0; i < m->pr->asked.n; i++)
		add_signoff(m, m->pr->asked.list[i]);
}

/* That a sign-off is missing stands above. */
static void add_findings(const struct making *m)
{
	const struct findings *fs = m->status->findings;
	bool any = false;

	for (size_t i = 0; fs != NULL && i < fs->n; i++) {
		if (fs->list[i].rule == RULE_signoff_present)
			continue;
		if (!any)
			sheet_heading(m, say("What is not right yet"));
		any = true;
		sheet_add(m->sheet, SHEET_ITEM, NULL, "%s",
		    fs->list[i].outcome == OUTCOME_UNDECIDED ?
		        say_printf(m->sheet->arena, "could not be checked: %s", fs->list[i].text) :
		        fs->list[i].text);
	}
}

static void add_evidence(const struct making *m)
{
	const struct dossier *d = &m->pr->dossier;
	const char **names = proposal_rests_on(m->sheet->arena, m->pr);

	if (names == NULL || names[0] == NULL)
		return;
	sheet_heading(m, say("The files that a signature names"));
	for (size_t n = 0; names[n] != NULL; n++) {
		const char *path = say("criteria elsewhere, or of earlier");

		if (d->criteria_sha256 != NULL && strcmp(d->criteria_sha256, names[n]) == 0)
			path = arena_printf(m->sheet->arena, "%s/criteria.ini", d->id);
		for (size_t i = 0; i < d->n; i++)
			if (strcmp(d->records[i].sha256, names[n]) == 0)
				path = escape(m->sheet->arena, d->records[i].path);
		sheet_add(m->sheet, SHEET_ITEM, NULL, "%s sha256:%.12s...", path, names[n]);
	}
}

/* What was judged last is the promotion, or nothing was. */
static const struct step *judged(const struct session *se, const struct status *s)
{
	const struct push_verdict *v = &se->gate.verdict;

	return s->findings != NULL && v->n == 1 && v->refs[0].steps.n == 1 ?
	    &v->refs[0].steps.list[0] :
	    NULL;
}

void sheet_make(struct session *se, const struct status *s, struct sheet *out)
{
	struct gate *g = &se->gate;
	const struct making m = { out, se, &g->file.policy, s, &s->pr, judged(se, s), g->now };

	*out = (struct sheet){ .arena = &g->arena };
	out->title = say_printf(&g->arena, "Promotion %s to %s", escape(&g->arena, s->id),
	    escape(&g->arena, s->pr.env->id));
	sheet_changes(&m);
	add_records(&m);
	add_signoffs(&m);
	add_findings(&m);
	add_evidence(&m);
}
