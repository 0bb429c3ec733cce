/*
 * policy/policy: what the organisation promised, frozen for one run.
 *
 * policy_read() turns bytes into the structs below, by the table of keys in policy/keys.c;
 * policy_check() asks whether they make sense. Pointers between structs are resolved; nothing here
 * changes after policy_read() has returned. Source: norm CH.06 criteria 1, 3, 4, 7 and 9.
 */
#pragma once

#include "base/ini.h"

/* Seconds since 1970, both ends included; INT64_MIN and INT64_MAX where it is open. */
struct period {
	int64_t from, until;
};

struct person {
	const char *id;
	const char *name; /* defaults to the id */
	const char *organisation; /* that they work for; NULL: not told */
	const char **emails; /* as written; compare with policy_person_by_email() */
	size_t nemails;
	const char **logins;
	size_t nlogins;
	struct period there;
	bool service; /* a machine: never signs */
	const struct person *owner; /* of a service: the person who answers for what it authors */
	unsigned line;
};

/* `member = PERSON [from DATE] [until DATE]`, `deputy = PERSON [from DATE] until DATE`. */
struct people {
	const struct person **list;
	size_t n;
};

struct member {
	const struct person *person;
	struct period period;
	bool deputy;
	unsigned line;
};

struct role {
	const char *id;
	const struct member *members; /* deputies after the members */
	size_t nmembers;
	unsigned line;
};

struct signoff {
	const char *id;
	const char *trailer; /* the trailer's key, e.g. Accepted-by */
	const struct role *role;
	unsigned count; /* persons needed, at least 1 */
	unsigned line;
};

struct impact { /* a level; the first of the file is the lowest */
	const char *id;
	const char **paths; /* patterns: touching one makes the impact at least this */
	size_t npaths;
	const char **excepts; /* patterns: what matches one of them is not meant */
	size_t nexcepts;
	unsigned parallel_run_days; /* 0: no parallel run is asked */
	const struct signoff **signoffs; /* besides those of the environment */
	size_t nsignoffs;
	unsigned line;
};

enum require { /* groups of rules an environment may ask; bits */
	REQUIRE_PLAN = 1 << 0,
	REQUIRE_ACCEPTANCE = 1 << 1,
	REQUIRE_IMPACT = 1 << 2,
	REQUIRE_PARALLEL_RUN = 1 << 3,
	REQUIRE_COMPLETE = 1 << 4
};

enum proof { PROOF_SIGNATURE = 0, PROOF_TRAILER };

struct environment {
	const char *id;
	const char *ref; /* exact name or pattern (base/pattern.h) */
	const struct environment *from; /* NULL: this is where work starts */
	const struct role **push; /* empty: every known person */
	size_t npush;
	const struct signoff **signoffs;
	size_t nsignoffs;
	unsigned require; /* bits of enum require */
	unsigned window_max_hours; /* of a plan; 0: no bound */
	enum proof proof;
	bool fast_forward;
	bool committer_is_pusher; /* every new commit's committer is who pushes it */
	bool signed_commits; /* every new commit is signed by its committer */
	unsigned line;
};

struct weekly { /* minutes, from Monday 00:00 on; zero: not every week */
	unsigned from, minutes;
};

struct freeze {
	const char *id;
	struct period period;
	struct weekly weekly; /* of that period, only these times (policy/freeze.h) */
	const struct environment **environments; /* empty: every one that has a source */
	size_t nenvironments;
	unsigned line;
};

struct target { /* a place where what an environment shows runs */
	const char *id;
	const struct environment *environment; /* of one ref, by promotions */
	unsigned within_days; /* in which a deployment there is recorded */
	const char **excepts; /* patterns: what belongs to the host */
	size_t nexcepts;
	unsigned line;
};

struct emergency { /* all zero without [emergency]: none is allowed */
	bool allowed;
	const struct signoff **signoffs; /* enough for now */
	size_t nsignoffs;
	unsigned review_within_days;
	unsigned line;
};

struct sftp_host {
	const char *host;
	const char *user, *identity, *known_hosts; /* paths as written */
	unsigned port; /* 22 by default */
	unsigned timeout; /* seconds to sign in, and for each file; 10 by default */
	size_t max_size; /* bytes of one file, 16 MiB by default */
	const struct person *service; /* whose word the records there are; NULL: nobody's */
	unsigned line;
};

