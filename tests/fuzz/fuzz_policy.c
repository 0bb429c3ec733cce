/* Any bytes as a policy: it is refused with problems, or it prints as a policy that reads back the
 * same. */
#include "fuzz.h"
#include "base/utf8.h"
#include "policy/policy_internal.h"

#define NOW 1795518000 /* 2026-11-24T11:00:00Z */
#define CAP ((size_t)64 << 20)

static void check(int sound)
{
	if (!sound)
		abort();
}

static char *show(const struct policy *p, size_t *len)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, len);

	check(out != NULL);
	policy_show(p, out);
	fclose(out);
	return text;
}

/* Problem texts go to terminals. */
static void check_problems(const struct ini_problems *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		check(i == 0 || ps->list[i - 1].line <= ps->list[i].line);
		check(utf8_line(ps->list[i].text, strlen(ps->list[i].text)));
	}
}

/* As policy_read() once every rule is built. True for no problems. */
static int read_whole(struct arena *a, const char *bytes, size_t len, struct policy *out)
{
	struct policy_reading r;
	struct ini_problems problems;
	struct error e = { 0 };

	if (policy_parse(a, bytes, len, &r, out, &problems, &e) < 0 ||
	    policy_check(a, out, NOW, &problems) < 0) {
		check(a->exhausted);
		return 0;
	}
	check_problems(&problems);
	return problems.n == 0;
}

static void round_trip(const struct policy *p)
{
	struct arena a;
	struct policy again;
	size_t len, len2;
	char *once = show(p, &len), *twice;

	arena_init(&a, CAP);
	check(read_whole(&a, once, len, &again));
	twice = show(&again, &len2);
	check(len == len2 && memcmp(once, twice, len) == 0);
	free(once);
	free(twice);
	arena_release(&a);
}

static void check_same(const struct person *got, const struct person *want)
{
	check(got != NULL && want != NULL && strcmp(got->id, want->id) == 0 &&
	    strcmp(got->name, want->name) == 0);
}

/* Each person is found by all that finds them, whoever was asked for before; and is the first. */
static void check_person(
    const struct policy *known, const struct policy *whole, const struct person *who)
{
	check_same(policy_person_by_id(known, who->id), who);
	for (size_t i = 0; i < who->nemails; i++) {
		size_t len = strlen(who->emails[i]);

		check_same(policy_person_by_email(known, who->emails[i], len),
		    policy_person_by_email(whole, who->emails[i], len));
	}
	for (size_t i = 0; i < who->nlogins; i++)
		check_same(policy_person_by_login(known, who->logins[i]),
		    policy_person_by_login(whole, who->logins[i]));
}

/* A policy in which no problem was found reads the same when persons are read one by one. */
static void check_known(const char *bytes, size_t size, const struct policy *p)
{
	struct arena a;
	struct policy known;
	struct error e = { 0 };
	size_t len, len2;
	char *want = show(p, &len), *got;

	arena_init(&a, CAP);
	check(policy_read_known(&a, bytes, size, &known, &e) == 0);
	for (size_t i = p->npersons; i-- > 0;)
		check_person(&known, p, &p->persons[i]);
	policy_read_all(&known);
	got = show(&known, &len2);
	check(len == len2 && memcmp(want, got, len) == 0);
	free(want);
	free(got);
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct policy p;
	struct ini_problems problems;
	struct error e = { 0 };
	int rc;

	arena_init(&a, CAP);
	rc = policy_read(&a, (const char *)data, size, NOW, &p, &problems, &e);
	check(rc < 0 ? e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY : problems.n == 0);
	check(e.kind != ERROR_MALFORMED || problems.n > 0);
	if (e.kind != ERROR_MEMORY)
		check_problems(&problems);
	if (rc == 0) {
		round_trip(&p);
		check_known((const char *)data, size, &p);
	}
	if (read_whole(&a, (const char *)data, size, &p))
		round_trip(&p);
	arena_release(&a);
	return 0;
}
