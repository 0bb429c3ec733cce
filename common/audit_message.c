#include "audit_message.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "audit_writing.h"
#include "escape.h"
#include "oid.h"

void
audit_put(struct audit_writing *w, const char *key, const char *value)
{
	if (value != NULL)
		fprintf(w->out, "%s: %s\n", key, escape(w->arena, value));
}

void
audit_put_oid(struct audit_writing *w, const char *key, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	fprintf(w->out, "%s: %s\n", key, git_oid_tostr(hex, sizeof(hex), id));
}

static int
put_ref(struct audit_writing *w, const struct policy *p, const struct ref_verdict *v)
{
	fprintf(w->out, "Ref: %s\n", escape_whole(w->arena, v->ref));
	audit_put_oid(w, "Old", &v->change->old);
	audit_put_oid(w, "New", &v->change->new);
	if (v->env != NULL)
		audit_put(w, "Environment", v->env->id);
	if (v->env != NULL && v->env->from != NULL)
		audit_put(w, "From", v->env->from->id);
	for (size_t i = 0; v->judged != NULL && i < v->steps.n; i++)
		if (audit_put_step(w, p, &v->steps.list[i], &v->judged[i]) < 0)
			return -1;
	return 0;
}

static const char *
decision(enum verdict v)
{
	return v == VERDICT_ACCEPT ? "accept" : v == VERDICT_REJECT ? "reject" : "undecided";
}

static void
put_subject(struct audit_writing *w, const struct push_verdict *v, const char *who)
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
finish(struct audit_writing *w, char **bytes)
{
	const char *text = NULL;

	if (fclose(w->out) == 0)
		text = arena_strdup(w->arena, *bytes);
	free(*bytes);
	return text;
}

const char *
audit_message_verdict(
    struct arena *a, const struct push_verdict *v, const struct pusher *who, const char *digest)
{
	const char *name = who->person != NULL ? who->person->id : who->login, *message;
	char *bytes = NULL;
	size_t len;
	int rc = 0;
	struct audit_writing w = { a, open_memstream(&bytes, &len) };

	if (w.out == NULL)
		return NULL;
	put_subject(&w, v, name != NULL ? name : "(unknown)");
	audit_put(&w, "Entry", "verdict");
	audit_put(&w, "Sluis", SLUIS_VERSION);
	audit_put(&w, "Decision", decision(v->verdict));
	if (name != NULL)
		fprintf(w.out, "%s: %s\n", who->person != NULL ? "Pusher" : "Login", name);
	if (v->policy != NULL && digest != NULL)
		fprintf(w.out, "Policy: %s sha256:%s\n", escape(a, v->policy->version), digest);
	if (v->why.kind != ERROR_NONE)
		fprintf(w.out, "Why: %s\n", v->why.text);
	for (size_t i = 0; rc == 0 && i < v->n; i++)
		rc = put_ref(&w, v->policy, &v->refs[i]);
	message = finish(&w, &bytes);
	return rc == 0 ? message : NULL;
}

const char *
audit_message_outcome(struct arena *a, const git_oid *verdict, const char *ref, const git_oid *old,
    const git_oid *new, enum audit_moved moved, const char *source)
{
	const char *word = moved == AUDIT_MOVED ? "moved" : "not-moved";
	char *bytes = NULL;
	size_t len;
	struct audit_writing w = { a, open_memstream(&bytes, &len) };

	if (w.out == NULL)
		return NULL;
	fprintf(
	    w.out, "%s %s %s..%s\n\n", word, escape(a, ref), oid_short(a, old), oid_short(a, new));
	audit_put(&w, "Entry", "outcome");
	audit_put(&w, "Sluis", SLUIS_VERSION);
	audit_put(&w, "Outcome", word);
	audit_put(&w, "Source", source);
	if (verdict != NULL)
		audit_put_oid(&w, "Verdict", verdict);
	fprintf(w.out, "Ref: %s\n", escape_whole(a, ref));
	audit_put_oid(&w, "Old", old);
	audit_put_oid(&w, "New", new);
	return finish(&w, &bytes);
}

const char *
audit_message_unlock(struct arena *a, const char *by, const char *reason, int64_t until)
{
	char *bytes = NULL;
	size_t len;
	struct audit_writing w = { a, open_memstream(&bytes, &len) };

	if (w.out == NULL)
		return NULL;
	fprintf(w.out, "unlock by %s\n\n", escape(a, by));
	audit_put(&w, "Entry", "unlock");
	audit_put(&w, "Sluis", SLUIS_VERSION);
	audit_put(&w, "By", by);
	audit_put(&w, "Reason", reason);
	fprintf(w.out, "Until: %" PRId64 "\n", until);
	return finish(&w, &bytes);
}
