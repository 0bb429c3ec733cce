#include "people/contributors.h"

#include "git/history.h"

/* The message of `git merge --squash`. */
#define SQUASH_TITLE "Squashed commit of the following:"
#define SQUASH_OID "commit "
#define SQUASH_MERGE "Merge: "
#define SQUASH_AUTHOR "Author: "
#define ADDRESSES_MAX 65536 /* remembered of one walk */

struct reading {
	struct arena *arena;
	const struct policy *policy;
	const struct commit *commit; /* the one that is added */
	struct contributors *out;
	struct error *error;
	const struct repo *repo;
	bool has_base;
	struct history_line line; /* of the base */
	struct arena scratch; /* for one commit */
	struct arena kept; /* for the walk */
	struct lookup known; /* whose an address is */
};

static void add_other(
    const struct person *who, const struct contributors *makers, struct people *out)
{
	if (who->service || (makers != NULL && contributors_find(makers, who) != NULL))
		return;
	for (size_t i = 0; i < out->n; i++)
		if (out->list[i] == who)
			return;
	out->list[out->n++] = who;
}

int contributors_others(struct arena *a, const struct policy *p, const struct role *const *roles,
    size_t n, int64_t at, const struct contributors *makers, struct people *out)
{
	if (n == 0)
		policy_read_all(p);
	*out = (struct people){ arena_array(a, p->npersons + 1, sizeof(*out->list)), 0 };
	if (out->list == NULL)
		return -1;
	for (size_t i = 0; n == 0 && i < p->npersons; i++)
		if (person_active(&p->persons[i], at))
			add_other(&p->persons[i], makers, out);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < roles[i]->nmembers; k++)
			if (role_has(roles[i], roles[i]->members[k].person, at))
				add_other(roles[i]->members[k].person, makers, out);
	return 0;
}

const char *made_as_word(enum made_as as)
{
	static const char *const words[] = { "wrote", "committed", "co-wrote", "merged" };

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

	if (contributors_find(out, who) != NULL)
		return 0;
	return ARENA_ADD(r->arena, out->list, out->n,
	           (struct contribution){ who, as, commit_title(r->arena, r->commit) }) != NULL ?
	    0 :
	    error_memory(r->error);
}

static int add_unknown(struct reading *r, const char *address, size_t len, enum made_as as)
{
	struct contributors *out = r->out;
	size_t listed = out->nunknown < UNKNOWN_AUTHORS_MAX ? out->nunknown : UNKNOWN_AUTHORS_MAX;
	const char *shown;

	/* Most are met again and again, which takes no memory. */
	for (size_t i = 0; address != NULL && i < listed; i++)
		if (strlen(out->unknown[i].address) == len &&
		    memcmp(out->unknown[i].address, address, len) == 0)
			return 0;
	shown =
	    address != NULL ? escape_bytes(r->arena, address, len) : say("(no readable address)");
	for (size_t i = 0; i < listed; i++)
		if (strcmp(out->unknown[i].address, shown) == 0)
			return 0;
	if (listed < UNKNOWN_AUTHORS_MAX)
		out->unknown[listed] = (struct unknown_author){ shown, address != NULL, as,
			commit_title(r->arena, r->commit) };
	out->nunknown++;
	return 0;
}

/* The person behind an address (NULL: nobody); a machine stands for whoever answers for it. */
static const struct person *answerable(const struct policy *p, const char *address, size_t len)
{
	const struct person *who = address != NULL ? policy_person_by_email(p, address, len) : NULL;

	return who != NULL && who->service ? who->owner : who;
}

/* The same; in a walk, the policy is looked through once for each address. */
static const struct person *whose(struct reading *r, const char *address, size_t len)
{
	const struct person **known = NULL, *who;
	const char *key;

	if (address != NULL)
		known = lookup_get(&r->known, address, len);
	if (known != NULL)
		return *known;
	who = answerable(r->policy, address, len);
	if (address == NULL || r->kept.cap == 0 || r->known.used == ADDRESSES_MAX)
		return who;
	key = arena_strndup(&r->kept, address, len);
	known = arena_alloc(&r->kept, sizeof(*known));
	if (key != NULL && known != NULL) {
		*known = who;
		lookup_set(&r->kept, &r->known, key, len, known);
	}
	return who;
}

static int add_address(struct reading *r, const char *address, size_t len, enum made_as as)
{
	const struct person *who = whose(r, address, len);

	return who != NULL ? add_person(r, who, as) : add_unknown(r, address, len, as);
}

