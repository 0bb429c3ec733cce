/*
 * report_proof: what an auditor opens for each criterion of a promotion, and who had which part in
 * it.
 */
#ifndef SLUIS_REPORT_PROOF_H
#define SLUIS_REPORT_PROOF_H

#include "report_detail.h"
#include "report_words.h"

struct report_proof {
	enum report_word label;
	const char *text; /* printable */
	bool file; /* `text` is a path in the audit entry */
};

struct report_proofs {
	struct report_proof *list;
	size_t n;
};

/* Of criterion `n` (from 1) of a detail with a step; there may be none. 0, or -1 without memory. */
int report_proofs(
    struct arena *a, const struct report_detail *d, unsigned n, struct report_proofs *out);

struct report_act {
	const char *who; /* printable */
	enum report_word did;
	const char *note; /* of a sign-off: "users, role key-user, by trailer alone"; of test and
	                     plan: when; else "" */
	int64_t at; /* 0 where the audit does not tell */
};

struct report_acts {
	struct report_act *list;
	size_t n;
};

/* Who did what, from making the change to pushing it. 0, or -1 without memory. */
int report_acts(struct arena *a, const struct report_detail *d, struct report_acts *out);

/* Who pushed, printable. */
const char *report_pusher(struct arena *a, const struct report_detail *d);

/* "emergency change INC-1 ..." in the report's language, printable; "" for an ordinary promotion.
 */
const char *report_exception(struct arena *a, const struct report_detail *d);

/* "users: Kim Jansen (kim), role key-user, by trailer alone", printable. */
const char *report_signoff(
    struct arena *a, const struct report_detail *d, const struct audit_signoff *so);

#endif
