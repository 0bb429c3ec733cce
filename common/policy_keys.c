/*
 * policy_keys: the one table of the sections and keys of a policy.
 *
 * From it come the reader, the errors about unknown, repeated and missing keys, the printer, and
 * the test that the manual page knows every key. A new key is one row, of a type that exists; a new
 * type is one line in policy_internal.h, one reader (policy_value.c) and one printer
 * (policy_show.c).
 */
#include <string.h>

#include "policy_internal.h"

#define MANY 1000 /* nobody writes so many by hand */
#define PERSONS_MAX 20000

#define NAMED(what, form, in, most, object, list) \
	.named = what, .wrong = form, .store = KIND_##in, .max = most, \
	.size = sizeof(struct object), .line_at = offsetof(struct object, line), \
	.list_at = offsetof(struct policy, list), .n_at = offsetof(struct policy, n##list)

const struct policy_section policy_sections[KIND_COUNT] = {
	/* kind; and of one with a name: what that is, its form, whose list it goes into, how many,
	   struct, list */
	[KIND_POLICY] = { .kind = "policy", .required = true },
	[KIND_PUSHER] = { .kind = "pusher", .required = true },
	[KIND_EVIDENCE] = { .kind = "evidence" },
	[KIND_SFTP] = { .kind = "sftp", NAMED("HOST", form_host, SFTP, MANY, sftp_host, sftp) },
	[KIND_PERSON] = { .kind = "person",
	    NAMED("ID", form_person_id, PERSON, PERSONS_MAX, person, persons),
	    .required = true },
	[KIND_SERVICE] = { .kind = "service",
	    NAMED("ID", form_person_id, PERSON, PERSONS_MAX, person, persons) },
	[KIND_ROLE] = { .kind = "role", NAMED("ID", form_id, ROLE, MANY, role, roles) },
	[KIND_SEPARATION] = { .kind = "separation" },
	[KIND_SIGNOFF] = { .kind = "signoff",
	    NAMED("ID", form_id, SIGNOFF, MANY, signoff, signoffs) },
	[KIND_ENVIRONMENT] = { .kind = "environment",
	    NAMED("ID", form_id, ENVIRONMENT, MANY, environment, environments),
	    .required = true },
	[KIND_IMPACT] = { .kind = "impact", NAMED("ID", form_id, IMPACT, MANY, impact, impacts) },
	[KIND_FREEZE] = { .kind = "freeze", NAMED("ID", form_id, FREEZE, MANY, freeze, freezes) },
	[KIND_EMERGENCY] = { .kind = "emergency" },
	[KIND_AUDIT] = { .kind = "audit" },
};

static const struct policy_word no_yes[] = { { "no", 0 }, { "yes", 1 }, { NULL, 0 } };
static const struct policy_word refuse_allow[] = { { "refuse", 0 }, { "allow", 1 }, { NULL, 0 } };

static const struct policy_word languages[] = {
	{ "en", LANGUAGE_EN },
	{ "nl", LANGUAGE_NL },
	{ NULL, 0 },
};

static const struct policy_word sources[] = {
	{ "ssh-key", PUSHER_SSH_KEY },
	{ "os-user", PUSHER_OS_USER },
	{ "env:NAME", PUSHER_ENV },
	{ "gitolite", PUSHER_GITOLITE },
	{ "http", PUSHER_HTTP },
	{ "gitea", PUSHER_GITEA },
	{ "gitlab", PUSHER_GITLAB },
	{ NULL, 0 },
};

static const struct policy_word groups[] = {
	{ "plan", REQUIRE_PLAN },
	{ "acceptance", REQUIRE_ACCEPTANCE },
	{ "impact", REQUIRE_IMPACT },
	{ "parallel-run", REQUIRE_PARALLEL_RUN },
	{ "complete", REQUIRE_COMPLETE },
	{ NULL, 0 },
};

static const struct policy_word proofs[] = {
	{ "signature", PROOF_SIGNATURE },
	{ "trailer", PROOF_TRAILER },
	{ NULL, 0 },
};

#define AT(object, field) .at = offsetof(struct object, field)
#define LIST(object, field) \
	.at = offsetof(struct object, field), .n_at = offsetof(struct object, n##field)

const struct policy_key policy_keys[] = {
	/* section, key, type, times, its place, and what else its type needs */
	{ KIND_POLICY, "title", TYPE_TEXT, 1, AT(policy, title), .required = true },
	{ KIND_POLICY, "version", TYPE_TEXT, 1, AT(policy, version), .required = true },
	{ KIND_POLICY, "url", TYPE_TEXT, 1, AT(policy, url) },
	{ KIND_POLICY, "language", TYPE_WORD, 1, AT(policy, language), .words = languages,
	    .fallback = LANGUAGE_EN },
	{ KIND_POLICY, "norm", TYPE_TEXT, 1, AT(policy, norm) },

	{ KIND_PUSHER, "source", TYPE_SOURCE, 1, AT(policy, pusher_source),
	    .n_at = offsetof(struct policy, pusher_env), .required = true, .words = sources,
	    .wrong = form_variable },
	{ KIND_PUSHER, "signed", TYPE_FLAG, 1, AT(policy, pusher_signed), .words = no_yes },

	{ KIND_EVIDENCE, "ref", TYPE_TEXT, 1, AT(policy, evidence_ref), .required = true,
	    .wrong = form_ref },
	{ KIND_EVIDENCE, "push", TYPE_MANY, MANY, LIST(policy, evidence_push), .of = KIND_ROLE },

	{ KIND_SFTP, "user", TYPE_TEXT, 1, AT(sftp_host, user), .required = true,
	    .wrong = form_user },
	{ KIND_SFTP, "identity", TYPE_TEXT, 1, AT(sftp_host, identity), .required = true,
	    .wrong = form_file },
	{ KIND_SFTP, "known-hosts", TYPE_TEXT, 1, AT(sftp_host, known_hosts), .required = true,
	    .wrong = form_file },
	{ KIND_SFTP, "port", TYPE_NUMBER, 1, AT(sftp_host, port), .min = 1, .max = 65535,
	    .fallback = 22 },
	{ KIND_SFTP, "timeout", TYPE_NUMBER, 1, AT(sftp_host, timeout), .min = 1, .max = 300,
	    .fallback = 10 },
	{ KIND_SFTP, "max-size", TYPE_SIZE, 1, AT(sftp_host, max_size), .min = 1, .max = 256u << 20,
	    .fallback = 16u << 20 },
	{ KIND_SFTP, "service", TYPE_ONE, 1, AT(sftp_host, service), .of = KIND_PERSON },

	{ KIND_PERSON, "name", TYPE_TEXT, 1, AT(person, name), .wrong = form_name },
	{ KIND_PERSON, "email", TYPE_TEXTS, MANY, LIST(person, emails), .wrong = form_email },
	{ KIND_PERSON, "login", TYPE_TEXTS, MANY, LIST(person, logins) },
	{ KIND_PERSON, "from", TYPE_FROM, 1, AT(person, there.from) },
	{ KIND_PERSON, "until", TYPE_UNTIL, 1, AT(person, there.until) },

	{ KIND_SERVICE, "name", TYPE_TEXT, 1, AT(person, name), .wrong = form_name },
	{ KIND_SERVICE, "email", TYPE_TEXTS, MANY, LIST(person, emails), .wrong = form_email },
	{ KIND_SERVICE, "login", TYPE_TEXTS, MANY, LIST(person, logins) },
	{ KIND_SERVICE, "owner", TYPE_ONE, 1, AT(person, owner), .of = KIND_PERSON },

	{ KIND_ROLE, "member", TYPE_MEMBER, PERSONS_MAX, LIST(role, members) },
	{ KIND_ROLE, "deputy", TYPE_DEPUTY, PERSONS_MAX, LIST(role, members) },

	{ KIND_SEPARATION, "conflict", TYPE_CONFLICT, MANY, LIST(policy, conflicts) },
	{ KIND_SEPARATION, "authors-may-sign", TYPE_FLAG, 1, AT(policy, authors_may_sign),
	    .words = no_yes },
	{ KIND_SEPARATION, "authors-may-promote", TYPE_FLAG, 1, AT(policy, authors_may_promote),
	    .words = no_yes },
	{ KIND_SEPARATION, "unknown-authors", TYPE_FLAG, 1, AT(policy, unknown_authors_allowed),
	    .words = refuse_allow },
	{ KIND_SEPARATION, "one-signer-one-role", TYPE_FLAG, 1, AT(policy, one_signer_one_role),
	    .words = no_yes, .fallback = 1 },

	{ KIND_SIGNOFF, "trailer", TYPE_TEXT, 1, AT(signoff, trailer), .required = true,
	    .wrong = form_trailer },
	{ KIND_SIGNOFF, "role", TYPE_ONE, 1, AT(signoff, role), .required = true, .of = KIND_ROLE },
	{ KIND_SIGNOFF, "count", TYPE_NUMBER, 1, AT(signoff, count), .min = 1, .max = 100,
	    .fallback = 1 },

	{ KIND_ENVIRONMENT, "ref", TYPE_TEXT, 1, AT(environment, ref), .required = true,
	    .wrong = form_pattern },
	{ KIND_ENVIRONMENT, "from", TYPE_ONE, 1, AT(environment, from), .of = KIND_ENVIRONMENT },
	{ KIND_ENVIRONMENT, "push", TYPE_MANY, MANY, LIST(environment, push), .of = KIND_ROLE },
	{ KIND_ENVIRONMENT, "signoff", TYPE_MANY, MANY, LIST(environment, signoffs),
	    .of = KIND_SIGNOFF },
	{ KIND_ENVIRONMENT, "require", TYPE_WORDS, 1, AT(environment, require), .words = groups },
	{ KIND_ENVIRONMENT, "proof", TYPE_WORD, 1, AT(environment, proof), .words = proofs,
	    .fallback = PROOF_SIGNATURE },
	{ KIND_ENVIRONMENT, "fast-forward", TYPE_FLAG, 1, AT(environment, fast_forward),
	    .words = no_yes },
	{ KIND_ENVIRONMENT, "committer-is-pusher", TYPE_FLAG, 1,
	    AT(environment, committer_is_pusher), .words = no_yes },
	{ KIND_ENVIRONMENT, "signed-commits", TYPE_FLAG, 1, AT(environment, signed_commits),
	    .words = no_yes },

	{ KIND_IMPACT, "path", TYPE_TEXTS, MANY, LIST(impact, paths), .wrong = form_path },
	{ KIND_IMPACT, "parallel-run-days", TYPE_NUMBER, 1, AT(impact, parallel_run_days),
	    .max = 3650 },
	{ KIND_IMPACT, "signoff", TYPE_MANY, MANY, LIST(impact, signoffs), .of = KIND_SIGNOFF },

	{ KIND_FREEZE, "from", TYPE_FROM, 1, AT(freeze, period.from), .required = true },
	{ KIND_FREEZE, "to", TYPE_UNTIL, 1, AT(freeze, period.until), .required = true },
	{ KIND_FREEZE, "environment", TYPE_MANY, MANY, LIST(freeze, environments),
	    .of = KIND_ENVIRONMENT },

	{ KIND_EMERGENCY, "signoff", TYPE_MANY, MANY, AT(policy, emergency.signoffs),
	    .n_at = offsetof(struct policy, emergency.nsignoffs), .required = true,
	    .of = KIND_SIGNOFF },
	{ KIND_EMERGENCY, "review-within-days", TYPE_NUMBER, 1,
	    AT(policy, emergency.review_within_days), .required = true, .min = 1, .max = 365 },

	{ KIND_AUDIT, "mirror", TYPE_TEXT, 1, AT(policy, audit.mirror), .wrong = form_mirror },
	{ KIND_AUDIT, "sign", TYPE_TEXT, 1, AT(policy, audit.sign), .wrong = form_file },
	{ KIND_AUDIT, "syslog", TYPE_FLAG, 1, AT(policy, audit.syslog), .words = no_yes },
};

const size_t policy_nkeys = sizeof(policy_keys) / sizeof(policy_keys[0]);

/* The reader and the printer find the name of a section there. */
_Static_assert(offsetof(struct person, id) == 0 && offsetof(struct role, id) == 0 &&
        offsetof(struct signoff, id) == 0 && offsetof(struct impact, id) == 0 &&
        offsetof(struct environment, id) == 0 && offsetof(struct freeze, id) == 0 &&
        offsetof(struct sftp_host, host) == 0,
    "the name comes first");

enum policy_kind
policy_kind_of(const char *kind)
{
	enum policy_kind k = 0;

	while (k < KIND_COUNT && strcmp(policy_sections[k].kind, kind) != 0)
		k++;
	return k;
}

const struct policy_key *
policy_key_of(enum policy_kind kind, const char *name)
{
	for (size_t i = 0; i < policy_nkeys; i++)
		if (policy_keys[i].kind == kind && strcmp(policy_keys[i].name, name) == 0)
			return &policy_keys[i];
	return NULL;
}

const struct policy_word *
policy_word_of(const struct policy_word *words, const char *text, size_t len)
{
	for (; words->word != NULL; words++)
		if (strlen(words->word) == len && memcmp(words->word, text, len) == 0)
			return words;
	return NULL;
}
