/* Deployments: what a sound record says, and every problem with its line. */
#include "record/record.h"

#define OID_A "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"
#define OID_B "8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91"

static const char sound[] = "[deployment]\n"
                            "promotion = 2026.11\n"
                            "commit = " OID_A "\n"
                            "tree = " OID_B "\n"
                            "target = web\n"
                            "started = 2026-11-24T18:00:00+01:00\n"
                            "finished = 2026-11-24T18:20:00+01:00\n"
                            "executed-by = noor\n"
                            "outcome = done\n"
                            "method = manifest\n"
                            "differing = 0\n"
                            "[step \"1\"]\n"
                            "done = 2026-11-24T18:05:00+01:00\n"
                            "by = noor\n"
                            "[step \"2\"]\n"
                            "done = no\n";

#define RECORD struct deployment
#define READ record_read_deployment
#include "record_fixture.h"

static void sound_record(void **state)
{
	struct fixture *f = *state;
	const struct deployment *d = &f->got;

	assert_line(f, 99, "", "");
	assert_string_equal(d->promotion, "2026.11");
	assert_string_equal(d->commit, OID_A);
	assert_string_equal(d->tree, OID_B);
	assert_string_equal(d->target, "web");
	assert_string_equal(d->executed_by, "noor");
	assert_int_equal(d->finished - d->started, 1200);
	assert_int_equal(d->outcome, DEPLOYMENT_DONE);
	assert_int_equal(d->method, DEPLOYMENT_MANIFEST);
	assert_int_equal(d->differing, 0);
	assert_int_equal(d->nsteps, 2);
	assert_true(d->steps[0].done);
	assert_int_equal(d->steps[0].at - d->started, 300);
	assert_string_equal(d->steps[0].by, "noor");
	assert_null(d->steps[0].note);
	assert_false(d->steps[1].done);
	assert_line(f, 13, "done = yes", "");
	assert_true(d->steps[0].done);
	assert_int_equal(d->steps[0].at, d->finished);
}

static void other_words(void **state)
{
	struct fixture *f = *state;

	assert_line(f, 9, "outcome = rolled-back", "");
	assert_int_equal(f->got.outcome, DEPLOYMENT_ROLLED_BACK);
	assert_line(f, 9, "outcome = failed", "");
	assert_int_equal(f->got.outcome, DEPLOYMENT_FAILED);
	assert_line(f, 10, "method = tree", "");
	assert_int_equal(f->got.method, DEPLOYMENT_TREE);
	assert_line(f, 10, "method = none", "");
	assert_int_equal(f->got.method, DEPLOYMENT_NONE);
	assert_line(f, 11, "differing = 12", "");
	assert_int_equal(f->got.differing, 12);
	assert_line(f, 12, "[step \"1\"]\nnote = the cache first", "");
	assert_string_equal(f->got.steps[0].note, "the cache first");
}

static void refused(void **state)
{
	struct fixture *f = *state;

	assert_line(f, 3, "commit = 4be91c0",
	    "3: 'commit' is not the 40 hex digits, in lower case, that git prints: '4be91c0'\n");
	assert_line(f, 5, "target =", "5: 'target' is empty\n");
	assert_line(
	    f, 7, "finished = 2026-11-24T17:00:00+01:00", "7: 'finished' is before 'started'\n");
	assert_line(f, 8, "; nobody", "1: [deployment] has no 'executed-by'\n");
	assert_line(
	    f, 9, "outcome = pass", "9: 'outcome' is failed, rolled-back or done, not 'pass'\n");
	assert_line(
	    f, 10, "method = rsync", "10: 'method' is none, tree or manifest, not 'rsync'\n");
	assert_line(f, 11, "; none", "1: a deployment that was compared needs 'differing'\n");
	assert_line(f, 11, "differing = -1", "11: 'differing' is not a whole number: '-1'\n");
	assert_line(f, 10, "method = none\n; differing = 1", "");
	assert_line(f, 11, "differing = 1\nwhen = now", "12: [deployment] knows no 'when'\n");
	assert_line(f, 13, "done = soon",
	    "13: 'done' is no time with a zone, such as 2026-11-24T14:00:00+01:00: 'soon'\n");
	assert_line(f, 14, "; nobody", "12: a step that is done needs 'by'\n");
	assert_line(f, 15, "[step \"1\"]", "15: [step \"1\"] appears twice\n");
	assert_line(f, 1, "[deployed]",
	    "0: the deployment record has no [deployment]\n1: this record knows no [deployed]\n");
	assert_int_equal(
	    read_text(f, "[deployment]\npromotion = 1\nmethod = none\ndiffering = 1\n"), -1);
	assert_non_null(strstr(f->problems.list[f->problems.n - 1].text,
	    "'differing' is 1, and nothing was compared"));
}

/* What a promotion is begun as. */
static void intents(void **state)
{
	static const struct {
		const char *text, *problem;
	} all[] = {
		{ "[intent]\n", "" },
		{ "[intent]\nemergency = INC-7 Nobody can pay\n", "" },
		{ "[intent]\nrolls-back-to = " OID_A "\nclosed = mistyped\n", "" },
		{ "[intent]\nrolls-back-to = production~\n",
		    "'rolls-back-to' is not the 40 hex digits, in lower case, that git prints: "
		    "'production~'" },
		{ "[intent]\nemergency = INC-7 x\nrolls-back-to = " OID_A "\n",
		    "a promotion is an emergency or a rollback, not both" },
		{ "[intent]\nclosed =\n", "'closed' is empty" },
		{ "[intent]\nopen = yes\n", "[intent] knows no 'open'" },
		{ "[intent \"x\"]\n", "[intent] takes no name" },
		{ "[step \"1\"]\n", "this record knows no [step]" },
		{ "", "the intent has no [intent]" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *text = all[i].text;
		struct intent got;
		bool good = *all[i].problem == '\0';

		assert_int_equal(record_read_intent(
		                     &f->arena, text, strlen(text), &got, &f->problems, &f->error),
		    good ? 0 : -1);
		if (good)
			continue;
		assert_string_equal(f->problems.list[f->problems.n - 1].text, all[i].problem);
		assert_null(got.emergency);
		assert_null(got.closed);
	}
}

TESTS(T(sound_record), T(other_words), T(refused), T(intents));