static int add_ident(struct reading *r, const char *address, enum made_as as)
{
	return add_address(r, address, address != NULL ? strlen(address) : 0, as);
}

static int add_merger(struct reading *r, const char *address, enum made_as as)
{
	struct contributors *out = r->out;
	const struct person *who = whose(r, address, address != NULL ? strlen(address) : 0);

	if (who == NULL)
		return add_ident(r, address, as);
	if (contributors_find(out, who) != NULL ||
	    (out->nmergers > 0 && out->mergers[out->nmergers - 1].person == who &&
	        git_oid_equal(&out->mergers[out->nmergers - 1].merge, &r->commit->id)))
		return 0;
	return ARENA_ADD(r->arena, out->mergers, out->nmergers,
	           (struct merger){ who, r->commit->id }) != NULL ?
	    0 :
	    error_memory(r->error);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next line of a message, without what indents it or makes it part of a list. */
struct line {
	const char *p, *end, *next;
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Blanks of any alphabet, bullets, numbers, quotes and emphasis: what stands before a name. */
static bool is_list_mark(char c)
{
	return !is_letter(c);
}

static struct line line_at(const char *p, const char *end, bool (*skip)(char c))
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));
	struct line l = { p, lf != NULL ? lf : end, lf != NULL ? lf + 1 : end };

	while (l.p < l.end && skip(*l.p))
		l.p++;
	while (l.p < l.end && (l.end[-1] == '\r' || is_blank(l.end[-1])))
		l.end--;
	return l;
}

/* Where the value of `key` starts, or NULL. */
static const char *value_of(const struct line *l, const char *key)
{
	size_t n = strlen(key);
	const char *p = l->p + n;

	if ((size_t)(l->end - l->p) <= n || strncasecmp(l->p, key, n) != 0)
		return NULL;
	while (p < l->end && *p != ':' && is_list_mark(*p))
		p++;
	return p < l->end && *p == ':' ? p + 1 : NULL;
}

/* To the end of the line, and of the folded lines after it that hold no other co-author. */
static const char *value_end(const struct line *l, const char *end)
{
	const char *stop = l->end;

	for (const char *p = l->next; p < end && is_blank(*p);) {
		struct line more = line_at(p, end, is_list_mark);

		if (memchr(more.p, ':', (size_t)(more.end - more.p)) != NULL ||
		    memchr(l->p, '>', (size_t)(stop - l->p)) != NULL)
			break;
		stop = more.end;
		p = more.next;
	}
	return stop;
}

/* Emphasis and quotes may end after the address, as they may start before the name. */
static int add_named(struct reading *r, const char *p, const char *end)
{
	const char *gt = memrchr(p, '>', (size_t)(end - p)), *tail = gt, *address;
	size_t len = 0;

	while (tail != NULL && tail < end && is_list_mark(*tail))
		tail++;
	if (tail == end)
		end = gt + 1;
	address = commit_address(p, (size_t)(end - p), &len);
	return add_address(r, address, len, MADE_AS_COAUTHOR);
}

static int add_coauthor(struct reading *r, const char *p, const char *end)
{
	static const char *const keys[] = { "co-authored-by", "co-developed-by" };
	struct line l = line_at(p, end, is_list_mark);

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *value = value_of(&l, keys[i]);

		if (value != NULL)
			return add_named(r, value, value_end(&l, end));
	}
	return 0;
}

static bool starts(const struct line *l, const char *word)
{
	return (size_t)(l->end - l->p) >= strlen(word) && memcmp(l->p, word, strlen(word)) == 0;
}

/* Where somebody reads in the message that git itself writes for `git merge --squash`: that of a
 * squash of squashes is indented. */
enum squash { SQUASH_NONE = 0, SQUASH_LISTED, SQUASH_COMMIT };

/* git log may have named refs behind its id. */
static bool is_commit(const struct line *l)
{
	const char *hex, *blank;
	git_oid id;

	if (!starts(l, SQUASH_OID))
		return false;
	hex = l->p + strlen(SQUASH_OID);
	blank = memchr(hex, ' ', (size_t)(l->end - hex));
	return oid_parse(hex, (size_t)((blank != NULL ? blank : l->end) - hex), &id) == 0;
}

static int add_squashed(struct reading *r, const char *p, const char *end, enum squash *at)
{
	struct line l = line_at(p, end, is_blank);

	if (starts(&l, SQUASH_TITLE))
		*at = SQUASH_LISTED;
	else if (*at != SQUASH_NONE && is_commit(&l))
		*at = SQUASH_COMMIT;
	else if (*at == SQUASH_COMMIT && !starts(&l, SQUASH_MERGE)) {
		*at = SQUASH_LISTED;
		if (starts(&l, SQUASH_AUTHOR))
			return add_named(r, l.p + strlen(SQUASH_AUTHOR), l.end);
	}
	return 0;
}

