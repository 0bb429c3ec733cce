#include "audit_message.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "escape.h"
#include "oid.h"

/* A message being written. */
struct writing {
	struct arena *arena;
	FILE *out;
};

static void
put(struct writing *w, const char *key, const char *value)
{
	if (value != NULL)
		fprintf(w->out, "%s: %s\n", key, escape(w->arena, value));
}

static void
put_oid(struct writing *w, const char *key, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	fprintf(w->out, "%s: %s\n", key, git_oid_tostr(hex, sizeof(hex), id));
}

static void
put_rules(struct writing *w, const char *key, const struct judged *j, enum outcome outcome)
{
	const char *sep = ": ";

	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if (j->of[id] == outcome) {
			fprintf(w->out, "%s%s%s", *sep == ':' ? key : "", sep, rules[id].id);
			sep = " ";
		}
	if (*sep == ' ')
		fputc('\n', w->out);
}

static void
put_exception(struct writing *w, const struct promotion *said)
{
	if (said->exception == EXCEPTION_EMERGENCY)
		fprintf(w->out, "Exception: emergency %s\n", escape(w->arena, said->emergency.value));
	else if (said->exception == EXCEPTION_ROLLBACK)
		fprintf(w->out, "Exception: rollback %s\n", escape(w->arena, said->rollback.value));
}

static void
put_step(struct writing *w, const struct step *s, const struct judged *j)
{
	static const git_oid none;

	put_oid(w, "Step", s->tip != NULL ? &s->tip->id : &none);
	if (s->kind == STEP_PROMOTION) {
		put(w, "Promotion", s->promotion.name);
		put_exception(w, &s->promotion);
	}
	put_rules(w, "Met", j, OUTCOME_MET);
	put_rules(w, "Unmet", j, OUTCOME_UNMET);
	put_rules(w, "Undecided", j, OUTCOME_UNDECIDED);
	put_rules(w, "Waived", j, OUTCOME_WAIVED);
}

static void
put_ref(struct writing *w, const struct ref_verdict *v)
{
	fprintf(w->out, "Ref: %s\n", escape_whole(w->arena, v->ref));
	put_oid(w, "Old", &v->change->old);
	put_oid(w, "New", &v->change->new);
	if (v->env != NULL)
		put(w, "Environment", v->env->id);
	for (size_t i = 0; i < v->steps.n; i++)
		put_step(w, &v->steps.list[i], &v->judged[i]);
}

static const char *
decision(enum verdict v)
{
	return v == VERDICT_ACCEPT ? "accept" : v == VERDICT_REJECT ? "reject" : "undecided";
}

static void
put_subject(struct writing *w, const struct push_verdict *v, const char *who)
{
	fprintf(w->out, "%s", decision(v->verdict));
	for (size_t i = 0; i < v->n && i < 3; i++)
		fprintf(w->out, "%s %s", i > 0 ? "," : "", escape(w->arena, v->refs[i].ref));
	if (v->n > 3)
		fprintf(w->out, " and %zu more", v->n - 3);
	fprintf(w->out, " by %s\n\n", who);
}

/* Ends the stream in memory and copies its text into the arena. */
static const char *
finish(struct writing *w, char **bytes)
{
	const char *text = NULL;

	if (fclose(w->out) == 0)
		text = arena_strdup(w->arena, *bytes);
	free(*bytes);
	return text;
}

const char *
audit_message_verdict(struct arena *a, const struct push_verdict *v, const struct pusher *who, const char *digest)
{
	const char *name = who->person != NULL ? who->person->id : who->login;
	char *bytes = NULL;
	size_t len;
	struct writing w = { a, open_memstream(&bytes, &len) };

	if (w.out == NULL)
		return NULL;
	put_subject(&w, v, name != NULL ? escape(a, name) : "(unknown)");
	put(&w, "Entry", "verdict");
	put(&w, "Sluis", SLUIS_VERSION);
	put(&w, "Decision", decision(v->verdict));
	put(&w, who->person != NULL ? "Pusher" : "Login", name);
	if (v->policy != NULL && digest != NULL)
		fprintf(w.out, "Policy: %s sha256:%s\n", escape(a, v->policy->version), digest);
	if (v->why.kind != ERROR_NONE)
		fprintf(w.out, "Why: %s\n", v->why.text);
	for (size_t i = 0; i < v->n; i++)
		put_ref(&w, &v->refs[i]);
	return finish(&w, &bytes);
}

const char *
audit_message_outcome(struct arena *a, const git_oid *verdict, const char *ref, const git_oid *old,
	const git_oid *new, enum audit_moved moved, const char *source)
{
	const char *word = moved == AUDIT_MOVED ? "moved" : "not-moved";
	char *bytes = NULL;
	size_t len;
	struct writing w = { a, open_memstream(&bytes, &len) };

	if (w.out == NULL)
		return NULL;
	fprintf(w.out, "%s %s %s..%s\n\n", word, escape(a, ref), oid_short(a, old), oid_short(a, new));
	put(&w, "Entry", "outcome");
	put(&w, "Sluis", SLUIS_VERSION);
	put(&w, "Outcome", word);
	put(&w, "Source", source);
	if (verdict != NULL)
		put_oid(&w, "Verdict", verdict);
	fprintf(w.out, "Ref: %s\n", escape_whole(a, ref));
	put_oid(&w, "Old", old);
	put_oid(&w, "New", new);
	return finish(&w, &bytes);
}

const char *
audit_message_unlock(struct arena *a, const char *by, const char *reason, int64_t until)
{
	char *bytes = NULL;
	size_t len;
	struct writing w = { a, open_memstream(&bytes, &len) };

	if (w.out == NULL)
		return NULL;
	fprintf(w.out, "unlock by %s\n\n", escape(a, by));
	put(&w, "Entry", "unlock");
	put(&w, "Sluis", SLUIS_VERSION);
	put(&w, "By", by);
	put(&w, "Reason", reason);
	fprintf(w.out, "Until: %" PRId64 "\n", until);
	return finish(&w, &bytes);
}
