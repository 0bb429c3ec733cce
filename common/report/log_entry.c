#include "report/log_entry.h"

#include "audit/json.h"

const char *log_fate(enum audit_fate f)
{
	return f == AUDIT_FATE_MOVED  ? "moved" :
	    f == AUDIT_FATE_NOT_MOVED ? "not-moved" :
	                                "unknown";
}

#define SIGNOFFS "refs/signoffs/"

/* What a step is, when it is no promotion with an id. */
static void print_step(struct arena *a, const struct audit_step *s, FILE *out)
{
	if (s->word != NULL)
		fprintf(out, say(": %s for %s"), s->word, s->to != NULL ? s->to : "-");
	else if (s->promotion != NULL)
		fprintf(out, " %s", s->promotion);
	else
		fprintf(out, " %s %s", s->kind != NULL ? s->kind : "step", oid_short(a, &s->tip));
	if (s->exception != NULL)
		fprintf(out, " (%s)", s->exception);
	if (s->overdue[0] != '\0')
		fprintf(out, say(" (while the review of %s was overdue)"), s->overdue);
	if (s->reviews[0] != '\0')
		fprintf(out, say(" (reviews %s)"), s->reviews);
	if (s->found)
		fputs(say(" (its candidate is older than the audit)"), out);
}

/* The rules with that outcome in any step of the ref, each once. */
static void print_rules(
    const struct audit_ref *ref, enum outcome outcome, const char *intro, FILE *out)
{
	for (size_t i = 0; i < ref->nsteps; i++) {
		const char *p = ref->steps[i].rules[outcome];

		while (*p != '\0') {
			size_t n = strcspn(p, " "), k = 0;
			char id[64];

			snprintf(
			    id, sizeof(id), "%.*s", (int)(n < sizeof(id) ? n : sizeof(id) - 1), p);
			while (k < i && !audit_list_has(ref->steps[k].rules[outcome], id))
				k++;
			if (k == i) {
				fprintf(out, "%s %s", intro, id);
				intro = "";
			}
			p += n + strspn(p + n, " ");
		}
	}
}

static void print_ref(struct arena *a, const struct audit_seen *seen, const struct audit_ref *ref,
    const struct audit_fates *fates, FILE *out)
{
	bool signoff = begins_with(ref->name, SIGNOFFS);

	/* The rest of its name: promotion, role and person. */
	if (signoff)
		fprintf(out, say("sign-off %s"), ref->name + sizeof(SIGNOFFS) - 1);
	else
		fputs(ref->environment != NULL ? ref->environment : printable_escaped(a, ref->name),
		    out);
	for (size_t i = 0; i < ref->nsteps; i++) {
		if (signoff && ref->steps[i].word == NULL)
			continue;
		if (i > 0)
			fputc(',', out);
		print_step(a, &ref->steps[i], out);
	}
	if (seen->entry.decision != VERDICT_ACCEPT) {
		print_rules(ref, OUTCOME_UNMET, say(": not met:"), out);
		print_rules(ref, OUTCOME_UNDECIDED, say(": not checked:"), out);
		return;
	}
	switch (audit_fate_of(fates, &seen->id, ref->name)) {
	case AUDIT_FATE_MOVED:
		break;
	case AUDIT_FATE_NOT_MOVED:
		fputs(say(": did not go in"), out);
		break;
	default:
		fputs(say(": not known whether it went in"), out);
	}
}

static void print_head(
    struct arena *a, const struct audit_seen *seen, const char *word, const char *who, FILE *out)
{
	fprintf(out, "%s %s %-9s %-8s ", oid_short(a, &seen->id), when_text(a, seen->at), say(word),
	    who);
}

static void print_verdict(
    struct arena *a, const struct audit_seen *seen, const struct audit_fates *fates, FILE *out)
{
	const struct audit_entry *e = &seen->entry;

	print_head(a, seen, verdict_word(e->decision),
	    e->pusher != NULL    ? e->pusher :
	        e->login != NULL ? e->login :
	                           "-",
	    out);
	for (size_t i = 0; i < e->nrefs; i++) {
		if (i > 0)
			fputs("; ", out);
		print_ref(a, seen, &e->refs[i], fates, out);
	}
	if (e->why != NULL)
		fprintf(out, "%s%s", e->nrefs > 0 ? ": " : "", e->why);
}

