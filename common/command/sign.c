#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "run/child.h"
#include "command/command.h"
#include "base/digest.h"
#include "promotion/dossier.h"
#include "base/escape.h"
#include "base/oid.h"
#include "clone/advice.h"
#include "clone/own_words.h"
#include "clone/proposal.h"
#include "git/refs.h"
#include "promotion/exceptions.h"
#include "promotion/signoff_tag.h"

#define LOCAL_TAG "sluis-sign-off"

struct request {
	struct proposal_wish wish;
	const char *reviews[COMMAND_REVIEWS_MAX];
	const char *role;
	const char *evidence[DOSSIER_RECORDS_MAX]; /* records on result servers */
	size_t nevidence;
	bool reject, yes;
};

/* What will be signed. */
struct signing {
	struct session *session;
	struct dossier dossier;
	const struct environment *env;
	git_oid candidate;
	bool changes_nothing; /* the environment shows the candidate already */
	const char **rests_on; /* digests; none of a rollback, nor where nothing changes */
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
	return n >= 0 && o->nrest == 1 && q->role != NULL ? 0 : -1;
}

/* Does the environment ask for a sign-off of this role, always, at some level of impact, or in an
 * emergency or a rollback where it is one? */
static bool asks(const struct policy *p, const struct environment *env, const struct request *q)
{
	bool exceptional = q->wish.emergency != NULL || q->wish.rolls_back_to != NULL;
	const char *role = q->role;

	for (size_t i = 0; exceptional && i < p->emergency.nsignoffs; i++)
		if (strcmp(p->emergency.signoffs[i]->role->id, role) == 0)
			return true;
	for (size_t i = 0; i < env->nsignoffs; i++)
		if (strcmp(env->signoffs[i]->role->id, role) == 0)
			return true;
	for (size_t i = 0; (env->require & REQUIRE_IMPACT) != 0 && i < p->nimpacts; i++)
		for (size_t k = 0; k < p->impacts[i].nsignoffs; k++)
			if (strcmp(p->impacts[i].signoffs[k]->role->id, role) == 0)
				return true;
	return false;
}

/* The one that is named, or the last of those that ask this role; environments stand in the order
 * of promotion. */
static const struct environment *find_environment(
    struct arena *a, const struct policy *p, const struct request *q, struct error *e)
{
	if (q->wish.environment != NULL) {
		const struct environment *named = policy_environment_by_id(p, q->wish.environment);

		if (named == NULL)
			error_set(e, ERROR_ABSENT, "the policy has no environment '%s'",
			    escape(a, q->wish.environment));
		else if (named->from == NULL)
			error_set(e, ERROR_ABSENT, "nothing is promoted to %s: work starts there",
			    named->id);
		return named != NULL && named->from != NULL ? named : NULL;
	}
	for (size_t i = p->nenvironments; i-- > 0;)
		if (p->environments[i].from != NULL && asks(p, &p->environments[i], q))
			return &p->environments[i];
	error_set(e, ERROR_ABSENT, "no environment asks for a sign-off of the role '%s'",
	    escape(a, q->role));
	error_mend(e, "git sluis policy --markdown says who signs what");
	return NULL;
}

/* "INC-4711" of "INC-4711 the database is full". */
static const char *incident(struct arena *a, const struct request *q)
{
	return arena_strndup(a, q->wish.emergency, strcspn(q->wish.emergency, " \t"));
}

/* The lines that say what kind of promotion it is. */
static const char *compose_kind(struct arena *a, const struct request *q)
{
	const char *text = "";

	if (q->wish.emergency != NULL)
		text = arena_printf(a, "Kind: emergency %s\n", incident(a, q));
	else if (q->wish.rolls_back_to != NULL)
		text = "Kind: rollback\n";
	for (size_t i = 0; i < q->wish.nreviews && text != NULL; i++)
		text = arena_printf(a, "%sReviews-Emergency: %s\n", text, q->wish.reviews[i]);
	return text;
}

static const char *compose(struct arena *a, const struct signing *s, const struct request *q)
{
	const char *kind = compose_kind(a, q);
	const char *text = kind == NULL ? NULL :
	                                  arena_printf(a,
	                                      "Sign-off of %s for %s\n\nPromotion: %s\n"
	                                      "Environment: %s\n%sRole: %s\nDecision: %s\n",
	                                      q->wish.id, s->env->id, q->wish.id, s->env->id, kind,
	                                      q->role, q->reject ? "reject" : "approve");

	for (size_t i = 0; s->rests_on[i] != NULL && text != NULL; i++)
		text = arena_printf(a, "%sEvidence: sha256:%s\n", text, s->rests_on[i]);
	return text;
}

