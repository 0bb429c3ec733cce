/* The order of a report, and its sample. */
#include <sys/random.h>

#include "report/report_internal.h"

/* By the hosts' clocks; in the same second in the order of the audit. */
static int by_time(const void *x, const void *y)
{
	const struct report_item *a = x, *b = y;
	int c = (a->at > b->at) - (a->at < b->at);

	if (c == 0)
		c = (a->repo > b->repo) - (a->repo < b->repo);
	if (c == 0)
		c = (a->place < b->place) - (a->place > b->place);
	if (c == 0)
		c = (a->ref > b->ref) - (a->ref < b->ref);
	return c != 0 ? c : (a->step > b->step) - (a->step < b->step);
}

/* Where a promotion begins: an item that stands alone is its own first. */
static struct report_item first_of(const struct report_item *item)
{
	const struct report_group *group = item->group;

	return group == NULL ?
	    *item :
	    (struct report_item){ .at = group->first, .repo = group->repo, .place = group->place };
}

/* Those of one promotion together, where the first of them stands. */
static int promotions_by_time(const void *x, const void *y)
{
	const struct report_item *a = x, *b = y;
	struct report_item first_a, first_b;
	int c;

	if (a->group == b->group && a->group != NULL)
		return by_time(a, b);
	first_a = first_of(a);
	first_b = first_of(b);
	c = by_time(&first_a, &first_b);
	if (c == 0) /* one push with more than one promotion */
		c = strcmp(a->promotion != NULL ? a->promotion : "",
		    b->promotion != NULL ? b->promotion : "");
	return c != 0 ? c : by_time(a, b);
}

static int emergencies_by_time(const void *x, const void *y)
{
	const struct report_emergency *a = *(struct report_emergency *const *)x,
	                              *b = *(struct report_emergency *const *)y;

	return by_time(&(struct report_item){ .at = a->at, .repo = a->repo, .place = a->place },
	    &(struct report_item){ .at = b->at, .repo = b->repo, .place = b->place });
}

int report_sample_number(struct arena *a, const char *seed, const git_oid *entry,
    const git_oid *commit, unsigned char out[DIGEST_SIZE])
{
	const char *text = arena_printf(a, "%s:%s:%s", seed, oid_hex(a, entry), oid_hex(a, commit));

	return text != NULL ? digest_sha256(text, strlen(text), out) : -1;
}

static int by_number(const void *x, const void *y)
{
	const struct report_item *a = *(struct report_item *const *)x,
	                         *b = *(struct report_item *const *)y;

	return memcmp(a->draw, b->draw, sizeof(a->draw));
}

int report_sample_draw(struct arena *a, struct report_items *promotions, const char *seed, size_t n)
{
	struct report_item **list = arena_array(a, promotions->n + 1, sizeof(*list));
	struct arena scratch;

	if (list == NULL)
		return -1;
	for (size_t i = 0; i < promotions->n; i++) {
		struct report_item *p = &promotions->list[i];
		int rc;

		arena_init(&scratch, ARENA_RUN_CAP);
		rc = report_sample_number(&scratch, seed, &p->entry, &p->commit, p->draw);
		arena_release(&scratch);
		if (rc < 0)
			return -1;
		list[i] = p;
	}
	qsort(list, promotions->n, sizeof(*list), by_number);
	for (size_t i = 0; i < n && i < promotions->n; i++)
		list[i]->rank = i + 1;
	return 0;
}

const char *report_sample_seed(struct arena *a)
{
	uint64_t chance;

	if (getrandom(&chance, sizeof(chance), 0) != sizeof(chance))
		return NULL;
	return arena_printf(a, "%016" PRIx64, chance);
}

int report_order(struct report *r, struct error *e)
{
	if (report_no_such_environment(r))
		return error_set(e, ERROR_ABSENT,
		    "'%s' is no environment that takes promotions; those are: %s",
		    r->query.environment, report_scope(r->arena, r, false));
	for (size_t i = 0; i < r->nrepos; i++)
		if (r->repos[i].why.kind != ERROR_NONE &&
		    report_add_text(r, &r->repos[i], REPORT_UNREAD, NULL, NULL, NULL,
		        escape(r->arena, r->repos[i].why.text)) < 0)
			return error_memory(e);
	if (r->promotions.n > 0)
		qsort(r->promotions.list, r->promotions.n, sizeof(*r->promotions.list),
		    promotions_by_time);
	if (r->events.n > 0)
		qsort(r->events.list, r->events.n, sizeof(*r->events.list), by_time);
	if (r->nemergencies > 0)
		qsort(r->emergencies, r->nemergencies, sizeof(struct report_emergency *),
		    emergencies_by_time);
	if (r->query.seed != NULL &&
	    report_sample_draw(r->arena, &r->promotions, r->query.seed, r->query.sample) < 0)
		return error_memory(e);
	return 0;
}

int64_t report_end(const struct report *r)
{
	return r->query.to < r->query.now ? r->query.to : r->query.now;
}

size_t report_count_events(const struct report *r, enum report_event_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < r->events.n; i++)
		n += r->events.list[i].event == kind;
	return n;
}

bool report_readable(const struct report *r)
{
	return report_count_events(r, REPORT_UNREAD) == 0;
}

bool report_whole(const struct report *r)
{
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++)
		if (report_weight(kind) == WEIGHT_BREAKS && report_count_events(r, kind) > 0)
			return false;
	return true;
}

bool report_many(const struct report *r)
{
	return r->nrepos > 1;
}

bool report_asked(const char *want, const char *is)
{
	return want == NULL || (is != NULL && strcmp(want, is) == 0);
}
