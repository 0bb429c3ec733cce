#include "base/digest.h"
#include "clone/able.h"
#include "clone/sheet.h"
#include "command/command.h"
#include "git/refs.h"
#include "promotion/signoff_tag.h"
#include "run/child.h"

#define LOCAL_TAG "sluis-sign-off"

struct request {
	struct proposal_wish wish;
	const char *reviews[COMMAND_REVIEWS_MAX];
	const char *role; /* NULL: the one that the person can sign in */
	const char *evidence[DOSSIER_RECORDS_MAX]; /* records on result servers */
	size_t nevidence;
	bool reject, yes;
};

/* What will be signed. */
struct signing {
	struct session *session;
	struct proposal_wish wish;
	struct status status;
	const char *role;
	const char *again; /* the command as it was given, but for the role */
	const char *ref, *message;
};

static int read_options(const struct options *o, struct request *q)
{
	int n;

	*q = (struct request){ .role = o->value[OPT_ROLE],
		.reject = options_have(o, OPT_REJECT),
		.yes = options_have(o, OPT_YES) };
	n = options_all(o, OPT_EVIDENCE, q->evidence, DOSSIER_RECORDS_MAX);
	q->nevidence = n > 0 ? (size_t)n : 0;
	if (command_wish(o, q->reviews, &q->wish) < 0)
		return -1;
	return n >= 0 && command_names_one(o) ? 0 : -1;
}

/* Does the environment ask for a sign-off of this role, always, at some level of impact, or in an
 * emergency or a rollback where it is one? */
static bool asks(const struct policy *p, const struct environment *env,
    const struct proposal_wish *w, const struct role *role)
{
	bool exceptional = w->emergency != NULL || w->rolls_back_to != NULL;

	for (size_t i = 0; exceptional && i < p->emergency.nsignoffs; i++)
		if (p->emergency.signoffs[i]->role == role)
			return true;
	for (size_t i = 0; i < env->nsignoffs; i++)
		if (env->signoffs[i]->role == role)
			return true;
	for (size_t i = 0; (env->require & REQUIRE_IMPACT) != 0 && i < p->nimpacts; i++)
		for (size_t k = 0; k < p->impacts[i].nsignoffs; k++)
			if (p->impacts[i].signoffs[k]->role == role)
				return true;
	return false;
}

/* Does it ask for the role that is named, or else for one that the person holds? */
static bool asks_me(const struct signing *s, const struct environment *env, const char *role)
{
	const struct gate *g = &s->session->gate;
	const struct policy *p = &g->file.policy;

	for (size_t i = 0; env->from != NULL && i < p->nroles; i++)
		if ((role != NULL ? strcmp(p->roles[i].id, role) == 0 :
		                    role_has(&p->roles[i], s->session->me, g->now)) &&
		    asks(p, env, &s->wish, &p->roles[i]))
			return true;
	return false;
}

/* The one that is named, that of the plan, or the last one that asks for the role, or for one of
 * the person's. Environments stand in the order of promotion. */
static int find_environment(struct signing *s, const struct request *q, struct error *e)
{
	const char *role = q->role;
	const struct dossier_record *plan;
	struct gate *g = &s->session->gate;
	const struct policy *p = &g->file.policy;
	const struct environment *env, *planned;
	struct dossier d;

	s->wish.several = true;
	if (dossier_read(&g->arena, &g->repo, p, s->wish.id, &d, e) < 0 ||
	    (env = proposal_environment(g, &s->wish, &d, e)) == NULL)
		return -1;
	planned = env;
	for (size_t i = p->nenvironments;
	     s->wish.environment == NULL && !asks_me(s, env, role) && i-- > 0;)
		if (asks_me(s, &p->environments[i], role))
			env = &p->environments[i];
	plan = dossier_find(&d, DOSSIER_PLAN);
	if (env != planned && plan != NULL && plan->malformed.kind == ERROR_NONE) {
		error_set(e, ERROR_MALFORMED,
		    "%s is planned for %s, where you have nothing to sign", s->wish.id,
		    planned->id);
		return error_mend(e, "to sign for %s all the same:\n%s --environment %s%s%s%s",
		    env->id, s->again, env->id, role != NULL ? " --role " : "",
		    role != NULL ? shellword(&g->arena, role) : "", q->reject ? " --reject" : "");
	}
	s->status.env = env;
	s->wish.environment = env->id;
	if (role == NULL || asks_me(s, env, role))
		return 0;
	error_set(e, ERROR_ABSENT, "no environment asks for a sign-off of the role '%s'",
	    escape(&g->arena, role));
	return error_mend(e, "git sluis policy --markdown says who signs what");
}

