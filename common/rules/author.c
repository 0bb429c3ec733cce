/*
 * rules/author: whoever made the change is known, and does not promote it (norm CH.06 criterion 9).
 */
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

static bool has_contributors(const struct step *s)
{
	return s->kind == STEP_WORK || s->kind == STEP_FAST_FORWARD || s->kind == STEP_PROMOTION;
}

/* May the address stand between quotes in a command? */
static bool is_plain(const char *address)
{
	return address[0] != '-' && strlen(address) < ESCAPE_MAX &&
	    strspn(
	        address, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@._+-") ==
	    strlen(address);
}

/* Below what a rebase must leave alone. */
static const char *rebase_from(struct ruling *r)
{
	const git_oid *old = &r->step->change->old;

	return git_oid_is_zero(old) ? "--root" : oid_short(r->arena, old);
}

static const char *reword(struct ruling *r)
{
	return rule_on_tip(r, arena_printf(r->arena, "git rebase -r -i %s", rebase_from(r)));
}

/* Puts the pusher's own address in place of the unknown one, and touches no commit of others; NULL
 * where that is no command. */
static const char *own_address(struct ruling *r, const struct unknown_author *u)
{
	const struct pusher *who = r->step->pusher;
	bool author = u->as == MADE_AS_AUTHOR;

	if (r->step->kind != STEP_WORK || !u->readable || who->state != PUSHER_KNOWN ||
	    who->person->nemails == 0 || !is_plain(u->address) ||
	    (!author && u->as != MADE_AS_COMMITTER))
		return NULL;
	return rule_on_tip(r,
	    arena_printf(r->arena,
	        "git config user.email %s && git rebase -r --exec 'git log -1 --format=%%%s | grep "
	        "-qxFi %s && git commit --amend --no-edit%s; :' %s",
	        shellword(r->arena, who->person->emails[0]), author ? "ae" : "ce", u->address,
	        author ? " --reset-author" : "", rebase_from(r)));
}

/* There is no address that somebody could be given. */
static void mend_no_address(struct ruling *r, const struct unknown_author *u)
{
	if (r->step->kind != STEP_WORK)
		rule_mend(r, NULL,
		    "the commit cannot change any more: the administrator sets 'unknown-authors = "
		    "allow' in the policy until it has gone over");
	else if (u->as == MADE_AS_COAUTHOR)
		rule_mend(r, reword(r),
		    "reword that commit: write 'Co-authored-by: NAME <ADDRESS>', or take the line "
		    "out:");
	else
		rule_mend(r, reword(r),
		    "set user.email, choose edit for that commit, then git commit --amend "
		    "--reset-author:");
}

/* Nobody could sign what holds such a commit, and it would be too late to change it. */
static void report_lock_outs(struct ruling *r)
{
	const struct contributors *cs = &r->step->contributors;

	for (size_t i = 0; i < cs->nlock_outs; i++) {
		const struct signoff *so = cs->lock_outs[i].signoff;

		rule_unmet(r,
		    "%s leaves the sign-off %s (role %s) fewer people than it needs: %u, without "
		    "those it names: %s",
		    cs->lock_outs[i].commit, escape(r->arena, so->id),
		    escape(r->arena, so->role->id), so->count, cs->lock_outs[i].makers);
		rule_mend(r, reword(r),
		    "the administrator gives the role to somebody else too; or reword that commit "
		    "so that it names only who made it:");
	}
}

enum outcome rule_author_known(struct ruling *r)
{
	const struct contributors *cs = &r->step->contributors;
	const char *command;

	if (!has_contributors(r->step) || rule_waived_by(r, EXCEPTION_ROLLBACK) ||
	    (r->policy->unknown_authors_allowed &&
	        (r->step->kind != STEP_WORK || (cs->complete && cs->nlock_outs == 0))))
		return OUTCOME_NOT_APPLICABLE;
	if (!cs->complete)
		return rule_undecided(r, &cs->why);
	report_lock_outs(r);
	if (r->policy->unknown_authors_allowed)
		return rule_said(r);
	for (size_t i = 0; i < cs->nunknown && i < UNKNOWN_AUTHORS_MAX; i++) {
		const struct unknown_author *u = &cs->unknown[i];

		rule_unmet(r, "%s %s %s and is not listed in the policy", u->address,
		    made_as_word(u->as), u->commit);
		if (!u->readable) {
			mend_no_address(r, u);
			continue;
		}
		command = own_address(r, u);
		rule_mend(r, command,
		    "the administrator adds 'email = %s' to somebody in the policy%s", u->address,
		    command != NULL ?
		        say("; or, when it is your own commit, put your address on it:") :
		        "");
	}
	if (cs->nunknown > UNKNOWN_AUTHORS_MAX)
		rule_unmet(r, "and %zu more addresses are not listed in the policy",
		    cs->nunknown - UNKNOWN_AUTHORS_MAX);
	return rule_said(r);
}

enum outcome rule_author_not_promoter(struct ruling *r)
{
	const struct step *s = r->step;
	const struct contribution *made;
	const char *others;

	if ((s->kind != STEP_FAST_FORWARD && s->kind != STEP_PROMOTION) ||
	    rule_waived_by(r, EXCEPTION_ROLLBACK) || r->policy->authors_may_promote ||
	    s->pusher->state == PUSHER_UNKNOWN)
		return OUTCOME_NOT_APPLICABLE;
	if (!s->contributors.complete || s->pusher->state != PUSHER_KNOWN)
		return rule_undecided(
		    r, s->contributors.complete ? &s->pusher->why : &s->contributors.why);
	made = contributors_find(&s->contributors, s->pusher->person);
	/* A machine that pushes does it for whoever answers for it. */
	if (made == NULL && s->pusher->person->service)
		made = contributors_find(&s->contributors, s->pusher->person->owner);
	if (made == NULL)
		return OUTCOME_MET;
	rule_unmet(r, "%s pushes to %s and %s %s", escape(r->arena, s->pusher->person->name),
	    escape(r->arena, s->env->id), made_as_word(made->as), made->commit);
	others = rule_free_holders(r, s->env->push, s->env->npush);
	/* The edit that it holds is gone from the one that promote makes. */
	if (rule_made_here(r, made))
		return rule_mend_merge(r, rule_remake(r, &s->candidate_id), REMAKE);
	return rule_hand_over(r, others != NULL ? others : say("somebody else who may push there"));
}
