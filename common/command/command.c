#include "command/command.h"

#include <ctype.h>
#include <pwd.h>

#include "audit/apart.h"
#include "base/jsonw.h"
#include "promotion/promotion.h"

int command_usage(const struct options *o)
{
	options_print(o->command, stderr);
	return COMMAND_USAGE;
}

int command_no_value(const struct options *o, const char *value)
{
	fprintf(stderr, say("sluis: '%s' is no value of that option\n"), escape(o->arena, value));
	return -1;
}

static bool machines;

void command_for_machines(void)
{
	machines = true;
}

static void fail_for_machines(const struct error *e)
{
	struct jsonw j = { .out = stdout, .format = "error-1" };

	jsonw_open_object(&j, NULL);
	jsonw_text(&j, "why", e->text);
	jsonw_text(&j, "mend", e->mend[0] != '\0' ? e->mend : NULL);
	jsonw_close(&j);
}

int command_fail(const struct error *e)
{
	const char *lf = strchr(e->mend, '\n');

	fprintf(stderr, "sluis: %s\n", e->text);
	if (e->mend[0] != '\0')
		fprintf(stderr, "%s%.*s\n", say("  fix: "), (int)strcspn(e->mend, "\n"), e->mend);
	if (lf != NULL)
		fprintf(stderr, "       %s\n", lf + 1);
	if (machines)
		fail_for_machines(e);
	return e->kind == ERROR_MALFORMED ? 1 : 2;
}

int command_problems(const char *path, const struct ini_problems *problems, const struct error *e)
{
	for (size_t i = 0; i < problems->n; i++)
		fprintf(
		    stderr, "%s:%u: %s\n", path, problems->list[i].line, problems->list[i].text);
	return problems->n > 0 ? 1 : command_fail(e);
}

/* The owner of the repository could do without us; this way it shows. Nobody else gets this far.
 */
int command_check_owner(const struct repo *r, struct error *e)
{
	struct stat st;

	if (stat(r->dir, &st) != 0)
		return error_set(
		    e, ERROR_UNREADABLE, "the repository's folder cannot be looked at");
	if (st.st_uid == geteuid() || geteuid() == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "only the owner of the repository may do this");
	return error_mend(
	    e, "become user id %lu, or root, and run it again", (unsigned long)st.st_uid);
}

const char *command_user(struct arena *a)
{
	const struct passwd *pw = getpwuid(getuid());
	const char *sudo = getenv("SUDO_USER"), *name;

	name = pw != NULL ? pw->pw_name : "(unknown user)";
	return sudo != NULL ? arena_printf(a, "%s as %s", sudo, name) : arena_strdup(a, name);
}

static int refuse_id(struct arena *a, const char *id, struct error *e)
{
	if (id == NULL || promotion_id_valid(id))
		return 0;
	error_set(e, ERROR_MALFORMED, "'%s' is no id of a promotion", escape(a, id));
	return error_mend(e,
	    "an id has up to %d letters, digits, '.', '_' and '-', and begins with a letter, a "
	    "digit or '_', without '..' in it and '.lock' at its end",
	    PROMOTION_ID_MAX);
}

/* The command to paste, with the address where they have no clone. */
static void place_mend(struct session *se, struct error *e)
{
	const char *lf = strchr(e->mend, '\n');
	const char *whole = clone_command(&se->arena, se->url, lf != NULL ? lf + 1 : e->mend);

	if (whole != NULL)
		error_mend(e, "%.*s%s", lf != NULL ? (int)(lf + 1 - e->mend) : 0, e->mend, whole);
}

static int work_at(const struct options *o, const char *url, const char *id, enum mirror_when when,
    command_work *work, void *request)
{
	const char *remote = options_have(o, OPT_REMOTE) ? o->value[OPT_REMOTE] : NULL;
	struct session se;
	struct error e;
	int rc, settled;

	session_init(&se);
	se.url = url;
	do {
		say_anew();
		e = (struct error){ 0 };
		rc = refuse_id(&se.arena, id, &e);
		if (rc == 0)
			rc = session_open(&se, remote, o->now, when, &e);
		if (rc == 0)
			rc = work(&se, request, &e);
		if (rc < 0 && (settled = session_settle(&se, &e)) < 0)
			rc = settled;
		when = rc == MIRROR_MOVED ? MIRROR_FETCHED : MIRROR_FRESH;
	} while (rc == MIRROR_MOVED || rc == COMMAND_AGAIN);
	if (rc == -1) {
		place_mend(&se, &e);
		rc = command_fail(&e);
	}
	session_close(&se);
	return rc;
}

int command_in_session(const struct options *o, const char *id, command_work *work, void *request)
{
	return work_at(o, NULL, id, MIRROR_NOW, work, request);
}

bool command_names_one(const struct options *o)
{
	return o->nrest == 1 || (o->nrest == 2 && !options_have(o, OPT_REMOTE));
}

/* The word before the id. */
static const char *url_of(const struct options *o, const char *id)
{
	return id == NULL || o->nrest == 2 ? o->rest[0] : NULL;
}

int command_about(const struct options *o, const char *id, command_work *work, void *request)
{
	return work_at(o, url_of(o, id), id, MIRROR_NOW, work, request);
}

int command_ahead(const struct options *o, const char *id, command_work *work, void *request)
{
	return work_at(o, url_of(o, id), id, MIRROR_AHEAD, work, request);
}

