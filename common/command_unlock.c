#include <getopt.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audit.h"
#include "audit_message.h"
#include "command.h"
#include "guard.h"
#include "oid.h"
#include "policy_file.h"
#include "when.h"

#define SYNOPSIS "unlock --reason TEXT --minutes N"
#define MINUTES_MAX (GUARD_UNLOCK_MAX / 60)

struct request {
	const char *reason;
	long minutes;
};

static int
read_options(int argc, char *argv[], struct request *q)
{
	static const struct option options[] = { { "reason", required_argument, NULL, 'r' },
		{ "minutes", required_argument, NULL, 'm' }, { NULL, 0, NULL, 0 } };
	char *end;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'r') {
			q->reason = optarg;
		} else if (c == 'm') {
			q->minutes = strtol(optarg, &end, 10);
			if (*end != '\0' || q->minutes < 1 || q->minutes > MINUTES_MAX)
				return -1;
		} else {
			return -1;
		}
	}
	return optind == argc && q->reason != NULL && *q->reason != '\0' && q->minutes > 0 ? 0 : -1;
}

/* Whoever owns the repository could do without us; this way it is seen. Nobody else gets this far.
 */
static int
check_owner(const struct repo *r, struct error *e)
{
	struct stat st;

	if (stat(r->dir, &st) != 0)
		return error_set(
		    e, ERROR_UNREADABLE, "the repository's folder cannot be looked at");
	if (st.st_uid == geteuid() || geteuid() == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "only the owner of the repository unlocks it");
	return error_mend(
	    e, "become user id %lu, or root, and run it again", (unsigned long)st.st_uid);
}

static const char *
user_name(struct arena *a)
{
	const struct passwd *pw = getpwuid(getuid());
	const char *sudo = getenv("SUDO_USER"), *name;

	name = pw != NULL ? pw->pw_name : "(unknown user)";
	return sudo != NULL ? arena_printf(a, "%s as %s", sudo, name) : arena_strdup(a, name);
}

static int
unlock(struct arena *a, const struct request *q, struct repo *store, git_oid *id, int64_t until,
    struct error *e)
{
	const char *who = user_name(a), *message;
	struct policy_file file = { 0 };
	struct error none = { 0 };
	struct audit_seal seal;

	if (repo_open_store(a, ".", store, e) < 0 || check_owner(store, e) < 0)
		return -1;
	message = who != NULL ? audit_message_unlock(a, who, q->reason, until) : NULL;
	if (message == NULL)
		return error_memory(e);
	seal = audit_seal_asked(&file.policy, policy_file_load(a, store, until, &file, &none) == 0);
	return audit_append_anew(a, store, &seal, message, until - (int64_t)q->minutes * 60, id, e);
}

int
command_unlock(int argc, char *argv[])
{
	struct request q = { NULL, 0 };
	struct repo store = { 0 };
	struct error e = { 0 };
	char end[WHEN_MAX];
	struct arena a;
	int64_t until;
	git_oid id;
	int rc = 0;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	arena_init(&a, ARENA_RUN_CAP);
	until = (int64_t)time(NULL) + (int64_t)q.minutes * 60;
	if (unlock(&a, &q, &store, &id, until, &e) < 0)
		rc = command_fail(&e);
	else
		printf("unlocked until %s; recorded as %s in " AUDIT_REF
		       ", where every report shows it\n",
		    when_format(until, end), oid_short(&a, &id));
	repo_close(&store);
	arena_release(&a);
	return rc;
}
