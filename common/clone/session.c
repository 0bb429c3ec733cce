#include "clone/session.h"

#include "run/child.h"
#include "base/pattern.h"

void session_init(struct session *se)
{
	memset(se, 0, sizeof(*se));
	se->mirror = (struct mirror)MIRROR_NONE;
	arena_init(&se->arena, ARENA_RUN_CAP);
	gate_init(&se->gate);
}

/* Where the person stands, git may be configured for them alone. */
static int open_apart(struct session *se, struct error *e)
{
	char *path;

	if (clone_check_url(&se->arena, se->url, e) < 0)
		return -1;
	path = realpath(se->url, NULL);
	if (path != NULL)
		se->url = arena_strdup(&se->arena, path);
	free(path);
	se->remote = se->url;
	return se->url == NULL ? error_memory(e) : clone_apart(&se->arena, &se->clone, e);
}

static int find_remote(struct session *se, const char *remote, struct error *e)
{
	struct error none = { 0 };

	se->remote = remote;
	if ((se->url != NULL ? open_apart(se, e) : clone_find(&se->arena, &se->clone, e)) < 0)
		return -1;
	se->address = clone_push_url(&se->arena, &se->clone, &se->remote, e);
	if (se->address != NULL)
		se->email = clone_identity(&se->arena, &se->clone, &none);
	return se->address != NULL ? 0 : -1;
}

int session_open(
    struct session *se, const char *remote, int64_t now, enum mirror_when when, struct error *e)
{
	struct advice_input in = { .clone = &se->clone, .now = now };
	int rc;

	mirror_close(&se->mirror);
	gate_release(&se->gate);
	gate_init(&se->gate);
	se->when = when;
	se->me = NULL;
	if (se->address == NULL && find_remote(se, remote, e) < 0)
		return -1;
	in.url = se->address;
	in.email = se->email != NULL ? se->email : ""; /* nobody's */
	rc = advice_open(&in, when, &se->gate, &se->mirror);
	if (rc < 0) {
		*e = se->gate.verdict.why;
		return rc;
	}
	if (se->email != NULL)
		se->me =
		    policy_person_by_email(&se->gate.file.policy, se->email, strlen(se->email));
	return 0;
}

int session_settle(struct session *se, struct error *e)
{
	return mirror_settle(&se->mirror, e);
}

void session_close(struct session *se)
{
	mirror_close(&se->mirror);
	gate_release(&se->gate);
	arena_release(&se->arena);
}

const char *session_id(struct session *se, const char *id)
{
	struct arena *a = &se->arena;
	const char *word = shellword(a, id);

	return se->url == NULL ? word : arena_printf(a, "%s %s", shellword(a, se->url), word);
}

const struct person *session_person(struct session *se, struct error *e)
{
	if (se->email == NULL) {
		clone_identity(&se->arena, &se->clone, e); /* says so */
	} else if (se->me == NULL) {
		error_set(e, ERROR_ABSENT, "'%s' is not an address in the policy",
		    escape(&se->arena, se->email));
		error_mend(e,
		    se->url == NULL ?
		        "git config user.email ADDRESS, with the address that the "
		        "policy has of you" :
		        "git config --global user.email ADDRESS, with the address that "
		        "the policy has of you");
	}
	return se->me;
}

const char *session_find(struct session *se, const char *rev, const char *type)
{
	const char *const argv[] = { "git", "--git-dir",
		se->url != NULL ? se->mirror.dir : se->clone.git_dir, "rev-parse", "--verify",
		"--quiet", "--end-of-options", arena_printf(&se->arena, "%s^{%s}", rev, type),
		NULL };

	return argv[7] != NULL ? clone_ask(&se->arena, argv, NULL) : NULL;
}

/* The branch of the remote that a rev names, as `acceptance` or `origin/acceptance`: what the clone
 * knows of it may be old. NULL: none. */
