/* What the ledger answers by ref and by word, held against a plain reading of the whole audit:
 * where all is read from the repository, where the index is made in memory, and where it is a file
 * that lacks some entries. The audits are made up. */
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "repo_fixture.h"
#include "audit/audit.h"
#include "audit/ledger.h"
#include "promotion/arrival.h"
#include "promotion/past.h"

#define REFS 6
#define VALUES 7
#define ROUNDS 8
#define ENTRIES 240

static const char *const names[REFS] = { "refs/heads/production", "refs/heads/acceptance",
	"refs/heads/promotions", "refs/heads/work", "refs/signoffs/A-1/users/kim", "refs/tags/v1" };
static const char *const about[REFS] = { "Environment: production\nFrom: acceptance\n",
	"Environment: acceptance\nFrom: work\n", "", "Environment: work\n", "",
	"Environment: production\nFrom: acceptance\n" };

struct open { /* a verdict without outcome */
	git_oid verdict, old, new;
	size_t ref;
};

struct world {
	char dir[64];
	struct arena arena;
	struct repo repo;
	git_oid tip, at[REFS], ids[ENTRIES * 4];
	bool outcome[ENTRIES * 4];
	size_t n;
	struct open open[ENTRIES];
	size_t nopen;
	unsigned clock;
};

static struct error e;

static unsigned dice(unsigned n)
{
	return (unsigned)rand() % n;
}

static git_oid value(unsigned i)
{
	git_oid id = { { 0 } };

	if (i > 0)
		memset(id.id, (int)i, sizeof(id.id));
	return id;
}

static const char *hex(const struct world *w, const git_oid *id)
{
	return arena_strdup((struct arena *)&w->arena, git_oid_tostr_s(id));
}

static void open_world(struct world *w)
{
	memset(w, 0, sizeof(*w));
	repo_fixture_make(w->dir, sizeof(w->dir), &w->arena, 512, &w->repo);
	w->clock = 1000000;
}

static void close_world(struct world *w)
{
	repo_fixture_free(w->dir, &w->arena, &w->repo);
}

static git_oid append(struct world *w, const char *lines, bool outcome)
{
	git_reference *ref = NULL;
	const char *parent =
	    w->n > 0 ? arena_printf(&w->arena, "parent %s\n", hex(w, &w->tip)) : "";
	const char *text = arena_printf(&w->arena,
	    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n%sauthor A <a@b.c> %u +0000\ncommitter "
	    "A <a@b.c> %u +0000\n\n"
	    "entry\n\n%s",
	    parent, w->clock, w->clock, lines);

	w->clock += dice(3);
	assert_int_equal(
	    git_odb_write(&w->tip, w->repo.odb, text, strlen(text), GIT_OBJECT_COMMIT), 0);
	assert_int_equal(git_reference_create(&ref, w->repo.git, AUDIT_REF, &w->tip, 1, "x"), 0);
	git_reference_free(ref);
	w->outcome[w->n] = outcome;
	w->ids[w->n++] = w->tip;
	return w->tip;
}

static const char *ref_lines(
    const struct world *w, size_t ref, const git_oid *old, const git_oid *new, const char *more)
{
	return arena_printf((struct arena *)&w->arena, "Ref: %s\nOld: %s\nNew: %s\n%s", names[ref],
	    hex(w, old), hex(w, new), more);
}

static void outcome(struct world *w, const git_oid *verdict, size_t ref, const git_oid *old,
    const git_oid *new, bool moved, const char *source)
{
	append(w,
	    arena_printf(&w->arena,
	        "Entry: outcome\nFormat: 2\nOutcome: %s\nSource: %s\nVerdict: %s\n%s",
	        moved ? "moved" : "not-moved", source, hex(w, verdict),
	        ref_lines(w, ref, old, new, "")),
	    true);
}

/* As step/accounted.c walks them. */
static const struct audit_move *next(const struct audit_move *m)
{
	while (m != NULL && m->before != NULL &&
	    (m->leave == AUDIT_LEAVE_ARMED ||
	        (m->reconciled && git_oid_equal(&m->old, &m->before->old) &&
	            git_oid_equal(&m->new, &m->before->new))))
		m = m->before;
	return m;
}