#define MOVES_SHOWN 3

/* What moved while it lasted, newest first. */
static void print_moves(struct arena *a, const struct audit_told *told, FILE *out)
{
	size_t n = 0;

	for (; told != NULL; told = told->next) {
		if (told->fate != AUDIT_FATE_MOVED)
			continue;
		if (n++ < MOVES_SHOWN)
			fprintf(out, say("; moved %s %s..%s"), printable_escaped(a, told->ref),
			    oid_short(a, &told->old), oid_short(a, &told->new));
	}
	if (n > MOVES_SHOWN)
		fprintf(out, say(" and %zu more"), n - MOVES_SHOWN);
}

/* What was found: all of it by arming, what was settled by a correction. */
static void print_found(struct arena *a, const struct audit_seen *seen, FILE *out)
{
	const struct audit_entry *e = &seen->entry;

	print_head(a, seen, e->kind == AUDIT_ARMED ? "armed" : "corrected", "-", out);
	fprintf(out, say("by %s: "), e->by != NULL ? printable_escaped(a, e->by) : "-");
	if (e->kind == AUDIT_ARMED)
		fprintf(out, say("%zu governed refs, %zu hooks, policy %s"), e->nrefs, e->hooks.n,
		    e->policy != NULL ? e->policy : "-");
	else
		fputs(e->reason != NULL ? printable_escaped(a, e->reason) : "-", out);
	for (size_t i = 0; e->kind == AUDIT_CORRECTION && i < e->nrefs; i++)
		fprintf(out, "; %s %s..%s", printable_escaped(a, e->refs[i].name),
		    oid_short(a, &e->refs[i].old), oid_short(a, &e->refs[i].new));
}

void log_entry_text(
    struct arena *a, const struct audit_seen *seen, const struct audit_fates *fates, FILE *out)
{
	const struct audit_entry *e = &seen->entry;

	if (e->kind == AUDIT_VERDICT) {
		print_verdict(a, seen, fates, out);
	} else if (e->kind == AUDIT_UNLOCK) {
		print_head(a, seen, "unlock", "-", out);
		fprintf(out, say("until %s by %s: %s"), when_text(a, e->until),
		    e->by != NULL ? printable_escaped(a, e->by) : "-",
		    e->reason != NULL ? printable_escaped(a, e->reason) : "-");
		print_moves(a, audit_fates_all(fates, &seen->id), out);
	} else if (e->kind != AUDIT_OUTCOME) {
		print_found(a, seen, out);
	} else {
		print_head(a, seen, "moved", "-", out);
		for (size_t i = 0; i < e->nrefs; i++)
			fprintf(out, say("%s %s..%s without a verdict"),
			    printable_escaped(a, e->refs[i].name), oid_short(a, &e->refs[i].old),
			    oid_short(a, &e->refs[i].new));
	}
	fputc('\n', out);
}

