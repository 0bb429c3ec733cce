/*
 * What a sheet says of the change: its commits, where they are, its impact, and what kind of
 * promotion it is.
 */
#include "clone/sheet_internal.h"
#include "git/commit.h"
#include "git/history.h"
#include "git/refs.h"
#include "run/child.h"

#define COMMITS_LISTED 50
#define AREAS_SHOWN 12
#define REFS_LISTED 8

/* Hash, date, author and title of each, on lines of their own: only those no text has. */
static void add_list(const struct making *m, char *text)
{
	struct arena *a = m->sheet->arena;
	const char *hash, *date, *who, *title;

	while ((hash = strsep(&text, "\n")) != NULL && (date = strsep(&text, "\n")) != NULL &&
	    (who = strsep(&text, "\n")) != NULL && (title = strsep(&text, "\n")) != NULL)
		sheet_add(m->sheet, SHEET_ITEM, NULL, say("%s (%s by %s, %s)"), escape(a, title),
		    escape(a, hash), escape(a, who), escape(a, date));
}

/* The commits that `to` has and `from` does not. */
static void add_commits(const struct making *m, const git_oid *from, const git_oid *to)
{
	struct arena *a = m->sheet->arena;
	const char *dir = m->session->mirror.dir, *count;
	const char *range = arena_printf(a, "%s..%s", oid_hex(a, from), oid_hex(a, to));
	const char *const log[] = { "git", "--no-pager", "--git-dir", dir, "log", "--no-color",
		"--no-decorate", "--no-show-signature", "--max-count=50",
		"--format=%h%n%as%n%an%n%s", range, "--", NULL };
	const char *const all[] = { "git", "--git-dir", dir, "rev-list", "--count", range, "--",
		NULL };
	char *text;
	struct error why = { 0 };
	size_t len;
	long n;

	if (range == NULL || child_output(a, log, (size_t)1 << 20, &text, &len, &why) < 0 ||
	    (count = clone_ask(a, all, &why)) == NULL) {
		sheet_add(m->sheet, SHEET_ALARM, NULL, "%s",
		    say("The list of changes could not be made."));
		return;
	}
	add_list(m, text);
	n = strtol(count, NULL, 10);
	if (n == 0)
		sheet_add(m->sheet, SHEET_ITEM, NULL, "%s", say("nothing"));
	if (n > COMMITS_LISTED)
		sheet_add(m->sheet, SHEET_ITEM, NULL, say("and %ld more"), n - COMMITS_LISTED);
}

struct areas {
	struct arena *arena;
	struct {
		const char *name;
		size_t n;
	} list[AREAS_SHOWN];
	size_t n, others; /* files that no area has room for */
};

static void count_path(void *ctx, const char *path)
{
	struct areas *as = ctx;
	size_t len = strcspn(path, "/");

	len += path[len] == '/';
	for (size_t i = 0; i < as->n; i++)
		if (strncmp(as->list[i].name, path, len) == 0 && as->list[i].name[len] == '\0') {
			as->list[i].n++;
			return;
		}
	if (as->n == AREAS_SHOWN ||
	    (as->list[as->n].name = arena_strndup(as->arena, path, len)) == NULL) {
		as->others++;
		return;
	}
	as->list[as->n++].n = 1;
}

/* The folders at the top, with how many files change in each. */
static void add_areas(const struct making *m)
{
	struct arena *a = m->sheet->arena;
	struct areas as = { .arena = a };
	const char *text = NULL;
	struct commit base;
	struct error why = { 0 };

	if (commit_load(a, &m->session->gate.repo, &m->pr->base, &base, &why) < 0 ||
	    history_changed_paths(
	        a, &m->session->gate.repo, &base.tree, &m->pr->tree, count_path, &as, &why) < 0) {
		sheet_add(
		    m->sheet, SHEET_FACT, say("areas"), say("could not be read: %s"), why.text);
		return;
	}
	for (size_t i = 0; i < as.n; i++)
		text = arena_printf(a,
		    as.list[i].n == 1 ? say("%s%s%s (%zu file)") : say("%s%s%s (%zu files)"),
		    text != NULL ? text : "", text != NULL ? ", " : "", escape(a, as.list[i].name),
		    as.list[i].n);
	if (as.others > 0)
		text = say_printf(a, "%s, and %zu files elsewhere", text, as.others);
	if (text != NULL)
		sheet_add(m->sheet, SHEET_FACT, say("areas"), "%s", text);
}