static bool follows(const struct audit_moved_ref *ref)
{
	const struct audit_move *m = ref != NULL ? next(ref->newest) : NULL, *before;

	for (; m != NULL && m->leave != AUDIT_LEAVE_CORRECTION && m->before != NULL; m = before) {
		before = next(m->before);
		if (!git_oid_equal(&m->old, &before->new) &&
		    !(git_oid_is_zero(&m->old) && git_oid_equal(&m->new, &before->new) &&
		        m->leave == AUDIT_LEAVE_VERDICT))
			return false;
	}
	return true;
}

static bool in_order(struct world *w, size_t ref)
{
	const struct audit_moved_ref *left;
	struct ledger l = { .asked = false };

	assert_int_equal(ledger_read(&w->arena, &w->repo, &l, &e), 0);
	assert_int_equal(ledger_left_all(&l, names[ref], &left, &e), 0);
	ledger_release(&l);
	return follows(left);
}

static const char *step_lines(struct world *w, size_t ref, const git_oid *new)
{
	static const char *const ids[] = { "A-1", "a-1", "B", "C" };
	const git_oid other = value(1 + dice(VALUES - 1)), tree = value(1 + dice(3));
	const char *rests = "";

	if (ref == 4)
		return dice(2) ?
		    arena_printf(&w->arena,
		        "Step: %s\nKind: signoff\nPromotion: A-1\nCandidate: %s\nTree: %s\nFor: x\n"
		        "Word: reject\n",
		        hex(w, new), hex(w, &other), hex(w, &tree)) :
		    arena_printf(&w->arena, "Step: %s\nKind: signoff\n", hex(w, new));
	if (ref > 1 && ref < 5)
		return arena_printf(&w->arena, "Step: %s\nKind: work\n", hex(w, new));
	if (ref == 0 && in_order(w, 2) && dice(2))
		rests = arena_printf(&w->arena, "Rests-On: %s %s\n", names[2], hex(w, &other));
	return arena_printf(&w->arena,
	    "Step: %s\nKind: promotion\nPromotion: %s\nCandidate: %s\n%s%s%s", hex(w, new),
	    ids[dice(4)], hex(w, &other),
	    dice(4) ? "" : arena_printf(&w->arena, "Exception: rollback %s\n", hex(w, new)), rests,
	    in_order(w, ref) ? "Met: ref-protected\n" : "");
}

static void verdict(struct world *w)
{
	size_t ref = dice(REFS), other = (ref + 1) % REFS;
	unsigned what = dice(20);
	git_oid old = dice(12) ? w->at[ref] : value(dice(VALUES)),
	        new = value(dice(9) ? 1 + dice(VALUES - 1) : 0), none = value(0), id;
	const char *more = arena_printf(&w->arena, "%s%s", about[ref], step_lines(w, ref, &new));
	const char *audit = w->n > 0 && dice(5) ?
	    hex(w, dice(6) || w->n < 3 ? &w->tip : &w->ids[w->n - 2]) :
	    hex(w, &none);

	id = append(w,
	    arena_printf(&w->arena,
	        "Entry: verdict\nFormat: 2\nDecision: accept\nPusher: noor\nAudit: %s\n%s%s", audit,
	        ref_lines(w, ref, &old, &new, more),
	        dice(8) ? "" : ref_lines(w, other, &w->at[other], &new, about[other])),
	    false);
	if (what < 14) {
		outcome(w, &id, ref, &old, &new, true, "reference-transaction");
		w->at[ref] = new;
	} else if (what < 16) {
		outcome(w, &id, ref, &old, &new, false, "reference-transaction");
	} else if (what < 19) {
		w->open[w->nopen++] = (struct open){ id, old, new, ref };
		if (dice(2))
			w->at[ref] = new;
	}
}

static void reconcile(struct world *w)
{
	if (w->nopen > 0) {
		const struct open *o = &w->open[dice((unsigned)w->nopen)];

		outcome(w, &o->verdict, o->ref, &o->old, &o->new, dice(4) > 0, "reconciled");
	}
}

static void unlock(struct world *w)
{
	const git_oid id =
	    append(w, "Entry: unlock\nFormat: 2\nReason: x\nBy: y\nUntil: 2000000\n", false);

	for (unsigned i = dice(3); i > 0; i--) {
		size_t ref = dice(REFS);
		git_oid new = value(dice(VALUES));

		outcome(w, &id, ref, &w->at[ref], &new, true, "reference-transaction");
		w->at[ref] = new;
		if (dice(2))
			verdict(w);
	}
}

