/*
 * git/history: questions about ancestry and content, answered from raw objects.
 *
 * Every answer is a fact: when an object on the way is missing or broken the answer is "unknown",
 * never "no".
 */
#pragma once

#include "git/commit.h"
#include "base/lookup.h"
#include "git/repo.h"

/* Is `ancestor` the same as `tip`, or reachable from it? */
void history_reaches(struct arena *a, const struct repo *r, const git_oid *tip,
    const git_oid *ancestor, struct fact *out);

enum history_state {
	HISTORY_STATE_UNKNOWN = 0,
	HISTORY_STATE_NEVER,
	HISTORY_STATE_ROLLED_BACK,
	HISTORY_STATE_STANDS
};

/* Was `id` a state of the ref whose tip is `tip`: on its first-parent line, back to `base` (NULL:
 * all of it), or the second parent of a merge on that line (the candidate that came in there)? The
 * newest word counts: what was rolled back and came again stands. `e`: why it is unknown. */
enum history_state history_state_on(struct arena *a, const struct repo *r, const git_oid *tip,
    const git_oid *base, const git_oid *id, struct error *e);

/* Does a merge say that it goes back? Then `*to` is the state; zero where it names none. */
bool history_goes_back(struct arena *a, const struct commit *c, git_oid *to);

/* What a merge brought in: its second parent, loaded; `*only`: it brought in nothing else. 0, or -1
 * (with `e`). */
int history_brought_in(struct arena *a, const struct repo *r, const struct commit *merge,
    struct commit *inner, bool *only, struct error *e);

/* What an environment at `tip` shows: the candidate that came in last, or `tip` where that was more
 * or nothing; after a rollback what the state that came back shows. 0, or -1 (with `e`). */
int history_state_shown(
    struct arena *a, const struct repo *r, const git_oid *tip, git_oid *out, struct error *e);

#define HISTORY_SLOP \
	5 /* as git: commits older than what is looked for, where clocks were wrong \
	   */

struct history_line { /* the first-parent line of a commit, as far as it was read */
	git_oid next; /* the commit itself, to begin with */
	struct lookup ids;
	int64_t past[HISTORY_SLOP]; /* when those that were read last were made */
	size_t n;
	bool ended;
};

/* Is `id`, made no earlier than `since`, on the line? Read no further than that, in the arena. 0,
 * or -1 (with `e`). */
int history_on_line(struct arena *a, const struct repo *r, struct history_line *l,
    const git_oid *id, int64_t since, bool *is, struct error *e);

/* Every commit reachable from `tip` and not from the `n` `hidden` ones, each gone after its call;
 * by and large the newest first. Stops when `each` returns non-zero. 0, or -1 (also when `each`
 * said -1, with its error). `met` (NULL: not asked): is the one that is hidden reachable from the
 * tip? */
typedef int history_each(void *ctx, const struct commit *c, struct error *e);
int history_range(const struct repo *r, const git_oid *tip, const git_oid *hidden, size_t n,
    bool *met, history_each *each, void *ctx, struct error *e);

#define DIFFERENCE_SHOWN 5

struct differences {
	enum answer any; /* unknown: `why` */
	size_t n;
	const char *path[DIFFERENCE_SHOWN]; /* the first few, escaped */
	struct error why;
};

/* Calls `each` with every path at which two trees differ, as it was and as it is; a rename is both
 * of its names. `from` is NULL for an empty tree. 0 or -1. */
typedef void history_path(void *ctx, const char *path);
int history_changed_paths(struct arena *a, const struct repo *r, const git_oid *from,
    const git_oid *to, history_path *each, void *ctx, struct error *e);

/* Do two trees differ, and in which files? Equal ids are equal trees and read nothing; others are
 * other trees, also where no file differs (modes that git takes for one, an empty folder). */
void history_differences(struct arena *a, const struct repo *r, const git_oid *from,
    const git_oid *to, struct differences *out);

#define OCTOPUS_MAX 64 /* parents; a merge of more is not made again */

/* Does `c` hold exactly what merging its parents gives, without conflict, so that its maker added
 * nothing? The merge is made again; what it makes anew goes into the object store of `r`. libgit2's
 * merge stands in for git's own (git-merge-octopus for more than two parents); where the two differ
 * the answer is "no", and the merger counts as a contributor. */
void history_clean_merge(
    struct arena *a, const struct repo *r, const struct commit *c, struct fact *out);
