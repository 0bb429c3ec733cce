/* Audit entries: what the gate writes is read back to the same, and anything else is refused. */
#include "test_policy.h"

#include "audit/entry.h"
#include "audit/walk.h"
#include "gate/audit_message.h"

#define A1 "1111111111111111111111111111111111111111"
#define B2 "2222222222222222222222222222222222222222"
#define C3 "3333333333333333333333333333333333333333"
#define ZERO "0000000000000000000000000000000000000000"
#define SUM1 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SUM2 "f3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static git_oid id_of(const char *hex)
{
	git_oid id;

	assert_int_equal(oid_parse(hex, strlen(hex), &id), 0);
	return id;
}

static void assert_oid(const git_oid *id, const char *hex)
{
	git_oid want = id_of(hex);

	assert_true(git_oid_equal(id, &want));
}

static void read_back(struct fixture *f, const char *text, struct audit_entry *out)
{
	memset(out, 0xff, sizeof(*out));
	assert_non_null(text);
	if (audit_entry_read(&f->arena, text, strlen(text), out, &f->error) < 0)
		fail_msg("%s", f->error.text);
}

#define POLICY \
	HEAD "[person \"els\"]\nname = Els\nemail = els@example.org\n" \
	     "[person \"kim\"]\nname = Kim\nemail = kim@example.org\n" \
	     "[person \"jan\"]\nname = Jan\nemail = jan@example.org\n" \
	     "[person \"dirk\"]\nname = Dirk\nemail = dirk@example.org\n" \
	     "[role \"key-user\"]\nmember = kim\nmember = els\n" \
	     "[role \"operator\"]\nmember = jan\n" \
	     "[signoff \"users\"]\ntrailer = Accepted-by\nrole = key-user\n" \
	     "[signoff \"operations\"]\ntrailer = Released-by\nrole = operator\n" \
	     "[impact \"low\"]\n[impact \"high\"]\n" \
	     "[emergency]\nsignoff = operations\nreview-within-days = 5\n" \
	     "[environment \"dev\"]\nref = refs/heads/dev\n" \
	     "[environment \"production\"]\nref = refs/heads/production\nfrom = dev\nsignoff = " \
	     "users\nsignoff = operations\n" \
	     "require = impact\nproof = trailer\npush = operator\n"

/* One promotion to production with everything that an entry can say of one. */
struct sample {
	struct change change;
	struct commit merge;
	struct step step;
	struct judged judged;
	struct ref_verdict ref;
	struct push_verdict verdict;
	struct pusher pusher;
	struct contribution made[2];
	struct acceptance_evidence acceptance[2];
	struct plan_evidence plan;
	struct ref_value rest;
};

static const char message_ready[] = "Merge\n\nPromotion: 2026.11\nImpact: high\nAccepted-by: Kim "
                                    "<kim@example.org>\nAccepted-by: Kim <kim@example.org>\n"
                                    "Accepted-by: Nobody <nobody@example.org>\nReleased-by: Jan "
                                    "<jan@example.org>\nReleased-by: Kim <kim@example.org>\n";

static void fill_evidence(struct sample *s)
{
	struct evidence *ev = &s->step.evidence;

	s->acceptance[0] = (struct acceptance_evidence){
		.rec = { .record.intact.is = FACT_YES, .readable = true },
		.acceptance.executed_by = "els",
		.criteria.intact.is = FACT_YES,
	};
	assert_int_equal(digest_parse(SUM1, 64, s->acceptance[0].rec.record.sha256), 0);
	assert_int_equal(digest_parse(SUM2, 64, s->acceptance[0].criteria.sha256), 0);
	/* Not what was linked: it is no evidence, and the person it names is nobody's. */
	s->acceptance[1] = (struct acceptance_evidence){
		.rec = { .record.intact.is = FACT_NO, .readable = true },
		.acceptance.executed_by = "two words",
		.criteria.intact.is = FACT_UNKNOWN,
	};
	s->plan = (struct plan_evidence){ .rec = { .readable = true },
		.plan = { .performer = "jan", .window_end = NOW + 60 } };
	*ev = (struct evidence){
		.acceptance = s->acceptance, .n = 2, .plans = &s->plan, .nplans = 1
	};
}