static void found(struct world *w, const char *kind, const char *more)
{
	const char *lines =
	    arena_printf(&w->arena, "Entry: %s\nFormat: 2\nBy: y\nReason: x\n%s", kind, more);

	for (size_t i = 0; i < REFS; i++)
		if (dice(3))
			lines = arena_printf(&w->arena, "%s%s", lines,
			    ref_lines(w, i, &w->at[i], &w->at[i], about[i]));
	append(w, lines, false);
}

static void something(struct world *w)
{
	unsigned what = dice(100);
	size_t ref = dice(REFS), i = w->n > 0 ? dice((unsigned)w->n) : 0;
	const git_oid none = value(0);
	git_oid new = value(dice(VALUES));

	if (what < 70)
		verdict(w);
	else if (what < 82)
		append(w,
		    "Entry: verdict\nFormat: 2\nDecision: reject\nRef: refs/heads/production\n",
		    false);
	else if (what < 88)
		reconcile(w);
	else if (what < 92)
		outcome(w, &none, ref, &w->at[ref], &new, true, "reconciled");
	else if (what < 95)
		unlock(w);
	else if (what < 97)
		found(w, "armed", "");
	else if (w->n > 0 && w->outcome[i])
		found(
		    w, "correction", arena_printf(&w->arena, "Corrects: %s\n", hex(w, &w->ids[i])));
}

/* The plain reading: all moves of all refs, newest first. */
struct plain {
	struct arena *arena;
	struct audit_fates fates;
	struct ledger_move *list;
	size_t n, entries, armed;
};

static void note(struct plain *p, const struct audit_seen *seen, const struct audit_ref *ref,
    bool judged, enum audit_fate fate)
{
	struct ledger_move *m;

	p->list = arena_push(p->arena, p->list, p->n, sizeof(*p->list));
	m = &p->list[p->n++];
	*m = (struct ledger_move){ .entry = p->entries,
		.judged = judged,
		.fate = fate,
		.ref = arena_strdup(p->arena, ref->name),
		.environment =
		    ref->environment != NULL ? arena_strdup(p->arena, ref->environment) : NULL,
		.from = ref->from != NULL ? arena_strdup(p->arena, ref->from) : NULL,
		.old = ref->old,
		.new = ref->new,
		.at = seen->at };
	m->steps = arena_array(p->arena, ref->nsteps + 1, sizeof(*m->steps));
	for (size_t i = ref->nsteps; i-- > 0;) {
		struct ledger_word *word = arena_alloc(p->arena, sizeof(*word));

		m->steps[m->nsteps].tip = ref->steps[i].tip;
		m->nsteps += ref->steps[i].promotion != NULL && ref->steps[i].word == NULL;
		word->tree = ref->steps[i].tree;
		if (ref->steps[i].word != NULL && ref->steps[i].to != NULL)
			m->word = word;
	}
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *why)
{
	const struct audit_entry *entry = &seen->entry;
	struct plain *p = ctx;
	bool judged = entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT;
	bool alone = entry->kind == AUDIT_OUTCOME && entry->moved == AUDIT_MOVED &&
	    git_oid_is_zero(&entry->verdict);
	bool armed = entry->kind == AUDIT_ARMED;

	p->entries++;
	if (armed)
		p->armed = p->entries;
	assert_int_equal(audit_fates_note(p->arena, &p->fates, seen, why), 0);
	for (size_t i = 0; (judged || alone || armed) && i < entry->nrefs; i++) {
		note(p, seen, &entry->refs[i], judged,
		    judged ? audit_fate_of(&p->fates, &seen->id, entry->refs[i].name) :
		             AUDIT_FATE_MOVED);
		p->list[p->n - 1].found = armed;
	}
	for (const struct audit_told *t =
	         entry->kind == AUDIT_UNLOCK ? audit_fates_all(&p->fates, &seen->id) : NULL;
	     t != NULL; t = t->next) {
		const struct audit_ref ref = { .name = t->ref, .old = t->old, .new = t->new };
		const struct audit_seen told = { .at = t->at };

		if (t->fate != AUDIT_FATE_MOVED)
			continue;
		note(p, &told, &ref, false, t->fate);
		p->list[p->n - 1].unlocked = true;
	}
	return 0;
}

static void join(struct ledger_move *before, struct ledger_move *m)
{
	bool once = m->environment == NULL || m->from != NULL;

	if (!once || !m->judged || !git_oid_is_zero(&m->old) || before->fate != AUDIT_FATE_MOVED)
		return;
	if (before->unlocked && git_oid_is_zero(&before->new))
		return;
	if (git_oid_is_zero(&before->new))
		before->new = before->old;
	m->old = before->new;
}

