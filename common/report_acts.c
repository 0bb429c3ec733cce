#include <string.h>

#include "printable.h"
#include "report_proof.h"
#include "report_record.h"
#include "when.h"

static const char *
or_oom(const char *text)
{
	return text != NULL ? text : "(out of memory)";
}

static enum language
language(const struct report_detail *d)
{
	return d->report->query.language;
}

const char *
report_pusher(struct arena *a, const struct report_detail *d)
{
	const struct audit_entry *e = &d->seen.entry;

	if (e->pusher != NULL)
		return report_person(a, d, e->pusher);
	return or_oom(
	    arena_printf(a, "%s%s%s", e->login != NULL ? printable_escaped(a, e->login) : "",
	        e->login != NULL ? " " : "", report_word(language(d), W_NOBODY)));
}

/* The audit has one word for the kind of exception, and what the merge says of it after that. */
const char *
report_exception(struct arena *a, const struct report_detail *d)
{
	const char *text = d->step != NULL ? d->step->exception : NULL, *rest;

	if (text == NULL)
		return "";
	rest = text + strcspn(text, " ");
	if (strncmp(text, "emergency ", 10) == 0)
		text = report_word(language(d), W_EMERGENCY);
	else if (strncmp(text, "rollback ", 9) == 0)
		text = report_word(language(d), W_ROLLBACK);
	else
		return printable_escaped(a, text);
	return or_oom(arena_printf(a, "%s%s", text, printable_escaped(a, rest)));
}

static const char *
proof_word(const struct report_detail *d, const struct audit_signoff *so)
{
	if (strcmp(so->proof, "signature") == 0)
		return report_word(language(d), W_BY_SIGNATURE);
	return report_word(
	    language(d), strcmp(so->proof, "trailer") == 0 ? W_BY_TRAILER : W_UNPROVEN);
}

const char *
report_signoff(struct arena *a, const struct report_detail *d, const struct audit_signoff *so)
{
	return or_oom(
	    arena_printf(a, "%s: %s, %s %s, %s", so->signoff, report_person(a, d, so->person),
	        report_word(language(d), W_ROLE), so->role, proof_word(d, so)));
}

static int
add(struct arena *a, struct report_acts *acts, const char *who, enum report_word did,
    const char *note, int64_t at)
{
	if ((acts->n & (acts->n - 1)) == 0) /* full at every power of two */
		acts->list = arena_grow(
		    a, acts->list, acts->n, acts->n != 0 ? 2 * acts->n : 1, sizeof(*acts->list));
	if (acts->list == NULL || who == NULL || note == NULL)
		return -1;
	acts->list[acts->n++] = (struct report_act){ who, did, note, at };
	return 0;
}

/* When that was, as a record says; "" where none does. */
static const char *
span_note(struct arena *a, const struct report_detail *d, const char *id, enum report_word did)
{
	char from[WHEN_MAX], to[WHEN_MAX];
	struct report_span span;

	if (did == W_DID_TEST ? !report_tested(a, d, id, &span) :
	                        did != W_DID_PLAN || !report_planned(a, d, id, &span))
		return "";
	return arena_printf(a, "%s - %s, %s", when_format(span.from, from),
	    when_format(span.to, to), report_word(language(d), W_BY_RECORD));
}

/* One act for each of the ids. */
static int
add_each(struct arena *a, const struct report_detail *d, struct report_acts *acts, const char *ids,
    enum report_word did)
{
	while (*ids != '\0') {
		size_t n = strcspn(ids, " ");
		const char *id = arena_strndup(a, ids, n);

		if (id == NULL ||
		    add(a, acts, report_person(a, d, id), did, span_note(a, d, id, did), 0) < 0)
			return -1;
		ids += n + strspn(ids + n, " ");
	}
	return 0;
}

static int
add_signoffs(struct arena *a, const struct report_detail *d, struct report_acts *acts)
{
	for (size_t i = 0; i < d->step->nsignoffs; i++) {
		const struct audit_signoff *so = &d->step->signoffs[i];
		const struct report_signing *came =
		    report_signing_of(d->report, d->item, so->role, so->person);
		const char *note = arena_printf(a, "%s, %s %s, %s", so->signoff,
		    report_word(language(d), W_ROLE), so->role, proof_word(d, so));

		if (add(a, acts, report_person(a, d, so->person), W_DID_SIGN, note,
		        came != NULL ? came->at : 0) < 0)
			return -1;
	}
	return 0;
}

int
report_acts(struct arena *a, const struct report_detail *d, struct report_acts *out)
{
	*out = (struct report_acts){ 0 };
	if (add_each(a, d, out, d->step->contributors, W_DID_MAKE) < 0 ||
	    add_each(a, d, out, d->step->testers, W_DID_TEST) < 0 ||
	    add_each(a, d, out, d->step->performers, W_DID_PLAN) < 0 || add_signoffs(a, d, out) < 0)
		return -1;
	return add(a, out, report_pusher(a, d), W_DID_PUSH, "", d->seen.at);
}