struct audit_policy {
	const char *mirror; /* where a copy of refs/sluis/ goes; NULL: nowhere */
	bool syslog; /* one line for each entry to syslog(3) */
	const char *sign; /* path of the private key that signs entries; NULL: not signed */
	const char *repository; /* in which it is kept: a path or ssh://; NULL: in this one */
	const char *identity, *known_hosts; /* of ssh, as for result servers */
	unsigned timeout; /* seconds for each question and each entry; 0: APART_SECONDS */
	unsigned line;
};

struct conflict {
	const struct role *a, *b;
	unsigned line;
};

enum pusher_source {
	PUSHER_NONE = 0,
	PUSHER_SSH_KEY,
	PUSHER_OS_USER,
	PUSHER_ENV,
	PUSHER_GITOLITE,
	PUSHER_HTTP,
	PUSHER_GITEA,
	PUSHER_GITLAB
};

struct policy {
	const char *title, *version, *url, *norm;
	enum language language;
	const char
	    *zone; /* of freezes, and of times that have none (base/when.h); NULL: UTC, none */

	enum pusher_source pusher_source;
	const char *pusher_env; /* the NAME of env:NAME */
	bool pusher_signed; /* every push to a governed ref is signed (git push --signed) */

	const char *evidence_ref; /* exact; NULL without [evidence] */
	const struct role **evidence_push; /* empty: every known person */
	size_t nevidence_push;
	const struct sftp_host *sftp;
	size_t nsftp;

	/* Services too. With a roll, one without an id has not been asked for (policy_read_all()).
	 */
	const struct person *persons;
	size_t npersons;
	struct policy_roll *roll; /* of policy_read_known() */
	const struct role *roles;
	size_t nroles;
	const struct signoff *signoffs;
	size_t nsignoffs;
	const struct impact *impacts; /* lowest first, as in the file */
	size_t nimpacts;
	const struct environment *environments; /* sources before what comes from them */
	size_t nenvironments;
	const struct freeze *freezes;
	size_t nfreezes;
	const struct target *targets;
	size_t ntargets;
	struct emergency emergency;
	struct audit_policy audit;

	const struct conflict *conflicts;
	size_t nconflicts;
	bool authors_may_sign; /* default no */
	bool authors_may_promote; /* default no */
	bool unknown_authors_allowed; /* unknown-authors = refuse (default) or allow */
	bool one_signer_one_role; /* default yes */
};

/*
 * Reads a policy and lists every problem (form, unknown or repeated keys, sense) in `problems`, in
 * the order of lines. 0 only for a policy without problems; -1 otherwise, with ERROR_MALFORMED or
 * ERROR_MEMORY, and `out` is zero but for what was found of language, audit.sign and where the
 * audit is: that there are problems is recorded there, signed, and said. Two roles in conflict are
 * judged from `now` (seconds) on. Everything lives in `a`; `bytes` may be freed.
 */
int policy_read(struct arena *a, const char *bytes, size_t len, int64_t now, struct policy *out,
    struct ini_problems *problems, struct error *e);

/* The same for bytes in which policy_read() found no problem, at a time that is not later: what
 * only the whole can tell is not asked again, and each person is read when somebody asks for it.
 * `bytes` must stay. Should there be a problem, `out` must not be used. */
int policy_read_known(
    struct arena *a, const char *bytes, size_t len, struct policy *out, struct error *e);

/* Reads the persons whom nobody has asked for. */
void policy_read_all(const struct policy *p);

/* Each of those who were read, by a number from 0 on; NULL for no more. */
const struct person *policy_person_read(const struct policy *p, size_t i);

/* The sense of a policy whose pointers are resolved. Adds problems; -1 without memory. */
int policy_check(
    struct arena *a, const struct policy *p, int64_t now, struct ini_problems *problems);

/* Where it switches separation of duties off, at a moment (policy/unseparated.c; norm CH.06
 * criterion 9, and of UNSEPARATED_TRAILER criterion 5): the next one after `*at`, which starts at
 * 0. False for no more. */
enum unseparated {
	UNSEPARATED_AUTHORS_SIGN = 0,
	UNSEPARATED_AUTHORS_PROMOTE,
	UNSEPARATED_UNKNOWN_AUTHORS,
	UNSEPARATED_ONE_SIGNER,
	UNSEPARATED_DEVELOPER_SIGNS, /* the person may work where work starts */
	UNSEPARATED_TRAILER, /* of the environment */
	UNSEPARATED_COMMITTER, /* of the environment, where work starts */
	UNSEPARATED_KINDS
};
struct policy_unseparated {
	enum unseparated kind;
	const struct signoff *signoff;
	const struct person *person;
	const struct environment *environment;
};
bool policy_unseparated(
    const struct policy *p, int64_t now, size_t *at, struct policy_unseparated *out);

