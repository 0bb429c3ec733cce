/*
 * command/command: the subcommands of git-sluis(1). Each prints to standard output and standard
 * error, and returns the exit code.
 */
#pragma once

#include "clone/evidence_branch.h"
#include "clone/proposal.h"
#include "command/option.h"
#include "policy/compare.h"
#include "policy/file.h"

/* The command was not understood (sysexits of git itself). */
#define COMMAND_USAGE 129

/* Of a command_work that asks for another run, with a fresh mirror. */
#define COMMAND_AGAIN (-3)

int command_check(const struct options *o);
int command_accept(const struct options *o);
int command_compare(const struct options *o);
int command_manifest(const struct options *o);
int command_deployed(const struct options *o);
int command_trailers(const struct options *o);
int command_policy(const struct options *o);
int command_explain(const struct options *o);
int command_rules(const struct options *o);
int command_roles(const struct options *o);
int command_sign(const struct options *o);
int command_hooks(const struct options *o);
int command_page(const struct options *o);
int command_promote(const struct options *o);
int command_start(const struct options *o);
int command_close(const struct options *o);
int command_status(const struct options *o);
int command_unlock(const struct options *o);
int command_audit(const struct options *o);
int command_log(const struct options *o);
int command_doctor(const struct options *o);
int command_report(const struct options *o);
int command_setup(const struct options *o);
int command_people(const struct options *o);

/* Prints the usage to standard error; returns COMMAND_USAGE. */
int command_usage(const struct options *o);

/* Says that this is no value of an option; returns -1. */
int command_no_value(const struct options *o, const char *value);

/* From here on an error is also an object on standard output: a machine asked. */
void command_for_machines(void);

/* Prints the error with its mend to standard error; returns 1 for what is malformed, 2 for what
 * could not be had. */
int command_fail(const struct error *e);

/* The same for a file, each of whose problems is a line, where it has any. */
int command_problems(const char *path, const struct ini_problems *problems, const struct error *e);

/* Is the user of this process the owner of the repository, or root? 0 or -1. */
int command_check_owner(const struct repo *r, struct error *e);

/* Who runs this: "git", "jan as git". NULL without memory. */
const char *command_user(struct arena *a);

/* What a command does with the remote and the person who asks: the exit code, -1 with `e`,
 * MIRROR_MOVED, or COMMAND_AGAIN where the mirror is not fresh. */
typedef int command_work(struct session *se, void *request, struct error *e);

/* Opens a session with --remote (origin), does the work about the promotion `id` (NULL: about none
 * or all), and prints what went wrong. The exit code. */
int command_in_session(const struct options *o, const char *id, command_work *work, void *request);

/* The same of the repository that the command names before the id, for who has no clone of it. */
int command_about(const struct options *o, const char *id, command_work *work, void *request);

/* The same, MIRROR_AHEAD: the work calls session_settle() before it says or sends anything. */
int command_ahead(const struct options *o, const char *id, command_work *work, void *request);

/* The words of a command: an id, perhaps with a URL before it that takes the place of --remote. */
bool command_names_one(const struct options *o);

/* What promote, sign and status are asked for: id, environment, candidate and kind of promotion.
 * `reviews` has room for COMMAND_REVIEWS_MAX. 0, or -1 for what contradicts itself. */
#define COMMAND_REVIEWS_MAX 20
int command_wish(const struct options *o, const char **reviews, struct proposal_wish *out);

/* --started and --finished, which is now if it is not said; the other is that then. 0 or -1. */
int command_times(
    const struct options *o, struct arena *a, int64_t *started, int64_t *finished, struct error *e);

/* A question to which only y, yes, j and ja say yes, in capitals too: a line of anything else, and
 * no line, is a no. */
bool command_asks(const char *question);

/* Prints what was made, and (unless NULL) the trailer `key` with `link`; pushes it when `push`, or
 * when the person says yes. The exit code. */
int command_offer(struct evidence_branch *b, bool push, const char *key, const char *link);

/* What is said from here on is in the language that is asked for, where one is. */
void command_language(const struct options *o);

/* What is said from here on is in the language of the policy in force, where there is one. */
void command_speak(struct arena *a, const struct repo *r, int64_t now);

/* apart_begin(), and says what it did. 0 or -1. */
int command_begin_apart(struct arena *a, const struct repo *r, struct error *e);

/* The policy of the file, or the one in force where we stand. 0, 1 for one with problems (which are
 * printed), 2 for none. */
int command_load_policy(struct arena *a, const char *path, int64_t now, struct policy_file *out);

/* What a policy would have said to what a repository has (command/policy_try.c). The exit code. */
int policy_try(const struct options *o);

/* Other things about policies (command/policy_change.c): what one changes in another; to publish
 * one; to take one from the repository that approved it. The exit code. */
int policy_diff(const struct options *o);
int policy_publish(const struct options *o);
int policy_take(const struct options *o);

/* What changes, a line each, and what the marks before them mean. */
void policy_explain_changes(const struct policy_changes *c);