static void fill_step(struct fixture *f, struct sample *s, const char *message)
{
	const struct policy *p = &f->policy;
	struct step *st = &s->step;

	s->merge = (struct commit){ .id = id_of(B2), .committed = 1700000000 };
	*st = (struct step){ .kind = STEP_PROMOTION,
		.change = &s->change,
		.ref = "refs/heads/production",
		.env = policy_environment_by_id(p, "production"),
		.now = NOW,
		.tip = &s->merge,
		.candidate_id = id_of(C3),
		.floor.known = FACT_YES };
	assert_int_equal(
	    trailer_read(&f->arena, message, strlen(message), &st->trailers, &f->error), 0);
	promotion_read(&f->arena, &st->trailers, &st->promotion);
	signoff_asked(&f->arena, p, st->env, &st->promotion, &st->floor, &st->asked);
	signoff_claims(&f->arena, p, &st->asked, &st->trailers, st->now, &st->claims);
	s->made[0] = (struct contribution){ policy_person_by_id(p, "dirk"), MADE_AS_AUTHOR, "" };
	s->made[1] = (struct contribution){ policy_person_by_id(p, "els"), MADE_AS_COAUTHOR, "" };
	st->contributors =
	    (struct contributors){ .complete = true, .list = s->made, .n = 2, .nunknown = 3 };
	s->rest = (struct ref_value){ "refs/heads/caf\xc3\xa9", id_of(A1) };
	st->rests_on = (struct ref_values){ &s->rest, 1 };
	fill_evidence(s);
}

static void fill(struct fixture *f, struct sample *s, const char *message)
{
	memset(s, 0, sizeof(*s));
	assert_int_equal(read_whole(f, POLICY), 0);
	s->change =
	    (struct change){ .old = id_of(A1), .new = id_of(B2), .ref = "refs/heads/production" };
	fill_step(f, s, message);
	for (size_t i = 0; i < RULE_COUNT; i++)
		s->judged.of[i] = OUTCOME_NOT_APPLICABLE;
	s->judged.of[RULE_complete] = s->judged.of[RULE_comes_from] = OUTCOME_MET;
	s->judged.of[RULE_freeze] = OUTCOME_WAIVED;
	s->ref = (struct ref_verdict){ .change = &s->change,
		.ref = "refs/heads/production",
		.env = s->step.env,
		.verdict = VERDICT_ACCEPT,
		.steps = { &s->step, 1 },
		.judged = &s->judged };
	s->verdict = (struct push_verdict){
		.verdict = VERDICT_ACCEPT, .policy = &f->policy, .refs = &s->ref, .n = 1
	};
	s->pusher = (struct pusher){ .state = PUSHER_KNOWN,
		.person = policy_person_by_id(&f->policy, "jan") };
}

static const char *written(struct fixture *f, const struct sample *s, const char *digest)
{
	const git_oid audit = id_of(C3);

	return audit_message_verdict(&f->arena, &s->verdict, &s->pusher, digest, &audit);
}

static void verdict_is_written(void **state)
{
	struct fixture *f = *state;
	struct sample s;

	fill(f, &s, message_ready);
	assert_string_equal(written(f, &s, SUM1),
	    "accept refs/heads/production by jan\n\n"
	    "Entry: verdict\nSluis: " SLUIS_VERSION
	    "\nFormat: 2\nDecision: accept\nPusher: jan\nPolicy: 1 sha256:" SUM1 "\nAudit: " C3 "\n"
	    "Ref: refs/heads/production\nOld: " A1 "\nNew: " B2
	    "\nEnvironment: production\nFrom: dev\n"
	    "Step: " B2 "\nKind: promotion\nPromotion: 2026.11\nCandidate: " C3 "\nTree: " ZERO
	    "\nImpact: high\n"
	    "Contributors: dirk els\nStrangers: 3\nPerformers: jan\nTesters: els\n"
	    "Signoff: users key-user kim trailer\nSignoff: operations operator jan trailer\n"
	    "Evidence: criteria " SUM2 "\nEvidence: acceptance " SUM1 "\n"
	    "Rests-On: refs/heads/caf\\xc3\\xa9 " A1 "\nHolds-Until: 1795518060 plan-window\n"
	    "Met: comes-from complete\nWaived: freeze\n");
}

