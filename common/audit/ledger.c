#include "audit/ledger.h"

#include "audit/audit.h"
#include "base/pattern.h"

#define NEWEST_MAX 1024 /* entries that are read without an index */
#define AHEAD 4096 /* bytes of the transcript that are read at once */

struct ledger_entry {
	struct audit_seen seen;
	struct mentions says;
};

/* By the end of an entry in the transcript. */
static size_t place_of(const struct ledger *l, uint64_t end)
{
	return l->nnewest + 1 + (size_t)(l->index.head.end - end);
}

/* In memory, up to `tip`, of the transcript or else of the audit. Where that cannot be, no later
 * question is answered either: without an index, nothing would be found. */
static int make(struct ledger *l, git_oid tip, struct error *e)
{
	struct error why = { 0 };

	l->made = true;
	index_close(&l->index);
	if (l->kept.window != NULL && index_make(&l->kept, &l->index, &why) == 0)
		return 0;
	transcript_close(&l->kept);
	if (transcript_make(l->arena, l->repo, &tip, &l->kept, e) == 0 &&
	    index_make(&l->kept, &l->index, e) == 0)
		return 0;
	if (l->why.kind == ERROR_NONE)
		l->why = *e;
	return -1;
}

/* As the index was when it was open to be read. */
static int make_again(struct ledger *l, struct error *e)
{
	uint64_t end = l->index.head.end;

	if (l->made)
		return error_set(
		    e, ERROR_UNREADABLE, "what leads to the entries of the audit is broken");
	l->kept.end = (off_t)end;
	return make(l, l->index.head.tip, e);
}

/* Those that come after `until`, which is zero where that is not met. 0 or -1. */
static int read_newest(struct ledger *l, const git_oid *tip, git_oid *until, struct error *e)
{
	git_oid at = *tip;

	while (!git_oid_is_zero(&at) && !git_oid_equal(&at, until) && l->nnewest < NEWEST_MAX) {
		struct ledger_entry one = { .seen.place = l->nnewest + 1 };

		if (audit_read(l->arena, l->repo, &at, &one.seen, e) < 0)
			return -1;
		if (mentions_of(l->arena, &at, &one.seen.entry, &one.says) < 0 ||
		    ARENA_ADD(l->arena, l->newest, l->nnewest, one) == NULL)
			return error_memory(e);
		at = one.seen.before;
	}
	if (!git_oid_equal(&at, until))
		memset(until, 0, sizeof(*until));
	return git_oid_is_zero(&at) || git_oid_equal(&at, until) ? 0 : 1;
}

static int note_rare(struct ledger *l, struct error *e)
{
	struct ledger_cursor c = { .word = mention_text(MENTION_RARE, "") };
	struct audit_seen seen;
	int rc;

	while ((rc = ledger_next(l, &c, &seen, e)) > 0) {
		if (seen.entry.kind == AUDIT_VERDICT || seen.entry.kind == AUDIT_OUTCOME)
			continue;
		if (audit_corrected_note(l->arena, &l->corrected, &seen.entry) < 0 ||
		    ARENA_ADD(l->arena, l->rare, l->nrare,
		        (struct ledger_rare){ seen.id, seen.place, seen.entry.kind, seen.at }) ==
		        NULL) {
			rc = error_memory(e);
			break;
		}
		if (seen.entry.kind == AUDIT_ARMED)
			l->armed = seen.place;
	}
	ledger_stop(&c);
	return rc;
}

static int open_ledger(struct ledger *l, const git_oid *tip, struct error *e)
{
	git_oid until = { 0 };
	int rc;

	transcript_open(l->arena, l->repo, &l->kept);
	l->kept.ahead = AHEAD;
	if (index_open(l->arena, l->repo, &l->kept, &l->index))
		until = l->index.head.tip;
	else
		transcript_next(&l->kept, &until);
	rc = read_newest(l, tip, &until, e);
	if (rc > 0) {
		l->nnewest = 0;
		transcript_close(&l->kept);
		until = *tip;
	}
	if (rc < 0 || git_oid_is_zero(&until))
		index_close(&l->index);
	else if (rc > 0 || l->index.fd < 0)
		rc = make(l, until, e);
	return rc < 0 ? -1 : note_rare(l, e);
}

