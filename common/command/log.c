#include "audit/audit.h"
#include "audit/policies.h"
#include "audit/walk.h"
#include "audit/filter.h"
#include "command/command.h"
#include "report/log_entry.h"
#include "rules/rule.h"

struct log {
	struct audit_filter filter;
	uint64_t left; /* how many lines may still be printed */
	void (*print)(struct arena *a, const struct audit_seen *seen,
	    const struct audit_fates *fates, FILE *out);
	void (*print_policy)(struct arena *a, const struct installed *p, FILE *out);
	bool all; /* nothing is asked that a policy has not */
	struct policies policies;
	size_t next; /* of the policies, which are newest first too */
	struct arena *arena; /* of the run */
	struct audit_fates fates;
};

static int set_count(struct log *l, const char *text)
{
	char *end;

	l->left = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' ? 0 : -1;
}

/* Values are compared with those of the audit, which are escaped. */
static int set_option(struct log *l, enum option_id id, const char *value)
{
	struct audit_filter *f = &l->filter;

	switch (id) {
	case OPT_PROMOTION:
		f->promotion = escape(l->arena, value);
		return 0;
	case OPT_PERSON:
		f->person = escape(l->arena, value);
		return 0;
	case OPT_RULE:
		f->rule = value;
		return rule_by_id(value) != NULL ? 0 : -1;
	case OPT_DECISION:
		f->decided = true;
		return verdict_read(value, &f->decision);
	case OPT_FROM:
		return when_parse_bound(value, false, &f->from);
	case OPT_TO:
		return when_parse_bound(value, true, &f->to);
	case OPT_REF:
		f->ref = escape_whole(l->arena, value);
		return 0;
	case OPT_N:
		return set_count(l, value);
	default: /* --format */
		l->print = *value == 'j' ? log_entry_json : log_entry_text;
		l->print_policy = *value == 'j' ? log_policy_json : log_policy_text;
		return 0;
	}
}

static int read_options(struct log *l, const struct options *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (set_option(l, o->list[i].id, o->list[i].value) < 0)
			return command_no_value(o, o->list[i].value);
	return o->nrest == 0 ? 0 : -1;
}

/* The policies that were installed after that; one of the same second came first. */
static void print_policies(struct log *l, int64_t since)
{
	for (; l->all && l->next < l->policies.n && l->left > 0; l->next++) {
		const struct installed *p = &l->policies.list[l->next];
		struct arena line;

		if (p->is->at <= since)
			return;
		if (p->is->at < l->filter.from || p->is->at > l->filter.to)
			continue;
		arena_init(&line, ARENA_RUN_CAP);
		l->print_policy(&line, p, stdout);
		arena_release(&line);
		l->left--;
	}
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct log *l = ctx;
	struct arena line;

	if (audit_fates_note(l->arena, &l->fates, seen, e) < 0)
		return -1;
	print_policies(l, seen->at);
	if (l->left > 0 && audit_filter_takes(&l->filter, seen)) {
		arena_init(&line, ARENA_RUN_CAP);
		l->print(&line, seen, &l->fates, stdout);
		arena_release(&line);
		l->left--;
	}
	audit_fates_forget(l->arena, &l->fates, &seen->id);
	return l->left == 0 || ferror(stdout); /* nobody reads any more: head(1) */
}

static int run(struct log *l, int64_t now)
{
	struct repo r = { 0 };
	struct error e = { 0 };
	git_oid tip;
	int there = 0, rc = repo_open_path(l->arena, ".", &r, &e);

	if (rc == 0) {
		command_speak(l->arena, &r, now);
		rc = audit_tip(l->arena, &r, &tip, &there, &e);
	}
	if (rc == 0 && !there) {
		rc = error_set(&e, ERROR_ABSENT, "there is no %s here", AUDIT_REF);
		error_mend(&e, "in a clone: git fetch origin " AUDIT_REF ":" AUDIT_REF);
	}
	if (rc == 0 && l->all)
		rc = policies_read(l->arena, &r, &l->policies, &e);
	if (rc == 0 && l->left > 0)
		rc = audit_walk(&r, &tip, 0, look_at, l, &e);
	if (rc >= 0)
		print_policies(l, INT64_MIN);
	repo_close(&r);
	return rc < 0 ? command_fail(&e) : 0;
}

int command_log(const struct options *o)
{
	struct log l = { .filter = { .from = INT64_MIN, .to = INT64_MAX },
		.left = UINT64_MAX,
		.print = log_entry_text,
		.print_policy = log_policy_text,
		.arena = o->arena };

	l.all = !options_have(o, OPT_PROMOTION) && !options_have(o, OPT_PERSON) &&
	    !options_have(o, OPT_RULE) && !options_have(o, OPT_DECISION) &&
	    !options_have(o, OPT_REF);
	return read_options(&l, o) < 0 ? command_usage(o) : run(&l, o->now);
}