static void assert_signoff(
    const struct audit_signoff *so, const char *signoff, const char *role, const char *person)
{
	assert_string_equal(so->signoff, signoff);
	assert_string_equal(so->role, role);
	assert_string_equal(so->person, person);
	assert_string_equal(so->proof, "trailer");
}

static void verdict_round_trip(void **state)
{
	struct fixture *f = *state;
	struct audit_entry e;
	const struct audit_step *st;
	struct sample s;

	fill(f, &s, message_ready);
	read_back(f, written(f, &s, SUM1), &e);
	assert_int_equal(e.kind, AUDIT_VERDICT);
	assert_int_equal(e.decision, VERDICT_ACCEPT);
	assert_string_equal(e.pusher, "jan");
	assert_null(e.login);
	assert_string_equal(e.policy, "1 sha256:" SUM1);
	assert_int_equal(e.nrefs, 1);
	assert_string_equal(e.refs[0].environment, "production");
	assert_string_equal(e.refs[0].from, "dev");
	assert_oid(&e.refs[0].old, A1);
	assert_oid(&e.refs[0].new, B2);
	assert_int_equal(e.refs[0].nsteps, 1);
	st = &e.refs[0].steps[0];
	assert_true(audit_step_promotes(st));
	assert_oid(&st->candidate, C3);
	assert_string_equal(st->impact, "high");
	assert_string_equal(st->contributors, "dirk els");
	assert_int_equal(st->strangers, 3);
	assert_string_equal(st->performers, "jan");
	assert_string_equal(st->testers, "els");
	assert_int_equal(st->nsignoffs, 2);
	assert_signoff(&st->signoffs[0], "users", "key-user", "kim");
	assert_signoff(&st->signoffs[1], "operations", "operator", "jan");
	assert_int_equal(st->nexhibits, 2);
	assert_string_equal(st->exhibits[1].kind, "acceptance");
	assert_string_equal(st->exhibits[1].sha256, SUM1);
	assert_true(e.tells);
	assert_oid(&e.audit, C3);
	assert_int_equal(st->nrests, 1);
	assert_string_equal(st->rests[0].ref, "refs/heads/caf\\xc3\\xa9");
	assert_oid(&st->rests[0].value, A1);
	assert_true(st->holds_until == NOW + 60);
	assert_string_equal(st->holds_by, "plan-window");
	assert_string_equal(st->rules[OUTCOME_MET], "comes-from complete");
	assert_string_equal(st->rules[OUTCOME_UNMET], "");
	assert_string_equal(st->rules[OUTCOME_WAIVED], "freeze");
}

static void emergency_round_trip(void **state)
{
	struct fixture *f = *state;
	struct audit_entry e;
	struct sample s;

	fill(f, &s,
	    "Merge\n\nPromotion: e1\nEmergency: INC-9 the door\tis stuck\nReleased-by: Jan "
	    "<jan@example.org>\n");
	read_back(f, written(f, &s, NULL), &e);
	assert_null(e.policy);
	assert_string_equal(e.refs[0].steps[0].exception, "emergency INC-9 the door\\x09is stuck");
	assert_true(e.refs[0].steps[0].review_until == NOW + 5 * 24 * 60 * 60);
	assert_int_equal(e.refs[0].steps[0].nsignoffs, 1);
	assert_null(e.refs[0].steps[0].impact);
}

/* Only ids of emergencies that wait are told; an id that is no id, and one of none, are words of
 * whoever pushed. */
static void review_round_trip(void **state)
{
	struct fixture *f = *state;
	struct emergency_case open = { .id = "e1", .title = "" };
	struct audit_entry e;
	struct sample s;

	fill(f, &s,
	    "Merge\n\nPromotion: 2\nReviews-Emergency: e1\nReviews-Emergency: "
	    "e2\nReviews-Emergency: e1 e3\n");
	s.step.emergencies = (struct emergencies){ .complete = true, .open = &open, .n = 1 };
	read_back(f, written(f, &s, NULL), &e);
	assert_string_equal(e.refs[0].steps[0].reviews, "e1");
	assert_null(e.refs[0].steps[0].exception);
	assert_true(e.refs[0].steps[0].review_until == 0);
}