int ledger_read(struct arena *a, const struct repo *r, struct ledger *l, struct error *e)
{
	git_oid tip;
	int there;

	if (!l->asked) {
		*l = (struct ledger){ .asked = true, .arena = a, .repo = r, .now = time(NULL) };
		l->index.fd = l->kept.fd = -1;
		if (audit_tip(a, r, &tip, &there, &l->why) == 0 && there) {
			l->there = true;
			open_ledger(l, &tip, &l->why);
		}
	}
	if (l->why.kind == ERROR_NONE)
		return 0;
	return error_copy(e, &l->why);
}

void ledger_release(struct ledger *l)
{
	if (l->asked) {
		index_close(&l->index);
		transcript_close(&l->kept);
	}
	*l = (struct ledger){ .asked = false };
}

/* Of the index, the next mention that is older than `end`, or the newest where that is 0. */
static int find_mention(
    struct ledger *l, uint64_t word, uint64_t end, struct index_mention *m, struct error *e)
{
	int rc;

	for (;;) {
		rc = index_newest(&l->index, word, m);
		while (rc == 0 && m->nth != 0 && end != 0 && m->end >= end)
			rc = index_before(&l->index, word, m);
		if (rc == 0)
			return 0;
		if (make_again(l, e) < 0)
			return -1;
	}
}

static int step_back(struct ledger *l, struct ledger_cursor *c, struct error *e)
{
	if (c->end != 0 && c->made == l->made && index_before(&l->index, c->word, &c->at) == 0)
		return 0;
	if (c->end != 0 && c->made == l->made && make_again(l, e) < 0)
		return -1;
	if (find_mention(l, c->word, c->end, &c->at, e) < 0)
		return -1;
	c->made = l->made;
	return 0;
}

/* Of the transcript, by its end. 0 or -1. */
static int read_kept(
    struct ledger *l, uint64_t end, struct arena *a, struct audit_seen *seen, struct error *e)
{
	struct error why = { 0 };

	for (;;) {
		const char *bytes = NULL;
		git_oid id;
		size_t len;

		l->kept.end = (off_t)end;
		if (transcript_next(&l->kept, &id))
			bytes = transcript_take(&l->kept, &id, &len);
		if (bytes != NULL && audit_parse(a, &id, bytes, len, seen, &why) == 0) {
			seen->place = place_of(l, end);
			return 0;
		}
		if (a->exhausted)
			return error_memory(e);
		transcript_close(&l->kept);
		if (make_again(l, e) < 0)
			return -1;
	}
}

struct ledger_kept {
	uint64_t end;
	struct audit_seen seen;
};

/* The same; the first ones stay, since many questions are about the same few. */
static int read_entry(
    struct ledger *l, struct ledger_cursor *c, struct audit_seen *seen, struct error *e)
{
	struct ledger_kept *one = lookup_get(&l->entries, &c->end, sizeof(c->end));

	if (one == NULL && l->nentries == NEWEST_MAX) {
		if (c->once.cap == 0)
			arena_init(&c->once, AUDIT_ENTRY_CAP);
		arena_clear(&c->once);
		return read_kept(l, c->end, &c->once, seen, e);
	}
	if (one == NULL) {
		one = arena_alloc(l->arena, sizeof(*one));
		if (one == NULL)
			return error_memory(e);
		one->end = c->end;
		if (read_kept(l, one->end, l->arena, &one->seen, e) < 0)
			return -1;
		if (lookup_set(l->arena, &l->entries, &one->end, sizeof(one->end), one) < 0)
			return error_memory(e);
		l->nentries++;
	}
	*seen = one->seen;
	return 0;
}

/* What came in before an unlock did not come later than that: where its entry is still to come, the
 * clock was ahead, and the owner said on record that it is right. What is past stays where it is:
 * then the clock may have been wrong when the owner said so. */
static void set_right(const struct ledger *l, struct audit_seen *seen)
{
	for (size_t i = 0; i < l->nrare && l->rare[i].place < seen->place; i++)
		if (l->rare[i].kind == AUDIT_UNLOCK && l->rare[i].at < seen->at &&
		    seen->at > l->now)
			seen->at = l->rare[i].at;
}

