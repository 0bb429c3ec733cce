#include "clone/by_hand.h"

#include "base/digest.h"
#include "base/output.h"
#include "base/safefile.h"
#include "base/utf8.h"
#include "clone/draft.h"
#include "promotion/exhibit.h"

#define ANSWER_MAX 1000 /* bytes of a line that is read */
#define KEPT_MAX ((size_t)1 << 20)
#define RECORD "record.ini"

static const char *const outcomes[] = { "fail", "pass", "waived" };

/* Replaces a file as a whole. */
static int keep(
    const struct by_hand *h, const char *name, const char *bytes, size_t len, struct error *e)
{
	struct arena *a = h->record->arena;
	const char *path = arena_printf(a, "%s/%s", h->folder, name);
	const char *new = arena_printf(a, "%s/new", h->folder);

	if (path == NULL || output_file(a, new, O_TRUNC, bytes, len, e) < 0)
		return path == NULL ? error_memory(e) : -1;
	return rename(new, path) == 0 ? 0 :
	                                error_set(e, ERROR_UNREADABLE, "%s cannot be written: %s",
	                                    escape(a, path), strerror(errno));
}

static const char *compose(const struct by_hand *h)
{
	const struct result_record *rec = h->record;
	struct output to;
	FILE *out;

	if (output_start(&to) < 0)
		return NULL;
	out = to.file;
	result_record_head(rec, out);
	for (size_t i = 0; i < rec->criteria.n; i++) {
		const struct result *r = &h->answers[i];

		if (r->id == NULL)
			continue;
		fprintf(out, "\n[result \"%s\"]\noutcome = %s\n", r->id, outcomes[r->outcome]);
		if (h->links[i] != NULL)
			fprintf(out, "log = %s\n", h->links[i]);
		fprintf(out, "reason = %s\n", r->reason);
		if (r->waived_by != NULL)
			fprintf(out, "waived-by = %s\n", r->waived_by);
	}
	return output_keep(&to, rec->arena);
}

/* A log under the name that its bytes give it; the link to it. NULL with `e`. */
static const char *keep_log(
    const struct by_hand *h, const char *end, const char *bytes, size_t len, struct error *e)
{
	struct arena *a = h->record->arena;
	const char *digest = digest_text(a, bytes, len);
	const char *name = digest != NULL ? arena_printf(a, "%.16s.%s", digest, end) : NULL;

	if (name == NULL) {
		error_memory(e);
		return NULL;
	}
	if (keep(h, name, bytes, len, e) < 0)
		return NULL;
	return evidence_branch_link(
	    a, arena_printf(a, "%s/results/%s", h->record->promotion, name), bytes, len);
}

/* Asks for one line, until it fits or the input ends: NULL then. "" where `may_be_empty`. */
static const char *ask(const struct by_hand *h, const char *question, bool may_be_empty)
{
	char line[ANSWER_MAX];

	for (;;) {
		size_t n;

		printf("  %s: ", say(question));
		fflush(stdout);
		if (fgets(line, sizeof(line), stdin) == NULL) {
			putchar('\n');
			return NULL;
		}
		n = strlen(line);
		if (n > 0 && line[n - 1] == '\n')
			line[--n] = '\0';
		else
			for (int c = 0; c != '\n' && c != EOF;)
				c = getchar();
		while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t' || line[n - 1] == '\r'))
			line[--n] = '\0';
		if ((n == 0 && may_be_empty) || (draft_value_fits(line) && utf8_line(line, n)))
			return arena_strdup(h->record->arena, line);
		puts(say("  one line, of at most 150 bytes, without ' ;'"));
	}
}

/* The words and their first letters, in both languages. */
static int ask_outcome(const struct by_hand *h, enum result_outcome *out)
{
	static const struct {
		const char *word;
		enum result_outcome is;
	} words[] = { { "pass", RESULT_PASS }, { "p", RESULT_PASS }, { "goed", RESULT_PASS },
		{ "fail", RESULT_FAIL }, { "f", RESULT_FAIL }, { "fout", RESULT_FAIL },
		{ "waived", RESULT_WAIVED }, { "w", RESULT_WAIVED },
		{ "vrijgesteld", RESULT_WAIVED } };

	for (;;) {
		const char *said = ask(h, "outcome (pass, fail or waived)", false);

		if (said == NULL)
			return -1;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strcasecmp(words[i].word, said) == 0) {
				*out = words[i].is;
				return 0;
			}
		puts(say("  pass, fail or waived"));
	}
}

