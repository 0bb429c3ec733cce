/*
 * promotion/signed_signoff: the signed sign-offs of a promotion, as they stand with this push below
 * refs/signoffs/.
 *
 * Each is read and its signature verified, all of them side by side. Whether it still counts is for
 * the rules.
 */
#pragma once

#include "audit/ledger.h"
#include "policy/policy.h"
#include "git/refs.h"
#include "git/repo.h"
#include "promotion/signoff_tag.h"
#include "sign/sshsig.h"

#define SIGNED_SIGNOFFS_MAX 500 /* of one promotion */

/* How far the date of a tag may be from the clock of the host when it is pushed, in seconds. No
 * rule believes that date; it says how far back in the audit the tag is looked for. */
#define SIGNOFF_PAST (24 * 60 * 60)
#define SIGNOFF_FUTURE (5 * 60)

struct signed_signoff {
	const char *name; /* of the ref; escaped */
	struct signoff_ref ref;
	const struct person *person; /* NULL: nobody of the policy */
	const struct role *role; /* NULL: no role of the policy */
	bool latest; /* no later one of this person in this role takes its place */
	const char *bytes; /* of the tag object; NULL when it could not be read */
	size_t len;
	struct error unreadable; /* kind is ERROR_NONE for a well-formed tag: */
	struct signoff_tag tag;
	git_oid tree; /* of its candidate; zero where that cannot be read */
	/* yes: at `came`; no: the audit does not tell when; unknown: `arrived_why` */
	enum answer arrived;
	int64_t came; /* when it was let in, by the clock of the host; seconds since 1970 */
	struct error arrived_why;
	/* the signature of the latest was made with a key that was the person's when it came in */
	struct fact valid;
	struct sshsig_good good; /* by the audit, until it is verified; then, by that */
};

struct signed_signoffs {
	bool complete; /* all were looked at; else `why` */
	struct error why;
	struct signed_signoff *list;
	size_t n;
};

/*
 * Those of a promotion. Keys must have been the person's when the sign-off came in, as the audit
 * tells: `now` for one that this push brings. Where the audit does not tell, the key is held
 * against the date of the tag, which is the signer's own word: no sign-off may count by that, and
 * only a veto holds by it. `advice`: in a repository without any audit, a copy, the date of the tag
 * stands in for it.
 */
void signed_signoffs_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const struct changes *cs, const char *promotion, int64_t now, bool advice,
    struct ledger *ledger, const struct sshsig_tool *tool, struct signed_signoffs *out);

/* Could it not be read, which says nothing of what it is? */
bool signed_signoff_lost(const struct signed_signoff *g);

/* One as it stands, but for its signature. */
void signed_signoff_load(struct arena *a, const struct repo *r, const struct policy *p,
    const char *ref, const git_oid *id, struct signed_signoff *out);

/* One that is being pushed: `id` is the tag object, `at` the moment at which the key must be the
 * person's. */
void signed_signoff_read(struct arena *a, const struct repo *r, const struct policy *p,
    const char *ref, const git_oid *id, int64_t at, const struct sshsig_tool *tool,
    struct signed_signoff *out);

/* The word of that person in that role for that kind of promotion to that environment; where
 * there is none, the last one about something else. One that cannot be read may be for any. NULL
 * for none. */
const struct signed_signoff *signed_signoffs_find(const struct signed_signoffs *gs,
    const struct person *who, const struct role *role, const char *environment, const char *kind);
