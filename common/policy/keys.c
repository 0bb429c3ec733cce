/*
 * policy/keys: the one table of the sections and keys of a policy.
 *
 * From it come the reader, the errors about unknown, repeated and missing keys, the printer, and
 * the test that the manual page knows every key. A new key is one row, of a type that exists; a new
 * type is one line in policy/policy_internal.h, one reader (policy/value.c) and one printer
 * (policy/show.c).
 */
#include "base/pattern.h"
#include "policy/policy_internal.h"

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
	[KIND_EVIDENCE] = { .kind = "evidence", .sense = SENSE_LESS },
	[KIND_SFTP] = { .kind = "sftp",
	    NAMED("HOST", form_host, SFTP, MANY, sftp_host, sftp),
	    .sense = SENSE_MORE },
	[KIND_PERSON] = { .kind = "person",
	    NAMED("ID", form_person_id, PERSON, PERSONS_MAX, person, persons),
	    .required = true,
	    .sense = SENSE_SAME },
	[KIND_SERVICE] = { .kind = "service",
	    NAMED("ID", form_person_id, PERSON, PERSONS_MAX, person, persons),
	    .sense = SENSE_SAME },
	[KIND_ROLE] = { .kind = "role",
	    NAMED("ID", form_id, ROLE, MANY, role, roles),
	    .sense = SENSE_SAME },
	[KIND_SEPARATION] = { .kind = "separation" },
	[KIND_SIGNOFF] = { .kind = "signoff",
	    NAMED("ID", form_id, SIGNOFF, MANY, signoff, signoffs),
	    .sense = SENSE_SAME },
	[KIND_ENVIRONMENT] = { .kind = "environment",
	    NAMED("ID", form_id, ENVIRONMENT, MANY, environment, environments),
	    .required = true,
	    .sense = SENSE_LESS },
	[KIND_IMPACT] = { .kind = "impact", NAMED("ID", form_id, IMPACT, MANY, impact, impacts) },
	[KIND_FREEZE] = { .kind = "freeze",
	    NAMED("ID", form_id, FREEZE, MANY, freeze, freezes),
	    .sense = SENSE_LESS },
	[KIND_TARGET] = { .kind = "target",
	    NAMED("NAME", form_id, TARGET, MANY, target, targets),
	    .sense = SENSE_LESS },
	[KIND_EMERGENCY] = { .kind = "emergency", .sense = SENSE_MORE },
	[KIND_AUDIT] = { .kind = "audit" },
};

static const struct policy_word no_yes[] = { { "no", 0 }, { "yes", 1 }, { NULL, 0 } };
static const struct policy_word refuse_allow[] = { { "refuse", 0 }, { "allow", 1 }, { NULL, 0 } };

static const struct policy_word languages[] = { { "en", LANGUAGE_EN }, { "nl", LANGUAGE_NL },
	{ NULL, 0 } };

static const struct policy_word sources[] = { { "ssh-key", PUSHER_SSH_KEY },
	{ "os-user", PUSHER_OS_USER }, { "env:NAME", PUSHER_ENV }, { "gitolite", PUSHER_GITOLITE },
	{ "http", PUSHER_HTTP }, { "gitea", PUSHER_GITEA }, { "gitlab", PUSHER_GITLAB },
	{ NULL, 0 } };

static const struct policy_word groups[] = { { "plan", REQUIRE_PLAN },
	{ "acceptance", REQUIRE_ACCEPTANCE }, { "impact", REQUIRE_IMPACT },
	{ "parallel-run", REQUIRE_PARALLEL_RUN }, { "complete", REQUIRE_COMPLETE }, { NULL, 0 } };

static const struct policy_word proofs[] = { { "signature", PROOF_SIGNATURE },
	{ "trailer", PROOF_TRAILER }, { NULL, 0 } };

#define AT(object, field) .at = offsetof(struct object, field)
#define LIST(object, field) AT(object, field), .n_at = offsetof(struct object, n##field)
#define TEXT(object, field) TYPE_TEXT, 1, AT(object, field)
#define TEXTS(object, list) TYPE_TEXTS, MANY, LIST(object, list)
#define FLAG(object, field) TYPE_FLAG, 1, AT(object, field), .words = no_yes
#define NUMBER(object, field) TYPE_NUMBER, 1, AT(object, field)
#define ONE_OF(kind, object, field) TYPE_ONE, 1, AT(object, field), .of = KIND_##kind
#define MANY_OF(kind, object, list) TYPE_MANY, MANY, LIST(object, list), .of = KIND_##kind

/* What loosens; and the words for what comes and what goes, in English and Dutch. */
#define SENSE(what) .sense = SENSE_##what
#define SAID(en, nl, en_gone, nl_gone) .text = { { en, nl }, { en_gone, nl_gone } }

