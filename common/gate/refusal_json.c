/*
 * A verdict for machines: JSON lines. At the other end of a push, where git and other hooks speak
 * too, they come between two markers (gate/gate.c).
 *
 *	sluis: json begin
 *	{"format":"refusal-1","verdict":"reject","dry-run":false,"policy":"2026-1",
 *	 "url":null,"decision":"5a77...","why":null,"mend":null}
 *	{"format":"refusal-1","ref":"refs/heads/production","environment":"production",
 *	 "old":"...","new":"...","verdict":"reject"}
 *	{"format":"refusal-1","ref":"refs/heads/production","rule":"complete",
 *	 "criterion":"CH.06-8","outcome":"unmet","text":"...","mend":"...","command":"git ..."}
 *	sluis: json end
 *
 * First the whole push; then each governed ref, with its findings behind it, and with `explain` the
 * rules that are met or waived. Problems of the policy file are objects with file, line and text.
 * Each object is one line in which bytes from outside are escaped, so that nothing from
 * outside can forge a marker at the start of a line. Without the end marker it is not all.
 */
#include "gate/refusal.h"
#include "audit/json.h"
#include "base/jsonw.h"

struct writing {
	struct arena *arena;
	const struct push_verdict *verdict;
	FILE *out;
};

static struct jsonw line(const struct writing *w)
{
	struct jsonw j = { .out = w->out, .format = "refusal-1" };

	jsonw_open_object(&j, NULL);
	return j;
}

static const char *escaped(const struct writing *w, const char *text)
{
	return text != NULL ? escape(w->arena, text) : NULL;
}

static void put_push(const struct writing *w, const struct push_options *o, const git_oid *decision)
{
	const struct push_verdict *v = w->verdict;
	struct jsonw j = line(w);

	jsonw_text(&j, "verdict", verdict_word(v->verdict));
	jsonw_bool(&j, "dry-run", o->dry_run);
	jsonw_text(&j, "policy", v->policy != NULL ? escaped(w, v->policy->version) : NULL);
	jsonw_text(&j, "url", v->policy != NULL ? escaped(w, v->policy->url) : NULL);
	audit_json_oid(&j, "decision", decision);
	jsonw_text(&j, "why", v->why.kind != ERROR_NONE ? v->why.text : NULL);
	jsonw_text(
	    &j, "mend", v->why.kind != ERROR_NONE && v->why.mend[0] != '\0' ? v->why.mend : NULL);
	jsonw_close(&j);
}

static void put_problem(const struct writing *w, const char *file, const struct ini_problem *p)
{
	struct jsonw j = line(w);

	jsonw_text(&j, "file", escaped(w, file));
	jsonw_number(&j, "line", p->line);
	jsonw_text(&j, "text", p->text);
	jsonw_close(&j);
}

static struct jsonw rule_line(
    const struct writing *w, const struct ref_verdict *v, enum rule_id id, enum outcome outcome)
{
	struct jsonw j = line(w);

	jsonw_text(&j, "ref", printable(w->arena, v->ref));
	jsonw_text(&j, "rule", rules[id].id);
	jsonw_text(&j, "criterion", arena_printf(w->arena, "CH.06-%u", rules[id].criterion));
	jsonw_text(&j, "outcome", outcome_word(outcome));
	return j;
}

static void put_finding(
    const struct writing *w, const struct ref_verdict *v, const struct finding *f)
{
	struct jsonw j = rule_line(w, v, f->rule, f->outcome);

	jsonw_text(&j, "text", f->text);
	jsonw_text(&j, "mend", f->mend[0] != '\0' ? f->mend : NULL);
	jsonw_text(&j, "command", f->command);
	jsonw_close(&j);
}

static void put_met(const struct writing *w, const struct ref_verdict *v)
{
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		enum outcome said = verdict_of_rule(v, id);
		struct jsonw j;

		if (said != OUTCOME_MET && said != OUTCOME_WAIVED)
			continue;
		j = rule_line(w, v, id, said);
		jsonw_text(&j, "text", rule_asks(id));
		jsonw_close(&j);
	}
}

static void put_ref(const struct writing *w, const struct ref_verdict *v, bool explain)
{
	struct jsonw j = line(w);

	jsonw_text(&j, "ref", printable(w->arena, v->ref));
	jsonw_text(&j, "environment", v->env != NULL ? escaped(w, v->env->id) : NULL);
	audit_json_oid(&j, "old", &v->change->old);
	audit_json_oid(&j, "new", &v->change->new);
	jsonw_text(&j, "verdict", verdict_word(v->verdict));
	jsonw_close(&j);
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		for (size_t i = 0; i < v->findings.n; i++)
			if (v->findings.list[i].rule == id)
				put_finding(w, v, &v->findings.list[i]);
	if (explain)
		put_met(w, v);
}

void refusal_json(struct arena *a, const struct push_verdict *v, const struct push_options *o,
    const git_oid *decision, const char *file, const struct ini_problems *problems, FILE *out)
{
	struct writing w = { a, v, out };

	put_push(&w, o, decision);
	for (size_t i = 0; problems != NULL && i < problems->n; i++)
		put_problem(&w, file, &problems->list[i]);
	for (size_t i = 0; v->why.kind == ERROR_NONE && i < v->n; i++)
		put_ref(&w, &v->refs[i], o->explain);
}