/* A tester cannot waive their own test. */
static const char *ask_waiver(const struct by_hand *h)
{
	const struct session *se = h->branch->session;
	const struct policy *p = &se->gate.file.policy;

	for (;;) {
		const char *said = ask(h, "waived by (their id)", false);
		const struct person *who = said != NULL ? policy_person_by_id(p, said) : NULL;

		if (said == NULL || (who != NULL && who != se->me && !who->service))
			return said;
		printf("  %s\n",
		    say(who == NULL ?
		            "the policy has no person of that id; git sluis roles shows them" :
		            "someone other than the tester, and not a machine"));
	}
}

/* What the tester's own file is called after, where that is plain. */
static const char *end_of(const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	const char *dot = strrchr(name, '.');
	size_t n = dot != NULL ? strlen(dot + 1) : 0;

	return n > 0 && n <= 8 && strspn(dot + 1, plain) == n ? dot + 1 : "log";
}

/* The tester's file, or without one what was seen. 1, 0 when the input ended, -1 with `e`. */
static int ask_log(const struct by_hand *h, const struct criterion *c, const struct result *r,
    const char **link, struct error *e)
{
	struct arena *a = h->record->arena;
	const char *name, *path, *text;
	struct safefile file;
	struct error why;

	while ((name = ask(h, "log file (empty: what was seen is the log)", true)) != NULL &&
	    *name != '\0') {
		path = clone_path(a, &h->branch->session->clone, name);
		if (path != NULL &&
		    safefile_read_any(a, path, EVIDENCE_BYTES_MAX, &file, &why) == 0) {
			*link = keep_log(h, end_of(name), file.bytes, file.len, e);
			return *link != NULL ? 1 : -1;
		}
		printf("  %s\n", path != NULL ? why.text : "out of memory");
	}
	if (name == NULL)
		return 0;
	text = arena_printf(
	    a, "%s %s\n%s: %s\n", c->id, c->description, outcomes[r->outcome], r->reason);
	*link = text != NULL ? keep_log(h, "txt", text, strlen(text), e) : NULL;
	return *link != NULL ? 1 : -1;
}

/* 1, 0 when the input ended, -1 with `e`. */
static int ask_result(struct by_hand *h, size_t i, struct error *e)
{
	const struct criterion *c = &h->record->criteria.list[i];
	bool waived;
	struct result r = { .id = c->id };
	int rc = 1;

	if (ask_outcome(h, &r.outcome) < 0)
		return 0;
	waived = r.outcome == RESULT_WAIVED;
	r.reason = ask(h, waived ? "reason" : "what was seen", false);
	if (r.reason == NULL || (waived && (r.waived_by = ask_waiver(h)) == NULL))
		return 0;
	if (!waived)
		rc = ask_log(h, c, &r, &h->links[i], e);
	if (rc == 1)
		h->answers[i] = r;
	return rc;
}

static void show_answer(const struct by_hand *h, size_t i)
{
	struct arena *a = h->record->arena;
	const struct criterion *c = &h->record->criteria.list[i];
	const struct result *r = &h->answers[i];

	printf("%s  %s%s\n", escape(a, c->id), escape(a, c->description),
	    c->required ? "" : say("  (not required)"));
	if (r->id != NULL)
		printf("  %s%s%s: %s\n", say(outcomes[r->outcome]),
		    r->waived_by != NULL ? say(", by ") : "",
		    r->waived_by != NULL ? escape(a, r->waived_by) : "", escape(a, r->reason));
}

int by_hand_ask(struct by_hand *h, struct error *e)
{
	for (size_t i = 0; i < h->record->criteria.n; i++) {
		const char *text;
		int rc;

		show_answer(h, i);
		if (h->answers[i].id != NULL)
			continue;
		rc = ask_result(h, i, e);
		if (rc <= 0)
			return rc;
		h->record->finished = h->record->started; /* until the end */
		text = compose(h);
		if (text == NULL)
			return error_memory(e);
		if (keep(h, RECORD, text, strlen(text), e) < 0)
			return -1;
	}
	return 1;
}

static void take(struct by_hand *h, const struct acceptance *kept)
{
	struct arena *a = h->record->arena;

	h->record->started = kept->started;
	for (size_t i = 0; i < h->record->criteria.n; i++)
		for (size_t k = 0; k < kept->nresults; k++) {
			const struct result *r = &kept->results[k];
			char hex[DIGEST_HEX];

			if (strcmp(r->id, h->record->criteria.list[i].id) != 0)
				continue;
			h->answers[i] = *r;
			if (r->has_log)
				h->links[i] = arena_printf(a, "git:%s sha256:%s", r->log.path,
				    digest_hex(r->log.sha256, hex));
		}
}