static const struct audit_ids *waiting(
    struct fixture *f, struct sample *s, const char *trailers, size_t n)
{
	static const char *const ids[] = { "e1", "e2", "e 3" };
	struct emergency_case *open = arena_array(&f->arena, n + 1, sizeof(*open));
	struct audit_entry e;

	fill(f, s, arena_printf(&f->arena, "Merge\n\nPromotion: p\n%s", trailers));
	for (size_t i = 0; i < n; i++)
		open[i] = (struct emergency_case){
			.id = ids[i % 3], .title = "", .merge = id_of(i == 0 ? A1 : C3)
		};
	s->step.emergencies = (struct emergencies){ .complete = true, .open = open, .n = n };
	read_back(f, written(f, s, NULL), &e);
	return e.refs[0].steps[0].unreviewed;
}

/* What waits once it went over: less what it reviews, and the emergency that it is. Nothing is told
 * where not all of the line was read, of what is refused, and of more than an entry lists. */
static void unreviewed_round_trip(void **state)
{
	struct fixture *f = *state;
	const struct audit_ids *told;
	struct audit_entry e;
	struct sample s;

	assert_int_equal(waiting(f, &s, "", 0)->n, 0);
	assert_non_null(strstr(written(f, &s, NULL), "\nUnreviewed: none\nContributors: "));
	told = waiting(f, &s, "", 2);
	assert_int_equal(told->n, 2);
	assert_oid(&told->list[0], A1);
	assert_oid(&told->list[1], C3);
	assert_non_null(strstr(written(f, &s, NULL), "\nUnreviewed: " A1 " " C3 "\n"));
	told = waiting(f, &s, "Emergency: INC-1 x\n", 1);
	assert_int_equal(told->n, 2);
	assert_oid(&told->list[0], B2);
	assert_oid(&told->list[1], A1);
	told = waiting(f, &s, "reviews-emergency: e1\nReviews-Emergency: E2\n", 2);
	assert_int_equal(told->n, 1);
	assert_oid(&told->list[0], C3);
	told = waiting(f, &s, "Reviews-Emergency: e 3\nReviews-Emergency: e1\n", 3);
	assert_int_equal(told->n, 1);
	assert_int_equal(waiting(f, &s, "Emergency: INC-1 x\n", 19)->n, 20);
	assert_null(waiting(f, &s, "", 20));
	waiting(f, &s, "", 1);
	s.verdict.verdict = VERDICT_REJECT;
	read_back(f, written(f, &s, NULL), &e);
	assert_null(e.refs[0].steps[0].unreviewed);
	s.verdict.verdict = VERDICT_ACCEPT;
	s.step.emergencies.complete = false;
	read_back(f, written(f, &s, NULL), &e);
	assert_null(e.refs[0].steps[0].unreviewed);
}

static void rollback_round_trip(void **state)
{
	struct fixture *f = *state;
	struct audit_entry e;
	struct sample s;

	fill(f, &s, "Merge\n\nPromotion: back\nRolls-Back-To: " A1 "\n");
	read_back(f, written(f, &s, NULL), &e);
	assert_string_equal(e.refs[0].steps[0].exception, "rollback " A1);
}

/* Each kind of step has its word; only a promotion says more of itself. */
static void kinds_of_step(void **state)
{
	static const char *const words[] = {
		"unknown",
		"reserved",
		"twice",
		"delete",
		"rewind",
		"baseline",
		"work",
		"record",
		"signoff",
		"fast-forward",
		"promotion",
		"direct",
		"octopus",
		"foxtrot",
		"too-many",
	};
	struct fixture *f = *state;
	struct audit_entry e;
	struct sample s;

	for (unsigned k = STEP_UNKNOWN; k <= STEP_TOO_MANY; k++) {
		fill(f, &s, message_ready);
		s.step.kind = (enum step_kind)k;
		read_back(f, written(f, &s, NULL), &e);
		assert_string_equal(e.refs[0].steps[0].kind, words[k]);
		assert_int_equal(audit_step_promotes(&e.refs[0].steps[0]), k == STEP_PROMOTION);
		assert_int_equal(e.refs[0].steps[0].nsignoffs, k == STEP_PROMOTION ? 2 : 0);
	}
}

