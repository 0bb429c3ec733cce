#include "command/command.h"
#include "promotion/exhibit.h"
#include "clone/able.h"
#include "clone/by_hand.h"
#include "clone/result_record.h"
#include "clone/times.h"
#include "base/digest.h"
#include "base/safefile.h"

struct request {
	const struct options *options;
	const char *promotion;
	struct result_record_file files[RESULT_RECORD_FILES_MAX];
	size_t n;
};

/* The form that an option says of its file. */
static enum results_form form_of(enum option_id id)
{
	switch (id) {
	case OPT_JUNIT:
		return RESULTS_JUNIT;
	case OPT_TAP:
		return RESULTS_TAP;
	case OPT_JSON:
		return RESULTS_JSON;
	default:
		return RESULTS_NONE;
	}
}

static int read_options(const struct options *o, struct request *q)
{
	q->options = o;
	for (size_t i = 0; i < o->n; i++) {
		if (form_of(o->list[i].id) == RESULTS_NONE)
			continue;
		if (q->n == RESULT_RECORD_FILES_MAX)
			return -1;
		q->files[q->n].form = form_of(o->list[i].id);
		q->files[q->n++].name = o->list[i].value;
	}
	q->promotion = o->nrest > 0 ? o->rest[o->nrest - 1] : o->value[OPT_PROMOTION];
	return o->nrest == 0 ? (q->promotion != NULL ? 0 : -1) :
	    command_names_one(o) && !options_have(o, OPT_PROMOTION) ? 0 :
	                                                              -1;
}

static int doubtful(struct arena *a, const struct result_record_file *f, struct error *e)
{
	const struct ini_problem *first = &f->results.doubts.list[0];

	if (first->line == 0)
		return error_set(
		    e, ERROR_MALFORMED, "%s is doubtful: %s", escape(a, f->name), first->text);
	return error_set(e, ERROR_MALFORMED, "%s is doubtful: line %u: %s", escape(a, f->name),
	    first->line, first->text);
}

/* Reads a file, and keeps its bytes in the dossier under a name that they give it. */
static int take_file(
    struct evidence_branch *b, const char *promotion, struct result_record_file *f, struct error *e)
{
	static const char *const ends[] = {
		[RESULTS_JUNIT] = "xml", [RESULTS_TAP] = "tap", [RESULTS_JSON] = "json"
	};
	struct arena *a = &b->session->arena;
	const char *path = clone_path(a, &b->session->clone, f->name);
	const char *digest;
	struct safefile bytes;
	struct error why = { 0 };

	if (path == NULL)
		return error_memory(e);
	if (safefile_read_any(a, path, EVIDENCE_BYTES_MAX, &bytes, e) < 0)
		return -1;
	if (results_read(a, f->form, bytes.bytes, bytes.len, &f->results, &why) < 0)
		return why.kind == ERROR_MEMORY ?
		    error_memory(e) :
		    error_set(e, why.kind, "%s: %s", escape(a, f->name), why.text);
	if (f->results.doubts.n > 0)
		return doubtful(a, f, e);
	digest = digest_text(a, bytes.bytes, bytes.len);
	if (digest == NULL)
		return error_set(
		    e, ERROR_UNREADABLE, "the digest of %s cannot be computed", escape(a, f->name));
	path = arena_printf(a, "%s/results/%.16s.%s", promotion, digest, ends[f->form]);
	if (path == NULL ||
	    (f->link = evidence_branch_link(a, path, bytes.bytes, bytes.len)) == NULL)
		return error_memory(e);
	return evidence_branch_add(b, path, bytes.bytes, bytes.len, e);
}

/* The commit, which all files are about, and the tree that it has. */
static int find_candidate(struct evidence_branch *b, struct result_record *rec, struct error *e)
{
	rec->candidate = evidence_branch_resolve(b, rec->candidate, "commit", e);
	if (rec->candidate == NULL || result_record_agree_commit(rec, e) < 0)
		return -1;
	rec->tree = evidence_branch_resolve(b, rec->candidate, "tree", e);
	return rec->tree != NULL ? 0 : -1;
}

static const char *criteria_path(const struct result_record *rec)
{
	return arena_printf(rec->arena, "%s/criteria.ini", rec->promotion);
}

static int read_criteria(struct evidence_branch *b, struct result_record *rec, struct error *e)
{
	const char *path = criteria_path(rec), *bytes;
	struct ini_problems problems = { 0 };
	size_t len;

	if (path == NULL)
		return error_memory(e);
	if (evidence_branch_read(b, path, &bytes, &len, e) < 0)
		return error_mend(
		    e, "write the criteria down there and push them, before the test");
	rec->criteria_link = evidence_branch_link(rec->arena, path, bytes, len);
	if (digest_sha256(bytes, len, rec->criteria_sha256) < 0)
		return error_set(e, ERROR_UNREADABLE, "the digest of %s cannot be computed",
		    escape(rec->arena, path));
	if (record_read_criteria(rec->arena, bytes, len, &rec->criteria, &problems, e) == 0)
		return 0;
	return error_mend(e, "complete them, before the test:\ngit sluis start %s --criterion TEXT",
	    shellword(rec->arena, rec->promotion));
}

