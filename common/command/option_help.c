/* What each option does, in a line. */
#include "command/option.h"

#include <string.h>

#include "base/say/say.h"

/* The first that fits counts: those of one command before those of every other. */
static const struct {
	enum option_id id;
	const char *command; /* NULL: each that has it */
	const char *does;
} meanings[] = {
	{ OPT_AGAINST, "audit", "a copy of the audit, to hold this one against" },
	{ OPT_AGAINST, NULL, "the log of a witness, to hold the audit against" },
	{ OPT_AGENT, NULL, "a key that ssh-agent holds" },
	{ OPT_ALL, "doctor", "each repository that was armed from here" },
	{ OPT_ALL, NULL, "verify every signature, not the newest alone" },
	{ OPT_ALL_ENVIRONMENTS, NULL, "every environment with a source, not production alone" },
	{ OPT_BASELINE_LATER, NULL, "an absent ref is meant so, whatever is like it" },
	{ OPT_APPROVED, NULL, "the promotion that approved it, as 'policy' prints it" },
	{ OPT_AT, NULL, "as it was then, by the policy in force at that time" },
	{ OPT_CANDIDATE, NULL, "the commit to promote, if not the tip of the source" },
	{ OPT_CHECK, NULL, "this check alone" },
	{ OPT_COMMUNICATION, NULL, "who is told, and how; goes into the plan" },
	{ OPT_CRITERION, NULL, "what must be true to go over; repeat it for each" },
	{ OPT_DECISION, NULL, "verdicts that came to this" },
	{ OPT_DIFF, NULL, "what the new policy changes in the old one" },
	{ OPT_DRY_RUN, "policy", "say what it changes, and publish nothing" },
	{ OPT_DRY_RUN, "people", "say what it changes, and write nothing" },
	{ OPT_DRY_RUN, NULL, "show the merge and the verdict, and push nothing" },
	{ OPT_EMAIL, NULL, "your address, if not the one that git has" },
	{ OPT_EMERGENCY, NULL, "an emergency: the id of the incident, then the reason" },
	{ OPT_ENVIRONMENT, NULL, "the environment, where the policy has several" },
	{ OPT_EVIDENCE, NULL, "one more file that the sign-off is for, by its digest" },
	{ OPT_EXPORT, NULL, "a folder with all evidence, which verifies itself" },
	{ OPT_FIDO, NULL, "a key on a security key" },
	{ OPT_FINISHED, NULL, "when it ended, if not now" },
	{ OPT_FORMAT, NULL, "how it is printed" },
	{ OPT_FROM, "policy", "the repository whose promotion approved a policy" },
	{ OPT_FROM, NULL, "nothing earlier than this day or time" },
	{ OPT_HOST, "deployed", "where the folder is, by ssh" },
	{ OPT_HOST, NULL, "what runs the hooks: plain, gitolite, gitea or gitlab" },
	{ OPT_ID, NULL, "your id in the policy" },
	{ OPT_IMPACT, NULL, "the level of impact, if higher than the paths ask" },
	{ OPT_JSON, NULL, "results of tests as JSON; repeat it for more" },
	{ OPT_JUNIT, NULL, "results of tests as JUnit XML; repeat it for more" },
	{ OPT_KEY, NULL, "its file, or the fingerprint of a key in the agent" },
	{ OPT_KNOWN, NULL, "the person is in the policy: add key and roles" },
	{ OPT_LANGUAGE, NULL, "English or Dutch" },
	{ OPT_LINT, NULL, "list what is wrong with the policy and its keys" },
	{ OPT_LOCAL, NULL, "the hook of this clone" },
	{ OPT_LOGIN, NULL, "the name by which the server knows the person" },
	{ OPT_MARKDOWN, NULL, "the policy as a page for people" },
	{ OPT_MINUTES, NULL, "for how long, up to 1440 (a day)" },
	{ OPT_NAME, NULL, "your name, if not the one that git has" },
	{ OPT_NEW, "compare", "the version that the new folder is of" },
	{ OPT_NEW, NULL, "the id that the ref would move to" },
	{ OPT_NO_PASSPHRASE, NULL, "a new key without a passphrase" },
	{ OPT_NO_PUSH, NULL, "make no trial push" },
	{ OPT_NUMBER, NULL, "so many lines at most" },
	{ OPT_OLD, "compare", "the version that the old folder is of" },
	{ OPT_OLD, NULL, "the id that the ref is at" },
	{ OPT_OUTCOME, NULL, "how it ended, if not as the comparison says" },
	{ OPT_OUTPUT, "policy", "the folder for the approved files" },
	{ OPT_OUTPUT, NULL, "the record to write, if not parallel-run.ini" },
	{ OPT_PERFORMER, NULL, "the id of the person who carries out the plan" },
	{ OPT_PERSON, NULL, "what this person had a part in" },
	{ OPT_POLICY, NULL, "judge by this policy" },
	{ OPT_PRINCIPAL, NULL, "the name of the host in that file" },
	{ OPT_PROMOTION, NULL, "the promotion, by its id" },
	{ OPT_PUBLISH, NULL, "put the policy where everyone can fetch it" },
	{ OPT_PUSH, NULL, "push it without asking" },
	{ OPT_PUSHER, NULL, "the login of the person who would push" },
	{ OPT_REASON, "close", "why it will not go over" },
	{ OPT_REASON, NULL, "why; every report shows it" },
	{ OPT_RECORD, NULL, "bring in this record, with each difference explained" },
	{ OPT_REF, "log", "verdicts about this ref or environment" },
	{ OPT_REF, NULL, "the ref that would move" },
	{ OPT_REJECT, NULL, "a veto: the promotion must not go over" },
	{ OPT_REMOTE, NULL, "the remote, if not origin" },
	{ OPT_REOPEN, NULL, "it may go over after all" },
	{ OPT_REMOVE, NULL, "take the hook away, and put back what was there" },
	{ OPT_REPO, NULL, "the repository, if not this one" },
	{ OPT_REPOS, NULL, "one report of several repositories" },
	{ OPT_REVIEWS_EMERGENCY, NULL, "the earlier emergency that this reviews; repeat it" },
	{ OPT_ROLE, "people", "a role to give them; repeat it for more" },
	{ OPT_ROLE, NULL, "the role in which you sign" },
	{ OPT_ROLLBACK, NULL, "how to go back; goes into the plan" },
	{ OPT_ROLLS_BACK_TO, NULL, "a rollback: the state to go back to" },
	{ OPT_RULE, NULL, "verdicts in which this rule was not met or waived" },
	{ OPT_SAMPLE, NULL, "draw so many promotions at random" },
	{ OPT_SEED, NULL, "draw the same ones again" },
	{ OPT_SHOW, NULL, "the policy as the gate reads it" },
	{ OPT_SIGNERS, NULL, "the keys of the host and of its witnesses" },
	{ OPT_SSHD_CONFIG, NULL, "the configuration of the sshd that people push to" },
	{ OPT_STARTED, NULL, "when it began" },
	{ OPT_STDIN, NULL, "read lines OLD NEW REF, as git gives them to a hook" },
	{ OPT_STEP, NULL, "step N: done, no, or when; a note may follow" },
	{ OPT_TAP, NULL, "results of tests as TAP; repeat it for more" },
	{ OPT_TARGET, NULL, "where it was deployed, as the policy names it" },
	{ OPT_TO, NULL, "nothing later than this day or time" },
	{ OPT_TREE, NULL, "the folder to compare with what was promoted" },
	{ OPT_TRY, NULL, "what it would have said to what that repository has" },
	{ OPT_VERBOSE, NULL, "what is well too" },
	{ OPT_VERSION, NULL, "the version to give the policy" },
	{ OPT_WINDOW_END, NULL, "when the window closes; goes into the plan" },
	{ OPT_WINDOW_START, NULL, "when the window opens; goes into the plan" },
	{ OPT_YES, NULL, "do not ask" },
};

const char *option_does(const char *command, enum option_id id)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].id == id &&
		    (meanings[i].command == NULL || strcmp(meanings[i].command, command) == 0))
			return say(meanings[i].does);
	return "";
}
