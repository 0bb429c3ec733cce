/* Sign-offs as they were made: one that is well formed, and every part of it missing, doubled or
 * wrong. */
#include "arena_fixture.h"
#include "promotion/signoff_tag.h"

#define HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OID "8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91"
#define OBJECT "object " OID "\n"
#define TYPE "type commit\n"
#define TAG "tag 2026.11-els\n"
#define TAGGER "tagger Els de Vries <els@example.org> 1795518000 +0100\n"
#define HEAD OBJECT TYPE TAG TAGGER
#define TITLE "\nSign-off of 2026.11 for production\n\n"
#define PROMOTION "Promotion: 2026.11\n"
#define ENVIRONMENT "Environment: production\n"
#define ROLE "Role: system-owner\n"
#define DECISION "Decision: approve\n"
#define EVIDENCE "Evidence: sha256:" HEX "\n"
#define ALL PROMOTION ENVIRONMENT ROLE DECISION
#define SIG "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"
#define MEND "make the sign-off again: git sluis sign"

static int read_text(const char *text, struct signoff_tag *out, struct error *e)
{
	memset(e, 0, sizeof(*e));
	return signoff_tag_read(&arena, text, strlen(text), out, e);
}

static void must_read(const char *text, struct signoff_tag *out)
{
	struct error e;

	if (read_text(text, out, &e) < 0)
		fail_msg("refused: %s: %s", e.text, text);
}

static void whole(void **state)
{
	static const char text[] = HEAD TITLE ALL EVIDENCE
	    "Evidence: sha256:00000000000000000000000000000000000000000000000000000000"
	    "000000ff\n" SIG;
	struct signoff_tag t;
	char hex[OID_HEX + 1];

	(void)state;
	must_read(text, &t);
	assert_string_equal(git_oid_tostr(hex, sizeof(hex), &t.candidate), OID);
	assert_string_equal(t.name, "2026.11-els");
	assert_string_equal(t.tagger, "els@example.org");
	assert_int_equal(t.at, 1795518000);
	assert_string_equal(t.promotion, "2026.11");
	assert_string_equal(t.environment, "production");
	assert_string_equal(t.role, "system-owner");
	assert_int_equal(t.decision, DECISION_APPROVE);
	assert_int_equal(t.nevidence, 2);
	assert_int_equal(t.evidence[0][0], 0xe3);
	assert_int_equal(t.evidence[0][31], 0x55);
	assert_int_equal(t.evidence[1][31], 0xff);
	assert_true(t.parts.payload == text);
	assert_int_equal(t.parts.payload_len, strlen(text) - strlen(SIG));
	assert_int_equal(t.parts.signature_len, strlen(SIG));
}

static void other_forms(void **state)
{
	struct signoff_tag t;

	(void)state;
	must_read(HEAD TITLE PROMOTION ENVIRONMENT ROLE "Decision: reject\n" SIG, &t);
	assert_int_equal(t.decision, DECISION_REJECT);
	assert_int_equal(t.nevidence, 0);
	must_read(HEAD TITLE "promotion:2026.11\nENVIRONMENT :\n  production\nrole: \t "
	                     "system-owner \nDecision: approve\n" SIG,
	    &t);
	assert_string_equal(t.promotion, "2026.11");
	assert_string_equal(t.environment, "production");
	assert_string_equal(t.role, "system-owner");
	/* Trailers of other names are the signer's own affair. */
	must_read(HEAD TITLE "Ticket: 7\n" ALL
	                     "Ticket: 8\nSigned-off-by: Els <els@example.org>\n" SIG,
	    &t);
	/* Two records may have the same bytes. */
	must_read(HEAD TITLE ALL EVIDENCE EVIDENCE SIG, &t);
	assert_int_equal(t.nevidence, 2);
	must_read(OBJECT TYPE "tag x\ntagger <els@example.org> 1 -1200\n" TITLE ALL SIG, &t);
	assert_string_equal(t.tagger, "els@example.org");
	assert_int_equal(t.at, 1);
	must_read(OBJECT TYPE TAG "tagger E <e@x> 253402300799 +0000\n" TITLE ALL SIG, &t);
	/* A text in the body that looks like a trailer is none. */
	must_read(HEAD "\nTitle\n\nDecision: reject\n\n" ALL SIG, &t);
	assert_int_equal(t.decision, DECISION_APPROVE);
}