/* Where the next word of that person in that role goes: "refs/signoffs/ID/ROLE/PERSON", or
 * ".../PERSON.2" and up. */
static const char *next_ref(
    struct gate *g, const struct request *q, const char *person, struct error *e)
{
	struct signoff_ref next = { q->wish.id, q->role, person, 1 };
	const char *pattern = arena_printf(&g->arena, SIGNOFF_REFS "%s/*", q->wish.id);
	struct ref_values now;

	if (pattern == NULL || refs_now(&g->arena, &g->repo, pattern, &now, e) < 0)
		return NULL;
	for (size_t i = 0; i < now.n; i++) {
		struct signoff_ref there;
		struct error other = { 0 };

		if (signoff_ref_read(&g->arena, now.list[i].name, &there, &other) == 0 &&
		    strcmp(there.person, person) == 0 && strcmp(there.role, q->role) == 0 &&
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

		if (strncmp(text, scheme, strlen(scheme)) != 0 ||
		    digest_parse(hex, strlen(hex), sum) < 0)
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
	struct proposal_wish wish = q->wish;
	static const char *none = NULL;
	const struct policy *p = &g->file.policy;

	if (wish.emergency != NULL && *incident(&g->arena, q) == '\0')
		return error_set(
		    e, ERROR_MALFORMED, "--emergency begins with the id of the incident");
	if (session_person(s->session, e) == NULL ||
	    dossier_read(&g->arena, &g->repo, p, wish.id, &s->dossier, e) < 0 ||
	    (s->env = find_environment(&g->arena, p, q, e)) == NULL)
		return -1;
	wish.candidate = session_resolve(s->session, wish.candidate);
	wish.rolls_back_to = session_resolve(s->session, wish.rolls_back_to);
	if (proposal_candidate(g, &wish, &s->dossier, s->env, &s->candidate, e) < 0 ||
	    proposal_changes_nothing(g, &wish, s->env, &s->candidate, &s->changes_nothing, e) < 0 ||
	    (s->ref = next_ref(g, q, s->session->me->id, e)) == NULL)
		return -1;
	s->rests_on = wish.rolls_back_to != NULL || s->changes_nothing ?
	    &none :
	    dossier_rests_on(&g->arena, &s->dossier, s->env, &s->candidate);
	if (s->rests_on == NULL)
		return error_memory(e);
	s->message = compose(&g->arena, s, q);
	return add_evidence(&g->arena, q, &s->message, e);
}

static void show_test(struct arena *a, const struct policy *p, const struct acceptance *t)
{
	const struct person *who =
	    t->executed_by != NULL ? policy_person_by_id(p, t->executed_by) : NULL;

	printf("  test by %s: %s\n",
	    who != NULL                ? person_shown(a, who) :
	        t->executed_by != NULL ? escape(a, t->executed_by) :
	                                 "the person who added it",
	    t->passed ? "pass" : "FAIL");
}

static void show_record(struct arena *a, const struct policy *p, const struct dossier_record *r)
{
	const struct person *who;

	printf("  %s sha256:%.12s...", escape(a, r->path), r->sha256);
	if (r->malformed.kind != ERROR_NONE) {
		printf("  NOT WELL FORMED: %s\n", r->malformed.text);
		return;
	}
	switch (r->kind) {
	case DOSSIER_ACCEPTANCE:
		show_test(a, p, &r->acceptance);
		break;
	case DOSSIER_PARALLEL_RUN:
		printf(
		    "  %" PRId64 " of %" PRId64 " the same\n", r->run.identical, r->run.compared);
		break;
	default:
		who = policy_person_by_id(p, r->plan.performer);
		printf("  plan, performed by %s\n",
		    escape(a, who != NULL ? who->name : r->plan.performer));
	}
}

/* What every line of the change would be shown by. */
static void show_commits(
    struct arena *a, const struct signing *s, const char *from, const git_oid *to)
{
	char tip[OID_HEX + 1];
	const char *range = arena_printf(a, "%s..%s", from, git_oid_tostr(tip, sizeof(tip), to));
	const char *const log[] = { "git", "--no-pager", "--git-dir", s->session->mirror.dir, "log",
		"--no-color", "--no-decorate", "--max-count=50",
		"--format=  %h %s%n    by %an, %ad", range, "--", NULL };
	char *text, *save = NULL;
	size_t len;
	struct error why = { 0 };

	if (range == NULL || child_output(a, log, (size_t)1 << 20, &text, &len, &why) < 0)
		return;
	if (len == 0)
		puts("  nothing that is not there already");
	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		puts(escape(a, line));
}

/* What the emergencies changed that are reviewed with this. */
static void show_reviews(struct arena *a, const struct request *q, const struct signing *s)
{
	struct gate *g = &s->session->gate;
	struct emergencies all = { 0 };
	char base[OID_HEX + 1];
	struct error none = { 0 };
	git_oid tip;

	if (q->wish.nreviews > 0 && advice_tip(g, s->env->ref, &tip, &none) == 0)
		emergencies_gather(a, &g->repo, &g->past, &tip, g->now, &all);
	for (size_t i = 0; i < q->wish.nreviews; i++) {
		const char *id = q->wish.reviews[i];
		const struct emergency_case *c = emergencies_find(&all, id);

		printf("AND REVIEWS THE EMERGENCY %s, %s:\n", id,
		    c != NULL ? "which changed" : "of which no change is known here");
		if (c != NULL)
			show_commits(
			    a, s, git_oid_tostr(base, sizeof(base), &c->base), &c->candidate);
	}
}

/* An exception is what people must not sign unaware. */
static void show_kind(struct arena *a, const struct request *q, const struct signing *s)
{
	if (q->wish.emergency != NULL)
		printf("AS AN EMERGENCY: %s\n", escape(a, q->wish.emergency));
	if (q->wish.rolls_back_to != NULL)
		puts("AS A ROLLBACK to that candidate");
	show_reviews(a, q, s);
	if (s->changes_nothing)
		printf("CHANGES NOTHING: %s shows that candidate already\n", escape(a, s->env->id));
}

static void show_evidence(struct arena *a, const struct request *q, const struct signing *s)
{
	const struct dossier *d = &s->dossier;
	size_t n = 0;

	puts("evidence:");
	for (; s->rests_on[n] != NULL; n++) {
		const struct dossier_record *r = NULL;

		for (size_t i = 0; i < d->n && r == NULL; i++)
			if (strcmp(d->records[i].sha256, s->rests_on[n]) == 0)
				r = &d->records[i];
		if (r != NULL) {
			show_record(a, &s->session->gate.file.policy, r);
			own_words_print(a, &s->session->gate.file.policy, r, stdout);
		} else if (d->criteria_sha256 != NULL &&
		    strcmp(d->criteria_sha256, s->rests_on[n]) == 0) {
			printf("  %s/criteria.ini sha256:%.12s...  %zu criteria\n", d->id,
			    s->rests_on[n], d->criteria.n);
		} else {
			printf("  criteria elsewhere, or of earlier: sha256:%.12s...\n",
			    s->rests_on[n]);
		}
	}
	for (size_t i = 0; i < q->nevidence; i++)
		printf("  elsewhere: %.19s...\n", q->evidence[i]);
	if (n == 0 && q->nevidence == 0)
		puts("  none");
}

static void show(struct arena *a, const struct request *q, const struct signing *s)
{
	printf("%s %s %s for %s, as %s:\n", escape(a, s->session->me->name),
	    q->reject ? "rejects" : "signs off", escape(a, q->wish.id), escape(a, s->env->id),
	    escape(a, q->role));
	show_kind(a, q, s);
	printf("candidate %s, and what of it %s does not have:\n", oid_short(a, &s->candidate),
	    escape(a, s->env->id));
	show_commits(a, s, s->env->ref, &s->candidate);
	show_evidence(a, q, s);
}

/* The tag is made by git, with the key that git is configured for, and nothing in the mirror points
 * to it afterwards. */
static int make_tag(struct signing *s, git_oid *out, struct error *e)
{
	const char *dir = s->session->mirror.dir;
	char hex[OID_HEX + 1];
	const char *const tag[] = { "git", "-c", "gpg.format=ssh", "--git-dir", dir, "tag", "-f",
		"-s", "-m", s->message, LOCAL_TAG, git_oid_tostr(hex, sizeof(hex), &s->candidate),
		NULL };
	const char *const read[] = { "git", "--git-dir", dir, "rev-parse", "refs/tags/" LOCAL_TAG,
		NULL };
	const char *const drop[] = { "git", "--git-dir", dir, "update-ref", "-d",
		"refs/tags/" LOCAL_TAG, NULL };
	const char *made = NULL;

	if (child_run(tag) == 0)
		made = clone_ask(&s->session->arena, read, e);
	child_run(drop);
	return made != NULL ? oid_parse(made, strlen(made), out) : -1;
}

static int sign(struct session *se, void *request, struct error *e)
{
	const struct request *q = request;
	struct signing s = { .session = se };
	git_oid tag;
	int rc;

	if (prepare(q, &s, e) < 0)
		return -1;
	show(&se->gate.arena, q, &s);
	if (!q->yes && !command_asks("Put your name under exactly this?"))
		return 1;
	if (make_tag(&s, &tag, e) < 0)
		return e->kind != ERROR_NONE ? -1 : 1; /* git said why */
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
	return command_in_session(o, q.wish.id, sign, &q);
}