/* A trailer is one line. */
static bool is_line(const char *text)
{
	return text == NULL || (*text != '\0' && text[strcspn(text, "\n\r")] == '\0');
}

int command_wish(const struct options *o, const char **reviews, struct proposal_wish *out)
{
	int n = options_all(o, OPT_REVIEWS_EMERGENCY, reviews, COMMAND_REVIEWS_MAX);

	*out = (struct proposal_wish){ .id = o->nrest > 0 ? o->rest[o->nrest - 1] : NULL,
		.environment = o->value[OPT_ENVIRONMENT],
		.candidate = o->value[OPT_CANDIDATE],
		.emergency = o->value[OPT_EMERGENCY],
		.rolls_back_to = o->value[OPT_ROLLS_BACK_TO],
		.reviews = reviews,
		.nreviews = n > 0 ? (size_t)n : 0 };
	for (int i = 0; i < n; i++)
		if (!promotion_id_valid(reviews[i]))
			return -1;
	return n >= 0 && is_line(out->emergency) &&
	        (out->emergency != NULL) + (out->rolls_back_to != NULL) + (n > 0) <= 1 ?
	    0 :
	    -1;
}

static int read_time(
    struct arena *a, const char *option, const char *text, int64_t *out, struct error *e)
{
	if (text == NULL || when_parse(text, out) == 0)
		return 0;
	return error_set(e, ERROR_MALFORMED,
	    "%s '%s' is no time with a zone, such as 2026-11-24T14:00:00+01:00", option,
	    escape(a, text));
}

int command_times(
    const struct options *o, struct arena *a, int64_t *started, int64_t *finished, struct error *e)
{
	*finished = o->now;
	if (read_time(a, "--finished", o->value[OPT_FINISHED], finished, e) < 0)
		return -1;
	*started = *finished;
	if (read_time(a, "--started", o->value[OPT_STARTED], started, e) < 0)
		return -1;
	return *started <= *finished ?
	    0 :
	    error_set(e, ERROR_MALFORMED, "--finished is before --started");
}

/* One line, whole: an answer that begins with "y" may still be a no. */
static bool read_yes(FILE *in)
{
	static const char *const yes[] = { "y", "yes", "j", "ja" };
	char line[64], *answer = line;
	size_t n;
	int c;

	if (fgets(line, sizeof(line), in) == NULL)
		return false;
	n = strlen(line);
	if (line[n - 1] != '\n' && !feof(in)) {
		do
			c = getc(in);
		while (c != '\n' && c != EOF);
		return false;
	}
	while (n > 0 && isspace((unsigned char)line[n - 1]))
		line[--n] = '\0';
	while (isspace((unsigned char)*answer))
		answer++;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcasecmp(answer, yes[i]) == 0)
			return true;
	return false;
}

bool command_asks(const char *question)
{
	printf("%s %s ", question, say("[y/N]"));
	fflush(stdout);
	return read_yes(stdin);
}

int command_offer(struct evidence_branch *b, bool push, const char *key, const char *link)
{
	struct arena *a = &b->session->arena;
	const char *remote = escape(a, b->session->remote), *question;

	printf(say("made %s on %s\n\n"), oid_short(a, &b->made), escape(a, b->ref));
	if (key != NULL)
		printf("%s: %s\n\n", key, link);
	question = say_printf(a, "Push it to %s?", remote);
	if (push || (question != NULL && command_asks(question)))
		return evidence_branch_send(b);
	if (b->session->url != NULL) {
		fputs(say("Nothing was sent.\n"), stdout);
		return 1;
	}
	printf(say("\nlater: git push %s%s %s\n"),
	    b->session->gate.file.policy.pusher_signed ? "--signed " : "", remote,
	    escape(a, b->ref));
	return 0;
}

void command_language(const struct options *o)
{
	enum language language;

	if (options_have(o, OPT_LANGUAGE) && say_read(o->value[OPT_LANGUAGE], &language) == 0)
		say_in(language);
}

void command_speak(struct arena *a, const struct repo *r, int64_t now)
{
	struct policy_file file;
	struct error none = { 0 };

	policy_file_load(a, r, now, &file, &none);
}

int command_begin_apart(struct arena *a, const struct repo *r, struct error *e)
{
	bool brought;

	if (apart_begin(a, r, &brought, e) < 0)
		return -1;
	if (brought)
		printf(say("the audit that was here is in %s now\n"), escape(a, r->apart->url));
	return 0;
}

int command_load_policy(struct arena *a, const char *path, int64_t now, struct policy_file *out)
{
	struct error e = { 0 };
	struct repo repo = { 0 };
	int rc;

	if (path != NULL)
		rc = policy_file_read(a, path, true, now, out, &e);
	else if ((rc = repo_open_path(a, ".", &repo, &e)) == 0)
		rc = policy_file_load(a, &repo, now, out, &e);
	/* A clone has none of its own. */
	if (rc < 0 && path == NULL && e.kind == ERROR_ABSENT && repo.git != NULL &&
	    !git_repository_is_bare(repo.git))
		error_mend(&e, "in a clone, take the one that the server shows:\n%s",
		    "git fetch origin refs/sluis/policy && git show FETCH_HEAD:policy.ini "
		    ">policy.ini");
	repo_close(&repo);
	if (rc == 0)
		return 0;
	if (machines && out->problems.n > 0)
		fail_for_machines(&e);
	return command_problems(out->path, &out->problems, &e);
}