/* Does a tag with these lines hold for a merge with those? */
static void check_holds(const char *lines, const char *merge, bool kind, bool reviews)
{
	char text[2048];
	struct signoff_tag t;
	struct trailers ts;
	struct promotion said;
	struct error e = { 0 };

	snprintf(text, sizeof(text), "%s%s%s%s", HEAD TITLE ALL, lines, EVIDENCE, SIG);
	must_read(text, &t);
	snprintf(text, sizeof(text), "Merge\n\nPromotion: 2026.11\n%s", merge);
	assert_int_equal(trailer_read(&arena, text, strlen(text), &ts, &e), 0);
	assert_int_equal(promotion_read(&arena, &ts, &said), 0);
	assert_int_equal(promotion_same(t.kind, said.kind), kind);
	assert_int_equal(signoff_tag_reviews_are(&t, &ts), reviews);
}

static void kinds(void **state)
{
	(void)state;
	check_holds("", "", true, true);
	check_holds("", "Emergency: INC-1 now\n", false, true);
	check_holds("", "Rolls-Back-To: " OID "\n", false, true);
	check_holds("Kind: rollback\n", "Rolls-Back-To: " OID "\n", true, true);
	check_holds("Kind: rollback\n", "", false, true);
	check_holds("Kind: rollback\n", "Emergency: INC-1 now\n", false, true);
	check_holds("Kind: emergency INC-1\n", "Emergency: INC-1\tnow\n", true, true);
	check_holds("Kind: emergency INC-1\n", "Emergency: INC-10 now\n", false, true);
	check_holds("Kind: emergency INC-10\n", "Emergency: INC-1 now\n", false, true);
	check_holds("Kind: emergency INC-1\n", "Emergency: inc-1 now\n", false, true);
	check_holds("Kind: emergency INC-1\n", "", false, true);
	check_holds("Kind: emergency INC-1\n", "Emergency: INC-1\n", true, true);
	/* Twice, or without a reason: that is for the rule of emergencies. */
	check_holds(
	    "Kind: emergency INC-1\n", "Emergency: INC-1 a\nEmergency: INC-1 a\n", true, true);
	check_holds("Reviews-Emergency: a\n", "", true, false);
	check_holds("", "Reviews-Emergency: a\n", true, false);
	check_holds("Reviews-Emergency: a\nReviews-Emergency: b\n",
	    "Reviews-Emergency: b\nReviews-Emergency: a\nReviews-Emergency: b\n", true, true);
	check_holds("Reviews-Emergency: a\nReviews-Emergency: a\n",
	    "Reviews-Emergency: a\nReviews-Emergency: b\n", true, false);
	check_holds("Reviews-Emergency: a\nReviews-Emergency: b\n",
	    "Reviews-Emergency: a\nReviews-Emergency: a\n", true, false);
}

struct refused {
	const char *text, *why;
};

static void check_refused(const struct refused *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct signoff_tag t;
		struct error e;

		if (read_text(table[i].text, &t, &e) != -1)
			fail_msg("taken: %s", table[i].text);
		assert_string_equal(e.text, table[i].why);
		assert_int_equal(e.kind, ERROR_MALFORMED);
		assert_string_equal(e.mend, MEND);
		assert_null(t.promotion);
		assert_int_equal(t.decision, DECISION_NONE);
		assert_int_equal(t.parts.signature_len, 0);
	}
}

#define REFUSED(table) check_refused(table, sizeof(table) / sizeof(table[0]))