void log_signoffs_json(struct jsonw *j, struct arena *a, const struct audit_step *s)
{
	jsonw_open_array(j, "signoffs");
	for (size_t i = 0; s != NULL && i < s->nsignoffs; i++) {
		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "signoff", s->signoffs[i].signoff);
		audit_json_text(j, a, "role", s->signoffs[i].role);
		audit_json_text(j, a, "person", s->signoffs[i].person);
		audit_json_text(j, a, "proof", s->signoffs[i].proof);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_evidence(struct jsonw *j, struct arena *a, const struct audit_step *s)
{
	jsonw_open_array(j, "evidence");
	for (size_t i = 0; i < s->nexhibits; i++) {
		jsonw_open_object(j, NULL);
		audit_json_text(j, a, "kind", s->exhibits[i].kind);
		audit_json_text(j, a, "sha256", s->exhibits[i].sha256);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void put_step(struct jsonw *j, struct arena *a, const struct audit_step *s)
{
	jsonw_open_object(j, NULL);
	audit_json_oid(j, "commit", &s->tip);
	audit_json_text(j, a, "kind", s->kind);
	audit_json_text(j, a, "promotion", s->promotion);
	audit_json_oid(j, "candidate", &s->candidate);
	audit_json_oid(j, "tree", &s->tree);
	audit_json_time(j, "arrived", s->arrived);
	jsonw_bool(j, "found", s->found);
	audit_json_text(j, a, "for", s->to);
	audit_json_text(j, a, "role", s->role);
	audit_json_text(j, a, "word", s->word);
	audit_json_text(j, a, "impact", s->impact);
	audit_json_text(j, a, "exception", s->exception);
	audit_json_time(j, "review-until", s->review_until);
	audit_json_list(j, a, "overdue", s->overdue);
	audit_json_list(j, a, "reviews", s->reviews);
	audit_json_list(j, a, "lapsed", s->lapsed);
	audit_json_list(j, a, "contributors", s->contributors);
	jsonw_number(j, "strangers", s->strangers);
	audit_json_list(j, a, "performers", s->performers);
	audit_json_list(j, a, "testers", s->testers);
	log_signoffs_json(j, a, s);
	put_evidence(j, a, s);
	audit_json_list(j, a, "met", s->rules[OUTCOME_MET]);
	audit_json_list(j, a, "unmet", s->rules[OUTCOME_UNMET]);
	audit_json_list(j, a, "undecided", s->rules[OUTCOME_UNDECIDED]);
	audit_json_list(j, a, "waived", s->rules[OUTCOME_WAIVED]);
	jsonw_close(j);
}

static void put_ref(struct jsonw *j, struct arena *a, const struct audit_seen *seen,
    const struct audit_ref *ref, const struct audit_fates *fates)
{
	jsonw_open_object(j, NULL);
	audit_json_text(j, a, "ref", ref->name);
	audit_json_text(j, a, "environment", ref->environment);
	audit_json_text(j, a, "from", ref->from);
	audit_json_oid(j, "old", &ref->old);
	audit_json_oid(j, "new", &ref->new);
	if (ref->symbolic != NULL)
		audit_json_text(j, a, "symbolic", ref->symbolic);
	if (seen->entry.kind == AUDIT_VERDICT && seen->entry.decision == VERDICT_ACCEPT)
		jsonw_text(j, "outcome", log_fate(audit_fate_of(fates, &seen->id, ref->name)));
	jsonw_open_array(j, "steps");
	for (size_t i = 0; i < ref->nsteps; i++)
		put_step(j, a, &ref->steps[i]);
	jsonw_close(j);
	jsonw_close(j);
}

static void put_kind(struct jsonw *j, struct arena *a, const struct audit_entry *e)
{
	if (e->kind == AUDIT_VERDICT) {
		jsonw_text(j, "entry", "verdict");
		jsonw_text(j, "decision", verdict_word(e->decision));
		audit_json_text(j, a, "pusher", e->pusher);
		audit_json_text(j, a, "login", e->login);
		audit_json_text(j, a, "policy", e->policy);
		audit_json_text(j, a, "why", e->why);
	} else if (e->kind == AUDIT_UNLOCK) {
		jsonw_text(j, "entry", "unlock");
		audit_json_text(j, a, "by", e->by);
		audit_json_text(j, a, "reason", e->reason);
		audit_json_time(j, "until", e->until);
	} else if (e->kind != AUDIT_OUTCOME) {
		jsonw_text(j, "entry", e->kind == AUDIT_ARMED ? "armed" : "correction");
		audit_json_text(j, a, "by", e->by);
		audit_json_text(j, a, "reason", e->reason);
		audit_json_text(j, a, "policy", e->policy);
	} else {
		jsonw_text(j, "entry", "moved-without-verdict");
	}
}

void log_entry_json(
    struct arena *a, const struct audit_seen *seen, const struct audit_fates *fates, FILE *out)
{
	struct jsonw j = { .out = out, .format = "log-1" };

	jsonw_open_object(&j, NULL);
	audit_json_oid(&j, "id", &seen->id);
	audit_json_time(&j, "time", seen->at);
	put_kind(&j, a, &seen->entry);
	jsonw_open_array(&j, "refs");
	for (size_t i = 0; i < seen->entry.nrefs; i++)
		put_ref(&j, a, seen, &seen->entry.refs[i], fates);
	jsonw_close(&j);
	jsonw_close(&j);
}
