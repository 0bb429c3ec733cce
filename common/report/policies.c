/*
 * report/policies: the policies that were in force, as refs/sluis/policy keeps them: what each
 * changed, who wrote, approved, promoted and installed it, and why (norm CH.06 criterion 1).
 */
#include "audit/json.h"
#include "report/log_entry.h"
#include "report/report_internal.h"

static void say_changes(struct arena *a, const struct installed *p, const char **text)
{
	for (size_t i = 0; i < p->changes.n; i++)
		*text =
		    report_printf(a, "%s%s%s", *text, i > 0 ? "; " : ": ", p->changes.list[i].text);
	if (p->changes.n == 0)
		*text = report_printf(a, "%s: %s", *text,
		    report_word(p->is->before == NULL ? W_FIRST_POLICY : W_SAME_POLICY));
}

/* "; written by dirk; approved by els (system-owner); promoted by noor (policy-2)" */
static void say_approval(struct arena *a, const struct installed *p, const char **text)
{
	const struct audit_step *s = p->by.step;

	if (!p->approved) {
		*text = report_printf(a, "%s; %s", *text,
		    report_word(p->why.kind != ERROR_NONE ? W_APPROVAL_FALSE :
		            p->shuts                      ? W_ONLY_SHUTS :
		                                            W_NOT_APPROVED));
		return;
	}
	*text = report_printf(a, "%s; %s %s; %s ", *text, report_word(W_WRITTEN_BY),
	    s->contributors, report_word(W_APPROVED_BY));
	for (size_t i = 0; i < s->nsignoffs; i++)
		*text = report_printf(a, "%s%s%s (%s%s%s)", *text, i > 0 ? ", " : "",
		    s->signoffs[i].person, s->signoffs[i].role,
		    strcmp(s->signoffs[i].proof, "trailer") == 0 ? ", " : "",
		    strcmp(s->signoffs[i].proof, "trailer") == 0 ? report_word(W_BY_TRAILER) : "");
	*text = report_printf(a, "%s; %s %s (%s%s%s)", *text, report_word(W_PROMOTED_BY),
	    p->by.seen.entry.pusher != NULL ? p->by.seen.entry.pusher : "-",
	    s->promotion != NULL ? s->promotion : "-", s->exception != NULL ? ", " : "",
	    s->exception != NULL ? s->exception : "");
}

const char *report_policy_text(struct arena *a, const struct installed *p)
{
	const char *text = p->is->version;

	say_changes(a, p, &text);
	say_approval(a, p, &text);
	text = report_printf(
	    a, "%s; %s %s", text, report_word(W_INSTALLED_BY), p->is->by != NULL ? p->is->by : "-");
	return p->is->reason != NULL || p->approved ?
	    report_printf(a, "%s%s%s", text, p->is->reason != NULL ? ": " : "",
	        p->is->reason != NULL ? p->is->reason : "") :
	    report_printf(a, "%s, %s", text, report_word(W_NO_REASON));
}

/* It came into force when it was installed; no entry of the audit tells that. */
static int add(struct report *r, struct report_repo *repo, enum report_event_kind kind,
    const struct installed *p, const char *text)
{
	if (report_add_text(r, repo, kind, NULL, NULL, NULL, text) < 0)
		return -1;
	r->events.list[r->events.n - 1].at = p->is->at;
	r->events.list[r->events.n - 1].commit = p->is->id;
	return 0;
}

int report_policies_find(struct report *r, struct report_repo *repo, struct error *e)
{
	struct error why = { 0 };
	int rc = 0;

	if (policies_read(r->arena, &repo->repo, &repo->installed, &why) < 0) {
		if (why.kind == ERROR_MEMORY)
			return error_memory(e);
		rc = report_add_text(
		    r, repo, REPORT_FINDING, NULL, NULL, NULL, arena_strdup(r->arena, why.text));
	}
	if (rc == 0 && why.kind == ERROR_NONE && repo->installed.n == 0 && repo->policies != NULL)
		rc = report_add_text(
		    r, repo, REPORT_UNAPPROVED, NULL, NULL, NULL, report_word(W_NO_POLICIES));
	for (size_t i = repo->installed.n; i-- > 0 && rc == 0;) { /* the oldest first */
		const struct installed *p = &repo->installed.list[i];

		if (p->why.kind != ERROR_NONE)
			rc = add(r, repo, REPORT_FINDING, p,
			    report_printf(
			        r->arena, PUBLISHED_REF " %s: %s", p->is->version, p->why.text));
		if (rc == 0 && policies_unapproved(&repo->installed, i))
			rc = add(r, repo, REPORT_UNAPPROVED, p, report_policy_text(r->arena, p));
	}
	return rc == 0 ? 0 : error_memory(e);
}

void log_policy_text(struct arena *a, const struct installed *p, FILE *out)
{
	fprintf(out, "%s %s %-9s %-8s %s\n", oid_short(a, &p->is->id), when_text(a, p->is->at),
	    say("policy"), "-", report_policy_text(a, p));
}

void log_policy_json(struct arena *a, const struct installed *p, FILE *out)
{
	const struct audit_step *s = p->by.step;
	struct jsonw j = { .out = out, .format = "log-1" };

	jsonw_open_object(&j, NULL);
	audit_json_oid(&j, "id", &p->is->id);
	audit_json_time(&j, "time", p->is->at);
	jsonw_text(&j, "entry", "policy");
	audit_json_text(&j, a, "version", p->is->version);
	audit_json_text(&j, a, "by", p->is->by);
	audit_json_text(&j, a, "reason", p->is->reason);
	jsonw_bool(&j, "approved", p->approved);
	audit_json_text(&j, a, "promotion", p->approved ? s->promotion : NULL);
	audit_json_text(&j, a, "pusher", p->approved ? p->by.seen.entry.pusher : NULL);
	audit_json_list(&j, a, "contributors", p->approved ? s->contributors : "");
	log_signoffs_json(&j, a, p->approved ? s : NULL);
	jsonw_open_array(&j, "changes");
	for (size_t i = 0; i < p->changes.n; i++) {
		jsonw_open_object(&j, NULL);
		audit_json_text(&j, a, "text", p->changes.list[i].text);
		jsonw_bool(&j, "loosens", p->changes.list[i].sort == CHANGE_LOOSENS);
		jsonw_close(&j);
	}
	jsonw_close(&j);
	jsonw_close(&j);
}
