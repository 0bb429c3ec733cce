/* Reports, the pure parts: criteria, words, the sample, order and counts, emergencies. */
#include "unit.h"
#include "report/report_internal.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct report_repo repos[2];
	struct report_reviews reviews;
	struct error error;
};

static int setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof(f));
	arena_init(&f.arena, (size_t)1 << 22);
	f.report.arena = &f.arena;
	f.report.repos = f.repos;
	f.report.nrepos = 1;
	f.report.query = (struct report_query){ .from = INT64_MIN, .to = INT64_MAX, .now = 1000 };
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	arena_release(&((struct fixture *)*state)->arena);
	return 0;
}

static git_oid id(unsigned char n)
{
	git_oid o;

	memset(&o, n, sizeof(o));
	return o;
}

static struct audit_step step_of(
    const char *met, const char *unmet, const char *undecided, const char *waived)
{
	return (struct audit_step){ .reviews = "",
		.overdue = "",
		.contributors = "",
		.performers = "",
		.testers = "",
		.rules = { [OUTCOME_MET] = met,
		    [OUTCOME_UNMET] = unmet,
		    [OUTCOME_UNDECIDED] = undecided,
		    [OUTCOME_WAIVED] = waived,
		    [OUTCOME_NOT_APPLICABLE] = "" } };
}

static void criteria_of_rules(void **state)
{
	struct audit_step s = step_of(
	    "complete plan-linked", "nothing-lost", "evidence-intact", "acceptance-passed freeze");
	struct report_answer a[CRITERIA];
	size_t n = 0;

	(void)state;
	report_criteria(&s, a);
	assert_int_equal(a[0].status, REPORT_NOT_APPLICABLE);
	assert_int_equal(a[1].status, REPORT_MET);
	assert_int_equal(a[2].status, REPORT_WAIVED);
	assert_int_equal(a[5].status, REPORT_NOT_CHECKED);
	assert_int_equal(a[7].status, REPORT_NOT_MET);
	for (size_t i = 0; i < CRITERIA; i++) {
		assert_true(a[i].n > 0);
		n += a[i].n;
	}
	assert_int_equal(n, RULE_COUNT);
	assert_string_equal(a[1].rules[0]->id, "plan-linked");
	assert_int_equal(a[1].of[0], REPORT_MET);
	assert_int_equal(a[1].of[1], REPORT_NOT_APPLICABLE);
}

/* An entry that names a rule twice is not better for it; part of a name is no name. */
static void worst_of_a_rule(void **state)
{
	struct audit_step s = step_of("complete freeze", "complete", "", "complete");

	(void)state;
	assert_int_equal(report_rule_status(&s, "complete"), REPORT_NOT_MET);
	assert_int_equal(report_rule_status(&s, "freeze"), REPORT_MET);
	assert_int_equal(report_rule_status(&s, "plan-complete"), REPORT_NOT_APPLICABLE);
	assert_int_equal(report_rule_status(&s, ""), REPORT_NOT_APPLICABLE);
}

static void unknown_rules(void **state)
{
	struct fixture *f = *state;
	struct audit_step s = step_of("complete moon-phase", "", "tide", "freeze");

	assert_string_equal(report_unknown_rules(&f->arena, &s), "moon-phase tide");
	s = step_of("complete", "", "", "");
	assert_string_equal(report_unknown_rules(&f->arena, &s), "");
}

#define IN(language, text) (say_in(language), (text))

