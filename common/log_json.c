#include <string.h>

#include "json.h"
#include "log_entry.h"
#include "printable.h"
#include "when.h"

/* What every text of an entry goes through. */
static void
put_text(struct json *j, struct arena *a, const char *key, const char *value)
{
	json_text(j, key, value != NULL ? printable_escaped(a, value) : NULL);
}

static void
put_oid(struct json *j, const char *key, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	json_text(j, key, git_oid_is_zero(id) ? NULL : git_oid_tostr(hex, sizeof(hex), id));
}

static void
put_time(struct json *j, const char *key, int64_t t)
{
	char text[WHEN_MAX];

	json_text(j, key, t != 0 ? when_format(t, text) : NULL);
}

/* Ids with blanks between, as an array. */
static void
put_list(struct json *j, struct arena *a, const char *key, const char *list)
{
	json_array(j, key);
	while (*list != '\0') {
		size_t n = strcspn(list, " ");

		put_text(j, a, NULL, arena_strndup(a, list, n));
		list += n + strspn(list + n, " ");
	}
	json_close(j);
}

static void
put_signoffs(struct json *j, struct arena *a, const struct audit_step *s)
{
	json_array(j, "signoffs");
	for (size_t i = 0; i < s->nsignoffs; i++) {
		json_object(j, NULL);
		put_text(j, a, "signoff", s->signoffs[i].signoff);
		put_text(j, a, "role", s->signoffs[i].role);
		put_text(j, a, "person", s->signoffs[i].person);
		put_text(j, a, "proof", s->signoffs[i].proof);
		json_close(j);
	}
	json_close(j);
}

static void
put_evidence(struct json *j, struct arena *a, const struct audit_step *s)
{
	json_array(j, "evidence");
	for (size_t i = 0; i < s->nexhibits; i++) {
		json_object(j, NULL);
		put_text(j, a, "kind", s->exhibits[i].kind);
		put_text(j, a, "sha256", s->exhibits[i].sha256);
		json_close(j);
	}
	json_close(j);
}

static void
put_step(struct json *j, struct arena *a, const struct audit_step *s)
{
	json_object(j, NULL);
	put_oid(j, "commit", &s->tip);
	put_text(j, a, "kind", s->kind);
	put_text(j, a, "promotion", s->promotion);
	put_oid(j, "candidate", &s->candidate);
	put_text(j, a, "impact", s->impact);
	put_text(j, a, "exception", s->exception);
	put_time(j, "review-until", s->review_until);
	put_list(j, a, "reviews", s->reviews);
	put_list(j, a, "contributors", s->contributors);
	json_number(j, "strangers", s->strangers);
	put_list(j, a, "performers", s->performers);
	put_list(j, a, "testers", s->testers);
	put_signoffs(j, a, s);
	put_evidence(j, a, s);
	put_list(j, a, "met", s->rules[AUDIT_MET]);
	put_list(j, a, "unmet", s->rules[AUDIT_UNMET]);
	put_list(j, a, "undecided", s->rules[AUDIT_RULE_UNDECIDED]);
	put_list(j, a, "waived", s->rules[AUDIT_WAIVED]);
	json_close(j);
}

static void
put_ref(struct json *j, struct arena *a, const struct audit_seen *seen, const struct audit_ref *ref,
	const struct audit_fates *fates)
{
	json_object(j, NULL);
	put_text(j, a, "ref", ref->name);
	put_text(j, a, "environment", ref->environment);
	put_text(j, a, "from", ref->from);
	put_oid(j, "old", &ref->old);
	put_oid(j, "new", &ref->new);
	if (seen->entry.kind == AUDIT_VERDICT && seen->entry.decision == AUDIT_ACCEPT)
		json_text(j, "outcome", log_fate(audit_fate_of(fates, &seen->id, ref->name)));
	json_array(j, "steps");
	for (size_t i = 0; i < ref->nsteps; i++)
		put_step(j, a, &ref->steps[i]);
	json_close(j);
	json_close(j);
}

static void
put_kind(struct json *j, struct arena *a, const struct audit_entry *e)
{
	if (e->kind == AUDIT_VERDICT) {
		json_text(j, "entry", "verdict");
		json_text(j, "decision", log_decision(e->decision));
		put_text(j, a, "pusher", e->pusher);
		put_text(j, a, "login", e->login);
		put_text(j, a, "policy", e->policy);
		put_text(j, a, "why", e->why);
	} else if (e->kind == AUDIT_UNLOCK) {
		json_text(j, "entry", "unlock");
		put_text(j, a, "by", e->by);
		put_text(j, a, "reason", e->reason);
		put_time(j, "until", e->until);
	} else {
		json_text(j, "entry", "moved-without-verdict");
	}
}

void
log_entry_json(struct arena *a, const struct audit_seen *seen, const struct audit_fates *fates, FILE *out)
{
	struct json j = { .out = out };

	json_object(&j, NULL);
	put_oid(&j, "id", &seen->id);
	put_time(&j, "time", seen->at);
	put_kind(&j, a, &seen->entry);
	json_array(&j, "refs");
	for (size_t i = 0; i < seen->entry.nrefs; i++)
		put_ref(&j, a, seen, &seen->entry.refs[i], fates);
	json_close(&j);
	json_close(&j);
}
