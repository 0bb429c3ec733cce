/* What another policy changes, and how it comes into force. */
#include "audit/apart.h"
#include "audit/policies.h"
#include "base/output.h"
#include "command/command.h"
#include "doctor/doctor.h"
#include "git/commit.h"
#include "policy/folder.h"
#include "sign/compare.h"

/* A version that was in force, or any commit with a policy in it. */
static int find_in_repository(struct arena *a, const struct repo *r, const char *name,
    struct policy_folder *out, struct error *e)
{
	const char *version = escape_whole(a, name);
	struct published *p;
	git_object *tree = NULL;
	git_oid id;

	if (published_history(a, r, &p, e) < 0)
		return -1;
	while (p != NULL && strcmp(p->version, version) != 0)
		p = p->before;
	if (p != NULL)
		return folder_of_tree(a, r, &p->tree, p->version, out, e);
	if (git_revparse_single(&tree, r->git, arena_printf(a, "%s^{tree}", name)) < 0)
		return error_set(e, ERROR_ABSENT,
		    "'%s' is no folder with a policy.ini, no version at " PUBLISHED_REF
		    " and no commit",
		    version);
	id = *git_object_id(tree);
	git_object_free(tree);
	return folder_of_tree(a, r, &id, version, out, e);
}

static int find_folder(
    struct arena *a, const char *name, struct policy_folder *out, struct error *e)
{
	struct repo r = { 0 };
	struct stat st;
	int rc;

	if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
		return folder_read(a, name, true, out, e);
	rc = repo_open_path(a, ".", &r, e);
	if (rc == 0)
		rc = find_in_repository(a, &r, name, out, e);
	repo_close(&r);
	return rc;
}

static void print_changes(const struct policy_changes *c)
{
	static const char marks[] = {
		[CHANGE_OTHER] = ' ', [CHANGE_LOOSENS] = '!', [CHANGE_SHUTS] = '='
	};

	for (size_t i = 0; i < c->n; i++)
		printf("%c %s\n", marks[c->list[i].sort], c->list[i].text);
}

void policy_explain_changes(const struct policy_changes *c)
{
	print_changes(c);
	puts(c->n == 0 ? say("nothing changes") :
	                 say("(! asks less or allows more, or may; = only shuts somebody out)"));
}

/* Its problems are listed as policy --lint lists them. */
static int check_readable(struct arena *a, const struct policy_folder *f, int64_t now)
{
	struct ini_problems problems = { 0 };
	struct policy policy;
	struct error e = { 0 };

	if (policy_read(a, f->files[FOLDER_POLICY].bytes, f->files[FOLDER_POLICY].len, now, &policy,
	        &problems, &e) == 0)
		return 0;
	return command_problems(arena_printf(a, "%s/policy.ini", f->name), &problems, &e);
}

int policy_diff(const struct options *o)
{
	struct arena *a = o->arena;
	struct policy_changes changes = { 0 };
	struct policy_folder of[2];
	struct error e = { 0 };
	int rc = 0;

	command_language(o);
	for (size_t i = 0; i < 2; i++)
		if (find_folder(a, o->rest[i], &of[i], &e) < 0)
			return command_fail(&e);
	for (size_t i = 0; i < 2 && rc == 0; i++)
		rc = check_readable(a, &of[i], o->now);
	if (rc != 0)
		return rc;
	if (folder_compare(a, &of[0], &of[1], o->now, &changes, &e) < 0)
		return command_fail(&e);
	policy_explain_changes(&changes);
	return 0;
}

/* "AUDIT:COMMIT" */
static int read_approval(const char *text, struct approval *out)
{
	memset(out, 0, sizeof(*out));
	return text == NULL ||
	        (strlen(text) == 81 && text[40] == ':' && oid_parse(text, 40, &out->audit) == 0 &&
	            oid_parse(text + 41, 40, &out->commit) == 0) ?
	    0 :
	    -1;
}

/* The first one needs no reason, and what only shuts out gives its own. */
static const char *reason_of(
    const struct options *o, const struct published *newest, const struct policy_changes *changes)
{
	const char *given = o->value[OPT_REASON];

	return given != NULL && *given != '\0' ? given :
	    newest == NULL                     ? say("the first policy") :
	    policy_changes_shut(changes)       ? say("it asks no less") :
	                                         NULL;
}

/* What is in force already is not asked about again: git sluis doctor tells. 0, 1 when it does not
 * fit, or -1. */