const struct policy_key policy_keys[] = {
	/* section, key, type and place, what else its type needs, and what a change of it means */
	{ KIND_POLICY, "title", TEXT(policy, title), .required = true, SENSE(SAME) },
	{ KIND_POLICY, "version", TEXT(policy, version), .required = true, SENSE(SHUTS),
	    .text = { { "version $N takes the place of $O",
	        "versie $N komt in de plaats van $O" } } },
	{ KIND_POLICY, "url", TEXT(policy, url), SENSE(SAME) },
	{ KIND_POLICY, "language", TYPE_WORD, 1, AT(policy, language), .words = languages,
	    .fallback = LANGUAGE_EN, SENSE(SAME) },
	{ KIND_POLICY, "norm", TEXT(policy, norm), SENSE(SAME) },
	{ KIND_POLICY, "zone", TEXT(policy, zone), .wrong = form_zone },

	{ KIND_PUSHER, "source", TYPE_SOURCE, 1, AT(policy, pusher_source),
	    .n_at = offsetof(struct policy, pusher_env), .required = true, .words = sources,
	    .wrong = form_variable },
	{ KIND_PUSHER, "signed", FLAG(policy, pusher_signed), SENSE(LESS) },

	{ KIND_EVIDENCE, "ref", TEXT(policy, evidence_ref), .required = true, .wrong = form_ref },
	{ KIND_EVIDENCE, "push", MANY_OF(ROLE, policy, evidence_push), SENSE(MORE), .open = true },

	{ KIND_SFTP, "user", TEXT(sftp_host, user), .required = true, .wrong = form_user },
	{ KIND_SFTP, "identity", TEXT(sftp_host, identity), .required = true, .wrong = form_file },
	{ KIND_SFTP, "known-hosts", TEXT(sftp_host, known_hosts), .required = true,
	    .wrong = form_file },
	{ KIND_SFTP, "port", NUMBER(sftp_host, port), .min = 1, .max = 65535, .fallback = 22 },
	{ KIND_SFTP, "timeout", NUMBER(sftp_host, timeout), .min = 1, .max = 300, .fallback = 10,
	    SENSE(SAME) },
	{ KIND_SFTP, "max-size", TYPE_SIZE, 1, AT(sftp_host, max_size), .min = 1, .max = 256u << 20,
	    .fallback = 16u << 20, SENSE(SAME) },
	{ KIND_SFTP, "service", ONE_OF(PERSON, sftp_host, service) },

	{ KIND_PERSON, "name", TEXT(person, name), .wrong = form_name, SENSE(SAME) },
	{ KIND_PERSON, "organisation", TEXT(person, organisation), .wrong = form_name,
	    SENSE(SAME) },
	{ KIND_PERSON, "email", TEXTS(person, emails), .wrong = form_email },
	{ KIND_PERSON, "login", TEXTS(person, logins), SENSE(MORE) },
	{ KIND_PERSON, "from", TYPE_FROM, 1, AT(person, there.from), SENSE(LESS) },
	{ KIND_PERSON, "until", TYPE_UNTIL, 1, AT(person, there.until), SENSE(MORE_OR_SHUTS) },

	{ KIND_SERVICE, "name", TEXT(person, name), .wrong = form_name, SENSE(SAME) },
	{ KIND_SERVICE, "organisation", TEXT(person, organisation), .wrong = form_name,
	    SENSE(SAME) },
	{ KIND_SERVICE, "email", TEXTS(person, emails), .wrong = form_email },
	{ KIND_SERVICE, "login", TEXTS(person, logins), SENSE(MORE) },
	{ KIND_SERVICE, "owner", ONE_OF(PERSON, person, owner) },

	{ KIND_ROLE, "member", TYPE_MEMBER, PERSONS_MAX, LIST(role, members), SENSE(MORE_OR_SHUTS),
	    SAID("role $S has a new member: $N", "rol $S heeft een nieuw lid: $N",
	        "role $S loses a member: $O", "rol $S verliest een lid: $O") },
	{ KIND_ROLE, "deputy", TYPE_DEPUTY, PERSONS_MAX, LIST(role, members), SENSE(MORE_OR_SHUTS),
	    SAID("role $S has a new deputy: $N", "rol $S heeft een nieuwe plaatsvervanger: $N",
	        "role $S loses a deputy: $O", "rol $S verliest een plaatsvervanger: $O") },

	{ KIND_SEPARATION, "conflict", TYPE_CONFLICT, MANY, LIST(policy, conflicts), SENSE(LESS),
	    SAID("nobody may hold both roles any more: $N",
	        "niemand mag nog beide rollen hebben: $N", "one person may hold both roles: $O",
	        "iemand mag beide rollen hebben: $O") },
	{ KIND_SEPARATION, "authors-may-sign", FLAG(policy, authors_may_sign), SENSE(MORE),
	    SAID("separation: authors may sign", "functiescheiding: auteurs mogen accorderen",
	        "separation: authors may no longer sign",
	        "functiescheiding: auteurs mogen niet meer accorderen") },
	{ KIND_SEPARATION, "authors-may-promote", FLAG(policy, authors_may_promote), SENSE(MORE),
	    SAID("separation: authors may promote", "functiescheiding: auteurs mogen promoveren",
	        "separation: authors may no longer promote",
	        "functiescheiding: auteurs mogen niet meer promoveren") },
	{ KIND_SEPARATION, "unknown-authors", TYPE_FLAG, 1, AT(policy, unknown_authors_allowed),
	    .words = refuse_allow, SENSE(MORE),
	    SAID("separation: unknown authors are let through",
	        "functiescheiding: onbekende auteurs worden doorgelaten",
	        "separation: unknown authors are refused",
	        "functiescheiding: onbekende auteurs worden geweigerd") },
	{ KIND_SEPARATION, "one-signer-one-role", FLAG(policy, one_signer_one_role), .fallback = 1,
	    SENSE(LESS),
	    SAID("separation: a person's sign-off fills one role only",
	        "functiescheiding: een accordering telt voor een rol",
	        "separation: a person's sign-off may fill several roles",
	        "functiescheiding: een accordering mag voor meer rollen tellen") },

	{ KIND_SIGNOFF, "trailer", TEXT(signoff, trailer), .required = true,
	    .wrong = form_trailer },
	{ KIND_SIGNOFF, "role", ONE_OF(ROLE, signoff, role), .required = true },
	{ KIND_SIGNOFF, "count", NUMBER(signoff, count), .min = 1, .max = 100, .fallback = 1,
	    SENSE(LESS) },

	{ KIND_ENVIRONMENT, "ref", TEXT(environment, ref), .required = true,
	    .wrong = form_pattern },
	{ KIND_ENVIRONMENT, "from", ONE_OF(ENVIRONMENT, environment, from) },
	{ KIND_ENVIRONMENT, "push", MANY_OF(ROLE, environment, push), SENSE(MORE), .open = true },
	{ KIND_ENVIRONMENT, "signoff", MANY_OF(SIGNOFF, environment, signoffs), SENSE(LESS),
	    SAID("sign-off $N now asked for $S", "accordering $N nu gevraagd voor $S",
	        "sign-off $O no longer asked for $S",
	        "accordering $O niet meer gevraagd voor $S") },
	{ KIND_ENVIRONMENT, "require", TYPE_WORDS, 1, AT(environment, require), .words = groups,
	    SENSE(LESS),
	    SAID("$N now asked for $S", "$N nu gevraagd voor $S", "$O no longer asked for $S",
	        "$O niet meer gevraagd voor $S") },
	{ KIND_ENVIRONMENT, "window-max-hours", NUMBER(environment, window_max_hours), .min = 1,
	    .max = 8760, SENSE(MORE) },
	{ KIND_ENVIRONMENT, "proof", TYPE_WORD, 1, AT(environment, proof), .words = proofs,
	    .fallback = PROOF_SIGNATURE, SENSE(MORE),
	    SAID("sign-offs for $S count by their trailer alone",
	        "accorderingen voor $S tellen als regel in de merge alleen",
	        "sign-offs for $S need a signature",
	        "accorderingen voor $S vragen een handtekening") },
	{ KIND_ENVIRONMENT, "fast-forward", FLAG(environment, fast_forward), SENSE(MORE) },
	{ KIND_ENVIRONMENT, "committer-is-pusher", FLAG(environment, committer_is_pusher),
	    SENSE(LESS),
	    SAID("who pushes to $S made the commits", "wie naar $S pusht heeft de commits gemaakt",
	        "commits of others may be pushed to $S",
	        "commits van anderen mogen naar $S gepusht worden") },
	{ KIND_ENVIRONMENT, "signed-commits", FLAG(environment, signed_commits), SENSE(LESS) },

	{ KIND_IMPACT, "path", TEXTS(impact, paths), .wrong = pathpattern_wrong, SENSE(LESS) },
	{ KIND_IMPACT, "except", TEXTS(impact, excepts), .wrong = pathpattern_wrong, SENSE(MORE) },
	{ KIND_IMPACT, "parallel-run-days", NUMBER(impact, parallel_run_days), .max = 3650,
	    SENSE(LESS) },
	{ KIND_IMPACT, "signoff", MANY_OF(SIGNOFF, impact, signoffs), SENSE(LESS),
	    SAID("sign-off $N now asked at impact $S", "accordering $N nu gevraagd bij impact $S",
	        "sign-off $O no longer asked at impact $S",
	        "accordering $O niet meer gevraagd bij impact $S") },

	{ KIND_FREEZE, "from", TYPE_FROM, 1, AT(freeze, period.from), .required = true,
	    .unless = "recurs", SENSE(MORE), .open = true },
	{ KIND_FREEZE, "to", TYPE_UNTIL, 1, AT(freeze, period.until), .required = true,
	    .unless = "recurs", SENSE(LESS), .open = true },
	{ KIND_FREEZE, "recurs", TYPE_WEEKLY, 1, AT(freeze, weekly), SENSE(LESS), .open = true },
	{ KIND_FREEZE, "environment", MANY_OF(ENVIRONMENT, freeze, environments), SENSE(LESS),
	    .open = true },

	{ KIND_TARGET, "environment", ONE_OF(ENVIRONMENT, target, environment), .required = true },
	{ KIND_TARGET, "within-days", NUMBER(target, within_days), .required = true, .min = 1,
	    .max = 365, SENSE(MORE) },
	{ KIND_TARGET, "except", TEXTS(target, excepts), .wrong = pathpattern_wrong, SENSE(MORE) },

	{ KIND_EMERGENCY, "signoff", TYPE_MANY, MANY, AT(policy, emergency.signoffs),
	    .n_at = offsetof(struct policy, emergency.nsignoffs), .required = true,
	    .of = KIND_SIGNOFF, SENSE(LESS),
	    SAID("sign-off $N now asked for an emergency",
	        "accordering $N nu gevraagd voor een spoedwijziging",
	        "sign-off $O no longer asked for an emergency",
	        "accordering $O niet meer gevraagd voor een spoedwijziging") },
	{ KIND_EMERGENCY, "review-within-days", NUMBER(policy, emergency.review_within_days),
	    .required = true, .min = 1, .max = 365, SENSE(MORE) },

	{ KIND_AUDIT, "repository", TEXT(policy, audit.repository), .wrong = form_repository,
	    SENSE(LESS) },
	{ KIND_AUDIT, "identity", TEXT(policy, audit.identity), .wrong = form_file, SENSE(LESS) },
	{ KIND_AUDIT, "known-hosts", TEXT(policy, audit.known_hosts), .wrong = form_file,
	    SENSE(LESS) },
	{ KIND_AUDIT, "timeout", NUMBER(policy, audit.timeout), .min = 1, .max = 300, SENSE(SAME) },
	{ KIND_AUDIT, "mirror", TEXT(policy, audit.mirror), .wrong = form_mirror, SENSE(LESS) },
	{ KIND_AUDIT, "sign", TEXT(policy, audit.sign), .wrong = form_file, SENSE(LESS) },
	{ KIND_AUDIT, "syslog", FLAG(policy, audit.syslog), SENSE(LESS) },
};