static void add_impact(const struct making *m)
{
	const struct proposal *pr = m->pr;
	const char *level;

	if (pr->impact == NULL)
		return;
	level = escape(m->sheet->arena, pr->impact->id);
	if (pr->floor.level != NULL)
		sheet_add(m->sheet, SHEET_FACT, say("impact"), say("%s, since %s matches %s"),
		    level, pr->floor.path, pr->floor.pattern);
	else
		sheet_add(m->sheet, SHEET_FACT, say("impact"),
		    say("%s: no file in it asks for more"), level);
}

/* An exception is what people must not sign unaware. */
static void add_kind(const struct making *m)
{
	const struct proposal_wish *w = m->pr->wish;
	struct arena *a = m->sheet->arena;

	if (m->status->done != NULL)
		sheet_add(m->sheet, SHEET_ALARM, NULL, say("PROMOTED ALREADY, with the merge %s"),
		    oid_short(a, m->status->done));
	if (w->emergency != NULL)
		sheet_add(m->sheet, SHEET_ALARM, NULL, say("AS AN EMERGENCY: %s"),
		    escape(a, w->emergency));
	if (w->rolls_back_to != NULL)
		sheet_add(m->sheet, SHEET_ALARM, NULL, "%s",
		    say("AS A ROLLBACK: what came later is taken back"));
	if (m->pr->changes_nothing && m->status->done == NULL)
		sheet_add(m->sheet, SHEET_ALARM, NULL,
		    say("CHANGES NOTHING: %s shows that candidate already"),
		    escape(a, m->pr->env->id));
}

/* Which of several refs it goes to is known once its merge is made. */
static void add_refs(const struct making *m)
{
	struct arena *a = m->sheet->arena;
	struct ref_values now = { 0 };
	struct error why = { 0 };

	if (refs_now(a, &m->session->gate.repo, m->pr->env->ref, &now, &why) < 0)
		sheet_add(m->sheet, SHEET_ALARM, NULL, "%s",
		    say("The list of changes could not be made."));
	for (size_t i = 0; i < now.n && i < REFS_LISTED; i++) {
		const git_oid *tip = &now.list[i].id;
		bool back = m->pr->wish->rolls_back_to != NULL;

		sheet_heading(m,
		    say_printf(a, back ? "What is taken back of %s" : "What %s does not have yet",
		        escape(a, now.list[i].name)));
		add_commits(m, back ? &m->pr->candidate : tip, back ? tip : &m->pr->candidate);
	}
	if (now.n > REFS_LISTED)
		sheet_heading(m, say_printf(a, "and %ld more", (long)now.n - REFS_LISTED));
}

static void add_change(const struct making *m)
{
	const struct proposal *pr = m->pr;
	struct arena *a = m->sheet->arena;
	struct error why = { 0 };
	struct commit c;

	sheet_heading(m, say("What changes"));
	sheet_add(m->sheet, SHEET_FACT, say("candidate"), "%s",
	    commit_load(a, &m->session->gate.repo, &pr->candidate, &c, &why) == 0 ?
	        commit_title(a, &c) :
	        oid_short(a, &pr->candidate));
	if (git_oid_is_zero(&pr->base)) {
		add_refs(m);
		return;
	}
	add_areas(m);
	add_impact(m);
	if (pr->wish->rolls_back_to != NULL) {
		sheet_heading(m, say("What is taken back"));
		add_commits(m, &pr->candidate, &pr->base);
	} else if (!pr->changes_nothing) {
		sheet_heading(
		    m, say_printf(a, "What %s does not have yet", escape(a, pr->env->id)));
		add_commits(m, &pr->base, &pr->candidate);
	}
}

/* What the emergencies changed that are reviewed with this. */
static void add_reviews(const struct making *m)
{
	struct arena *a = m->sheet->arena;

	for (size_t i = 0; i < m->pr->wish->nreviews; i++) {
		const char *id = m->pr->wish->reviews[i];
		const struct emergency_case *c =
		    m->step != NULL ? emergencies_find(&m->step->emergencies, id) : NULL;

		sheet_heading(m,
		    arena_printf(a,
		        c != NULL ?
		            say("AND REVIEWS THE EMERGENCY %s, which changed:") :
		            say("AND REVIEWS THE EMERGENCY %s, of which no change is known here:"),
		        escape(a, id)));
		if (c != NULL)
			add_commits(m, &c->base, &c->candidate);
	}
}

void sheet_changes(const struct making *m)
{
	add_kind(m);
	add_change(m);
	add_reviews(m);
}