static int find_next(
    struct ledger *l, struct ledger_cursor *c, struct audit_seen *seen, struct error *e)
{
	if (l->why.kind != ERROR_NONE)
		return error_copy(e, &l->why);
	while (c->newest < l->nnewest) {
		const struct ledger_entry *one = &l->newest[c->newest++];

		if (mentions_has(&one->says, c->word)) {
			*seen = one->seen;
			return 1;
		}
	}
	if (l->index.head.room == 0 || (c->end != 0 && c->at.nth == 0))
		return 0;
	if (step_back(l, c, e) < 0)
		return -1;
	c->end = c->at.nth != 0 ? c->at.end : 1;
	if (c->at.nth == 0)
		return 0;
	return read_entry(l, c, seen, e) < 0 ? -1 : 1;
}

int ledger_next(struct ledger *l, struct ledger_cursor *c, struct audit_seen *seen, struct error *e)
{
	int rc = find_next(l, c, seen, e);

	if (rc > 0)
		set_right(l, seen);
	return rc;
}

void ledger_stop(struct ledger_cursor *c)
{
	arena_release(&c->once);
}

int ledger_newest(struct ledger *l, uint64_t word, size_t *place, struct error *e)
{
	struct index_mention m = { .nth = 0 };

	*place = 0;
	if (l->why.kind != ERROR_NONE)
		return error_copy(e, &l->why);
	for (size_t i = 0; i < l->nnewest; i++)
		if (mentions_has(&l->newest[i].says, word)) {
			*place = i + 1;
			return 0;
		}
	if (l->index.head.room != 0 && find_mention(l, word, 0, &m, e) < 0)
		return -1;
	if (m.nth != 0)
		*place = place_of(l, m.end);
	return 0;
}

bool ledger_tells_packed(const struct ledger *l)
{
	return index_tells_packed(l->arena, l->repo, &l->index);
}

struct named {
	const char *name;
	size_t place;
};

static int by_place(const void *x, const void *y)
{
	const struct named *a = x, *b = y;

	return (a->place > b->place) - (a->place < b->place);
}

struct naming {
	struct ledger *ledger;
	const char *pattern;
	struct lookup known;
	struct named *list;
	size_t n;
};

/* 0 or -1. */
static int add_name(struct naming *n, const char *name, struct error *e)
{
	struct arena *a = n->ledger->arena;
	struct named one = { .place = 0 };

	if (!pattern_match(n->pattern, name) || lookup_text(&n->known, name) != NULL)
		return 0;
	if (ledger_newest(n->ledger, mention_text(MENTION_REF, name), &one.place, e) < 0)
		return -1;
	one.name = arena_strdup(a, name);
	return one.name != NULL && lookup_set_text(a, &n->known, one.name, n) == 0 &&
	        ARENA_ADD(a, n->list, n->n, one) != NULL ?
	    0 :
	    error_memory(e);
}

/* All of the folder that the pattern is about. */
static int find_names(struct naming *n, struct error *e)
{
	struct ledger *l = n->ledger;
	char *folder = arena_strndup(l->arena, n->pattern, strcspn(n->pattern, "*")), *slash;
	struct ledger_cursor c = { .newest = 0 };
	struct audit_seen seen;
	int rc = 0;

	if (folder == NULL)
		return error_memory(e);
	slash = strrchr(folder, '/');
	folder[slash != NULL ? slash + 1 - folder : 0] = '\0';
	c.word = mention_text(MENTION_FOLDER, folder);
	while (rc >= 0 && (rc = ledger_next(l, &c, &seen, e)) > 0)
		for (size_t i = 0; rc >= 0 && i < seen.entry.nrefs; i++)
			rc = add_name(n, seen.entry.refs[i].name, e);
	ledger_stop(&c);
	return rc;
}

int ledger_names(
    struct ledger *l, const char *pattern, const char ***names, size_t *n, struct error *e)
{
	struct naming all = { .ledger = l, .pattern = pattern };
	int rc = pattern_exact(pattern) ? add_name(&all, pattern, e) : find_names(&all, e);

	*n = 0;
	*names = arena_array(l->arena, all.n + 1, sizeof(**names));
	if (rc < 0 || *names == NULL)
		return rc < 0 ? -1 : error_memory(e);
	if (all.n > 0)
		qsort(all.list, all.n, sizeof(*all.list), by_place);
	for (size_t i = 0; i < all.n; i++)
		if (all.list[i].place != 0)
			(*names)[(*n)++] = all.list[i].name;
	return 0;
}
