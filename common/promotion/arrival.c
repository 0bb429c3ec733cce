#include "promotion/arrival.h"

#include <string.h>

#include "base/escape.h"

/* Going back in time, so that what the first move says is what stays. */
static void look_back(const struct ledger *l, const char *ref, struct entrance *asked)
{
	asked->known = FACT_NO;
	for (size_t i = 0; i < l->n; i++) {
		const struct ledger_move *m = &l->list[i];

		if (m->at >= asked->since && git_oid_equal(&asked->value, &m->new) &&
		    strcmp(m->ref, ref) == 0) {
			asked->known = FACT_YES;
			asked->at = m->at;
		}
	}
}

void arrival_entrances(
    struct arena *a, const struct repo *r, struct ledger *l, struct entrance *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *ref = escape_whole(a, list[i].ref);

		if (ref == NULL)
			error_memory(&list[i].why);
		else if (ledger_read(a, r, l, &list[i].why) == 0)
			look_back(l, ref, &list[i]);
	}
}