static void read_plainly(const struct world *w, struct arena *a, struct plain *p)
{
	struct lookup known = { 0 };
	size_t first;

	*p = (struct plain){ .arena = a };
	assert_int_equal(audit_walk(&w->repo, &w->tip, 0, look_at, p, &e), 0);
	first = p->n;
	for (size_t i = p->n; i-- > 0;) {
		struct ledger_move m = p->list[i], *before = lookup_text(&known, m.ref);

		if (m.found && before != NULL)
			continue;
		if (before != NULL)
			join(before, &m);
		p->list[--first] = m;
		if (before == NULL || m.fate != AUDIT_FATE_NOT_MOVED)
			assert_int_equal(lookup_set_text(a, &known, m.ref, &p->list[first]), 0);
	}
	p->list += first;
	p->n -= first;
}

static void compare_moves(struct ledger *l, const struct plain *p, const char *name)
{
	const struct ledger_move *m;
	size_t nth = 0, before = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct ledger_move *is = &p->list[i];

		if (strcmp(is->ref, name) != 0)
			continue;
		assert_int_equal(ledger_move(l, name, nth++, &m, &e), 1);
		assert_true(m->judged == is->judged && m->unlocked == is->unlocked &&
		    m->found == is->found);
		assert_int_equal(m->fate, is->fate);
		assert_true(git_oid_equal(&m->old, &is->old) && git_oid_equal(&m->new, &is->new));
		assert_int_equal(m->at, is->at);
		assert_int_equal(m->nsteps, is->nsteps);
		assert_int_equal(m->from != NULL, is->from != NULL);
		assert_int_equal(m->word != NULL, is->word != NULL);
		assert_true(m->entry >= before);
		before = m->entry;
		for (size_t k = 0; k < m->nsteps; k++)
			assert_true(git_oid_equal(&m->steps[k].tip, &is->steps[k].tip));
	}
	assert_int_equal(ledger_move(l, name, nth, &m, &e), 0);
}

/* The oldest time at which something became that; what came back, as it says. */
static bool became(const struct plain *p, const git_oid *id, int64_t *at)
{
	bool is = false;

	for (size_t i = 0; i < p->n; i++) {
		const struct ledger_move *m = &p->list[i];
		bool here = git_oid_equal(&m->new, id);

		for (size_t k = 0; k < m->nsteps; k++)
			here = here || git_oid_equal(&m->steps[k].tip, id);
		if (!here || m->found || m->fate == AUDIT_FATE_NOT_MOVED)
			continue;
		is = true;
		*at = m->at;
	}
	return is;
}

static void compare_words(struct ledger *l, const struct plain *p)
{
	struct past past = { .ledger = *l };

	for (unsigned i = 1; i < VALUES; i++) {
		const git_oid id = value(i);
		int64_t at = 0, is = 0;
		enum answer known = past_since(&past, &id, &at, &e);
		bool there = became(p, &id, &is);

		assert_int_not_equal(known, FACT_UNKNOWN);
		assert_true(there || known == FACT_NO);
	}
	*l = past.ledger;
}

/* Does the tree of a sign-off lead to each ref that has one of it, and what tells no tree, or that
 * it went, to each of the others? */
static void compare_trees(struct ledger *l, const struct plain *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct ledger_move *m = &p->list[i];
		struct ledger_cursor c = { .word = m->word != NULL ?
			    mention_id(MENTION_TREE, &m->word->tree) :
			    mention_text(MENTION_UNTOLD, "") };
		struct audit_seen seen;
		bool met = false;

		if (strcmp(m->ref, names[4]) != 0 || m->unlocked || m->found ||
		    (!m->judged && !git_oid_is_zero(&m->new)) ||
		    (!git_oid_is_zero(&m->new) && git_oid_equal(&m->old, &m->new)))
			continue;
		while (!met && ledger_next(l, &c, &seen, &e) > 0)
			for (size_t k = 0; k < seen.entry.nrefs; k++)
				met = met || strcmp(seen.entry.refs[k].name, m->ref) == 0;
		ledger_stop(&c);
		assert_true(met);
	}
}

