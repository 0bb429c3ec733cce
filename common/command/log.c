#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "audit/walk.h"
#include "audit/filter.h"
#include "command/command.h"
#include "base/escape.h"
#include "report/log_entry.h"
#include "rules/rule.h"
#include "base/when.h"

struct log {
	struct audit_filter filter;
	uint64_t left; /* how many lines may still be printed */
	void (*print)(struct arena *a, const struct audit_seen *seen,
	    const struct audit_fates *fates, FILE *out);
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
	case OPT_NUMBER:
		return set_count(l, value);
	default: /* --format */
		l->print = *value == 'j' ? log_entry_json : log_entry_text;
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

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct log *l = ctx;
	struct arena line;

	if (audit_fates_note(l->arena, &l->fates, seen, e) < 0)
		return -1;
	if (audit_filter_takes(&l->filter, seen)) {
		arena_init(&line, ARENA_RUN_CAP);
		l->print(&line, seen, &l->fates, stdout);
		arena_release(&line);
		l->left--;
	}
	audit_fates_forget(l->arena, &l->fates, &seen->id);
	return l->left == 0 || ferror(stdout); /* nobody reads any more: head(1) */
}

static int run(struct log *l)
{
	struct repo r = { 0 };
	struct error e = { 0 };
	git_oid tip;
	int there = 0, rc = repo_open_path(l->arena, ".", &r, &e);

	if (rc == 0)
		rc = audit_tip(l->arena, &r, &tip, &there, &e);
	if (rc == 0 && !there) {
		rc = error_set(&e, ERROR_ABSENT, "there is no " AUDIT_REF " here");
		error_mend(&e, "in a clone: git fetch origin " AUDIT_REF ":" AUDIT_REF);
	}
	if (rc == 0 && l->left > 0)
		rc = audit_walk(&r, &tip, 0, look_at, l, &e);
	repo_close(&r);
	return rc < 0 ? command_fail(&e) : 0;
}

int command_log(const struct options *o)
{
	struct log l = { .filter = { .from = INT64_MIN, .to = INT64_MAX },
		.left = UINT64_MAX,
		.print = log_entry_text,
		.arena = o->arena };

	return read_options(&l, o) < 0 ? command_usage(o) : run(&l);
}