static void wrong_headers(void **state)
{
	static const char object[] = "its object line is missing or broken",
	                  type[] = "its type line is missing or broken";
	static const char tag[] = "its tag line is missing or broken";
	static const char rest[] = "its tagger line is not followed by an empty line";
	static const struct refused table[] = {
		{ SIG, object },
		{ "\n" HEAD TITLE ALL SIG, object },
		{ TYPE TAG TAGGER TITLE ALL SIG, object },
		{ TYPE OBJECT TAG TAGGER TITLE ALL SIG, object },
		{ "object 8c1f2aa\n" TYPE TAG TAGGER TITLE ALL SIG, object },
		{ "object " OID "00\n" TYPE TAG TAGGER TITLE ALL SIG, object },
		{ "object  " OID "\n" TYPE TAG TAGGER TITLE ALL SIG, object },
		{ "object " OID "\r\n" TYPE TAG TAGGER TITLE ALL SIG, object },
		{ OBJECT TAG TAGGER TITLE ALL SIG, type },
		{ OBJECT OBJECT TYPE TAG TAGGER TITLE ALL SIG, type },
		{ OBJECT "type \n" TAG TAGGER TITLE ALL SIG, type },
		{ OBJECT "type commit\r\n" TAG TAGGER TITLE ALL SIG, type },
		{ OBJECT "type tag\n" TAG TAGGER TITLE ALL SIG,
		    "it points at a tag, not at a commit" },
		{ OBJECT "type tree\n" TAG TAGGER TITLE ALL SIG,
		    "it points at a tree, not at a commit" },
		{ OBJECT "type commits\n" TAG TAGGER TITLE ALL SIG,
		    "it points at a commits, not at a commit" },
		{ OBJECT "type c\xc3\xb6mmit\n" TAG TAGGER TITLE ALL SIG,
		    "it points at a c\xc3\xb6mmit, not at a commit" },
		{ OBJECT TYPE TAGGER TITLE ALL SIG, tag },
		{ OBJECT TYPE TYPE TAG TAGGER TITLE ALL SIG, tag },
		{ OBJECT TYPE "tag \n" TAGGER TITLE ALL SIG, tag },
		{ OBJECT TYPE "tag a\033b\n" TAGGER TITLE ALL SIG, tag },
		{ HEAD TAGGER TITLE ALL SIG, rest },
		{ HEAD "encoding UTF-8\n" TITLE ALL SIG, rest },
		{ HEAD " more\n" TITLE ALL SIG, rest },
		{ HEAD SIG, rest },
	};

	(void)state;
	REFUSED(table);
}

static void wrong_tagger(void **state)
{
	static const char *const lines[] = {
		"",
		"tagger\n",
		"tagger \n",
		"tagger Els\n",
		"tagger Els <els@example.org>\n",
		"tagger Els <els@example.org> \n",
		"tagger Els <els@example.org> 1795518000\n",
		"tagger Els <els@example.org> 1795518000 \n",
		"tagger Els <els@example.org> 1795518000 +010\n",
		"tagger Els <els@example.org> 1795518000 +01000\n",
		"tagger Els <els@example.org> 1795518000 01000\n",
		"tagger Els <els@example.org> 1795518000 +01:0\n",
		"tagger Els <els@example.org> 0 +0000\n",
		"tagger Els <els@example.org> -1 +0000\n",
		"tagger Els <els@example.org> 01 +0000\n",
		"tagger Els <els@example.org>  1 +0000\n",
		"tagger Els <els@example.org> 1  +0000\n",
		"tagger Els <els@example.org> 1 +0000 \n",
		"tagger Els <els@example.org> 253402300800 +0000\n",
		"tagger Els <els@example.org> 9223372036854775808 +0000\n",
		"tagger Els <els@example.org>1 +0000\n",
		"tagger Els <> 1 +0000\n",
		"tagger Els els@example.org 1 +0000\n",
		"tagger Els <dirk@example.org> <els@example.org> 1 +0000\n",
		"tagger Els <a>els@example.org> 1 +0000\n",
		"tagger Els <els@\texample.org> 1 +0000\n",
		"Tagger Els <els@example.org> 1 +0000\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct refused one = { arena_printf(&arena,
			                         OBJECT TYPE TAG "%s" TITLE ALL SIG, lines[i]),
			"its tagger line is missing, or is not \"Name <address> time zone\"" };

		check_refused(&one, 1);
	}
}