static void compare(struct world *w, const struct plain *p)
{
	struct ledger l = { .asked = false };
	const char **all;
	size_t n, known = 0;

	assert_int_equal(ledger_read(&w->arena, &w->repo, &l, &e), 0);
	assert_int_equal(l.armed != 0, p->armed != 0);
	for (size_t i = 0; i < REFS; i++) {
		const struct audit_moved_ref *left, *whole;

		compare_moves(&l, p, names[i]);
		assert_int_equal(ledger_left(&l, names[i], &left, &e), 0);
		assert_int_equal(ledger_left_all(&l, names[i], &whole, &e), 0);
		assert_int_equal(follows(left), follows(whole));
		assert_int_equal(
		    left != NULL && left->newest != NULL, whole != NULL && whole->newest != NULL);
		if (left != NULL && left->newest != NULL)
			assert_true(
			    git_oid_equal(&next(left->newest)->new, &next(whole->newest)->new));
		known += whole != NULL;
	}
	assert_int_equal(ledger_names(&l, "refs/*", &all, &n, &e), 0);
	assert_true(n >= known && n <= REFS);
	for (size_t i = 0; i < p->n; i++) {
		size_t k = 0;

		while (k < n && strcmp(all[k], p->list[i].ref) != 0)
			k++;
		assert_int_not_equal(k, n);
	}
	compare_words(&l, p);
	compare_trees(&l, p);
	ledger_release(&l);
}

static void same_as_a_plain_reading(void **state)
{
	const char *seed = getenv("SLUIS_SEED");

	(void)state;
	srand(seed != NULL ? (unsigned)atoi(seed) : 1);
	for (int round = 0; round < ROUNDS; round++) {
		struct world w;
		struct plain p;
		struct arena a;
		const char *index;

		open_world(&w);
		arena_init(&a, (size_t)64 << 20);
		index = arena_printf(&w.arena, "%ssluis-index", w.repo.dir);
		while (w.n < ENTRIES) {
			something(&w);
			if (w.n == 0 || dice(20) != 0)
				continue;
			arena_clear(&a);
			read_plainly(&w, &a, &p);
			compare(&w, &p);
			if (dice(3) == 0)
				assert_int_equal(
				    index_keep(&w.arena, &w.repo, &w.tip, false, &e), 0);
			if (dice(9) == 0)
				unlink(index);
			compare(&w, &p);
		}
		arena_release(&a);
		close_world(&w);
	}
}

/* What became of a baseline or of work is what the ref shows then; only a promotion goes through
 * more. */
static void became_by_a_promotion(void **state)
{
	const git_oid tip = value(5), new = value(6), none = value(0);
	struct world w;
	struct past past;
	int64_t at;

	(void)state;
	open_world(&w);
	for (int promotes = 0; promotes < 2; promotes++) {
		const char *more = arena_printf(&w.arena, "%sStep: %s\nKind: %s", about[5],
		    hex(&w, &tip), promotes ? "promotion\nPromotion: A-1\n" : "baseline\n");
		git_oid id = append(&w,
		    arena_printf(&w.arena, "Entry: verdict\nFormat: 2\nDecision: accept\n%s",
		        ref_lines(&w, 5, &none, &new, more)),
		    false);

		outcome(&w, &id, 5, &none, &new, true, "reference-transaction");
		past = (struct past){ .n = 0 };
		assert_int_equal(past_read(&w.arena, &w.repo, &past, &e), 0);
		assert_int_equal(past_since(&past, &tip, &at, &e), promotes ? FACT_YES : FACT_NO);
		assert_int_equal(past_since(&past, &new, &at, &e), FACT_YES);
		past_release(&past);
	}
	close_world(&w);
}

/* A sign-off whose ref went without a verdict may say something else where it is there again. */
static void untold_once_it_went(void **state)
{
	const git_oid none = value(0), one = value(1);
	struct ledger l = { .asked = false };
	struct world w;
	size_t place;
	git_oid id;

	(void)state;
	open_world(&w);
	id = append(&w,
	    arena_printf(&w.arena, "Entry: verdict\nFormat: 2\nDecision: accept\n%s",
	        ref_lines(&w, 4, &none, &one,
	            arena_printf(&w.arena,
	                "Step: %s\nKind: signoff\nPromotion: A-1\nTree: %s\nFor: x\n"
	                "Word: approve\n",
	                hex(&w, &none), hex(&w, &one)))),
	    false);
	outcome(&w, &id, 4, &none, &one, true, "reference-transaction");
	assert_int_equal(ledger_read(&w.arena, &w.repo, &l, &e), 0);
	assert_int_equal(ledger_newest(&l, mention_text(MENTION_UNTOLD, ""), &place, &e), 0);
	assert_int_equal(place, 0);
	ledger_release(&l);
	outcome(&w, &none, 4, &one, &none, true, "reference-transaction");
	assert_int_equal(ledger_read(&w.arena, &w.repo, &l, &e), 0);
	assert_int_equal(ledger_newest(&l, mention_text(MENTION_UNTOLD, ""), &place, &e), 0);
	assert_int_equal(place, 1);
	ledger_release(&l);
	close_world(&w);
}

