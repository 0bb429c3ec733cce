#include "audit/audit.h"
#include "gate/audit_message.h"
#include "command/command.h"
#include "gate/guard.h"
#include "policy/file.h"

#define MINUTES_MAX (GUARD_UNLOCK_MAX / 60)

/* Minutes of this option; -1 for none. */
static long read_minutes(const char *text)
{
	char *end;
	long n = text != NULL ? strtol(text, &end, 10) : -1;

	return n >= 1 && n <= MINUTES_MAX && *end == '\0' ? n : -1;
}

static int unlock(
    const struct options *o, struct repo *store, git_oid *id, int64_t until, struct error *e)
{
	struct arena *a = o->arena;
	const char *who = command_user(a), *message;
	struct policy_file file = { 0 };
	struct error none = { 0 };
	struct audit_seal seal;

	if (repo_open_store(a, ".", store, e) < 0 || command_check_owner(store, e) < 0)
		return -1;
	message = who != NULL ? audit_message_unlock(a, who, o->value[OPT_REASON], until) : NULL;
	seal =
	    audit_seal_asked(&file.policy, policy_file_load(a, store, o->now, &file, &none) == 0);
	return audit_append_anew(a, store, &seal, message, o->now, id, e);
}

int command_unlock(const struct options *o)
{
	const char *reason = o->value[OPT_REASON];
	long minutes = read_minutes(o->value[OPT_MINUTES]);
	int64_t until = o->now + (int64_t)minutes * 60;
	struct repo store = { 0 };
	struct error e = { 0 };
	git_oid id;
	int rc = 0;

	if (o->nrest > 0 || reason == NULL || *reason == '\0' || minutes < 0)
		return command_usage(o);
	if (unlock(o, &store, &id, until, &e) < 0)
		rc = command_fail(&e);
	else
		printf(say("unlocked until %s; recorded as %s in refs/sluis/audit, where every "
		           "report shows it\n"),
		    when_text(o->arena, until), oid_short(o->arena, &id));
	repo_close(&store);
	return rc;
}