/* "INC-4711" of "INC-4711 the database is full". */
static const char *incident(struct arena *a, const struct proposal_wish *w)
{
	return arena_strndup(a, w->emergency, strcspn(w->emergency, " \t"));
}

/* The lines that say what kind of promotion it is. */
static const char *compose_kind(struct arena *a, const struct proposal_wish *w)
{
	const char *text = "";

	if (w->emergency != NULL)
		text = arena_printf(a, "Kind: emergency %s\n", incident(a, w));
	else if (w->rolls_back_to != NULL)
		text = "Kind: rollback\n";
	for (size_t i = 0; i < w->nreviews && text != NULL; i++)
		text = arena_printf(a, "%sReviews-Emergency: %s\n", text, w->reviews[i]);
	return text;
}

static const char *compose(const struct signing *s, bool reject)
{
	struct arena *a = &s->session->gate.arena;
	const char *kind = compose_kind(a, &s->wish), *id = s->wish.id, *env = s->status.env->id;
	const char **names = proposal_rests_on(a, &s->status.pr);
	const char *text = kind == NULL || names == NULL ?
	    NULL :
	    arena_printf(a,
	        "Sign-off of %s for %s\n\nPromotion: %s\n"
	        "Environment: %s\n%sRole: %s\nDecision: %s\n",
	        id, env, id, env, kind, s->role, reject ? "reject" : "approve");

	for (size_t i = 0; text != NULL && names[i] != NULL; i++)
		text = arena_printf(a, "%sEvidence: sha256:%s\n", text, names[i]);
	return text;
}

/* Where the next word of that person in that role goes: "refs/signoffs/ID/ROLE/PERSON", or
 * ".../PERSON.2" and up. */
static const char *next_ref(struct signing *s, struct error *e)
{
	struct gate *g = &s->session->gate;
	struct signoff_ref next = { s->wish.id, s->role, s->session->me->id, 1 };
	const char *pattern = arena_printf(&g->arena, SIGNOFF_REFS "%s/*", s->wish.id);
	struct ref_values now;

	if (pattern == NULL || refs_now(&g->arena, &g->repo, pattern, &now, e) < 0)
		return NULL;
	for (size_t i = 0; i < now.n; i++) {
		struct signoff_ref there;
		struct error other = { 0 };

		if (signoff_ref_read(&g->arena, now.list[i].name, &there, &other) == 0 &&
		    strcmp(there.person, next.person) == 0 && strcmp(there.role, s->role) == 0 &&
		    there.sequence >= next.sequence)
			next.sequence = there.sequence + 1;
	}
	return signoff_ref_name(&g->arena, &next);
}

/* Records that lie elsewhere than in the dossier, by the digest that the merge will link. 0 or -1.
 */
static int add_evidence(
    struct arena *a, const struct request *q, const char **message, struct error *e)
{
	static const char scheme[] = "sha256:";

	for (size_t i = 0; i < q->nevidence; i++) {
		const char *text = q->evidence[i], *hex = text + strlen(scheme);
		unsigned char sum[DIGEST_SIZE];

		if (!begins_with(text, scheme) || digest_parse(hex, strlen(hex), sum) < 0)
			return error_set(e, ERROR_MALFORMED,
			    "'%s' is not sha256: and 64 hex digits", escape(a, text));
		*message =
		    arena_printf(a, "%sEvidence: %s\n", *message != NULL ? *message : "", text);
	}
	return *message != NULL ? 0 : error_memory(e);
}