/* It names the promotion that it is for, and is none; of one that cannot be read nothing is told.
 */
static void sign_offs(void **state)
{
	struct fixture *f = *state;
	const struct audit_step *st;
	struct audit_entry e;
	struct sample s;

	fill(f, &s, message_ready);
	s.step.kind = STEP_SIGNOFF;
	s.step.given.tag = (struct signoff_tag){ .promotion = "2026.11",
		.environment = "production",
		.decision = DECISION_REJECT,
		.kind = "emergency INC-\x1b"
		        "7",
		.candidate = id_of(C3) };
	s.step.given.tree = id_of(A1);
	read_back(f, written(f, &s, NULL), &e);
	st = &e.refs[0].steps[0];
	assert_false(audit_step_promotes(st));
	assert_string_equal(st->promotion, "2026.11");
	assert_string_equal(st->to, "production");
	assert_string_equal(st->word, "reject");
	assert_string_equal(st->exception, "emergency INC-\\x1b7");
	assert_oid(&st->candidate, C3);
	assert_oid(&st->tree, A1);
	assert_null(st->question);
	s.step.given.valid.is = FACT_YES;
	s.step.given.good = (struct sshsig_good){ SUM1, "SHA256:x" };
	read_back(f, written(f, &s, NULL), &e);
	assert_string_equal(e.refs[0].steps[0].question, SUM1);
	assert_string_equal(e.refs[0].steps[0].key, "SHA256:x");
	s.verdict.verdict = VERDICT_REJECT;
	read_back(f, written(f, &s, NULL), &e);
	assert_null(e.refs[0].steps[0].question);
	memset(&s.step.given, 0, sizeof(s.step.given));
	read_back(f, written(f, &s, NULL), &e);
	assert_null(e.refs[0].steps[0].word);
	assert_null(e.refs[0].steps[0].promotion);
}

/* Judging stopped half-way: what was not judged is not told. */
static void undecided_as_a_whole(void **state)
{
	struct fixture *f = *state;
	struct audit_entry e;
	struct sample s;

	fill(f, &s, message_ready);
	s.verdict.verdict = VERDICT_UNDECIDED;
	s.ref.judged = NULL;
	error_set(&s.verdict.why, ERROR_UNREADABLE, "the disk is gone");
	s.pusher = (struct pusher){ .state = PUSHER_UNKNOWN, .login = "mallory\\x1b[0m" };
	read_back(f, written(f, &s, NULL), &e);
	assert_int_equal(e.decision, VERDICT_UNDECIDED);
	assert_string_equal(e.why, "the disk is gone");
	assert_null(e.pusher);
	assert_string_equal(e.login, "mallory\\x1b[0m");
	assert_int_equal(e.refs[0].nsteps, 0);
}

static void outcome_round_trip(void **state)
{
	struct fixture *f = *state;
	git_oid verdict = id_of(C3), old = id_of(A1), new = id_of(B2);
	struct audit_entry e;

	read_back(f,
	    audit_message_outcome(&f->arena, &verdict, "refs/heads/a\nEntry: verdict", &old, &new,
	        AUDIT_MOVED, "reconciled"),
	    &e);
	assert_int_equal(e.kind, AUDIT_OUTCOME);
	assert_int_equal(e.moved, AUDIT_MOVED);
	assert_string_equal(e.source, "reconciled");
	assert_string_equal(e.refs[0].name, "refs/heads/a\\x0aEntry: verdict");
	assert_oid(&e.verdict, C3);
	read_back(f,
	    audit_message_outcome(
	        &f->arena, NULL, "refs/heads/a", &old, &new, AUDIT_NOT_MOVED, "x"),
	    &e);
	assert_int_equal(e.moved, AUDIT_NOT_MOVED);
	assert_oid(&e.verdict, ZERO);
}

