/*
 * git sluis people add DIR: takes the line that somebody's `git sluis setup` printed into the
 * folder of a policy.
 */
#include <sys/file.h>

#include "base/output.h"
#include "command/command.h"
#include "people/added.h"
#include "sign/compare.h"
#include "sign/signers.h"

#define ROLES_MAX 20

/* All words after the folder, or the standard input. */
static int read_line(const struct options *o, struct person_line *out, struct error *e)
{
	struct arena *a = o->arena;
	const char *wrong;
	char *text = o->nrest > 2 ? arena_strdup(a, o->rest[2]) : NULL;
	size_t len;

	for (size_t i = 3; i < o->nrest && text != NULL; i++)
		text = arena_printf(a, "%s %s", text, o->rest[i]);
	if (o->nrest == 2) {
		if (isatty(STDIN_FILENO))
			fputs(say("The line that the person sent, and then Ctrl-D:\n"), stderr);
		if (input_read(a, STDIN_FILENO, PERSON_LINE_MAX, &text, &len, e) < 0)
			return -1;
	} else if (text == NULL) {
		return error_memory(e);
	} else {
		len = strlen(text);
	}
	wrong = person_line_read(a, text, len, out);
	if (wrong == NULL)
		return 0;
	error_set(e, ERROR_MALFORMED, "this is no line of git sluis setup: %s", say(wrong));
	return error_mend(e,
	    "the person runs it again, and sends the line that begins with sluis-person:\ngit "
	    "sluis setup");
}

/* Nobody else changes the folder meanwhile: until this process ends. */
static int lock_folder(struct arena *a, const char *dir, struct error *e)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX) == 0)
		return 0;
	return error_set(
	    e, ERROR_UNREADABLE, "%s cannot be locked: %s", escape(a, dir), strerror(errno));
}

static int need_login(const struct policy *p, const struct addition *add, struct error *e)
{
	if (p->pusher_source == PUSHER_SSH_KEY || add->login != NULL || add->known)
		return 0;
	error_set(e, ERROR_ABSENT,
	    "this policy knows who pushes by a login, and a line does not bring one");
	return error_mend(e, "add --login LOGIN: the name that the person has there");
}

static void say_next(
    struct arena *a, const char *dir, const struct addition *add, const struct policy *p)
{
	const char *roles = NULL, *reason;

	for (size_t i = 0; i < add->nroles; i++)
		roles = i == 0 ? add->roles[i] : arena_printf(a, "%s, %s", roles, add->roles[i]);
	reason = roles != NULL ? say_printf(a, "%s joins, as %s", add->who.name, roles) :
	                         say_printf(a, "%s joins", add->who.name);
	printf(say("\nAsk %s for the fingerprint of their key, in person or by telephone:\n  %s\n"),
	    escape(a, add->who.name), signers_fingerprint(a, add->who.key));
	if (add->nroles == 0 && !add->known)
		printf(say("They have no role yet. To give them one:\n  git sluis people add %s "
		           "--known --role ROLE %s\n"),
		    shellword(a, dir), shellword(a, person_line_write(a, &add->who)));
	if (add->version == NULL)
		printf(say("The version is still %s. If that one was installed, give this one "
		           "another in %s/policy.ini first.\n"),
		    escape(a, p->version), escape(a, dir));
	printf(say("To put it in force, with your repositories in place of REPO.git:\n"
	           "  ./install.sh --policy %s --reason %s REPO.git\n"),
	    shellword(a, dir), shellword(a, reason));
}

static int add_person(const struct options *o, const struct policy *p, struct addition *add)
{
	struct arena *a = o->arena;
	const char *dir = o->rest[1];
	struct policy_folder before, after;
	struct policy_changes changes = { 0 };
	struct ini_problems problems = { 0 };
	struct error e = { 0 };
	int rc = read_line(o, &add->who, &e);

	if (rc == 0)
		rc = folder_read(a, dir, true, &before, &e);
	if (rc == 0)
		rc = people_added(a, &before, add, o->now, &after, &problems, &e);
	if (problems.n > 0) {
		command_problems(arena_printf(a, "%s/policy.ini", escape(a, dir)), &problems, &e);
		fputs(say("So the policy would be, with this person in it: nothing was written.\n"),
		    stderr);
		return 1;
	}
	if (rc == 0)
		rc = need_login(p, add, &e);
	if (rc == 0)
		rc = folder_compare(a, &before, &after, o->now, &changes, &e);
	if (rc < 0)
		return command_fail(&e);
	policy_explain_changes(&changes);
	if (options_have(o, OPT_DRY_RUN))
		puts(say("nothing was written"));
	else if (folder_replace(a, dir, &before, &after, &e) < 0)
		return command_fail(&e);
	else if (changes.n > 0)
		say_next(a, dir, add, p);
	return 0;
}

int command_people(const struct options *o)
{
	const char *roles[ROLES_MAX], *path;
	struct addition add = { .login = o->value[OPT_LOGIN],
		.roles = roles,
		.known = options_have(o, OPT_KNOWN),
		.version = o->value[OPT_VERSION] };
	int n = options_all(o, OPT_ROLE, roles, ROLES_MAX), rc;
	struct policy_file file;
	struct error e = { 0 };

	if (n < 0 || o->nrest < 2 || strcmp(o->rest[0], "add") != 0)
		return command_usage(o);
	add.nroles = (size_t)n;
	if (lock_folder(o->arena, o->rest[1], &e) < 0)
		return command_fail(&e);
	path = arena_printf(o->arena, "%s/policy.ini", o->rest[1]);
	rc = path != NULL ? command_load_policy(o->arena, path, o->now, &file) : 2;
	if (rc != 0)
		return rc;
	if (file.common != NULL) {
		error_set(&e, ERROR_UNSUPPORTED,
		    "%s has a common part, %s, and people may be in either", file.path,
		    file.common);
		error_mend(&e,
		    "write [person], member and key into the right one, and then run:\n"
		    "git sluis policy --lint %s",
		    shellword(o->arena, path));
		return command_fail(&e);
	}
	return add_person(o, &file.policy, &add);
}