static int add_coauthors(struct reading *r)
{
	const char *p = r->commit->message, *end = p + r->commit->message_len;
	enum squash at = SQUASH_NONE;

	while (p < end) {
		if (add_coauthor(r, p, end) < 0 || add_squashed(r, p, end, &at) < 0)
			return -1;
		p = line_at(p, end, is_blank).next;
	}
	return 0;
}

static int add_commit(struct reading *r)
{
	const struct commit *c = r->commit;
	int (*add)(struct reading *, const char *, enum made_as) =
	    c->nparents > 1 ? add_merger : add_ident;

	return add_coauthors(r) < 0 || add(r, c->author, MADE_AS_AUTHOR) < 0 ?
	    -1 :
	    add(r, c->committer, MADE_AS_COMMITTER);
}

int contributors_add(struct arena *a, const struct policy *p, const struct commit *c,
    struct contributors *out, struct error *e)
{
	struct reading r = { .arena = a, .policy = p, .commit = c, .out = out, .error = e };

	return add_commit(&r);
}

/* Is it a merge of the environment's own, with its candidate and nothing else? */
static int is_passed_over(struct reading *r, bool *over, struct error *e)
{
	const struct commit *c = r->commit;
	struct commit inner;

	*over = false;
	if (!r->has_base || c->nparents != 2)
		return 0;
	if (history_on_line(&r->kept, r->repo, &r->line, &c->id, c->committed, over, e) < 0)
		return -1;
	arena_clear(&r->scratch);
	return *over ? history_brought_in(&r->scratch, r->repo, c, &inner, over, e) : 0;
}

static int gather_one(void *ctx, const struct commit *c, struct error *e)
{
	struct reading *r = ctx;
	bool over;

	r->commit = c;
	r->error = e;
	if (is_passed_over(r, &over, e) < 0)
		return -1;
	return over ? 0 : add_commit(r);
}

void contributors_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, struct contributors *out)
{
	memset(out, 0, sizeof(*out));
	out->complete = true;
	contributors_gather_more(a, r, p, tip, hidden, nhidden, NULL, out);
}

void contributors_gather_more(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, const git_oid *base,
    struct contributors *out)
{
	struct reading g = { .arena = a, .repo = r, .policy = p, .out = out };

	if (base != NULL) {
		g.has_base = true;
		g.line.next = *base;
	}
	arena_init(&g.kept, r->memory);
	arena_init(&g.scratch, r->memory);
	if (history_range(r, tip, hidden, nhidden, &out->base_met, gather_one, &g, &out->why) < 0)
		out->complete = false;
	arena_release(&g.kept);
	arena_release(&g.scratch);
}

/* Did the person edit that merge? 0 or -1 (with `e`). */
static int settle_one(struct arena *scratch, struct reading r, const struct merger *m)
{
	struct commit merge;
	struct fact clean;

	if (commit_load(scratch, r.repo, &m->merge, &merge, r.error) < 0)
		return -1;
	history_clean_merge(scratch, r.repo, &merge, &clean);
	r.commit = &merge;
	if (clean.is == FACT_UNKNOWN)
		*r.error = clean.why;
	return clean.is == FACT_UNKNOWN ? -1 :
	    clean.is == FACT_NO         ? add_person(&r, m->person, MADE_AS_MERGER) :
	                                  0;
}

void contributors_settle(struct arena *a, const struct repo *r, const struct policy *p,
    const struct person *who, struct contributors *cs)
{
	struct reading adding = {
		.arena = a, .repo = r, .policy = p, .out = cs, .error = &cs->why
	};
	struct arena scratch;

	arena_init(&scratch, r->memory);
	for (size_t i = 0; i < cs->nmergers && contributors_find(cs, who) == NULL; i++) {
		if (cs->mergers[i].person == who &&
		    settle_one(&scratch, adding, &cs->mergers[i]) < 0)
			cs->complete = false;
		arena_clear(&scratch);
	}
	arena_release(&scratch);
}

void contributors_settle_all(
    struct arena *a, const struct repo *r, const struct policy *p, struct contributors *cs)
{
	/* Whom nobody has asked for made none. */
	for (size_t i = 0; i < p->npersons && cs->nmergers > 0; i++)
		contributors_settle(a, r, p, &p->persons[i], cs);
}