static void unlock_round_trip(void **state)
{
	struct fixture *f = *state;
	struct audit_entry e;

	read_back(f,
	    audit_message_unlock(&f->arena, "jan as git", "restore\nDecision: accept", 1700000000),
	    &e);
	assert_int_equal(e.kind, AUDIT_UNLOCK);
	assert_string_equal(e.by, "jan as git");
	assert_string_equal(e.reason, "restore\\x0aDecision: accept");
	assert_true(e.until == 1700000000);
	assert_int_equal(e.decision, VERDICT_UNDECIDED);
}

static void found_round_trip(void **state)
{
	struct fixture *f = *state;
	const char *hooks[] = { "hooks/pre-receive sha256:" SUM1, "hooks/x sha256:" SUM2 },
	           *governs[] = { "refs/heads/production", "refs/signoffs/*" };
	struct audit_ref refs[] = { { .name = "refs/heads/production\nEntry: verdict",
		                        .old = id_of(C3),
		                        .new = id_of(A1),
		                        .environment = "production",
		                        .from = "dev",
		                        .logged = 7 },
		{ .name = "refs/heads/promotions", .symbolic = "refs/heads/a\nNew: " B2 } };
	struct audit_entry in = { .kind = AUDIT_ARMED,
		.by = "jan as git",
		.policy = "1 sha256:" SUM1,
		.hooks = { hooks, 2 },
		.governs = { governs, 2 },
		.refs = refs,
		.nrefs = 2 };
	struct audit_entry e;

	read_back(f, audit_message_found(&f->arena, &in), &e);
	assert_int_equal(e.kind, AUDIT_ARMED);
	assert_int_equal(e.format, 2);
	assert_string_equal(e.by, "jan as git");
	assert_string_equal(e.policy, "1 sha256:" SUM1);
	assert_null(e.reason);
	assert_int_equal(e.hooks.n, 2);
	assert_string_equal(e.hooks.list[1], hooks[1]);
	assert_int_equal(e.governs.n, 2);
	assert_string_equal(e.governs.list[1], "refs/signoffs/*");
	assert_int_equal(e.nrefs, 2);
	assert_string_equal(e.refs[0].name, "refs/heads/production\\x0aEntry: verdict");
	assert_oid(&e.refs[0].old, ZERO); /* arming saw what is, not what was */
	assert_oid(&e.refs[0].new, A1);
	assert_string_equal(e.refs[0].from, "dev");
	assert_null(e.refs[0].symbolic);
	assert_int_equal(e.refs[0].logged, 7);
	assert_oid(&e.refs[1].new, ZERO);
	assert_null(e.refs[1].environment);
	assert_string_equal(e.refs[1].symbolic, "refs/heads/a\\x0aNew: " B2);
	in.kind = AUDIT_CORRECTION;
	in.reason = "a restore\nNew: " B2;
	read_back(f, audit_message_found(&f->arena, &in), &e);
	assert_int_equal(e.kind, AUDIT_CORRECTION);
	assert_string_equal(e.reason, "a restore\\x0aNew: " B2);
	assert_oid(&e.refs[0].old, C3);
}

/* Entries of 0.1.0 say no format. */
static void format_of_before(void **state)
{
	struct fixture *f = *state;
	struct audit_entry e;

	read_back(f, "x\n\nEntry: unlock\nSluis: 0.1.0\nUntil: 1\n", &e);
	assert_int_equal(e.format, 1);
}

static void no_memory(void **state)
{
	struct fixture *f = *state;
	const char *text;
	struct sample s;

	fill(f, &s, message_ready);
	text = written(f, &s, SUM1);
	assert_non_null(text);
	/* Whatever allocation fails: an error, and no half of an entry. */
	for (size_t cap = 1; cap < 4096; cap += 16) {
		struct arena tiny;
		struct audit_entry e;

		arena_init(&tiny, cap);
		if (audit_entry_read(&tiny, text, strlen(text), &e, &f->error) < 0)
			assert_int_equal(f->error.kind, ERROR_MEMORY);
		else
			assert_int_equal(e.refs[0].steps[0].nsignoffs, 2);
		arena_release(&tiny);
	}
}

