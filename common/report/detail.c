/* One promotion or event, read again from its audit entry and the files that it keeps. */
#include "report/log_entry.h"
#include "report/report_internal.h"

#define POLICY_MAX ((size_t)1 << 20)

/* A stand-in for a policy that cannot be read: it is not tried again. */
static const struct policy unreadable;

static const struct policy *read_policy(
    struct report *r, const struct repo *repo, const git_oid *blob_id, int64_t at)
{
	struct policy *p = arena_alloc(r->arena, sizeof(*p));
	struct ini_problems problems = { 0 };
	struct error why = { 0 };
	git_blob *blob = NULL;
	int rc = p != NULL ? git_blob_lookup(&blob, repo->git, blob_id) : -1;

	if (rc == 0 && (size_t)git_blob_rawsize(blob) <= POLICY_MAX)
		rc = policy_read(r->arena, git_blob_rawcontent(blob),
		    (size_t)git_blob_rawsize(blob), at, p, &problems, &why);
	else
		rc = -1;
	git_blob_free(blob);
	return rc == 0 ? p : &unreadable;
}

/* Policies change seldom, so each is read once. */
static const struct policy *policy_of(
    struct report *r, const struct repo *repo, const git_oid *blob, int64_t at)
{
	const struct policy *p = lookup_id(&r->names, blob);
	git_oid *key;

	if (p == NULL) {
		p = read_policy(r, repo, blob, at);
		key = arena_alloc(r->arena, sizeof(*key));
		if (key == NULL)
			return NULL;
		*key = *blob;
		lookup_set(r->arena, &r->names, key, sizeof(*key), (void *)(uintptr_t)p);
	}
	return p != &unreadable ? p : NULL;
}

/* What the entry says a piece of evidence is. */
static const char *kind_of(const struct audit_step *s, const char *sha256)
{
	for (size_t i = 0; s != NULL && i < s->nexhibits; i++)
		if (strcmp(s->exhibits[i].sha256, sha256) == 0)
			return s->exhibits[i].kind;
	return "";
}

static int add_file(struct arena *a, struct report_detail *d, const char *folder, const char *name)
{
	if (ARENA_ADD(a, d->files, d->nfiles,
	        (struct report_file){ report_printf(a, "%s%s", folder, escape(a, name)),
	            kind_of(d->step, name) }) == NULL)
		return -1;
	return a->exhausted ? -1 : 0;
}

/* One folder deep. audit verify reports what is missing. */
static int add_files(struct arena *a, const struct repo *repo, const git_oid *id,
    const char *folder, struct report_detail *d)
{
	git_tree *tree = NULL;
	int rc = 0;

	if (git_tree_lookup(&tree, repo->git, id) < 0)
		return 0;
	for (size_t i = 0; rc == 0 && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		const char *name = git_tree_entry_name(entry);

		if (git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
			rc = add_file(a, d, folder, name);
		} else if (*folder == '\0') {
			rc = add_files(a, repo, git_tree_entry_id(entry),
			    report_printf(a, "%s/", escape(a, name)), d);
		}
	}
	git_tree_free(tree);
	return rc;
}

const struct policy *report_policy_of(
    struct report *r, const struct repo *repo, const struct audit_seen *seen)
{
	const struct policy *p = NULL;
	git_tree *tree = NULL;
	const git_tree_entry *entry = NULL;

	if (git_tree_lookup(&tree, repo->git, &seen->tree) == 0)
		entry = git_tree_entry_byname(tree, "policy.ini");
	if (entry != NULL)
		p = policy_of(r, repo, git_tree_entry_id(entry), seen->at);
	git_tree_free(tree);
	return p;
}

static const char *shown(struct arena *a, const char *escaped)
{
	return escaped != NULL ? printable_escaped(a, escaped) : NULL;
}

static const char *shown_time(struct arena *a, int64_t at)
{
	return at != 0 ? when_text(a, at) : NULL;
}

static const char *shown_oid(struct arena *a, const git_oid *id)
{
	return git_oid_is_zero(id) ? NULL : oid_hex(a, id);
}