/* What holds of a test by files and by hand. */
static int begin(struct evidence_branch *b, struct request *q, struct result_record *rec,
    const struct environment **env, struct error *e)
{
	const struct options *o = q->options;

	*env = evidence_branch_environment(b, o->value[OPT_ENVIRONMENT], REQUIRE_ACCEPTANCE, e);
	if (*env == NULL)
		return -1;
	*rec = (struct result_record){ .arena = &b->session->arena,
		.promotion = q->promotion,
		.environment = (*env)->from->id,
		.zone = b->session->gate.file.policy.zone,
		.executed_by = b->session->me->id,
		.candidate = o->value[OPT_CANDIDATE],
		.files = q->files,
		.n = q->n };
	return read_criteria(b, rec, e);
}

static int check_times(struct evidence_branch *b, const struct result_record *rec,
    const struct environment *env, struct error *e)
{
	const struct record_times times = { .env = env,
		.candidate = rec->candidate,
		.started = rec->started,
		.finished = rec->finished };

	return times_check(b->session, &times, e) < 0 ?
	    -1 :
	    times_check_criteria(b, criteria_path(rec), rec->started, e);
}

static int prepare(
    struct evidence_branch *b, struct request *q, struct result_record *rec, struct error *e)
{
	const struct options *o = q->options;
	const struct environment *env;

	for (size_t i = 0; i < q->n; i++)
		if (take_file(b, q->promotion, &q->files[i], e) < 0)
			return -1;
	if (begin(b, q, rec, &env, e) < 0 || result_record_agree(rec, e) < 0 ||
	    find_candidate(b, rec, e) < 0 ||
	    result_record_times(rec, o->value[OPT_STARTED], o->value[OPT_FINISHED], o->now, e) <
	        0 ||
	    check_times(b, rec, env, e) < 0)
		return -1;
	return result_record_judge(rec, e);
}

/* Up to the first question. */
static int prepare_by_hand(struct evidence_branch *b, struct request *q, struct result_record *rec,
    const struct environment **env, struct by_hand *h, struct error *e)
{
	const struct options *o = q->options;
	bool wished = options_have(o, OPT_CANDIDATE);

	if (begin(b, q, rec, env, e) < 0)
		return -1;
	if (!wished)
		rec->candidate = tester_candidate(b->session, *env, q->promotion, e);
	if (rec->candidate == NULL || find_candidate(b, rec, e) < 0 ||
	    tester_check(b->session, *env, q->promotion, rec->candidate, wished, e) < 0 ||
	    by_hand_open(h, b, rec, e) < 0)
		return -1;
	if (rec->started == 0)
		rec->started = o->now;
	rec->finished = o->now;
	if (options_have(o, OPT_STARTED) &&
	    result_record_times(rec, o->value[OPT_STARTED], NULL, o->now, e) < 0)
		return -1;
	return check_times(b, rec, *env, e);
}

static int make(struct evidence_branch *b, const struct result_record *rec, const char *text,
    const char **link, struct error *e)
{
	const char *path = arena_printf(rec->arena, "%s/acceptance.ini", rec->promotion);

	if (text == NULL || path == NULL)
		return text == NULL ? -1 : error_memory(e);
	*link = evidence_branch_link(rec->arena, path, text, strlen(text));
	if (evidence_branch_add(b, path, text, strlen(text), e) < 0 ||
	    evidence_branch_commit(
	        b, arena_printf(rec->arena, "Acceptance of %s", rec->promotion), e) < 0)
		return -1;
	return evidence_branch_keep(b, e);
}

static int by_files(struct evidence_branch *b, struct request *q, struct error *e)
{
	struct result_record rec;
	const char *link;

	if (prepare(b, q, &rec, e) < 0 || make(b, &rec, result_record_text(&rec, e), &link, e) < 0)
		return -1;
	result_record_show(&rec, stdout);
	return command_offer(b, options_have(q->options, OPT_PUSH), "Acceptance-Result", link);
}

static int say_kept(const struct evidence_branch *b, const struct result_record *rec)
{
	printf(say("your answers are kept; to go on: git sluis accept %s\n"),
	    session_id(b->session, rec->promotion));
	return 1;
}

static int by_hand(struct evidence_branch *b, struct request *q, struct error *e)
{
	const struct environment *env;
	struct result_record rec;
	int64_t start = monotonic_ms();
	struct by_hand h;
	const char *link;
	int rc;

	if (prepare_by_hand(b, q, &rec, &env, &h, e) < 0)
		return -1;
	printf(say("test of %s: candidate %.7s on %s, by %s\n"), rec.promotion, rec.candidate,
	    rec.environment, escape(rec.arena, b->session->me->name));
	rc = by_hand_ask(&h, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return say_kept(b, &rec);
	rec.finished = q->options->now + (monotonic_ms() - start) / 1000;
	if (make(b, &rec, by_hand_record(&h, e), &link, e) < 0)
		return -1;
	printf(say("\nverdict: %s\n"), say(rec.passed ? "pass" : "FAIL"));
	rc = command_offer(b, options_have(q->options, OPT_PUSH), "Acceptance-Result", link);
	if (rc != 0 && b->session->url != NULL) /* nothing else has them */
		return say_kept(b, &rec);
	by_hand_forget(&h);
	return rc;
}

static int accept_results(struct session *se, void *request, struct error *e)
{
	struct request *q = request;
	struct evidence_branch b;
	int rc = evidence_branch_continue(&b, se, e);

	if (rc == 0)
		rc = q->n > 0 ? by_files(&b, q, e) : by_hand(&b, q, e);
	evidence_branch_close(&b);
	return rc;
}

int command_accept(const struct options *o)
{
	struct request q = { .n = 0 };

	if (read_options(o, &q) < 0)
		return command_usage(o);
	return command_about(o, q.promotion, accept_results, &q);
}