/* Each word is there in both languages, in ASCII, and Dutch is not English. */
static void words(void **state)
{
	size_t same = 0;

	(void)state;
	for (unsigned w = 0; w < REPORT_WORD_COUNT; w++)
		for (unsigned l = LANGUAGE_EN; l <= LANGUAGE_NL; l++) {
			const char *text = IN((enum language)l, report_word((enum report_word)w));

			assert_non_null(text);
			assert_true(*text != '\0');
			for (const char *p = text; *p != '\0'; p++)
				assert_true(*p >= ' ' && *p <= '~');
			same += l == LANGUAGE_NL &&
			    strcmp(text, IN(LANGUAGE_EN, report_word((enum report_word)w))) == 0;
		}
	assert_true(same < 12); /* ref, merge, impact and other words that Dutch has too */
	for (unsigned k = 0; k < REPORT_EVENTS; k++) {
		assert_string_not_equal(
		    IN(LANGUAGE_EN, report_event_title(k)), IN(LANGUAGE_NL, report_event_title(k)));
		for (unsigned o = 0; o < k; o++)
			assert_string_not_equal(report_event_id(k), report_event_id(o));
	}
	for (unsigned n = 1; n <= CRITERIA; n++)
		assert_string_not_equal(IN(LANGUAGE_EN, report_criterion_title(n)),
		    IN(LANGUAGE_NL, report_criterion_title(n)));
	for (unsigned s = 0; s < REPORT_STATUSES; s++) {
		assert_string_not_equal(IN(LANGUAGE_EN, report_status_word((enum report_status)s)),
		    IN(LANGUAGE_NL, report_status_word((enum report_status)s)));
		assert_int_equal(strlen(report_status_sign((enum report_status)s)), 1);
		for (unsigned o = 0; o < s; o++)
			assert_string_not_equal(report_status_sign((enum report_status)s),
			    report_status_sign((enum report_status)o));
	}
}

/* printf %s 4711:0101...:0202... | sha256sum */
static void number_of_sha256sum(void **state)
{
	struct fixture *f = *state;
	unsigned char number[DIGEST_SIZE];
	git_oid entry = id(1), commit = id(2);
	char hex[DIGEST_HEX];

	assert_int_equal(report_sample_number(&f->arena, "4711", &entry, &commit, number), 0);
	assert_string_equal(digest_hex(number, hex),
	    "9c3be7834bf8161bb85c606102a0d5635496855972f153661e7964e6709a4d44");
	assert_int_equal(report_sample_number(&f->arena, "4712", &entry, &commit, number), 0);
	assert_string_not_equal(digest_hex(number, hex),
	    "9c3be7834bf8161bb85c606102a0d5635496855972f153661e7964e6709a4d44");
}

static struct report_item *promotion(struct fixture *f, unsigned char n, int64_t at, size_t place)
{
	static struct report_item list[300];
	struct report_item *p = &list[f->report.promotions.n++];

	f->report.promotions.list = list;
	*p = (struct report_item){
		.repo = &f->repos[0], .entry = id(n), .commit = id(n), .at = at, .place = place
	};
	return p;
}

static void sample(void **state)
{
	struct fixture *f = *state;
	const struct report_items *ps = &f->report.promotions;
	size_t drawn = 0, smaller;

	for (unsigned char n = 1; n <= 200; n++)
		promotion(f, n, n, 0);
	assert_int_equal(report_sample_draw(&f->arena, &f->report.promotions, "s", 25), 0);
	for (size_t i = 0; i < ps->n; i++) {
		if (ps->list[i].rank == 0)
			continue;
		drawn++;
		smaller = 0;
		for (size_t k = 0; k < ps->n; k++)
			smaller += memcmp(ps->list[k].draw, ps->list[i].draw, DIGEST_SIZE) < 0;
		assert_int_equal(ps->list[i].rank, smaller + 1);
	}
	assert_int_equal(drawn, 25);
}

static void sample_of_few(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(report_sample_draw(&f->arena, &f->report.promotions, "s", 25), 0);
	promotion(f, 1, 1, 0);
	assert_int_equal(report_sample_draw(&f->arena, &f->report.promotions, "s", 25), 0);
	assert_int_equal(f->report.promotions.list[0].rank, 1);
	assert_int_equal(strlen(report_sample_seed(&f->arena)), 16);
	assert_string_not_equal(report_sample_seed(&f->arena), report_sample_seed(&f->arena));
}

static void assert_order(const struct fixture *f, const unsigned char *want, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		git_oid o = id(want[i]);

		assert_true(git_oid_equal(&f->report.promotions.list[i].entry, &o));
	}
}

