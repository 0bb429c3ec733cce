/*
 * command/option: the options of every subcommand of git-sluis(1), in one table: what is parsed,
 * and what the short help and the completion of shells show.
 *
 * Refused are options that the subcommand does not have, and a word that is none of the choices.
 */
#pragma once

#include "base/base.h"

#define OPTIONS_MAX 300 /* on one command line */

/* Every option, and what it does. */
#define OPTIONS(X) \
	X(AGAINST, "the log of a witness, to hold the audit against") \
	X(AGENT, "a key that ssh-agent holds") \
	X(ALL, "verify every signature, not the newest alone") \
	X(ALL_ENVIRONMENTS, "every environment with a source, not production alone") \
	X(AT, "as it was then, by the policy in force at that time") \
	X(APPROVED, "the promotion that approved it, as 'policy' prints it") \
	X(BASELINE_LATER, "an absent ref is meant so, whatever is like it") \
	X(CANDIDATE, "the commit to promote, if not the tip of the source") \
	X(CHECK, "this check alone") \
	X(COMMUNICATION, "who is told, and how; goes into the plan") \
	X(CRITERION, "what must be true to go over; repeat it for each") \
	X(DECISION, "verdicts that came to this") \
	X(DIFF, "what the new policy changes in the old one") \
	X(DRY_RUN, "show the merge and the verdict, and push nothing") \
	X(EMAIL, "your address, if not the one that git has") \
	X(EMERGENCY, "an emergency: the id of the incident, then the reason") \
	X(ENVIRONMENT, "the environment, where the policy has several") \
	X(EVIDENCE, "one more file that the sign-off is for, by its digest") \
	X(EXPORT, "a folder with all evidence, which verifies itself") \
	X(FIDO, "a key on a security key") \
	X(FINISHED, "when it ended, if not now") \
	X(FORMAT, "how it is printed") \
	X(FROM, "nothing earlier than this day or time") \
	X(HOST, "what runs the hooks: plain, gitolite, gitea or gitlab") \
	X(ID, "your id in the policy") \
	X(IMPACT, "the level of impact, if higher than the paths ask") \
	X(JSON, "results of tests as JSON; repeat it for more") \
	X(JUNIT, "results of tests as JUnit XML; repeat it for more") \
	X(KEY, "its file, or the fingerprint of a key in the agent") \
	X(KNOWN, "the person is in the policy: add key and roles") \
	X(LANGUAGE, "English or Dutch") \
	X(LINT, "list what is wrong with the policy and its keys") \
	X(LOCAL, "the hook of this clone") \
	X(LOGIN, "the name by which the server knows the person") \
	X(MARKDOWN, "the policy as a page for people") \
	X(MINUTES, "for how long, up to 1440 (a day)") \
	X(NAME, "your name, if not the one that git has") \
	X(NEW, "the id that the ref would move to") \
	X(NO_PASSPHRASE, "a new key without a passphrase") \
	X(NO_PUSH, "make no trial push") \
	X(N, "so many lines at most") \
	X(OLD, "the id that the ref is at") \
	X(OUTCOME, "how it ended, if not as the comparison says") \
	X(OUTPUT, "the record to write, if not parallel-run.ini") \
	X(PERFORMER, "the id of the person who carries out the plan") \
	X(PERSON, "what this person had a part in") \
	X(POLICY, "judge by this policy") \
	X(PRINCIPAL, "the name of the host in that file") \
	X(PROMOTION, "the promotion, by its id") \
	X(PUBLISH, "put the policy where everyone can fetch it") \
	X(PUSH, "push it without asking") \
	X(PUSHER, "the login of the person who would push") \
	X(REASON, "why; every report shows it") \
	X(RECORD, "bring in this record, with each difference explained") \
	X(REF, "the ref that would move") \
	X(REJECT, "a veto: the promotion must not go over") \
	X(REMOTE, "the remote, if not origin or the only one") \
	X(REMOVE, "take the hook away, and put back what was there") \
	X(REOPEN, "it may go over after all") \
	X(REPO, "the repository, if not this one") \
	X(REPOS, "one report of several repositories") \
	X(REVIEWS_EMERGENCY, "the earlier emergency that this reviews; repeat it") \
	X(ROLE, "the role in which you sign") \
	X(ROLLBACK, "how to go back; goes into the plan") \
	X(ROLLS_BACK_TO, "a rollback: the state to go back to") \
	X(RULE, "verdicts in which this rule was not met or waived") \
	X(SAMPLE, "draw so many promotions at random") \
	X(SEED, "draw the same ones again") \
	X(SHOW, "the policy as the gate reads it") \
	X(SIGNERS, "the keys of the host and of its witnesses") \
	X(SSHD_CONFIG, "the configuration of the sshd that people push to") \
	X(STARTED, "when it began") \
	X(STDIN, "read lines OLD NEW REF, as git gives them to a hook") \
	X(STEP, "step N: done, no, or when; a note may follow") \
	X(TAP, "results of tests as TAP; repeat it for more") \
	X(TARGET, "where it was deployed, as the policy names it") \
	X(TO, "nothing later than this day or time") \
	X(TREE, "the folder to compare with what was promoted") \
	X(TRY, "what it would have said to what that repository has") \
	X(VERBOSE, "what is well too") \
	X(VERSION, "the version to give the policy") \
	X(WINDOW_END, "when the window closes; goes into the plan") \
	X(WINDOW_START, "when the window opens; goes into the plan") \
	X(YES, "do not ask")

enum option_id {
	OPT_NONE,
#define X(id, does) OPT_##id,
	OPTIONS(X)
#undef X
	    OPT_IDS
};

struct options {
	const char *command; /* its name */
	int64_t now; /* the one reading of the clock */
	struct arena *arena; /* all memory of the run, but for that of gates and sessions */
	const char *value[OPT_IDS]; /* the last that was given, or ""; NULL: not given */
	struct {
		enum option_id id;
		const char *value; /* "" for an option without one */
	} list[OPTIONS_MAX]; /* in the order of the command line */
	size_t n;
	char **rest; /* what is no option */
	size_t nrest;
};

/* Reads what follows `command`; argv[0] is its name. -1 when it is not understood, which is said
 * on standard error. Everything points into argv. */
int options_read(struct options *o, const char *command, int argc, char *argv[]);

static inline bool options_have(const struct options *o, enum option_id id)
{
	return o->value[id] != NULL;
}

static inline bool options_json(const struct options *o)
{
	return options_have(o, OPT_FORMAT) && *o->value[OPT_FORMAT] == 'j';
}

/* Every value of that option, in order. How many; -1 for more than `max`. */
int options_all(const struct options *o, enum option_id id, const char **out, size_t max);

/* "usage: git sluis ...", one command, in lines of 80 columns. */
void options_print(const char *command, FILE *out);

/* The same, and a line for each option. */
void options_explain(const char *command, FILE *out);