static int fits(struct arena *a, const struct repo *r, const struct options *o,
    const struct policy_file *f, struct error *e)
{
	struct diagnoses found;
	struct fact same;

	published_find(a, r, f, &same);
	if (same.is == FACT_YES)
		return 0;
	if (doctor_fits(a, r, f, o->now, options_have(o, OPT_BASELINE_LATER), &found, e) < 0)
		return -1;
	if (doctor_verdict(&found) == DOCTOR_FINE)
		return 0;
	doctor_print_text(&found, false, stderr);
	return 1;
}

static int publish(struct arena *a, const struct repo *r, const struct options *o,
    const struct policy_file *f, struct error *e)
{
	struct policy_changes changes = { 0 };
	struct published *newest = NULL;
	struct policy_folder next;
	struct publishing p = { .by = command_user(a), .now = o->now };
	bool dry = options_have(o, OPT_DRY_RUN);
	git_oid id;
	int rc;

	if (read_approval(o->value[OPT_APPROVED], &p.approval) < 0)
		return command_no_value(o, o->value[OPT_APPROVED]);
	if (p.by == NULL)
		return error_memory(e);
	command_speak(a, r, o->now); /* the policy in force says where it is published */
	if ((dry ? apart_ask(a, r, e) : command_begin_apart(a, r, e)) < 0)
		return -1;
	if (published_history(a, r, &newest, e) < 0 || folder_in_force(a, f, &next, e) < 0 ||
	    policies_may_follow(a, r, newest, &next, &p.approval, o->now, &changes, e) < 0)
		return -1;
	if (dry) {
		print_changes(&changes);
		return fits(a, r, o, f, e);
	}
	p.reason = reason_of(o, newest, &changes);
	rc = published_write(a, r, f, &p, newest, &id, e);
	if (rc < 0 ||
	    (rc == 1 && audit_publish(a, r, newest != NULL ? &newest->id : NULL, &id, e) < 0))
		return -1;
	printf(rc == 1 ? say("policy %s is now at %s\n") : say("policy %s was already at %s\n"),
	    f->policy.version, PUBLISHED_REF);
	print_changes(&changes);
	if (rc == 1 && git_oid_is_zero(&p.approval.audit) && !policy_changes_shut(&changes))
		printf(say("no promotion approved it, and every report says so%s\n"),
		    p.reason == NULL ? say("; no reason was given (--reason TEXT)") : "");
	return 0;
}

int policy_publish(const struct options *o)
{
	struct arena *a = o->arena;
	struct policy_file *file = arena_alloc(a, sizeof(*file));
	struct error e = { 0 };
	struct repo repo = { 0 };
	int rc;

	if ((o->nrest > 0) != options_have(o, OPT_DRY_RUN))
		return command_usage(o);
	rc = file != NULL ? command_load_policy(a, o->rest[0], o->now, file) : error_memory(&e);
	if (rc > 0)
		return rc;
	if (rc == 0)
		rc = repo_open_store(a, ".", &repo, &e);
	if (rc == 0)
		rc = publish(a, &repo, o, file, &e);
	repo_close(&repo);
	return rc < 0 ? command_fail(&e) : rc;
}

/* The approved files go to the folder, what approves them to standard output. */
static int take(struct arena *a, const struct repo *r, const struct options *o, struct error *e)
{
	char audit[41], commit[41];
	struct policy_folder folder;
	struct approval found;
	struct error why = { 0 };
	struct commit c;

	if (approval_find(a, r, o->now, stderr, &found, &why) < 0 ||
	    commit_load(a, r, &found.commit, &c, &why) < 0 ||
	    folder_of_tree(a, r, &c.tree, oid_short(a, &found.commit), &folder, &why) < 0) {
		error_set(e, why.kind, "%s approves no policy: %s", escape(a, r->dir), why.text);
		return why.mend[0] != '\0' ? error_mend(e, "%s", why.mend) : -1;
	}
	/* Nothing that is there is written over. */
	for (size_t n = 0; n < FOLDER_FILES; n++)
		if (folder.files[n].bytes != NULL &&
		    output_file(a, arena_printf(a, "%s/%s", o->value[OPT_OUTPUT], folder_names[n]),
		        O_EXCL, folder.files[n].bytes, folder.files[n].len, e) < 0)
			return -1;
	printf("%s:%s\n", git_oid_tostr(audit, sizeof(audit), &found.audit),
	    git_oid_tostr(commit, sizeof(commit), &found.commit));
	return 0;
}

int policy_take(const struct options *o)
{
	struct arena *a = o->arena;
	struct error e = { 0 };
	struct repo repo = { 0 };
	int rc;

	if (o->value[OPT_OUTPUT] == NULL)
		return command_usage(o);
	rc = repo_open_path(a, o->value[OPT_FROM], &repo, &e);
	if (rc == 0)
		rc = take(a, &repo, o, &e);
	repo_close(&repo);
	return rc < 0 ? command_fail(&e) : 0;
}
