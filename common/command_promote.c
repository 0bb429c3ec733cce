/*
 * git sluis promote ID: makes the merge with every trailer, has the engine of the gate judge it,
 * and pushes it.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "errand.h"
#include "escape.h"
#include "oid.h"
#include "promotion.h"
#include "proposal.h"

#define SYNOPSIS \
	"promote ID [--dry-run] [--environment ENV] [--candidate COMMIT] [--impact LEVEL] " \
	"[--emergency TEXT |\n" \
	"       --rolls-back-to COMMIT | --reviews-emergency ID...] [--remote NAME]"
#define REVIEWS_MAX 20

struct request {
	struct proposal_wish wish;
	const char *reviews[REVIEWS_MAX];
	const char *remote;
	bool dry_run;
};

static int
take_option(int c, struct request *q)
{
	const char **values[256] = { ['e'] = &q->wish.environment,
		['c'] = &q->wish.candidate,
		['i'] = &q->wish.impact,
		['x'] = &q->wish.emergency,
		['b'] = &q->wish.rolls_back_to,
		['m'] = &q->remote };

	switch (c) {
	case 'n':
		q->dry_run = true;
		return 0;
	case 'v':
		if (q->wish.nreviews == REVIEWS_MAX || !promotion_id_valid(optarg))
			return -1;
		q->reviews[q->wish.nreviews++] = optarg;
		return 0;
	case '?':
		return -1;
	default:
		*values[c] = optarg;
		return 0;
	}
}

/* A trailer is one line. */
static bool
is_line(const char *text)
{
	return text == NULL || (*text != '\0' && text[strcspn(text, "\n\r")] == '\0');
}

static int
read_options(int argc, char *argv[], struct request *q)
{
	static const struct option options[] = { { "dry-run", no_argument, NULL, 'n' },
		{ "environment", required_argument, NULL, 'e' },
		{ "candidate", required_argument, NULL, 'c' },
		{ "impact", required_argument, NULL, 'i' },
		{ "emergency", required_argument, NULL, 'x' },
		{ "rolls-back-to", required_argument, NULL, 'b' },
		{ "reviews-emergency", required_argument, NULL, 'v' },
		{ "remote", required_argument, NULL, 'm' }, { NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "n", options, NULL)) != -1)
		if (take_option(c, q) < 0)
			return -1;
	q->wish.reviews = q->reviews;
	q->wish.id = argv[optind];
	if ((q->wish.emergency != NULL) + (q->wish.rolls_back_to != NULL) + (q->wish.nreviews > 0) >
	    1)
		return -1;
	return argc - optind == 1 && is_line(q->wish.emergency) ? 0 : -1;
}

/* Puts the merge together and makes it in the view, where nothing points to it. */
static int
make_merge(struct errand *er, const struct request *q, struct proposal *pr, git_oid *merge,
    struct error *e)
{
	git_oid parents[2];

	if (errand_person(er, e) == NULL || proposal_make(&er->gate, &q->wish, pr, e) < 0)
		return -1;
	parents[0] = pr->base;
	parents[1] = pr->candidate;
	return errand_commit(
	    er, &pr->tree, parents, 2, pr->message, pr->env->signed_commits, merge, e);
}

static void
show(struct errand *er, const struct proposal *pr)
{
	struct arena *a = &er->gate.arena;
	char *text = arena_strdup(a, pr->message);

	printf("merge of %s into %s (%s)\n\n", oid_short(a, &pr->candidate), escape(a, pr->env->id),
	    oid_short(a, &pr->base));
	for (char *at = text; at != NULL && *at != '\0';) {
		size_t n = strcspn(at, "\n");

		printf("%s%s\n", n > 0 ? "    " : "", escape_whole(a, arena_strndup(a, at, n)));
		at += n + (at[n] == '\n');
	}
	putchar('\n');
	fflush(stdout);
}

/* 0, 1 or 2 as the gate; what it would refuse is not sent. */
static int
finish(struct errand *er, const struct request *q, const struct proposal *pr, const git_oid *merge)
{
	char hex[GIT_OID_HEXSZ + 1];
	int rc;

	if (q->dry_run) {
		show(er, pr);
		gate_print(&er->gate, STDERR_FILENO);
		return verdict_exit_code(er->gate.verdict.verdict);
	}
	rc = errand_deliver(er, merge, pr->env->ref);
	if (rc == 0)
		printf("%s is %s now\n", escape(&er->gate.arena, pr->env->ref),
		    git_oid_tostr(hex, sizeof(hex), merge));
	return rc;
}

static int
attempt(struct errand *er, const struct request *q, bool fresh, struct error *e)
{
	struct request mine = *q;
	struct proposal pr;
	git_oid merge;

	if (errand_open(er, q->remote, fresh, e) < 0)
		return -1;
	mine.wish.reviews = mine.reviews;
	mine.wish.candidate = errand_resolve(er, q->wish.candidate);
	mine.wish.rolls_back_to = errand_resolve(er, q->wish.rolls_back_to);
	if (make_merge(er, &mine, &pr, &merge, e) < 0)
		return -1;
	errand_judge(er, &merge, pr.env->ref);
	if (er->gate.verdict.verdict == VERDICT_UNDECIDED && !fresh)
		return -2;
	return finish(er, &mine, &pr, &merge);
}

int
command_promote(int argc, char *argv[])
{
	struct request q = { .remote = "origin" };
	struct error e = { 0 };
	struct errand er;
	int rc;

	if (read_options(argc, argv, &q) < 0)
		return command_usage(SYNOPSIS);
	if (!promotion_id_valid(q.wish.id))
		return command_bad_id(q.wish.id);
	rc = attempt(&er, &q, false, &e);
	if (rc == -2) {
		errand_close(&er); /* the clone may have lost objects that the view rests on */
		rc = attempt(&er, &q, true, &e);
	}
	if (rc < 0)
		rc = command_fail(&e);
	errand_close(&er);
	return fflush(stdout) == 0 ? rc : 2;
}
