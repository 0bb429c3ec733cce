#include "people/contributors.h"

#include <string.h>
#include <strings.h>

#include "base/escape.h"
#include "git/history.h"
#include "base/say/say.h"

#define COAUTHOR "co-authored-by"

struct reading {
	struct arena *arena;
	const struct policy *policy;
	const struct commit *commit; /* the one that is added */
	struct contributors *out;
	struct error *error;
};

const char *made_as_word(enum made_as as)
{
	static const char *const words[] = { "author", "committer", "co-author", "merger" };

	return say(words[as]);
}

const struct contribution *contributors_find(
    const struct contributors *cs, const struct person *who)
{
	for (size_t i = 0; i < cs->n; i++)
		if (cs->list[i].person == who)
			return &cs->list[i];
	return NULL;
}

static int add_person(struct reading *r, const struct person *who, enum made_as as)
{
	struct contributors *out = r->out;
	struct contribution *list;

	if (contributors_find(out, who) != NULL)
		return 0;
	list = arena_push(r->arena, out->list, out->n, sizeof(*list));
	if (list == NULL)
		return error_memory(r->error);
	out->list = list;
	out->list[out->n++] = (struct contribution){ who, as, commit_title(r->arena, r->commit) };
	return 0;
}

static int add_unknown(struct reading *r, const char *address, size_t len, enum made_as as)
{
	struct contributors *out = r->out;
	const char *shown =
	    address != NULL ? escape_bytes(r->arena, address, len) : say("(no readable address)");
	size_t listed = out->nunknown < UNKNOWN_AUTHORS_MAX ? out->nunknown : UNKNOWN_AUTHORS_MAX;

	for (size_t i = 0; i < listed; i++)
		if (strcmp(out->unknown[i].address, shown) == 0)
			return 0;
	if (listed < UNKNOWN_AUTHORS_MAX)
		out->unknown[listed] =
		    (struct unknown_author){ shown, as, commit_title(r->arena, r->commit) };
	out->nunknown++;
	return 0;
}

/* The person behind an address (NULL: nobody); a machine stands for whoever answers for it. */
static const struct person *answerable(const struct policy *p, const char *address, size_t len)
{
	const struct person *who = address != NULL ? policy_person_by_email(p, address, len) : NULL;

	return who != NULL && who->service ? who->owner : who;
}

static int add_address(struct reading *r, const char *address, size_t len, enum made_as as)
{
	const struct person *who = answerable(r->policy, address, len);

	return who != NULL ? add_person(r, who, as) : add_unknown(r, address, len, as);
}

static int add_ident(struct reading *r, const char *address, enum made_as as)
{
	return add_address(r, address, address != NULL ? strlen(address) : 0, as);
}

static int add_merger(struct reading *r, const char *address, enum made_as as)
{
	struct contributors *out = r->out;
	const struct person *who =
	    answerable(r->policy, address, address != NULL ? strlen(address) : 0);
	struct merger *list;

	if (who == NULL)
		return add_ident(r, address, as);
	if (out->nmergers > 0 && out->mergers[out->nmergers - 1].person == who &&
	    git_oid_equal(&out->mergers[out->nmergers - 1].merge.id, &r->commit->id))
		return 0;
	list = arena_push(r->arena, out->mergers, out->nmergers, sizeof(*list));
	if (list == NULL)
		return error_memory(r->error);
	out->mergers = list;
	out->mergers[out->nmergers++] = (struct merger){ who, *r->commit };
	return 0;
}

/* The value of a Co-authored-by line: to the end of the line, and of the folded lines after it. */
static const char *value_end(const char *p, const char *end)
{
	for (;;) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		if (lf == NULL)
			return end;
		if (lf + 1 == end || (lf[1] != ' ' && lf[1] != '\t'))
			return lf;
		p = lf + 1;
	}
}

static int add_coauthor(struct reading *r, const char *line, const char *end)
{
	const char *p = line + strlen(COAUTHOR), *stop, *address;
	size_t len = 0;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == end || *p != ':')
		return 0;
	stop = value_end(p, end);
	while (stop > p && (stop[-1] == '\r' || stop[-1] == ' '))
		stop--;
	address = commit_address(p, (size_t)(stop - p), &len);
	return add_address(r, address, len, MADE_AS_COAUTHOR);
}

static int add_coauthors(struct reading *r)
{
	const char *p = r->commit->message, *end = p + r->commit->message_len;

	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		if ((size_t)(end - p) > strlen(COAUTHOR) &&
		    strncasecmp(p, COAUTHOR, strlen(COAUTHOR)) == 0 && add_coauthor(r, p, end) < 0)
			return -1;
		if (lf == NULL)
			break;
		p = lf + 1;
	}
	return 0;
}

int contributors_add(struct arena *a, const struct policy *p, const struct commit *c,
    struct contributors *out, struct error *e)
{
	struct reading r = { a, p, c, out, e };
	int (*add)(struct reading *, const char *, enum made_as) =
	    c->nparents == 2 ? add_merger : add_ident;

	return add_coauthors(&r) < 0 || add(&r, c->author, MADE_AS_AUTHOR) < 0 ?
	    -1 :
	    add(&r, c->committer, MADE_AS_COMMITTER);
}

static int gather_one(void *ctx, const struct commit *c, struct error *e)
{
	const struct reading *r = ctx;

	return contributors_add(r->arena, r->policy, c, r->out, e);
}

void contributors_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, struct contributors *out)
{
	memset(out, 0, sizeof(*out));
	out->complete = true;
	contributors_gather_more(a, r, p, tip, hidden, nhidden, out);
}

void contributors_gather_more(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, struct contributors *out)
{
	struct reading g = { .arena = a, .policy = p, .out = out };

	if (history_range(a, r, tip, hidden, nhidden, gather_one, &g, &out->why) < 0)
		out->complete = false;
}

void contributors_settle(struct arena *a, const struct repo *r, const struct policy *p,
    const struct person *who, struct contributors *cs)
{
	for (size_t i = 0; i < cs->nmergers && contributors_find(cs, who) == NULL; i++) {
		const struct merger *m = &cs->mergers[i];
		struct reading adding = { a, p, &m->merge, cs, &cs->why };
		struct fact clean;

		if (m->person != who)
			continue;
		history_clean_merge(a, r, &m->merge, &clean);
		if (clean.is == FACT_UNKNOWN)
			cs->why = clean.why;
		if (clean.is == FACT_UNKNOWN ||
		    (clean.is == FACT_NO && add_person(&adding, who, MADE_AS_MERGER) < 0))
			cs->complete = false;
	}
}