static int prepare(const struct request *q, struct signing *s, struct error *e)
{
	struct gate *g = &s->session->gate;

	s->wish = q->wish;
	s->again = arena_printf(&g->arena, "git sluis sign %s%s", shellword(&g->arena, s->wish.id),
	    proposal_wish_options(&g->arena, &s->wish));
	if (q->wish.emergency != NULL && *incident(&g->arena, &q->wish) == '\0')
		return error_set(
		    e, ERROR_MALFORMED, "--emergency begins with the id of the incident");
	if (session_person(s->session, e) == NULL || find_environment(s, q, e) < 0)
		return -1;
	s->wish.candidate = session_resolve(s->session, q->wish.candidate);
	s->wish.rolls_back_to = session_resolve(s->session, q->wish.rolls_back_to);
	if (status_find_whole(s->session, &s->wish, &s->status, e) < 0)
		return -1;
	s->wish = *s->status.pr.wish; /* with the kind that it was begun as */
	s->role = q->role;
	if (may_sign_check(&(const struct may_sign){ s->session, &s->status, s->again, q->reject,
	                       q->nevidence > 0 },
	        &s->role, e) < 0 ||
	    signing_key_check(s->session, e) < 0 || (s->ref = next_ref(s, e)) == NULL)
		return -1;
	s->message = compose(s, q->reject);
	return add_evidence(&g->arena, q, &s->message, e);
}

static void show(const struct request *q, const struct signing *s)
{
	struct arena *a = &s->session->gate.arena;
	struct sheet t;

	sheet_make(s->session, &s->status, &t);
	for (size_t i = 0; i < q->nevidence; i++)
		sheet_add(&t, SHEET_ITEM, NULL, say("elsewhere: %.19s..."), q->evidence[i]);
	sheet_print(&t,
	    arena_printf(a,
	        q->reject ? say("%s rejects %s for %s, as %s:") :
	                    say("%s signs off %s for %s, as %s:"),
	        escape(a, s->session->me->name), escape(a, s->wish.id),
	        escape(a, s->status.env->id), escape(a, s->role)),
	    stdout);
	putchar('\n');
}

/* The tag is made by git, with the key that git is configured for, and nothing in the mirror points
 * to it afterwards. */
static int make_tag(struct signing *s, git_oid *out, struct error *e)
{
	const char *dir = s->session->mirror.dir;
	const char *const tag[] = { "git", "-c", "gpg.format=ssh", "--git-dir", dir, "tag", "-f",
		"-s", "--cleanup=whitespace", "-m", s->message, LOCAL_TAG,
		oid_hex(&s->session->arena, &s->status.pr.candidate), NULL };
	const char *const read[] = { "git", "--git-dir", dir, "for-each-ref",
		"--format=%(objectname) %(contents:signature)", "refs/tags/" LOCAL_TAG, NULL };
	const char *const drop[] = { "git", "--git-dir", dir, "update-ref", "-d",
		"refs/tags/" LOCAL_TAG, NULL };
	const char *made = NULL;

	if (child_run(tag) == 0)
		made = clone_ask(&s->session->arena, read, e);
	child_run(drop);
	/* An older git makes the tag without one where ssh-keygen fails. */
	if (made != NULL && strlen(made) > OID_HEX + 1)
		return oid_parse(made, OID_HEX, out);
	error_set(e, ERROR_UNREADABLE, "git could not sign, and says why above");
	return error_mend(e, "git sluis setup");
}

static int sign(struct session *se, void *request, struct error *e)
{
	const struct request *q = request;
	struct signing s = { .session = se };
	git_oid tag;
	int rc;

	if (prepare(q, &s, e) < 0)
		return -1;
	show(q, &s);
	if (!q->yes &&
	    !command_asks(say(
	        q->reject ? "Do you reject exactly this?" : "Put your name under exactly this?"))) {
		puts(say("Nothing was signed."));
		return 1;
	}
	if (make_tag(&s, &tag, e) < 0)
		return -1;
	session_judge(se, &tag, s.ref);
	/* The keys that are published may be older than those that the gate reads. */
	rc = session_deliver(se, &tag, s.ref, true);
	if (rc == 0)
		printf("%s\n", s.ref);
	return rc;
}

int command_sign(const struct options *o)
{
	struct request q;

	if (read_options(o, &q) < 0)
		return command_usage(o);
	return command_about(o, q.wish.id, sign, &q);
}