#define V "x\n\nEntry: verdict\n"
#define REF "Ref: refs/heads/a\n"
#define STEP REF "Step: " A1 "\n"

static const struct {
	const char *text, *why;
} refusals[] = {
	{ "", "it is no entry that the gate wrote" },
	{ "Entry: verdict\n", "it is no entry that the gate wrote" },
	{ V "Why: \033[2J\n", "it is no entry that the gate wrote" },
	{ "x\r\n\nEntry: verdict\n", "it is no entry that the gate wrote" },
	{ V "Why: caf\xc3\n", "it is no entry that the gate wrote" },
	{ "x\n\n", "it does not say what it is" },
	{ "x\n\nDecision: accept\n", "it does not say what it is" },
	{ "x\n\nEntry: Verdict\n", "a word is not one that the gate writes" },
	{ "x\n\nEntry: \n", "a word is not one that the gate writes" },
	{ V "\n", "a line is not 'Key: value'" },
	{ V "Met complete\n", "a line is not 'Key: value'" },
	{ V "Decision: accepted\n", "a word is not one that the gate writes" },
	{ V "Outcome: gone\n", "a word is not one that the gate writes" },
	{ V "Verdict: 123\n", "an id is not 40 hex digits" },
	{ V "Until: \n", "a number is not 1 to 12 digits" },
	{ V "Until: -1\n", "a number is not 1 to 12 digits" },
	{ V "Until: 1234567890123\n", "a number is not 1 to 12 digits" },
	{ V "Format: 3\n", "a later version of Sluis wrote it" },
	{ V "Format: two\n", "a number is not 1 to 12 digits" },
	{ V "Logged: 1\n", "a line about a ref comes before any ref" },
	{ V REF "From: dev\n", "a ref has a source and no environment" },
	{ V REF "Logged: -1\n", "a number is not 1 to 12 digits" },
	{ V "Old: " A1 "\n", "a line about a ref comes before any ref" },
	{ V "From: dev\n", "a line about a ref comes before any ref" },
	{ V "Step: " A1 "\n", "a line about a ref comes before any ref" },
	{ V "Met: complete\n", "a line about a ref comes before any ref" },
	{ V REF "Old: " A1 "0\n", "an id is not 40 hex digits" },
	{ V REF "Met: complete\n", "a line about a step comes before any step" },
	{ V REF "Candidate: " A1 "\n", "a line about a step comes before any step" },
	{ V REF "Signoff: a b c d\n", "a line about a step comes before any step" },
	{ V REF "Evidence: plan " SUM1 "\n", "a line about a step comes before any step" },
	{ V STEP "Candidate: none\n", "an id is not 40 hex digits" },
	{ V STEP "Review-Until: soon\n", "a number is not 1 to 12 digits" },
	{ V "Audit: none\n", "an id is not 40 hex digits" },
	{ V STEP "Rests-On: refs/heads/a\n", "a ref that it rests on has no value" },
	{ V STEP "Rests-On: refs/heads/a 123\n", "an id is not 40 hex digits" },
	{ V STEP "Holds-Until: 1700000000\n", "a time up to which it holds has no rule" },
	{ V STEP "Holds-Until: soon plan-window\n", "a number is not 1 to 12 digits" },
	{ V STEP "Strangers: 1x\n", "a number is not 1 to 12 digits" },
	{ V STEP "Signoff: users key-user kim\n", "a sign-off is not four words" },
	{ V STEP "Signoff: users key-user kim trailer twice\n", "a sign-off is not four words" },
	{ V STEP "Signoff: \n", "a sign-off is not four words" },
	{ V REF "Unreviewed: none\n", "a line about a step comes before any step" },
	{ V STEP "Unreviewed: \n", "an id is not 40 hex digits" },
	{ V STEP "Unreviewed: e1\n", "an id is not 40 hex digits" },
	{ V STEP "Unreviewed: None\n", "an id is not 40 hex digits" },
	{ V STEP "Unreviewed: none " A1 "\n", "an id is not 40 hex digits" },
	{ V STEP "Unreviewed: " A1 " none\n", "an id is not 40 hex digits" },
	{ V STEP "Unreviewed: " A1 "  " B2 "\n", "an id is not 40 hex digits" },
	{ V STEP "Unreviewed: " A1 " \n", "an id is not 40 hex digits" },
	{ V STEP "Verified: " SUM1 "\n", "what was verified is not 64 hex digits and a key" },
	{ V STEP "Verified: " SUM1 " x\n", "what was verified is not 64 hex digits and a key" },
	{ V STEP "Verified: " A1 " SHA256:x\n",
	    "what was verified is not 64 hex digits and a key" },
	{ V STEP "Evidence: plan\n", "a piece of evidence is not a word and 64 hex digits" },
	{ V STEP "Evidence: plan " A1 "\n", "a piece of evidence is not a word and 64 hex digits" },
	{ V STEP "Evidence: plan " SUM1 " more\n",
	    "a piece of evidence is not a word and 64 hex digits" },
	{ V STEP
	    "Evidence: plan E3B0C44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n",
	    "a piece of evidence is not a word and 64 hex digits" },
};

