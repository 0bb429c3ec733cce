/* Does the server say who pushes? As far as it can be seen from the repository, and from what sshd
 * is set to, in its own words (sshd -T, sshd(8)). */
#include <fnmatch.h>
#include <pwd.h>

#include "run/child.h"
#include "doctor/doctor_internal.h"

#define SSHD "/usr/sbin/sshd"

const char *doctor_sshd_ask(struct arena *a, const char *config, const char *repo)
{
	const struct passwd *pw;
	const char *spec;
	struct error e;
	struct stat st;
	char *text;

	if (stat(repo, &st) != 0 || (pw = getpwuid(st.st_uid)) == NULL)
		return NULL;
	spec = arena_printf(a, "user=%s,host=localhost,addr=127.0.0.1", pw->pw_name);
	if (spec == NULL)
		return NULL;
	/* Its file stands before -T: with -C alone it would not be asked for one. */
	const char *const plain[] = { SSHD, "-T", "-C", spec, NULL };
	const char *const named[] = { SSHD, "-f", config, "-T", "-C", spec, NULL };

	return child_told(a, config != NULL ? named : plain, SAID_MAX, &text, &e) == 0 ? text :
	                                                                                 NULL;
}

/* The value of a key of sshd, "" for none; `more` is what the call before gave, for the next line
 * with that key. */
static const char *sshd_value(struct arena *a, const char *said, const char *key, const char **more)
{
	size_t n = strlen(key);
	const char *line = more != NULL && *more != NULL ? *more : said;

	for (; *line != '\0'; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *value = line + n + 1;

		if (strncasecmp(line, key, n) != 0 || line[n] != ' ')
			continue;
		if (more != NULL)
			*more = line + strcspn(line, "\n");
		return arena_strndup(a, value, strcspn(value, "\n"));
	}
	if (more != NULL)
		*more = line;
	return "";
}

/* The variable that a source believes; of PUSHER_ENV the policy names it. */
static const char *const variables[] = {
	[PUSHER_SSH_KEY] = "SSH_USER_AUTH",
	[PUSHER_GITOLITE] = "GL_USER",
	[PUSHER_HTTP] = "REMOTE_USER",
	[PUSHER_GITEA] = "GITEA_PUSHER_NAME",
	[PUSHER_GITLAB] = "GL_USERNAME",
};

/* May a client of sshd set what decides here? With GIT_CONFIG_COUNT it names a folder of hooks that
 * is empty. */
static void check_accept_env(struct doctor *d)
{
	const struct policy *p = &d->file.policy;
	const char *more = NULL, *value,
	           *name =
	               p->pusher_source == PUSHER_ENV ? p->pusher_env : variables[p->pusher_source];

	while (*(value = sshd_value(d->arena, d->sshd, "acceptenv", &more)) != '\0') {
		char *save = NULL, *words = arena_strdup(d->arena, value);

		for (char *w = words != NULL ? strtok_r(words, " ", &save) : NULL; w != NULL;
		     w = strtok_r(NULL, " ", &save)) {
			const char *hit = fnmatch(w, "GIT_CONFIG_COUNT", 0) == 0 ?
			    "GIT_CONFIG_COUNT" :
			    name != NULL && fnmatch(w, name, 0) == 0 ? name :
			                                               NULL;

			if (hit != NULL)
				doctor_say(d, DOCTOR_WRONG,
				    "root takes that out of sshd_config and reloads sshd", NULL,
				    "AcceptEnv %s of sshd lets a client set %s, and with it pass "
				    "the gate",
				    escape(d->arena, w), escape(d->arena, hit));
		}
	}
}

static void check_sshd(struct doctor *d)
{
	if (d->sshd == NULL) {
		doctor_say(d, DOCTOR_NOTE, "run this as root, or look:",
		    "sshd -T | grep -iE '^(exposeauthinfo|acceptenv) '",
		    "what sshd is set to cannot be seen from here");
		return;
	}
	check_accept_env(d);
	if (d->file.policy.pusher_source == PUSHER_SSH_KEY &&
	    strcasecmp(sshd_value(d->arena, d->sshd, "exposeauthinfo", NULL), "yes") != 0)
		doctor_say(d, DOCTOR_WRONG,
		    "root writes `ExposeAuthInfo yes` into sshd_config and reloads sshd", NULL,
		    "sshd does not say whose key it is (ExposeAuthInfo is not `yes`): nobody can "
		    "push to a governed ref");
}

static void check_os_user(struct doctor *d)
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
			    "share the repository, or name another source in [pusher]; with one "
			    "account for all that is ssh-key",
			    NULL,
			    "source = os-user names the account that a push comes in as, and only "
			    "the owner can push here (core.sharedRepository is not set)");
			return;
		}
}

/* gitolite's driver takes the place of the common hook where somebody writes `option
 * hook.pre-receive`. */
static void check_gitolite(struct doctor *d)
{
	const char *hook =
	    arena_printf(d->arena, "%s/pre-receive", d->hooks != NULL ? d->hooks : d->dir);
	bool conf = access(arena_printf(d->arena, "%s/gl-conf", d->dir), F_OK) == 0;
	struct hook h;

	if (!conf)
		doctor_say(d, DOCTOR_WRONG,
		    "let gitolite make it, or name another source in [pusher]", NULL,
		    "source = gitolite, and this repository is not one of gitolite's (it has no "
		    "gl-conf)");
	hook_look(d->arena, hook, &h);
	if (h.state == HOOK_FOREIGN && access(arena_printf(d->arena, "%s.h00", hook), F_OK) != 0 &&
	    conf)
		doctor_say(d, DOCTOR_NOTE,
		    "take the option out of gitolite.conf; what it names goes into "
		    "hooks/pre-receive.d/, where it runs after ours",
		    NULL,
		    "gitolite replaces the common pre-receive hook in a repository with `option "
		    "hook.pre-receive`");
}

static void check_gitea(struct doctor *d)
{
	if (d->hooks != NULL &&
	    access(arena_printf(d->arena, "%s/pre-receive.d/gitea", d->hooks), F_OK) != 0)
		doctor_say(d, DOCTOR_WRONG,
		    "let it write its hooks again (gitea admin regenerate hooks), or name another "
		    "source in [pusher]",
		    NULL,
		    "source = gitea, and there is no pre-receive.d/gitea among the hooks: no Gitea "
		    "or Forgejo pushes through here");
}

static void check_http(struct doctor *d)
{
	if (doctor_config_on(d, "http.receivepack"))
		doctor_say(d, DOCTOR_NOTE,
		    "where the web server asks everyone for a name, it is not needed:",
		    doctor_git(d, "config --unset http.receivepack"),
		    "http.receivepack lets people push who did not say who they are; the gate "
		    "refuses them on governed refs alone");
}

enum doctor_found doctor_pusher(struct doctor *d)
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
