#include "evidence_results.h"

#include <string.h>

/* The bytes of the criteria. 0, or -1 with what is wrong in `ev`. */
static int
fetch_criteria(struct evidence_store *st, struct acceptance_evidence *ev, struct evidence_bytes *b)
{
	struct link link;

	if (ev->tests->criteria != NULL)
		return link_read(st->arena, ev->tests->criteria, &link, &ev->rec.malformed) < 0 ?
		    -1 :
		    evidence_fetch(st, &link, &ev->criteria, b);
	if (st->promotion == NULL)
		return -1; /* acceptance-linked refuses */
	return evidence_find(
	    st, arena_printf(st->arena, "%s/criteria.ini", st->promotion), &ev->criteria, b);
}

static struct results *
read_tests(struct evidence_store *st, enum results_form form, const struct evidence_bytes *b,
    struct error *e)
{
	struct results *r = arena_alloc(st->arena, sizeof(*r));

	if (r == NULL)
		error_memory(e);
	return r != NULL && results_read(st->arena, form, b->p, b->len, r, e) == 0 ? r : NULL;
}

void
evidence_gather_results(struct evidence_store *st, enum results_form form,
    const struct evidence_bytes *b, struct acceptance_evidence *ev)
{
	struct evidence_bytes criteria = { 0 };

	ev->tests = read_tests(st, form, b, &ev->rec.malformed);
	if (ev->tests != NULL && fetch_criteria(st, ev, &criteria) == 0 &&
	    evidence_read_criteria(st, &criteria, ev) == 0) {
		if (results_as_acceptance(
		        st->arena, ev->tests, &ev->wanted, &ev->tallies, &ev->acceptance) < 0)
			error_memory(&ev->rec.malformed);
		else
			ev->rec.readable = true;
	}
	evidence_bytes_free(&criteria);
}