static void refused(void **state)
{
	struct fixture *f = *state;
	struct audit_entry e;

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		assert_int_equal(audit_entry_read(&f->arena, refusals[i].text,
		                     strlen(refusals[i].text), &e, &f->error),
		    -1);
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
		assert_string_equal(f->error.text, refusals[i].why);
	}
	assert_int_equal(
	    audit_entry_read(&f->arena, V "\0Until: 1\n", sizeof(V) + 10, &e, &f->error), -1);
	assert_string_equal(f->error.text, "it is no entry that the gate wrote");
}

/* A later version may say more; the first lines of an entry are enough. */
static void odd_but_fine(void **state)
{
	struct fixture *f = *state;
	struct audit_entry e;

	read_back(f, V "Colour: blue\nMood: \nStep-Count: 3\n", &e);
	assert_int_equal(e.kind, AUDIT_VERDICT);
	read_back(
	    f, V STEP "Kind: sideways\nPromotion: p\nStrangers: 999999999999\nMet: a\nMet: b", &e);
	assert_true(audit_step_promotes(&e.refs[0].steps[0]));
	assert_string_equal(e.refs[0].steps[0].kind, "sideways");
	assert_int_equal(e.refs[0].steps[0].strangers, 1000000);
	assert_string_equal(e.refs[0].steps[0].rules[OUTCOME_MET], "b");
	assert_string_equal(e.refs[0].steps[0].contributors, "");
}

static void lists(void **state)
{
	(void)state;
	assert_true(audit_list_has("plan-linked complete", "plan-linked"));
	assert_true(audit_list_has("plan-linked complete", "complete"));
	assert_false(audit_list_has("plan-linked complete", "plan"));
	assert_false(audit_list_has("plan-linked complete", "linked"));
	assert_false(audit_list_has("plan-linked", "plan-linked complete"));
	assert_false(audit_list_has("", "complete"));
	assert_false(audit_list_has("complete", ""));
	assert_false(audit_list_has("  ", " "));
}

/* What nobody could read again is not written. */
static void checked(void **state)
{
	struct error e = { 0 };

	(void)state;
	assert_int_equal(audit_check_message("x\n\nEntry: unlock\nUntil: 999999999999\n", &e), 0);
	assert_int_equal(audit_check_message("x\n\nEntry: unlock\nUntil: 9999999999999\n", &e), -1);
	assert_string_equal(e.text,
	    "the verdict cannot be recorded in refs/sluis/audit: a number is not 1 to 12 digits");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(verdict_is_written),
		T(verdict_round_trip),
		T(emergency_round_trip),
		T(review_round_trip),
		T(unreviewed_round_trip),
		T(rollback_round_trip),
		T(kinds_of_step),
		T(sign_offs),
		T(undecided_as_a_whole),
		T(outcome_round_trip),
		T(unlock_round_trip),
		T(found_round_trip),
		T(format_of_before),
		T(no_memory),
		T(refused),
		T(odd_but_fine),
		cmocka_unit_test(lists),
		cmocka_unit_test(checked),
	};

	return cmocka_run_group_tests_name("audit_entry", tests, NULL, NULL);
}