/* What a step adds. Sign-offs as "users:kim:trailer system-owner:els:trailer". */
static void fill_step(struct arena *a, const struct audit_step *s, struct report_detail *d)
{
	struct report_list signoffs = { "" }, evidence = { "" };
	const char **f = d->fields;

	for (size_t i = 0; i < s->nsignoffs; i++)
		report_list_add(a, &signoffs, " ",
		    report_printf(a, "%s:%s:%s", s->signoffs[i].signoff, s->signoffs[i].person,
		        s->signoffs[i].proof));
	for (size_t i = 0; i < s->nexhibits; i++)
		report_list_add(a, &evidence, " ",
		    report_printf(a, "%s:%s", s->exhibits[i].kind, s->exhibits[i].sha256));
	f[F_CONTRIBUTORS] = shown(a, s->contributors);
	f[F_TESTERS] = shown(a, s->testers);
	f[F_PERFORMERS] = shown(a, s->performers);
	f[F_SIGNOFFS] = shown(a, signoffs.text);
	f[F_IMPACT] = shown(a, s->impact);
	f[F_EXCEPTION] = shown(a, s->exception);
	f[F_REVIEW_UNTIL] = shown_time(a, s->review_until);
	f[F_OVERDUE] = shown(a, s->overdue);
	f[F_REVIEWS] = shown(a, s->reviews);
	for (size_t i = 0; i < CRITERIA; i++)
		f[F_CRITERION_1 + i] = report_status_id(d->criteria[i].status);
	f[F_NOT_MET] = shown(a, s->rules[OUTCOME_UNMET]);
	f[F_NOT_CHECKED] = shown(a, s->rules[OUTCOME_UNDECIDED]);
	f[F_WAIVED] = shown(a, s->rules[OUTCOME_WAIVED]);
	f[F_BASE] = shown_oid(a, &d->base);
	f[F_CANDIDATE] = shown_oid(a, &s->candidate);
	f[F_ARRIVED] = shown_time(a, s->arrived);
	f[F_FOUND] = s->found ? "yes" : NULL;
	f[F_EVIDENCE] = shown(a, evidence.text);
}

static void fill_fields(struct arena *a, struct report_detail *d)
{
	const struct report_item *item = d->item;
	const struct audit_entry *e = &d->seen.entry;
	const char **f = d->fields, *pusher = e->pusher != NULL ? e->pusher : e->login;
	char number[DIGEST_HEX];

	f[F_KIND] = report_event_id(item->event);
	f[F_TIME] = shown_time(a, item->at);
	f[F_REPOSITORY] = printable(a, item->repo->name);
	f[F_ENVIRONMENT] = shown(a, item->environment);
	f[F_PROMOTION] = shown(a, item->promotion);
	f[F_PUSHER] = shown(a, pusher != NULL ? pusher : e->by);
	f[F_POLICY] = shown(a, e->policy);
	f[F_ENTRY] = shown_oid(a, &item->entry);
	f[F_COMMIT] = shown_oid(a, &item->commit);
	f[F_REF] = shown(a, item->name);
	if (d->ref != NULL) {
		f[F_REF] = shown(a, d->ref->name);
		f[F_BASE] = shown_oid(a, &d->ref->old);
	}
	if (d->step != NULL)
		fill_step(a, d->step, d);
	if (item->emergency != NULL && report_days_late(d->report, item->emergency) > 0)
		f[F_DAYS_LATE] =
		    report_printf(a, "%" PRId64, report_days_late(d->report, item->emergency));
	if (item->emergency != NULL && item->emergency->review != NULL) {
		f[F_REVIEWED] = shown_time(a, item->emergency->review->at);
		f[F_REVIEWED_WITH] = shown(a, item->emergency->review->promotion);
	}
	if (item->event != REPORT_PROMOTION) {
		f[F_TEXT] = report_event_text(a, d);
		return;
	}
	f[F_OUTCOME] = log_fate(item->fate);
	if (d->report->query.seed != NULL)
		f[F_NUMBER] = arena_strdup(a, digest_hex(item->draw, number));
	if (item->rank > 0)
		f[F_DRAWN] = report_printf(a, "%zu", item->rank);
}

/* Of a promotion: what the policy of that moment switches off. */
static void not_asked(struct report *r, struct report_detail *d)
{
	struct policy_unseparated u;

	d->policy = report_policy_of(r, &d->item->repo->repo, &d->seen);
	for (size_t at = 0; d->policy != NULL && audit_step_promotes(d->step) &&
	     report_unseparated(d->policy, d->seen.at, d->item, &at, &u);)
		report_not_asked(d->criteria, u.kind);
}

int report_detail_load(struct arena *a, struct report *r, const struct report_item *item,
    struct report_detail *out, struct error *e)
{
	const struct audit_entry *entry = &out->seen.entry;
	const struct repo *repo = &item->repo->repo;

	memset(out, 0, sizeof(*out));
	out->report = r;
	out->item = item;
	out->unknown_rules = "";
	if (item->text != NULL) {
		fill_fields(a, out);
		return a->exhausted ? error_memory(e) : 0;
	}
	if (audit_read(a, repo, &item->entry, &out->seen, e) < 0)
		return -1;
	if (item->ref < entry->nrefs)
		out->ref = &entry->refs[item->ref];
	if (out->ref != NULL && item->step < out->ref->nsteps) {
		out->step = &out->ref->steps[item->step];
		out->base = item->step == 0 ? out->ref->old : out->ref->steps[item->step - 1].tip;
		report_criteria(out->step, out->criteria);
		not_asked(r, out);
		out->unknown_rules = report_unknown_rules(a, out->step);
	}
	out->policy = report_policy_of(r, repo, &out->seen);
	fill_fields(a, out);
	if (add_files(a, repo, &out->seen.tree, "", out) < 0 || a->exhausted || r->arena->exhausted)
		return error_memory(e);
	return 0;
}