const size_t policy_nkeys = sizeof(policy_keys) / sizeof(policy_keys[0]);

/* The reader and the printer find the name of a section there. */
_Static_assert(offsetof(struct person, id) == 0 && offsetof(struct role, id) == 0 &&
        offsetof(struct signoff, id) == 0 && offsetof(struct impact, id) == 0 &&
        offsetof(struct environment, id) == 0 && offsetof(struct freeze, id) == 0 &&
        offsetof(struct target, id) == 0 && offsetof(struct sftp_host, host) == 0,
    "the name comes first");

enum policy_kind policy_kind_of(const char *kind)
{
	enum policy_kind k = 0;

	while (k < KIND_COUNT &&
	    (*policy_sections[k].kind != *kind || strcmp(policy_sections[k].kind, kind) != 0))
		k++;
	return k;
}

struct policy_rows policy_keys_of(enum policy_kind kind)
{
	size_t first = 0, end;

	while (first < policy_nkeys && policy_keys[first].kind != kind)
		first++;
	for (end = first; end < policy_nkeys && policy_keys[end].kind == kind;)
		end++;
	return (struct policy_rows){ &policy_keys[first], end - first };
}

const struct policy_key *policy_key_of(
    struct policy_rows rows, const struct policy_key *from, const char *name)
{
	for (size_t i = 0; i < rows.n; i++, from++) {
		if (from == rows.list + rows.n)
			from = rows.list;
		if (*from->name == *name && strcmp(from->name, name) == 0)
			return from;
	}
	return NULL;
}

const struct policy_word *policy_word_of(
    const struct policy_word *words, const char *text, size_t len)
{
	for (; words->word != NULL; words++)
		if (strlen(words->word) == len && memcmp(words->word, text, len) == 0)
			return words;
	return NULL;
}
