#include "log_entry.h"
#include "oid.h"
#include "when.h"

#include <string.h>

const char *
log_fate(enum audit_fate f)
{
	return f == AUDIT_FATE_MOVED  ? "moved" :
	    f == AUDIT_FATE_NOT_MOVED ? "not-moved" :
	                                "unknown";
}

/* What a step is, when it is no promotion with an id. */
static void
print_step(struct arena *a, const struct audit_step *s, FILE *out)
{
	if (s->promotion != NULL)
		fprintf(out, " %s", s->promotion);
	else
		fprintf(out, " %s %s", s->kind != NULL ? s->kind : "step", oid_short(a, &s->tip));
	if (s->exception != NULL)
		fprintf(out, " (%s)", s->exception);
	if (s->reviews[0] != '\0')
		fprintf(out, " (reviews %s)", s->reviews);
}

/* The rules with that outcome in any step of the ref, each once. */
static void
print_rules(const struct audit_ref *ref, enum outcome outcome, const char *intro, FILE *out)
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

static void
print_ref(struct arena *a, const struct audit_seen *seen, const struct audit_ref *ref,
    const struct audit_fates *fates, FILE *out)
{
	fputs(ref->environment != NULL ? ref->environment : ref->name, out);
	for (size_t i = 0; i < ref->nsteps; i++) {
		if (i > 0)
			fputc(',', out);
		print_step(a, &ref->steps[i], out);
	}
	if (seen->entry.decision != VERDICT_ACCEPT) {
		print_rules(ref, OUTCOME_UNMET, ": not met:", out);
		print_rules(ref, OUTCOME_UNDECIDED, ": not checked:", out);
		return;
	}
	switch (audit_fate_of(fates, &seen->id, ref->name)) {
	case AUDIT_FATE_MOVED:
		break;
	case AUDIT_FATE_NOT_MOVED:
		fputs(": did not go in", out);
		break;
	default:
		fputs(": not known whether it went in", out);
	}
}

static void
print_head(
    struct arena *a, const struct audit_seen *seen, const char *word, const char *who, FILE *out)
{
	char at[WHEN_MAX];

	fprintf(
	    out, "%s %s %-9s %-8s ", oid_short(a, &seen->id), when_format(seen->at, at), word, who);
}

static void
print_verdict(
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
static void
print_moves(struct arena *a, const struct audit_told *told, FILE *out)
{
	size_t n = 0;

	for (; told != NULL; told = told->next) {
		if (told->fate != AUDIT_FATE_MOVED)
			continue;
		if (n++ < MOVES_SHOWN)
			fprintf(out, "; moved %s %s..%s", told->ref, oid_short(a, &told->old),
			    oid_short(a, &told->new));
	}
	if (n > MOVES_SHOWN)
		fprintf(out, " and %zu more", n - MOVES_SHOWN);
}

void
log_entry_text(
    struct arena *a, const struct audit_seen *seen, const struct audit_fates *fates, FILE *out)
{
	const struct audit_entry *e = &seen->entry;
	char until[WHEN_MAX];

	if (e->kind == AUDIT_VERDICT) {
		print_verdict(a, seen, fates, out);
	} else if (e->kind == AUDIT_UNLOCK) {
		print_head(a, seen, "unlock", "-", out);
		fprintf(out, "until %s by %s: %s", when_format(e->until, until),
		    e->by != NULL ? e->by : "-", e->reason != NULL ? e->reason : "-");
		print_moves(a, audit_fates_all(fates, &seen->id), out);
	} else {
		print_head(a, seen, "moved", "-", out);
		for (size_t i = 0; i < e->nrefs; i++)
			fprintf(out, "%s %s..%s without a verdict", e->refs[i].name,
			    oid_short(a, &e->refs[i].old), oid_short(a, &e->refs[i].new));
	}
	fputc('\n', out);
}