/* As its line has it: "authors-may-sign = yes", escaped. Never NULL. */
const char *policy_unseparated_line(struct arena *a, const struct policy_unseparated *u);

/* Where a policy was read: lines after the first `lines` are of its common part, when it has one.
 */
struct policy_place {
	const char *file, *common; /* escaped; common may be NULL */
	unsigned lines;
};

/* Prints `file: warning: ...` for each of these, and `file:line: warning: ...` for each sign-off
 * that one absence would stop. Returns 0. */
int policy_warn(
    struct arena *a, const struct policy *p, const struct policy_place *at, int64_t now, FILE *out);

/* Prints the policy, defaults included, as a file that reads back to the same policy. */
void policy_show(const struct policy *p, FILE *out);

/* Prints the policy as a page, with what Markdown or HTML would read in names escaped. */
void policy_markdown(const struct policy *p, int64_t now, FILE *out);

/* The words of that page, in each language. */
enum { POLICY_MARKDOWN_WORDS = 56 };
extern const char *const policy_markdown_words[POLICY_MARKDOWN_WORDS][2];

/* The matrix of persons, roles, environments and conflicts (policy/roles.c; norm CH.06 criteria 7
 * and 9). One block for each person: dates, roles with their dates, where they push, what they
 * sign. */
void roles_print(struct arena *a, const struct policy *p, int64_t now, FILE *out);

/* A row for each role that a person holds or held, or one without a role (RFC 4180). */
void roles_print_csv(struct arena *a, const struct policy *p, int64_t now, FILE *out);

/* The same rows as an array of objects. */
void roles_print_json(struct arena *a, const struct policy *p, int64_t now, FILE *out);

/* People. Addresses are compared with case folded (ASCII), logins and ids byte for byte.
 * NULL for nobody. */
const struct person *policy_person_by_id(const struct policy *p, const char *id);
const struct person *policy_person_by_login(const struct policy *p, const char *login);
const struct person *policy_person_by_email(const struct policy *p, const char *email, size_t len);

bool period_has(const struct period *p, int64_t at);

/* Is the person there at that moment (from/until)? */
bool person_active(const struct person *who, int64_t at);

/* Does this membership count at that moment: is the person there, and is it within its time? */
bool member_active(const struct member *m, int64_t at);

/* Does the person hold the role at that moment: is there, and is then a member or deputy? */
bool role_has(const struct role *r, const struct person *who, int64_t at);

/* Does the person hold one of the roles at that moment? None listed: every known person does. */
bool roles_have(const struct role *const *roles, size_t n, const struct person *who, int64_t at);

/* May the person push to the environment at that moment? NULL, or one who is not there, may not. */
bool environment_may_push(const struct environment *env, const struct person *who, int64_t at);

/* Does the person have the role at that moment, if at all, as a deputy alone? */
bool role_by_deputy(const struct role *r, const struct person *who, int64_t at);

/* Do changes end there: has it a source, and does nothing that asks anything come from it, at once
 * or by way of others? So a copy of production, or its tags, do not end production's being it. */
bool environment_is_final(const struct policy *p, const struct environment *env);

/* "Jan Bakker or Noor Kaya": at most `max` named and then "others", escaped; "nobody" for none.
 * Never NULL. */
const char *people_names(struct arena *a, const struct people *who, size_t max);

/* The same of those who hold the role then. */
const char *role_names(struct arena *a, const struct role *r, int64_t at, size_t max);

/* The person's name, escaped; that of a service with who answers for it: "CI (owner Tess Bos)".
 * Never NULL. */
const char *person_shown(struct arena *a, const struct person *who);

/* The environment that governs a ref, or NULL. An exact name wins over a pattern. */
const struct environment *policy_environment_of(const struct policy *p, const char *ref);

/* The next target of the environment after `*at`, which starts at 0; NULL for no more. */
const struct target *policy_target_of(
    const struct policy *p, const struct environment *env, size_t *at);

/* Is it a ref that moves by a verdict alone: of an environment, the evidence, a sign-off? */
bool policy_governs(const struct policy *p, const char *ref);

/* The result server of that name, in any case; NULL for one that the policy does not name. */
const struct sftp_host *policy_sftp_of(const struct policy *p, const char *host);

/* NULL for an unknown id. */
const struct environment *policy_environment_by_id(const struct policy *p, const char *id);
const struct target *policy_target_by_id(const struct policy *p, const char *id);
const struct impact *policy_impact_by_id(const struct policy *p, const char *id);
const struct role *policy_role_by_id(const struct policy *p, const char *id);
