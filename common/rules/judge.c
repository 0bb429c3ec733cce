#include "rules/judge.h"

#include "step/facts.h"

enum outcome verdict_of_rule(const struct ref_verdict *v, enum rule_id id)
{
	enum outcome worst = OUTCOME_NOT_APPLICABLE;

	if (v->judged == NULL)
		return OUTCOME_UNDECIDED;
	for (size_t i = 0; i < v->steps.n; i++) {
		enum outcome said = v->judged[i].of[id];

		if (said != OUTCOME_NOT_APPLICABLE &&
		    (worst == OUTCOME_NOT_APPLICABLE || said < worst))
			worst = said;
	}
	return worst;
}

/* One that is not met decides; else one undecided leaves all open. `n` counts outcomes by kind. */
static enum verdict add_up(const size_t n[OUTCOMES])
{
	if (n[OUTCOME_UNMET] > 0)
		return VERDICT_REJECT;
	if (n[OUTCOME_UNDECIDED] > 0 || n[OUTCOME_MET] == 0)
		return VERDICT_UNDECIDED;
	return VERDICT_ACCEPT;
}

static void trace_line(
    FILE *trace, struct arena *a, const struct step *s, const char *what, const char *is)
{
	if (trace != NULL)
		fprintf(trace, "sluis: trace: %s %s %s %s\n",
		    s->env != NULL ? s->env->id : escape_whole(a, s->ref),
		    oid_short(a, s->tip != NULL ? &s->tip->id : &s->change->new), what, is);
}

/* Facts that nobody asked for this step are left out. */
static void trace_facts(FILE *trace, struct arena *a, const struct step *s)
{
	static const char *const answers[] = { "unknown", "no", "yes" };
	const struct {
		const char *name;
		const struct fact *fact;
	} facts[] = { { "fact published", s->published }, { "fact comes-from", &s->comes_from },
		{ "fact keeps-base", &s->keeps_base }, { "fact follows", &s->follows },
		{ "fact fresh", &s->fresh } };

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (facts[i].fact->is != FACT_UNKNOWN || facts[i].fact->why.kind != ERROR_NONE)
			trace_line(trace, a, s, facts[i].name, answers[facts[i].fact->is]);
}

static void judge_step(const struct push *p, FILE *trace, const struct step *s,
    struct ref_verdict *out, struct judged *judged, size_t n[OUTCOMES])
{
	trace_facts(trace, p->arena, s);
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		judged->of[id] = rule_judge(p->arena, id, p->policy, s, &out->findings);
		n[judged->of[id]]++;
		trace_line(trace, p->arena, s, rules[id].id, outcome_word(judged->of[id]));
	}
}

static int judge_ref(const struct push *p, FILE *trace, struct ref_verdict *out, struct error *e)
{
	size_t n[OUTCOMES] = { 0 };

	size_t before, met[OUTCOMES];

	out->judged = arena_array(p->arena, out->steps.n, sizeof(*out->judged));
	if (out->judged == NULL)
		return error_memory(e);
	for (size_t i = 0; i < out->steps.n; i++) {
		if (facts_gather(p, &out->steps.list[i], e) < 0)
			return -1;
		before = out->findings.n;
		memcpy(met, n, sizeof(met));
		judge_step(p, trace, &out->steps.list[i], out, &out->judged[i], n);
		/* What is refused is judged once more, knowing what mends it. */
		if (n[OUTCOME_UNMET] == met[OUTCOME_UNMET] ||
		    !facts_dossier(p, &out->steps.list[i]))
			continue;
		out->findings.n = before;
		memcpy(n, met, sizeof(met));
		judge_step(p, NULL, &out->steps.list[i], out, &out->judged[i], n);
	}
	out->verdict = add_up(n);
	return 0;
}

/* The place of an environment in the way of a promotion; evidence comes before what it proves. */
static size_t rank(const struct policy *p, const struct ref_verdict *v)
{
	return v->env != NULL ? (size_t)(v->env - p->environments) + 1 : 0;
}

static void sort_by_environment(const struct policy *p, struct ref_verdict *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct ref_verdict v = list[i];
		size_t k = i;

		for (; k > 0 && rank(p, &list[k - 1]) > rank(p, &v); k--)
			list[k] = list[k - 1];
		list[k] = v;
	}
}

/* The governed refs of the push, each with its steps. */
static int collect(const struct push *p, struct push_verdict *out, struct error *e)
{
	const struct changes *cs = p->changes;

	for (size_t i = 0; i < cs->n; i++) {
		struct steps steps;

		if (steps_of(p, &cs->list[i], &steps, e) < 0)
			return -1;
		if (steps.n == 0)
			continue; /* not governed */
		if (ARENA_ADD(p->arena, out->refs, out->n,
		        (struct ref_verdict){ .change = &cs->list[i],
		            .ref = steps.list[0].ref,
		            .env = steps.list[0].env,
		            .steps = steps }) == NULL)
			return error_memory(e);
	}
	sort_by_environment(p->policy, out->refs, out->n);
	return 0;
}

static enum verdict worst(enum verdict a, enum verdict b)
{
	if (a == VERDICT_REJECT || b == VERDICT_REJECT)
		return VERDICT_REJECT;
	return a < b ? a : b;
}

void judge_push(const struct push *p, FILE *trace, struct push_verdict *out)
{
	enum verdict v = VERDICT_ACCEPT;

	memset(out, 0, sizeof(*out));
	out->policy = p->policy;
	if (collect(p, out, &out->why) < 0)
		return;
	for (size_t i = 0; i < out->n; i++) {
		if (judge_ref(p, trace, &out->refs[i], &out->why) < 0)
			return;
		v = worst(v, out->refs[i].verdict);
	}
	if (p->arena->exhausted)
		error_memory(&out->why);
	else
		out->verdict = v;
}