/* By time; in one second as in the audit, where a small place is new; those of one promotion
 * together. */
static void in_order(void **state)
{
	static const unsigned char want[] = { 6, 1, 4, 2, 3, 5 };
	struct fixture *f = *state;
	struct report_group group = {
		.id = "2026.11", .n = 2, .repo = &f->repos[0], .first = 10, .place = 9
	};

	promotion(f, 5, 30, 1);
	promotion(f, 3, 20, 4);
	promotion(f, 4, 25, 3)->group = &group;
	promotion(f, 1, 10, 9)->group = &group;
	promotion(f, 2, 20, 5);
	promotion(f, 6, 10, 10);
	assert_int_equal(report_order(&f->report, &f->error), 0);
	assert_order(f, want, sizeof(want));
}

static const struct report_emergency *emergency(struct fixture *f, int64_t at,
    const char *promotion_id, const char *exception, const char *reviews, int64_t until)
{
	struct audit_ref ref = { .name = "refs/heads/production", .environment = "production" };
	struct audit_seen seen = { .id = id((unsigned char)at), .at = at };
	struct audit_step step = step_of("", "", "", "");
	const struct report_emergency *m;

	step.promotion = promotion_id;
	step.exception = exception;
	step.reviews = reviews;
	step.review_until = until;
	assert_int_equal(report_emergency_see(
	                     &f->report, &f->reviews, &f->repos[0], &seen, &ref, &step, true, &m),
	    0);
	if (m != NULL)
		assert_int_equal(
		    report_find_emergency(&f->report, m, &(struct report_item){ .at = at }), 0);
	return m;
}

/* From the newest on. The id of an emergency that was reviewed may be used again: each has its own
 * review. */
static void reviewed_emergencies(void **state)
{
	struct fixture *f = *state;
	const struct report_emergency *open, *late, *in_time;

	open = emergency(f, 90, "e2", "emergency INC-3 again", "", 95);
	assert_null(emergency(f, 80, "2026.3", NULL, "e1 other", 0));
	late = emergency(f, 60, "e1", "emergency INC-2 why", "", 70);
	assert_null(emergency(f, 50, "2026.2", NULL, "e1", 0));
	in_time = emergency(f, 40, "e1", "emergency INC-1 why", "", 55);
	assert_null(emergency(f, 30, "r", "rollback 1", "", 0));
	assert_null(open->review);
	assert_true(report_overdue(open, 96));
	assert_false(report_overdue(open, 95));
	assert_string_equal(open->text, "INC-3 again");
	assert_true(late->review->at == 80 && report_late(late) && !report_overdue(late, 1000));
	assert_true(in_time->review->at == 50 && !report_late(in_time));
	assert_string_equal(in_time->review->promotion, "2026.2");
	assert_int_equal(report_count_events(&f->report, REPORT_EMERGENCY), 3);
	assert_int_equal(report_count_events(&f->report, REPORT_OPEN), 1);
	assert_int_equal(report_count_events(&f->report, REPORT_OVERDUE), 1);
	assert_int_equal(report_count_events(&f->report, REPORT_LATE), 1);
	f->report.query.to = 92;
	emergency(f, 20, "e0", "emergency INC-0 why", "", 92);
	assert_int_equal(report_count_events(&f->report, REPORT_OPEN), 2);
	assert_int_equal(report_count_events(&f->report, REPORT_OVERDUE), 1);
}

