/* Does the server say who pushes? As far as it can be seen from the repository. */
#include <fnmatch.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "doctor_check.h"
#include "escape.h"

/* The variable that the source believes. */
static const char *
variable(const struct policy *p)
{
	switch (p->pusher_source) {
	case PUSHER_SSH_KEY:
		return "SSH_USER_AUTH";
	case PUSHER_ENV:
		return p->pusher_env;
	case PUSHER_GITOLITE:
		return "GL_USER";
	case PUSHER_HTTP:
		return "REMOTE_USER";
	case PUSHER_GITEA:
		return "GITEA_PUSHER_NAME";
	case PUSHER_GITLAB:
		return "GL_USERNAME";
	default:
		return NULL;
	}
}

/* May a client of sshd set what decides here? With GIT_CONFIG_COUNT it names a folder of hooks that
 * is empty. */
static void
check_accept_env(struct doctor *d)
{
	const char *more = NULL, *value, *name = variable(&d->file.policy);

	while (*(value = doctor_sshd_value(d->arena, d->sshd, "acceptenv", &more)) != '\0') {
		char *save = NULL, *words = arena_strdup(d->arena, value);

		for (char *w = words != NULL ? strtok_r(words, " ", &save) : NULL; w != NULL;
		     w = strtok_r(NULL, " ", &save)) {
			const char *hit = fnmatch(w, "GIT_CONFIG_COUNT", 0) == 0 ?
			    "GIT_CONFIG_COUNT" :
			    name != NULL && fnmatch(w, name, 0) == 0 ? name :
			                                               NULL;

			if (hit != NULL)
				doctor_say(d, DOCTOR_WRONG,
				    arena_printf(d->arena,
				        "AcceptEnv %s of sshd lets a client set %s, and with it "
				        "pass the gate",
				        escape(d->arena, w), escape(d->arena, hit)),
				    "root takes that out of sshd_config and reloads sshd", NULL);
		}
	}
}

static void
check_sshd(struct doctor *d)
{
	if (d->sshd == NULL) {
		doctor_say(d, DOCTOR_NOTE, "what sshd is set to cannot be seen from here",
		    "run this as root, or look:",
		    "sshd -T | grep -iE '^(exposeauthinfo|acceptenv) '");
		return;
	}
	check_accept_env(d);
	if (d->file.policy.pusher_source == PUSHER_SSH_KEY &&
	    strcasecmp(doctor_sshd_value(d->arena, d->sshd, "exposeauthinfo", NULL), "yes") != 0)
		doctor_say(d, DOCTOR_WRONG,
		    "sshd does not say whose key it is (ExposeAuthInfo is not `yes`): nobody can "
		    "push to a governed ref",
		    "root writes `ExposeAuthInfo yes` into sshd_config and reloads sshd", NULL);
}

static void
check_os_user(struct doctor *d)
{
	static const char *const private[] = { "", "0", "false", "no", "off", "umask" };
	struct error e = { 0 };
	const char *value;

	if (doctor_config(d, "core.sharedRepository", &value, &e) < 0) {
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
		return;
	}
	for (size_t i = 0; i < sizeof(private) / sizeof(private[0]); i++)
		if (strcasecmp(value, private[i]) == 0) {
			doctor_say(d, DOCTOR_WRONG,
			    "source = os-user names the account that a push comes in as, and only "
			    "the owner can push here (core.sharedRepository is not set)",
			    "share the repository, or name another source in [pusher]; with one "
			    "account for all that is ssh-key",
			    NULL);
			return;
		}
}

/* gitolite's driver takes the place of the common hook where somebody writes `option
 * hook.pre-receive`. */
static void
check_gitolite(struct doctor *d)
{
	const char *hook =
	    arena_printf(d->arena, "%s/pre-receive", d->hooks != NULL ? d->hooks : d->dir);
	struct hook h;

	if (access(arena_printf(d->arena, "%s/gl-conf", d->dir), F_OK) != 0)
		doctor_say(d, DOCTOR_WRONG,
		    "source = gitolite, and this repository is not one of gitolite's (it has no "
		    "gl-conf)",
		    "let gitolite make it, or name another source in [pusher]", NULL);
	hook_look(d->arena, hook, &h);
	if (h.state == HOOK_FOREIGN && access(arena_printf(d->arena, "%s.h00", hook), F_OK) != 0 &&
	    access(arena_printf(d->arena, "%s/gl-conf", d->dir), F_OK) == 0)
		doctor_say(d, DOCTOR_NOTE,
		    "gitolite replaces the common pre-receive hook in a repository with `option "
		    "hook.pre-receive`",
		    "take the option out of gitolite.conf; what it names goes into "
		    "hooks/pre-receive.d/, where it runs after ours",
		    NULL);
}

static void
check_gitea(struct doctor *d)
{
	if (d->hooks != NULL &&
	    access(arena_printf(d->arena, "%s/pre-receive.d/gitea", d->hooks), F_OK) != 0)
		doctor_say(d, DOCTOR_WRONG,
		    "source = gitea, and there is no pre-receive.d/gitea among the hooks: no Gitea "
		    "or Forgejo pushes through here",
		    "let it write its hooks again (gitea admin regenerate hooks), or name another "
		    "source in [pusher]",
		    NULL);
}

static void
check_http(struct doctor *d)
{
	if (doctor_config_on(d, "http.receivepack"))
		doctor_say(d, DOCTOR_NOTE,
		    "http.receivepack lets people push who did not say who they are; the gate "
		    "refuses them on governed refs alone",
		    "where the web server asks everyone for a name, it is not needed:",
		    doctor_git(d, "config --unset http.receivepack"));
}

enum doctor_found
doctor_pusher(struct doctor *d)
{
	switch (d->file.policy.pusher_source) {
	case PUSHER_SSH_KEY:
	case PUSHER_ENV:
		check_sshd(d);
		break;
	case PUSHER_OS_USER:
		check_os_user(d);
		break;
	case PUSHER_GITOLITE:
		check_sshd(d);
		check_gitolite(d);
		break;
	case PUSHER_HTTP:
		check_http(d);
		break;
	case PUSHER_GITEA:
		check_gitea(d);
		break;
	case PUSHER_GITLAB:
		break; /* Gitaly makes the environment itself */
	default:
		return DOCTOR_UNKNOWN;
	}
	return DOCTOR_FINE;
}
