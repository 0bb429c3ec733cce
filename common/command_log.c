#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "audit_walk.h"
#include "audit_filter.h"
#include "command.h"
#include "escape.h"
#include "log_entry.h"
#include "rule.h"
#include "when.h"

#define SYNOPSIS \
	"log [--promotion ID] [--person ID] [--rule ID] [--decision accept|reject|undecided]\n" \
	"       [--from TIME] [--to TIME] [--ref REF] [-n N] [--format text|json]"

struct log {
	struct audit_filter filter;
	uint64_t left; /* how many lines may still be printed */
	void (*print)(struct arena *a, const struct audit_seen *seen,
	    const struct audit_fates *fates, FILE *out);
	struct arena *arena; /* of the run */
	struct audit_fates fates;
};

static int
set_decision(struct audit_filter *f, const char *word)
{
	f->decided = true;
	return verdict_read(word, &f->decision);
}

static int
set_count(struct log *l, const char *text)
{
	char *end;

	l->left = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' ? 0 : -1;
}

static int
set_format(struct log *l, const char *word)
{
	l->print = strcmp(word, "json") == 0 ? log_entry_json : log_entry_text;
	return strcmp(word, "json") == 0 || strcmp(word, "text") == 0 ? 0 : -1;
}

/* Values are compared with those of the audit, which are escaped. */
static int
set_option(struct log *l, int c, const char *value)
{
	struct audit_filter *f = &l->filter;

	switch (c) {
	case 'p':
		f->promotion = escape(l->arena, value);
		return 0;
	case 'w':
		f->person = escape(l->arena, value);
		return 0;
	case 'r':
		f->rule = value;
		return rule_by_id(value) != NULL ? 0 : -1;
	case 'd':
		return set_decision(f, value);
	case 'f':
		return when_parse_bound(value, false, &f->from);
	case 't':
		return when_parse_bound(value, true, &f->to);
	case 'R':
		f->ref = escape_whole(l->arena, value);
		return 0;
	case 'n':
		return set_count(l, value);
	case 'F':
		return set_format(l, value);
	default:
		return -1;
	}
}

static int
read_options(struct log *l, int argc, char *argv[])
{
	static const struct option options[] = { { "promotion", required_argument, NULL, 'p' },
		{ "person", required_argument, NULL, 'w' },
		{ "rule", required_argument, NULL, 'r' },
		{ "decision", required_argument, NULL, 'd' },
		{ "from", required_argument, NULL, 'f' }, { "to", required_argument, NULL, 't' },
		{ "ref", required_argument, NULL, 'R' }, { "format", required_argument, NULL, 'F' },
		{ NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "n:", options, NULL)) != -1)
		if (c == '?' || set_option(l, c, optarg) < 0) {
			if (c != '?')
				fprintf(stderr, "sluis: '%s' is no value of that option\n",
				    escape(l->arena, optarg));
			return -1;
		}
	return optind == argc ? 0 : -1;
}

static int
look_at(void *ctx, const struct audit_seen *seen, struct error *e)
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

static int
run(struct log *l)
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
	fflush(stdout);
	return rc < 0 ? command_fail(&e) : 0;
}

int
command_log(int argc, char *argv[])
{
	struct log l = { .filter = { .from = INT64_MIN, .to = INT64_MAX },
		.left = UINT64_MAX,
		.print = log_entry_text };
	struct arena a;
	int rc;

	repo_read_once();
	arena_init(&a, ARENA_RUN_CAP);
	l.arena = &a;
	rc = read_options(&l, argc, argv) < 0 ? command_usage(SYNOPSIS) : run(&l);
	arena_release(&a);
	return ferror(stdout) ? 2 : rc;
}