/* Of the period, or waiting in it. */
static void emergencies_of_a_period(void **state)
{
	struct fixture *f = *state;

	f->report.query.from = 50;
	f->report.query.to = 70;
	assert_null(emergency(f, 90, "e5", "emergency a b", "", 95)); /* after it */
	assert_null(emergency(f, 85, "x", NULL, "e3", 0));
	assert_non_null(emergency(f, 60, "e4", "emergency a b", "", 65));
	assert_null(emergency(f, 45, "y", NULL, "e1", 0));
	assert_non_null(
	    emergency(f, 40, "e3", "emergency a b", "", 45)); /* reviewed after the period began */
	assert_non_null(emergency(f, 35, "e2", "emergency a b", "", 45)); /* never reviewed */
	assert_null(emergency(f, 30, "e1", "emergency a b", "", 45)); /* reviewed before */
	f->report.query.promotion = "e9";
	assert_null(emergency(f, 20, "e8", "emergency a b", "", 45));
	assert_int_equal(f->report.nemergencies, 3);
	assert_int_equal(report_count_events(&f->report, REPORT_EMERGENCY), 1);
}

static void counts(void **state)
{
	struct fixture *f = *state;
	struct report_count list[REPORT_COUNTS];
	struct report_item events[] = { { .event = REPORT_REFUSED }, { .event = REPORT_REFUSED },
		{ .event = REPORT_MOVE } };

	promotion(f, 1, 1, 0);
	promotion(f, 2, 2, 0);
	promotion(f, 3, 3, 0)->fate = AUDIT_FATE_MOVED;
	f->report.events = (struct report_items){ events, 3 };
	f->repos[0].counts = (struct report_counts){ 5, 4, 3, 2, 1 };
	f->repos[0].entries = 9;
	report_counts(&f->report, list);
	for (size_t i = 0; i < REPORT_COUNTS; i++) {
		size_t want = list[i].label == W_N_PROMOTIONS ? 3 :
		    list[i].label == W_N_FATE_UNKNOWN         ? 2 :
		    list[i].label == W_N_ACCEPTED             ? 5 :
		    list[i].label == W_N_REJECTED             ? 4 :
		    list[i].label == W_N_COULD_NOT            ? 3 :
		    list[i].label == W_N_FAST_FORWARDS        ? 2 :
		    list[i].label == W_N_BASELINES            ? 1 :
		    list[i].label == W_N_ENTRIES              ? 9 :
		                                                0;

		assert_int_equal(list[i].n, want);
	}
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++)
		assert_int_equal(report_count_events(&f->report, kind),
		    kind == REPORT_REFUSED  ? 2 :
		        kind == REPORT_MOVE ? 1 :
		                              0);
}

static void complete_or_not(void **state)
{
	struct report_ref ref = { .steps = 3, .judged = 3, .here = true, .at_tip = true };

	(void)state;
	assert_true(report_complete_is(&ref));
	ref.at_tip = false;
	assert_false(report_complete_is(&ref));
	ref.here = false;
	assert_true(report_complete_is(&ref));
	ref.gaps = 1;
	assert_false(report_complete_is(&ref));
	ref.gaps = 0;
	ref.judged = 2;
	assert_false(report_complete_is(&ref));
}

/* What breaks a report does, and nothing else does. */
static void whole_or_not(void **state)
{
	struct fixture *f = *state;

	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++) {
		struct report_item event = { .event = kind };

		f->report.events = (struct report_items){ &event, 1 };
		assert_true(report_whole(&f->report) == (report_weight(kind) != WEIGHT_BREAKS));
		assert_true(report_readable(&f->report) == (kind != REPORT_UNREAD));
	}
}

/* A repository that could not be read to its end. */
static void unread(void **state)
{
	struct fixture *f = *state;

	f->report.nrepos = 2;
	assert_int_equal(report_order(&f->report, &f->error), 0);
	assert_true(report_whole(&f->report));
	error_set(&f->repos[1].why, ERROR_UNREADABLE, "gone");
	assert_int_equal(report_order(&f->report, &f->error), 0);
	assert_false(report_whole(&f->report));
	assert_string_equal(f->report.events.list[0].text, "gone");
}

#undef T
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

TESTS(T(criteria_of_rules), T(worst_of_a_rule), T(unknown_rules), T(words), T(number_of_sha256sum),
    T(sample), T(sample_of_few), T(in_order), T(reviewed_emergencies), T(emergencies_of_a_period),
    T(counts), T(complete_or_not), T(whole_or_not), T(unread));