static const char *remote_branch(struct session *se, const char *rev)
{
	size_t n = strlen(se->remote);
	const char *ref;
	struct error none = { 0 };
	char hex[OID_HEX + 1];
	git_oid tip;

	if (strncmp(rev, se->remote, n) == 0 && rev[n] == '/')
		rev += n + 1;
	ref = arena_printf(&se->arena, "refs/heads/%s", rev);
	if (ref == NULL || !pattern_exact(ref) || advice_tip(&se->gate, ref, &tip, &none) < 0)
		return NULL;
	return arena_strdup(&se->arena, git_oid_tostr(hex, sizeof(hex), &tip));
}

const char *session_resolve(struct session *se, const char *rev)
{
	const char *found = rev != NULL ? remote_branch(se, rev) : NULL;

	if (rev != NULL && found == NULL)
		found = session_find(se, rev, "commit");
	return found != NULL ? found : rev;
}

int session_commit(struct session *se, const git_oid *tree, const git_oid *parents, size_t nparents,
    const char *message, bool sign, git_oid *out, struct error *e)
{
	char hex[OID_HEX + 1], of[2][OID_HEX + 1];
	const char *made, *argv[16] = { "git", "--git-dir", se->mirror.dir };
	const char *always = config_get(&se->clone.config, "commit.gpgsign");
	size_t n = 3;
	int on = 0, rc;

	on = sign || (always != NULL && git_config_parse_bool(&on, always) == 0 && on);
	/* It may ask for a passphrase; so may the fetch. */
	if (on && (rc = session_settle(se, e)) < 0)
		return rc;
	if (sign) {
		argv[n++] = "-c";
		argv[n++] = "gpg.format=ssh";
	}
	argv[n++] = "commit-tree";
	argv[n++] = git_oid_tostr(hex, sizeof(hex), tree);
	for (size_t i = 0; i < nparents && i < 2; i++) {
		argv[n++] = "-p";
		argv[n++] = git_oid_tostr(of[i], sizeof(of[i]), &parents[i]);
	}
	if (on)
		argv[n++] = "-S";
	argv[n++] = "-m";
	argv[n] = message;
	made = clone_ask(&se->arena, argv, e);
	if (made == NULL)
		return -1;
	return oid_parse(made, strlen(made), out) == 0 ?
	    0 :
	    error_set(e, ERROR_UNREADABLE, "git made no commit");
}

void session_judge(struct session *se, const git_oid *id, const char *ref)
{
	char hex[OID_HEX + 1];
	struct push_plan_ref one = { git_oid_tostr(hex, sizeof(hex), id), ref };

	advice_judge(&se->gate, &(const struct push_plan){ &one, 1 });
	for (size_t i = 0; se->url != NULL && i < se->gate.verdict.n; i++)
		for (size_t k = 0; k < se->gate.verdict.refs[i].findings.n; k++) {
			struct finding *f = &se->gate.verdict.refs[i].findings.list[k];

			f->command = clone_command(&se->gate.arena, se->url, f->command);
		}
}

int session_deliver(struct session *se, const git_oid *id, const char *ref, bool unjudged)
{
	const char *argv[16] = { "git", "--git-dir", se->mirror.dir };
	char hex[OID_HEX + 1];
	const char *spec =
	    arena_printf(&se->arena, "%s:%s", git_oid_tostr(hex, sizeof(hex), id), ref);
	bool sign = se->gate.file.policy.pusher_signed;
	int rc = verdict_exit_code(se->gate.verdict.verdict);
	size_t n = 3;

	unjudged = unjudged && se->gate.verdict.verdict == VERDICT_UNDECIDED;
	if (rc != 0) {
		gate_print(&se->gate, STDERR_FILENO);
		fputs(unjudged ? say("The push goes on: the gate decides.\n") :
		                 say("Nothing was sent.\n"),
		    stderr);
	}
	if (rc != 0 && !unjudged)
		return rc;
	if (spec == NULL)
		return 2;
	if (sign) {
		argv[n++] = "-c";
		argv[n++] = "gpg.format=ssh";
	}
	argv[n++] = "push";
	argv[n++] = "--quiet";
	argv[n++] = "--no-verify";
	if (sign)
		argv[n++] = "--signed";
	argv[n++] = "--";
	argv[n++] = se->mirror.url;
	argv[n] = spec;
	fflush(stdout);
	return child_run(argv) == 0 ? 0 : 1;
}
