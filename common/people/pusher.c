#include "people/pusher.h"

#include <pwd.h>

#define LOGIN_MAX 256
#define CERT_MAX ((size_t)8 << 20)

/* What a source is asked, and what it says. */
struct asking {
	struct arena *arena;
	const struct policy *policy;
	const struct pusher_input *in;
	struct pusher *out;
	const char *variable; /* of the server's environment */
};

static bool login_sound(const char *login)
{
	size_t n = strlen(login);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)login[i] < 0x20 || login[i] == 0x7f)
			return false;
	return n > 0 && n <= LOGIN_MAX;
}

/* Is a person found (else it is `why`), and one who is there today? */
static void settle(struct asking *q, const struct person *who, const char *why, const char *mend)
{
	bool early;

	if (who == NULL) {
		pusher_unknown(q->out, mend, "%s", why);
		return;
	}
	if (person_active(who, q->in->now)) {
		q->out->person = who;
		q->out->state = PUSHER_KNOWN;
		return;
	}
	early = q->in->now < who->there.from;
	pusher_unknown(q->out,
	    say_printf(q->arena,
	        "if that is wrong, the administrator changes `%s` of [%s \"%s\"] in the policy",
	        early ? "from" : "until", who->service ? "service" : "person",
	        escape(q->arena, who->id)),
	    early ? "%s starts on %.10s" : "%s left on %.10s", escape(q->arena, who->name),
	    when_text(q->arena, early ? who->there.from : who->there.until));
}

static void settle_login(struct asking *q, const char *login)
{
	const char *shown = escape(q->arena, login);

	q->out->login = shown;
	settle(q, policy_person_by_login(q->policy, login),
	    say_printf(q->arena, "nobody in the policy has the login '%s'", shown),
	    say_printf(q->arena,
	        "the administrator adds `login = %s` to the [person] or [service] that it is in "
	        "the policy",
	        shown));
}

/* The login that a variable of the server's holds. */
static void ask_variable(struct asking *q)
{
	const char *value = q->variable != NULL ? q->in->env(q->variable) : NULL;
	const char *shown = escape(q->arena, q->variable);

	if (value != NULL && login_sound(value)) {
		settle_login(q, value);
		return;
	}
	if (value != NULL && *value != '\0')
		q->out->login = escape(q->arena, value);
	pusher_unknown(q->out,
	    say_printf(q->arena,
	        "the administrator of the server sets %s for each key or login, or names another "
	        "source in [pusher] of the policy",
	        shown),
	    "the server did not say who pushes: %s %s", shown,
	    say(value == NULL      ? "is not set" :
	            *value == '\0' ? "is empty" :
	                             "holds no name"));
}

static void ask_env(struct asking *q)
{
	q->variable = q->policy->pusher_env;
	ask_variable(q);
}

/* A deploy key belongs to a repository; whose name goes with it says nothing of who pushes. */
static void ask_forge(struct asking *q, bool deploy_key)
{
	if (deploy_key)
		pusher_unknown(q->out, "push with a key or login of your own",
		    "the push comes with a deploy key, which is nobody's");
	else
		ask_variable(q);
}

static void ask_gitea(struct asking *q)
{
	const char *key = q->in->env("GITEA_DEPLOY_KEY_ID");

	ask_forge(q, key != NULL && *key != '\0' && strcmp(key, "0") != 0);
}

static void ask_gitlab(struct asking *q)
{
	const char *id = q->in->env("GL_ID");

	ask_forge(q, id != NULL && begins_with(id, "key-"));
}

static void ask_os_user(struct asking *q)
{
	size_t room = 4096;
	struct passwd pw, *found = NULL;
	char *buf;
	int rc;

	do {
		room *= 2;
		buf = arena_alloc(q->arena, room);
		rc = buf != NULL ? getpwuid_r(geteuid(), &pw, buf, room, &found) : ENOMEM;
	} while (rc == ERANGE);
	if (rc == 0 && found != NULL) {
		settle_login(q, pw.pw_name);
		return;
	}
	error_set(&q->out->why, ERROR_UNREADABLE, "the name of user id %lu cannot be looked up: %s",
	    (unsigned long)geteuid(), rc != 0 ? strerror(rc) : say("there is no such user"));
	error_mend(&q->out->why, "the administrator of the server checks: getent passwd %lu",
	    (unsigned long)geteuid());
}