static void wrong_trailers(void **state)
{
	static const struct refused table[] = {
		{ HEAD "\n" SIG, "it has no Promotion trailer" },
		{ HEAD "\n" ALL SIG, "it has no Promotion trailer" }, /* that is the title */
		{ HEAD TITLE ALL "\nMore text.\n" SIG, "it has no Promotion trailer" },
		{ HEAD TITLE ENVIRONMENT ROLE DECISION SIG, "it has no Promotion trailer" },
		{ HEAD TITLE PROMOTION ROLE DECISION SIG, "it has no Environment trailer" },
		{ HEAD TITLE PROMOTION ENVIRONMENT DECISION SIG, "it has no Role trailer" },
		{ HEAD TITLE PROMOTION ENVIRONMENT ROLE SIG, "it has no Decision trailer" },
		{ HEAD TITLE PROMOTION ENVIRONMENT ROLE "Decison: reject\n" SIG,
		    "it has no Decision trailer" },
		{ HEAD TITLE ALL PROMOTION SIG,
		    "it has 2 Promotion trailers, and one belongs there" },
		{ HEAD TITLE ALL "environment: production\n" SIG,
		    "it has 2 Environment trailers, and one belongs there" },
		{ HEAD TITLE ALL "ROLE: users\n" SIG,
		    "it has 2 Role trailers, and one belongs there" },
		{ HEAD TITLE ALL "Decision: reject\n" DECISION SIG,
		    "it has 3 Decision trailers, and one belongs there" },
		{ HEAD TITLE "Promotion:\n" ENVIRONMENT ROLE DECISION SIG,
		    "its Promotion '' is no id of a promotion" },
		{ HEAD TITLE "Promotion: ../x\n" ENVIRONMENT ROLE DECISION SIG,
		    "its Promotion '../x' is no id of a promotion" },
		{ HEAD TITLE PROMOTION "Environment: a b\n" ROLE DECISION SIG,
		    "its Environment 'a b' is no id of an environment" },
		{ HEAD TITLE PROMOTION "Environment:\n" ROLE DECISION SIG,
		    "its Environment '' is no id of an environment" },
		{ HEAD TITLE PROMOTION ENVIRONMENT "Role: \xc3\xa9\n" DECISION SIG,
		    "its Role '\xc3\xa9' is no id of a role" },
		{ HEAD TITLE PROMOTION ENVIRONMENT "Role:\n" DECISION SIG,
		    "its Role '' is no id of a role" },
		{ HEAD TITLE PROMOTION ENVIRONMENT ROLE "Decision:\n" SIG,
		    "its Decision '' is neither approve nor reject" },
		{ HEAD TITLE PROMOTION ENVIRONMENT ROLE "Decision: Approve\n" SIG,
		    "its Decision 'Approve' is neither approve nor reject" },
		{ HEAD TITLE PROMOTION ENVIRONMENT ROLE "Decision: approve it\n" SIG,
		    "its Decision 'approve it' is neither approve nor reject" },
		{ HEAD TITLE ALL "Kind: rollback\nKind: rollback\n" SIG,
		    "it has 2 Kind trailers, and one belongs there" },
		{ HEAD TITLE ALL "Kind:\n" SIG,
		    "its Kind '' is neither emergency INCIDENT nor rollback" },
		{ HEAD TITLE ALL "Kind: emergency\n" SIG,
		    "its Kind 'emergency' is neither emergency INCIDENT nor rollback" },
		{ HEAD TITLE ALL "Kind: emergency INC-1 now\n" SIG,
		    "its Kind 'emergency INC-1 now' is neither emergency INCIDENT nor rollback" },
		{ HEAD TITLE ALL "Kind: ordinary\n" SIG,
		    "its Kind 'ordinary' is neither emergency INCIDENT nor rollback" },
		{ HEAD TITLE ALL "Reviews-Emergency:\n" SIG,
		    "its Reviews-Emergency '' is no id of a promotion" },
		{ HEAD TITLE ALL "Reviews-Emergency: 2026.10, 2026.11\n" SIG,
		    "its Reviews-Emergency '2026.10, 2026.11' is no id of a promotion" },
		{ HEAD TITLE ALL "Evidence:\n" SIG,
		    "its Evidence '' is not sha256: and 64 hex digits" },
		{ HEAD TITLE ALL "Evidence: " HEX "\n" SIG,
		    "its Evidence '" HEX "' is not sha256: and 64 hex digits" },
		{ HEAD TITLE ALL "Evidence: sha256:00\n" SIG,
		    "its Evidence 'sha256:00' is not sha256: and 64 hex digits" },
		{ HEAD TITLE ALL EVIDENCE "Evidence: sha256:" HEX "0\n" SIG,
		    "its Evidence 'sha256:" HEX "0' is not sha256: and 64 hex digits" },
		{ HEAD TITLE ALL "Evidence: sha256:" HEX " git:a\n" SIG,
		    "its Evidence 'sha256:" HEX " git:a' is not sha256: and 64 hex digits" },
		{ HEAD TITLE ALL "Evidence: SHA256:" HEX "\n" SIG,
		    "its Evidence 'SHA256:" HEX "' is not sha256: and 64 hex digits" },
	};

	(void)state;
	REFUSED(table);
}