/* A byte of the transcript is another one, and the objects of the audit, which were in memory, are
 * gone: what the first question cannot find out is not "nothing" to the second. */
static void unreadable_for_every_question(void **state)
{
	const git_oid none = value(0), one = value(1);
	struct ledger l = { .asked = false };
	const struct ledger_move *m;
	struct world w;
	struct repo again;
	char path[160];
	size_t place;
	FILE *file;

	(void)state;
	open_world(&w);
	for (size_t i = 0; i < 2; i++)
		outcome(&w, &none, i, &none, &one, true, "reconciled");
	assert_int_equal(index_keep(&w.arena, &w.repo, &w.tip, false, &e), 0);
	snprintf(path, sizeof(path), "%ssluis-transcript", w.repo.dir);
	file = fopen(path, "r+");
	assert_non_null(file);
	assert_true(fseek(file, 60, SEEK_SET) == 0 && fputc('!', file) == '!');
	fclose(file);
	assert_int_equal(repo_open_path(&w.arena, w.dir, &again, &e), 0);
	assert_int_equal(ledger_read(&w.arena, &again, &l, &e), 0);
	assert_int_equal(ledger_move(&l, names[1], 0, &m, &e), 1);
	assert_int_equal(ledger_move(&l, names[0], 0, &m, &e), -1);
	assert_int_equal(ledger_newest(&l, mention_text(MENTION_REF, names[0]), &place, &e), -1);
	assert_int_equal(ledger_move(&l, names[2], 0, &m, &e), -1);
	assert_int_equal(ledger_read(&w.arena, &again, &l, &e), -1);
	ledger_release(&l);
	repo_close(&again);
	close_world(&w);
}

static git_oid commit_on(struct world *w, const git_oid *parent, unsigned at)
{
	const char *line =
	    parent != NULL ? arena_printf(&w->arena, "parent %s\n", hex(w, parent)) : "";
	const char *text = arena_printf(&w->arena,
	    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n%sauthor A <a@b.c> %u +0000\ncommitter "
	    "A <a@b.c> %u +0000\n\nx\n",
	    line, at, at);
	git_oid id;

	assert_int_equal(git_odb_write(&id, w->repo.odb, text, strlen(text), GIT_OBJECT_COMMIT), 0);
	return id;
}

/* On a branch that lost the commit in between, as in a line of which the length is known. */
static void arrived_on_what_was_rewound(void **state)
{
	static const char is_on[] = "ynyyyyy"; /* oldest first */
	struct ledger l = { .asked = false };
	const struct changes none = { .n = 0 };
	const struct arrival_moves of = { &none, 2000000, &l };
	git_oid has[2], not, old = value(0);
	struct arrival arrived;
	struct commit c;
	struct world w;

	(void)state;
	open_world(&w);
	has[0] = commit_on(&w, NULL, 1);
	has[1] = commit_on(&w, &has[0], 2);
	not = commit_on(&w, NULL, 3);
	for (size_t i = 0; is_on[i] != '\0'; i++) {
		const git_oid new = is_on[i] == 'y' ? has[i % 2] : not ;
		git_oid id;

		w.clock = 1000000 + 100 * (unsigned)i;
		id = append(&w,
		    arena_printf(&w.arena, "Entry: verdict\nFormat: 2\nDecision: accept\n%s",
		        ref_lines(&w, 3, &old, &new, about[3])),
		    false);
		outcome(&w, &id, 3, &old, &new, true, "reference-transaction");
		old = new;
	}
	assert_int_equal(commit_load(&w.arena, &w.repo, &has[0], &c, &e), 0);
	arrival_reached(&w.arena, &w.repo, &of, names[3], &c, &arrived);
	assert_int_equal(arrived.known, FACT_YES);
	assert_int_equal(arrived.at, 1000200);
	ledger_release(&l);
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(same_as_a_plain_reading),
		cmocka_unit_test(became_by_a_promotion), cmocka_unit_test(untold_once_it_went),
		cmocka_unit_test(unreadable_for_every_question),
		cmocka_unit_test(arrived_on_what_was_rewound) };

	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