static void ask_ssh_key(struct asking *q)
{
	const char *id;

	if (pusher_key_find(q->arena, q->policy, q->in, &id, q->out) < 0)
		return;
	q->out->login = escape(q->arena, id);
	settle(q, policy_person_by_id(q->policy, id),
	    say_printf(q->arena,
	        "the key belongs to '%s' in allowed_signers, who is not in the policy",
	        q->out->login),
	    say_printf(q->arena,
	        "the administrator adds [person \"%s\"] to the policy, or mends the name in "
	        "allowed_signers",
	        q->out->login));
}

static const struct source {
	enum pusher_source id;
	void (*ask)(struct asking *q);
	const char *variable;
} sources[] = {
	/*
	 * ssh-key trusts sshd: it writes the key it has checked into a file of the account and
	 * names it in SSH_USER_AUTH. Where ExposeAuthInfo is off, sshd sets nothing, and a client
	 * may: never list SSH_* in AcceptEnv, nor allow it in PermitUserEnvironment. Over file://
	 * the pusher sets it.
	 */
	{ PUSHER_SSH_KEY, ask_ssh_key, NULL },
	/*
	 * os-user trusts the kernel: the effective user id of this process. Good where everyone has
	 * their own account on the server; a shared one (git@) is named for all. Over file://, who
	 * can push can write in the repository past every hook.
	 */
	{ PUSHER_OS_USER, ask_os_user, NULL },
	/*
	 * env:NAME trusts the program that sets NAME: a forced command, environment= in
	 * authorized_keys, a web server. AcceptEnv NAME lets the client choose it wherever the
	 * key's line does not set it, and ~/.ssh/environment overrides environment=. Over file://
	 * the hook has the pusher's whole environment. HTTP_* variables are headers that the client
	 * wrote.
	 */
	{ PUSHER_ENV, ask_env, NULL },
	/*
	 * gitolite trusts gitolite-shell, the forced command of every key, which sets GL_USER from
	 * authorized_keys, as long as gitolite alone writes that file. `gitolite push` on the
	 * server leaves it unset: nobody.
	 */
	{ PUSHER_GITOLITE, ask_variable, "GL_USER" },
	/*
	 * http trusts the web server: REMOTE_USER is whom it authenticated, empty (nobody) where it
	 * asks for nothing. A header of the client arrives as HTTP_..., never under this name.
	 */
	{ PUSHER_HTTP, ask_variable, "REMOTE_USER" },
	/*
	 * gitea trusts Gitea or Forgejo, which start git themselves and set GITEA_PUSHER_NAME over
	 * ssh and http. A push past them has the pusher's own environment, and their own hook
	 * refuses it.
	 */
	{ PUSHER_GITEA, ask_gitea, "GITEA_PUSHER_NAME" },
	/*
	 * gitlab trusts Gitaly, which runs hooks in an environment of its own making; GL_ID says
	 * whether a person or a deploy key is behind GL_USERNAME.
	 */
	{ PUSHER_GITLAB, ask_gitlab, "GL_USERNAME" },
};

/* Nothing that a run without memory has found may stand. */
static void finish(struct arena *a, struct pusher *out)
{
	if (a->exhausted) {
		memset(out, 0, sizeof(*out));
		error_memory(&out->why);
	} else if (out->state == PUSHER_KNOWN) {
		memset(&out->why, 0, sizeof(out->why));
	}
}

void pusher_by_login(
    struct arena *a, const struct policy *p, const char *login, int64_t now, struct pusher *out)
{
	struct pusher_input in = { .now = now };
	struct asking q = { a, p, &in, out, NULL };

	memset(out, 0, sizeof(*out));
	settle_login(&q, login);
	finish(a, out);
}

void pusher_by_email(
    struct arena *a, const struct policy *p, const char *email, int64_t now, struct pusher *out)
{
	struct pusher_input in = { .now = now };
	struct asking q = { a, p, &in, out, NULL };

	memset(out, 0, sizeof(*out));
	settle(&q, policy_person_by_email(p, email, strlen(email)),
	    say_printf(a, "nobody in the policy has the address '%s'", escape(a, email)),
	    "git config user.email ADDRESS, with the address that the policy has of you");
	finish(a, out);
}

