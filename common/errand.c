#include "errand.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "escape.h"
#include "oid.h"
#include "say.h"

int
errand_open(struct errand *er, const char *remote, bool fresh, struct error *e)
{
	struct advice_input in = { .clone = &er->clone };
	const struct policy *p = &er->gate.file.policy;

	memset(er, 0, sizeof(*er));
	er->view = (struct view)VIEW_NONE;
	arena_init(&er->arena, ARENA_RUN_CAP);
	gate_init(&er->gate, ARENA_RUN_CAP);
	if (clone_find(&er->arena, &er->clone, e) < 0 ||
	    (in.url = clone_push_url(&er->arena, remote, e)) == NULL ||
	    (er->email = clone_identity(&er->arena, e)) == NULL)
		return -1;
	in.email = er->email;
	if (advice_open(&in, fresh, &er->gate, &er->view) < 0) {
		*e = er->gate.verdict.why;
		return -1;
	}
	er->me = policy_person_by_email(p, er->email, strlen(er->email));
	return 0;
}

void
errand_close(struct errand *er)
{
	view_close(&er->view);
	gate_release(&er->gate);
	arena_release(&er->arena);
}

const struct person *
errand_person(struct errand *er, struct error *e)
{
	if (er->me == NULL) {
		error_set(e, ERROR_ABSENT, "'%s' is no address of the policy",
		    escape(&er->arena, er->email));
		error_mend(e,
		    "git config user.email ADDRESS, with the address that the policy has of you");
	}
	return er->me;
}

const char *
errand_resolve(struct errand *er, const char *rev)
{
	const char *const argv[] = { "git", "rev-parse", "--verify", "--quiet", "--end-of-options",
		arena_printf(&er->arena, "%s^{commit}", rev != NULL ? rev : ""), NULL };
	const char *found;
	struct error none = { 0 };

	if (rev == NULL || argv[5] == NULL)
		return rev;
	found = clone_ask(&er->arena, argv, &none);
	return found != NULL ? found : rev;
}

int
errand_commit(struct errand *er, const git_oid *tree, const git_oid *parents, size_t nparents,
    const char *message, bool sign, git_oid *out, struct error *e)
{
	char hex[GIT_OID_HEXSZ + 1], of[2][GIT_OID_HEXSZ + 1];
	const char *const always[] = { "git", "config", "--type=bool", "--get", "commit.gpgsign",
		NULL };
	const char *made, *argv[16] = { "git", "--git-dir", er->view.dir };
	struct error none = { 0 };
	size_t n = 3;

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
	made = clone_ask(&er->arena, always, &none);
	if (sign || (made != NULL && strcmp(made, "true") == 0))
		argv[n++] = "-S";
	argv[n++] = "-m";
	argv[n] = message;
	made = clone_ask(&er->arena, argv, e);
	if (made == NULL)
		return -1;
	return oid_parse(made, strlen(made), out) == 0 ?
	    0 :
	    error_set(e, ERROR_UNREADABLE, "git made no commit");
}

void
errand_judge(struct errand *er, const git_oid *commit, const char *ref)
{
	char hex[GIT_OID_HEXSZ + 1];
	struct wanted_ref one = { git_oid_tostr(hex, sizeof(hex), commit), ref };
	struct wanted wanted = { &one, 1 };

	advice_judge(&er->gate, &wanted);
}

int
errand_deliver(struct errand *er, const git_oid *commit, const char *ref)
{
	char hex[GIT_OID_HEXSZ + 1];
	int rc = verdict_exit_code(er->gate.verdict.verdict);

	if (rc != 0) {
		gate_print(&er->gate, STDERR_FILENO);
		fputs(say("Nothing was sent.\n"), stderr);
		return rc;
	}
	fflush(stdout);
	return errand_push(er, git_oid_tostr(hex, sizeof(hex), commit), ref) == 0 ? 0 : 1;
}

int
errand_push(struct errand *er, const char *source, const char *ref)
{
	const char *spec = arena_printf(&er->arena, "%s:%s", source, ref);
	bool sign = er->gate.file.policy.pusher_signed;
	const char *plain[] = { "git", "--git-dir", er->view.dir, "push", "--quiet", "--no-verify",
		"--", er->view.url, spec, NULL };
	const char *with[] = { "git", "-c", "gpg.format=ssh", "--git-dir", er->view.dir, "push",
		"--quiet", "--no-verify", "--signed", "--", er->view.url, spec, NULL };

	return spec != NULL ? child_run(sign ? with : plain) : 2;
}