/* What readers of git disagree about is refused here, too. */
static void doubtful_message(void **state)
{
	struct signoff_tag t;
	struct error e;

	(void)state;
	assert_int_equal(read_text(HEAD TITLE ALL "\n---\n\n" PROMOTION ENVIRONMENT ROLE
	                                          "Decision: reject\n" SIG,
	                     &t, &e),
	    -1);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	assert_non_null(strstr(e.text, "its readers disagree: "));
	assert_string_equal(e.mend, MEND);
}

/* A NUL hides what follows from those who print the message. */
static void nul_bytes(void **state)
{
	static const char text[] = HEAD "\nTitle\0\n\n" ALL SIG,
	                  name[] = OBJECT TYPE "tag a\0b\n" TAGGER TITLE ALL SIG;
	static const char value[] =
	    HEAD TITLE PROMOTION ENVIRONMENT ROLE "Decision: approve\0reject\n" SIG;
	struct signoff_tag t;
	struct error e = { 0 };

	(void)state;
	assert_int_equal(signoff_tag_read(&arena, text, sizeof(text) - 1, &t, &e), -1);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	assert_int_equal(signoff_tag_read(&arena, value, sizeof(value) - 1, &t, &e), -1);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	assert_int_equal(signoff_tag_read(&arena, name, sizeof(name) - 1, &t, &e), -1);
	assert_string_equal(e.text, "its tag line is missing or broken");
}

static void signatures(void **state)
{
	struct signoff_tag t;
	struct error e;

	(void)state;
	assert_int_equal(read_text(HEAD TITLE ALL, &t, &e), -1);
	assert_int_equal(e.kind, ERROR_ABSENT);
	assert_string_equal(e.text, "it is not signed");
	assert_int_equal(read_text(HEAD TITLE ALL "-----BEGIN PGP SIGNATURE-----\n", &t, &e), -1);
	assert_int_equal(e.kind, ERROR_UNSUPPORTED);
	assert_int_equal(read_text(HEAD TITLE ALL SIG SIG, &t, &e), -1);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	assert_string_equal(e.text, "it has more than one signature");
	assert_int_equal(read_text(HEAD TITLE ALL SIG "Decision: reject\n", &t, &e), -1);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	assert_null(t.promotion);
}

static void too_large(void **state)
{
	static char big[SIGNOFF_TAG_MAX + 1];
	struct signoff_tag t;
	struct error e = { 0 };

	(void)state;
	memset(big, 'x', sizeof(big));
	assert_int_equal(signoff_tag_read(&arena, big, sizeof(big), &t, &e), -1);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	assert_string_equal(e.text, "it is larger than 1048576 bytes");
	assert_int_equal(signoff_tag_read(&arena, big, 0, &t, &e), -1);
	assert_int_equal(e.kind, ERROR_ABSENT);
}

/* However little there is, it is an error of memory, and never half a sign-off. */
static void no_memory(void **state)
{
	static const char text[] = HEAD TITLE ALL EVIDENCE SIG;
	unsigned failed = 0;

	(void)state;
	for (size_t cap = 0; cap < 65536; cap += 16) {
		struct signoff_tag t;
		struct error e = { 0 };
		struct arena tiny;
		int rc;

		arena_init(&tiny, cap);
		rc = signoff_tag_read(&tiny, text, strlen(text), &t, &e);
		arena_release(&tiny);
		if (rc == 0)
			break;
		failed++;
		assert_int_equal(e.kind, ERROR_MEMORY);
		assert_null(t.promotion);
		assert_int_equal(t.decision, DECISION_NONE);
	}
	assert_in_range(failed, 5, 4000);
}

TESTS_WITHIN(setup, teardown, T(whole), T(other_forms), T(kinds), T(wrong_headers), T(wrong_tagger),
    T(wrong_trailers), T(doubtful_message), T(nul_bytes), T(signatures), T(too_large),
    T(no_memory));