void pusher_find(
    struct arena *a, const struct policy *p, const struct pusher_input *in, struct pusher *out)
{
	struct asking q = { a, p, in, out, NULL };

	memset(out, 0, sizeof(*out));
	error_set(&out->why, ERROR_UNSUPPORTED, "the policy names no source that says who pushes");
	error_mend(&out->why, "the administrator sets `source` in [pusher] of the policy");
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (sources[i].id == p->pusher_source) {
			q.variable = sources[i].variable;
			sources[i].ask(&q);
		}
	finish(a, out);
}

/*
 * A push that the pusher has signed (git-push(1), --signed), where the policy asks for that.
 *
 * git checks the certificate too, and only reports: for an SSH signature its status is G for a key
 * that nobody knows, and it forgets revoked keys. So the certificate is verified here, like any
 * signature. That it is of this push is the nonce's word, which git has checked; the ref changes of
 * a signed push are those of the certificate.
 */
static void undecided(struct pusher *who, const struct error *why)
{
	who->state = PUSHER_UNDECIDED;
	who->why = *why;
}

/* The certificate, in the arena. */
static int load(struct arena *a, const struct repo *r, const char *hex, const char **bytes,
    size_t *len, struct error *e)
{
	git_odb_object *obj = NULL;
	git_oid id;
	int rc;

	if (oid_parse(hex, strlen(hex), &id) < 0)
		return error_set(e, ERROR_UNREADABLE, "git names no certificate of the push");
	rc = git_odb_read(&obj, r->odb, &id);
	if (rc < 0)
		return repo_error(a, GIT_ERROR, e, "the certificate of the push cannot be read");
	*len = git_odb_object_size(obj);
	*bytes = *len <= CERT_MAX ? arena_strndup(a, git_odb_object_data(obj), *len) : NULL;
	git_odb_object_free(obj);
	if (*bytes != NULL)
		return 0;
	if (a->exhausted)
		return error_memory(e);
	error_set(e, ERROR_UNREADABLE, "the certificate of the push is larger than %zu MiB",
	    CERT_MAX >> 20);
	return error_mend(e, "push fewer refs at once");
}

static void verify(struct arena *a, const struct sshsig_tool *tool, const char *bytes, size_t len,
    int64_t now, struct pusher *who)
{
	struct sshsig job = { .principal = who->person->id, .space = SSHSIG_GIT, .at = now };
	struct error why = { 0 };

	if (sshsig_split_tag(bytes, len, &job.parts, &why) < 0) {
		pusher_unknown(
		    who, "sign it with an ssh key", "the certificate of the push: %s", why.text);
		return;
	}
	sshsig_verify_all(a, tool, &job, 1);
	if (job.valid.is == FACT_UNKNOWN)
		undecided(who, &job.valid.why);
	else if (job.valid.is == FACT_NO)
		pusher_unknown(who,
		    say_printf(a, "%s signs the push with a key that allowed_signers gives to '%s'",
		        escape(a, who->person->name), escape(a, who->person->id)),
		    "the signature of the push: %s", job.valid.why.text);
}

void pusher_cert_check(struct arena *a, const struct repo *r, const char *(*env)(const char *name),
    const struct sshsig_tool *tool, int64_t now, struct pusher *who)
{
	const char *hex = env("GIT_PUSH_CERT"), *nonce = env("GIT_PUSH_CERT_NONCE_STATUS"), *bytes;
	struct error why = { 0 };
	size_t len = 0;

	if (who->state != PUSHER_KNOWN)
		return;
	if (hex == NULL || *hex == '\0')
		pusher_unknown(who, "push it with git push --signed",
		    "the push is not signed, and the policy asks for that");
	else if (nonce == NULL || strcmp(nonce, "OK") != 0)
		pusher_unknown(who,
		    "push again; if that does not help, the administrator sets "
		    "receive.certNonceSeed",
		    "the signature of the push may be of another push (nonce: %s)",
		    escape(a, nonce));
	else if (load(a, r, hex, &bytes, &len, &why) < 0)
		undecided(who, &why);
	else
		verify(a, tool, bytes, len, now, who);
	if (a->exhausted) {
		error_memory(&why);
		undecided(who, &why);
	}
}