int by_hand_open(
    struct by_hand *h, struct evidence_branch *b, struct result_record *rec, struct error *e)
{
	const struct session *se = b->session;
	struct error why = { 0 };
	struct acceptance kept;
	struct safefile file;
	const char *path;

	*h = (struct by_hand){ .branch = b,
		.record = rec,
		.answers = arena_array(rec->arena, rec->criteria.n + 1, sizeof(*h->answers)),
		.links = arena_array(rec->arena, rec->criteria.n + 1, sizeof(*h->links)) };
	h->folder = clone_folder(rec->arena, se->clone.git_dir, "accept",
	    se->url == NULL ?
	        rec->promotion :
	        arena_printf(rec->arena, "%s@%s", rec->promotion, strrchr(se->mirror.dir, '/') + 1),
	    e);
	if (h->folder == NULL)
		return -1;
	path = arena_printf(rec->arena, "%s/" RECORD, h->folder);
	if (path == NULL || h->answers == NULL || h->links == NULL)
		return error_memory(e);
	if (safefile_read(rec->arena, path, KEPT_MAX, &file, &why) < 0)
		return why.kind == ERROR_ABSENT ? 0 : error_copy(e, &why);
	if (record_read_acceptance(rec->arena, file.bytes, file.len, &kept, NULL, e) < 0) {
		if (e->kind != ERROR_MALFORMED)
			return -1;
		return error_mend(e, "start over:\nrm %s", shellword(rec->arena, path));
	}
	if (strcmp(kept.candidate, rec->candidate) != 0 ||
	    strcmp(kept.executed_by, rec->executed_by) != 0 ||
	    strcmp(kept.environment, rec->environment) != 0 ||
	    memcmp(kept.criteria.sha256, rec->criteria_sha256, DIGEST_SIZE) != 0) {
		printf(say("note: the answers kept from before are about another candidate (%.7s), "
		           "other criteria or another tester, and do not count\n"),
		    kept.candidate);
		return 0;
	}
	take(h, &kept);
	printf(say("your earlier answers are kept; to start over: rm %s\n"),
	    shellword(rec->arena, path));
	return 0;
}

/* The file goes in as it was when the question was answered. */
static int add_log(
    const struct by_hand *h, const struct result *r, const char *link, struct error *e)
{
	struct arena *a = h->record->arena;
	const char *path = arena_strndup(a, link + 4, strcspn(link + 4, " "));
	const char *kept =
	    path != NULL ? arena_printf(a, "%s/%s", h->folder, strrchr(path, '/') + 1) : NULL;
	struct safefile file;
	const char *is;

	if (kept == NULL)
		return error_memory(e);
	if (safefile_read(a, kept, EVIDENCE_BYTES_MAX, &file, e) < 0)
		return -1;
	is = evidence_branch_link(a, path, file.bytes, file.len);
	if (is == NULL)
		return error_memory(e);
	if (strcmp(is, link) != 0)
		return error_set(e, ERROR_MALFORMED, "%s is not as it was when '%s' was answered",
		    escape(a, kept), escape(a, r->id));
	return evidence_branch_add(h->branch, path, file.bytes, file.len, e);
}

const char *by_hand_record(struct by_hand *h, struct error *e)
{
	struct result_record *rec = h->record;
	struct acceptance check;
	const char *text;

	rec->passed = true;
	for (size_t i = 0; i < rec->criteria.n; i++) {
		if (rec->criteria.list[i].required && h->answers[i].outcome == RESULT_FAIL)
			rec->passed = false;
		if (h->links[i] != NULL && add_log(h, &h->answers[i], h->links[i], e) < 0)
			return NULL;
	}
	text = compose(h);
	if (text == NULL)
		error_memory(e);
	/* What the gate would not read is not brought in. */
	return text != NULL &&
	        record_read_acceptance(rec->arena, text, strlen(text), &check, NULL, e) == 0 ?
	    text :
	    NULL;
}

void by_hand_forget(const struct by_hand *h)
{
	struct arena *a = h->record->arena;

	for (size_t i = 0; i < h->record->criteria.n; i++)
		if (h->links[i] != NULL) {
			const char *name = strstr(h->links[i], "/results/") + strlen("/results/");

			unlink(
			    arena_printf(a, "%s/%.*s", h->folder, (int)strcspn(name, " "), name));
		}
	unlink(arena_printf(a, "%s/" RECORD, h->folder));
	rmdir(h->folder);
}
