/*
 * git sluis policy --try REPO: what a policy would have said to what went into a repository before,
 * for who decides whether it is to be armed. The gate itself judges, and nothing is written.
 *
 * Each step on the first-parent line is judged by itself, at its own time, as pushed by who
 * committed it. Where the policy is to be found (policy-published) is about arming, and left out.
 */
#include "base/jsonw.h"
#include "base/pattern.h"
#include "base/wrap.h"
#include "command/command.h"
#include "gate/gate.h"
#include "git/history.h"
#include "git/refs.h"

#define STEPS 50 /* of a ref, the newest */
#define REFS 20 /* of a pattern */
#define MAKERS 1000 /* who made what, each of them */
#define SHOWN 20 /* of these, to people */

struct maker {
	const char *name; /* as people know the person, or the address; escaped */
	const struct person *person; /* NULL: not in the policy */
	size_t commits, merges;
	const char *sample; /* title of one of these, escaped */
};

struct tried { /* one ref */
	const char *ref;
	const struct environment *env;
	size_t steps, refused, undecided;
	size_t of[RULE_COUNT][OUTCOMES];
	const char *command; /* says in full what the newest of them lacks; or NULL */
	const char *why; /* one of them could not be judged at all; or NULL */
};

struct trying {
	struct arena *arena;
	const char *path, *policy_path;
	int64_t now;
	struct policy_file file;
	struct repo repo;
	struct tried *refs;
	size_t nrefs, more; /* refs that are left out */
	const char *absent; /* their names, escaped; or NULL */
	struct lookup seen, by_name;
	struct maker *makers[MAKERS];
	size_t nmakers, uncounted; /* contributions of makers beyond these */
};

/* `address` is that of a `who` who is NULL. */
static int count_maker(struct trying *t, const struct person *who, const char *address,
    const struct commit *c, struct error *e)
{
	struct arena *a = t->arena;
	/* No address can be taken for a person. */
	const char *key = who != NULL ?
	    arena_printf(a, "+%s (%s)", escape(a, who->name), escape(a, who->id)) :
	    arena_printf(a, "-%s", address);
	struct maker *m = key != NULL ? lookup_text(&t->by_name, key) : NULL;

	if (m == NULL && t->nmakers == MAKERS) {
		t->uncounted++;
		return 0;
	}
	if (m == NULL) {
		m = arena_alloc(a, sizeof(*m));
		if (key == NULL || m == NULL || lookup_set_text(a, &t->by_name, key, m) < 0)
			return error_memory(e);
		*m = (struct maker){ key + 1, who, 0, 0, commit_title(a, c) };
		t->makers[t->nmakers++] = m;
	}
	m->commits += c->nparents < 2;
	m->merges += c->nparents > 1;
	return 0;
}

/* One commit may be on several refs. */
static int count_commit(void *ctx, const struct commit *c, struct error *e)
{
	struct trying *t = ctx;
	struct contributors made = { 0 };
	int rc = 0;

	if (lookup_id(&t->seen, &c->id) != NULL)
		return 0;
	if (lookup_add_id(t->arena, &t->seen, &c->id) < 0)
		return error_memory(e);
	rc = contributors_add(t->arena, &t->file.policy, c, &made, e);
	for (size_t i = 0; rc == 0 && i < made.n; i++)
		rc = count_maker(t, made.list[i].person, NULL, c, e);
	for (size_t i = 0; rc == 0 && i < made.nmergers; i++)
		if (contributors_find(&made, made.mergers[i].person) == NULL)
			rc = count_maker(t, made.mergers[i].person, NULL, c, e);
	for (size_t i = 0; rc == 0 && i < made.nunknown && i < UNKNOWN_AUTHORS_MAX; i++)
		rc = count_maker(t, NULL, made.unknown[i].address, c, e);
	return rc;
}

/* Whom the full answer is asked for. */
static const char *login_of(const struct gate *g, const struct commit *c)
{
	return g->pusher.person != NULL && g->pusher.person->nlogins > 0 ?
	    g->pusher.person->logins[0] :
	    c->committer;
}

static const char *command_of(
    const struct trying *t, const char *ref, const struct change *c, const char *login)
{
	char old[41], new[41];
	struct arena *a = t->arena;

	return arena_printf(a,
	    "git sluis check --repo %s --policy %s --pusher %s --old %s --new %s --ref %s",
	    shellword(a, t->path), shellword(a, t->policy_path), shellword(a, login),
	    git_oid_tostr(old, sizeof(old), &c->old), git_oid_tostr(new, sizeof(new), &c->new),
	    shellword(a, ref));
}

static void add_up(struct tried *out, const struct push_verdict *v)
{
	bool unmet = false, open = v->n == 0 || v->why.kind != ERROR_NONE;

	for (enum rule_id id = 0; id < RULE_COUNT && !open; id++) {
		enum outcome said = verdict_of_rule(&v->refs[0], id);

		if (id == RULE_policy_published)
			continue;
		out->of[id][said]++;
		unmet = unmet || said == OUTCOME_UNMET;
	}
	for (enum rule_id id = 0; id < RULE_COUNT && !open && !unmet; id++)
		open = id != RULE_policy_published &&
		    verdict_of_rule(&v->refs[0], id) == OUTCOME_UNDECIDED;
	out->refused += unmet;
	out->undecided += !unmet && open;
}

/* 0, or -1 where the gate could not judge at all. */
static int try_step(struct trying *t, struct tried *out, const git_oid *old, const struct commit *c,
    struct error *e)
{
	struct gate_input in = { .repo = t->path,
		.policy = t->policy_path,
		.email = c->committer != NULL ? c->committer : "",
		.now = t->now,
		.past = true };
	struct change moved = { .old = *old, .new = c->id, .ref = out->ref };
	struct changes all = { &moved, 1 };
	size_t before = out->refused + out->undecided;
	struct gate g;
	int rc;

	gate_init(&g);
	rc = gate_open(&g, &in);
	in.now = c->committed;
	if (rc == 0)
		gate_judge(&g, &in, &all);
	else
		*e = g.verdict.why;
	out->steps++;
	add_up(out, &g.verdict);
	if (out->why == NULL && g.verdict.why.kind != ERROR_NONE)
		out->why = arena_strdup(t->arena, g.verdict.why.text);
	/* Where work starts, what is there by now would be known, and is not said. */
	if (out->command == NULL && out->refused + out->undecided > before &&
	    out->env->from != NULL && c->committer != NULL)
		out->command = command_of(t, out->ref, &moved, login_of(&g, c));
	gate_release(&g);
	return rc;
}

/* The newest steps of a ref, and who made what came with them. */
static int try_ref(
    struct trying *t, const struct ref_value *v, const struct environment *env, struct error *e)
{
	static const git_oid none;
	struct tried *out;
	git_oid tip, base = none;
	struct commit c;
	int rc = refs_commit(t->arena, &t->repo, v->name, &v->id, &tip, e);

	out = ARENA_ADD(t->arena, t->refs, t->nrefs, (struct tried){ .ref = v->name, .env = env });
	if (out == NULL)
		return error_memory(e);
	if (rc == 0)
		rc = commit_load(t->arena, &t->repo, &tip, &c, e);
	/* A tag is made once, of what its source has. */
	if (rc == 0 && refs_is_tag(v->name)) {
		c.id = v->id;
		return try_step(t, out, &none, &c, e);
	}
	for (size_t n = 0; rc == 0 && c.nparents > 0 && n < STEPS; n++) {
		base = c.parents[0];
		rc = env->fast_forward ? 0 : try_step(t, out, &base, &c, e);
		if (rc == 0)
			rc = commit_load(t->arena, &t->repo, &base, &c, e);
	}
	return rc < 0 ?
	    -1 :
	    history_range(&t->repo, &tip, &base, !git_oid_is_zero(&base), NULL, count_commit, t, e);
}

static int try_environment(struct trying *t, const struct environment *env, struct error *e)
{
	struct ref_values now;

	if (refs_now(t->arena, &t->repo, env->ref, &now, e) < 0)
		return -1;
	if (now.n == 0)
		t->absent = t->absent == NULL ?
		    escape(t->arena, env->ref) :
		    arena_printf(t->arena, "%s, %s", t->absent, escape(t->arena, env->ref));
	for (size_t i = 0; i < now.n && i < REFS; i++)
		if (try_ref(t, &now.list[i], env, e) < 0)
			return -1;
	t->more += now.n > REFS ? now.n - REFS : 0;
	return 0;
}

/* Those whom nobody knows first; then who made most. */
static int by_number(const void *x, const void *y)
{
	const struct maker *a = *(struct maker *const *)x, *b = *(struct maker *const *)y;
	size_t na = a->commits + a->merges, nb = b->commits + b->merges;

	if ((a->person == NULL) != (b->person == NULL))
		return a->person == NULL ? -1 : 1;
	return na != nb ? (na < nb ? 1 : -1) : strcmp(a->name, b->name);
}

static void print_rule(enum rule_id id, size_t n, const char *note, struct arena *a)
{
	if (n > 0)
		wrap_print(arena_printf(a, "  %4zu  ", n),
		    arena_printf(a, "%s%s: %s", rules[id].id, note, rule_asks(id)), stdout);
}

static void print_ref(const struct tried *r, struct arena *a)
{
	printf(r->env->fast_forward ?
	        say("\n%s, the environment %s: no step is tried, since nothing tells what one "
	            "fast-forward brought, and who pushed it\n") :
	        say("\n%s, the environment %s: of %zu steps it would refuse %zu, and could not "
	            "decide %zu\n"),
	    escape(a, r->ref), escape(a, r->env->id), r->steps, r->refused, r->undecided);
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		print_rule(id, r->of[id][OUTCOME_UNMET], "", a);
		print_rule(id, r->of[id][OUTCOME_UNDECIDED], say(" (could not be decided)"), a);
	}
	if (r->why != NULL)
		wrap_print(say("  could not be judged: "), r->why, stdout);
	if (r->command != NULL)
		printf(say("  the newest of them, in full:\n       %s\n"), r->command);
}

static void print_makers(const struct trying *t, bool known, const char *title)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nmakers; i++) {
		const struct maker *m = t->makers[i];

		if ((m->person != NULL) != known)
			continue;
		if (n++ == 0)
			puts(title);
		if (n <= SHOWN)
			printf(say("  %4zu %4zu  %s, such as %s\n"), m->commits, m->merges, m->name,
			    m->sample);
	}
	if (n > SHOWN)
		printf(say("  and %zu more (--format json has them)\n"), n - SHOWN);
}

static void print_text(const struct trying *t)
{
	printf(say("policy %s on %s: the newest %d steps of each ref that it guards; nothing is "
	           "written there\n"),
	    escape(t->arena, t->file.policy.version), escape(t->arena, t->path), STEPS);
	for (size_t i = 0; i < t->nrefs; i++)
		print_ref(&t->refs[i], t->arena);
	if (t->more > 0)
		printf(
		    say("\nleft out, refs of a pattern beyond its first %d: %zu\n"), REFS, t->more);
	if (t->absent != NULL)
		printf(say("\nnot there, so that nothing can be tried on it: %s\n"), t->absent);
	print_makers(t, false,
	    say("\nnot listed in the policy, in commits and merges (give each to a person or "
	        "service, with email = ADDRESS):"));
	print_makers(t, true, say("\nwho made this, in commits and merges:"));
	if (t->uncounted > 0)
		printf(say("\nleft out, commits by others than the first %d people: %zu\n"), MAKERS,
		    t->uncounted);
}

static void put_ref(struct jsonw *j, const struct tried *r, struct arena *a)
{
	jsonw_open_object(j, NULL);
	jsonw_text(j, "ref", escape(a, r->ref));
	jsonw_text(j, "environment", escape(a, r->env->id));
	jsonw_number(j, "steps", (int64_t)r->steps);
	jsonw_number(j, "refused", (int64_t)r->refused);
	jsonw_number(j, "undecided", (int64_t)r->undecided);
	jsonw_text(j, "command", r->command);
	jsonw_text(j, "why", r->why);
	jsonw_open_array(j, "rules");
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		if (r->of[id][OUTCOME_UNMET] + r->of[id][OUTCOME_UNDECIDED] == 0)
			continue;
		jsonw_open_object(j, NULL);
		jsonw_text(j, "rule", rules[id].id);
		jsonw_text(j, "criterion", arena_printf(a, "CH.06-%u", rules[id].criterion));
		jsonw_number(j, "unmet", (int64_t)r->of[id][OUTCOME_UNMET]);
		jsonw_number(j, "undecided", (int64_t)r->of[id][OUTCOME_UNDECIDED]);
		jsonw_close(j);
	}
	jsonw_close(j);
	jsonw_close(j);
}

static void print_json(const struct trying *t)
{
	struct jsonw j = { .out = stdout, .format = "try-1" };

	jsonw_open_object(&j, NULL);
	jsonw_text(&j, "repository", escape(t->arena, t->path));
	jsonw_text(&j, "policy", escape(t->arena, t->file.policy.version));
	jsonw_open_array(&j, "refs");
	for (size_t i = 0; i < t->nrefs; i++)
		put_ref(&j, &t->refs[i], t->arena);
	jsonw_close(&j);
	jsonw_text(&j, "absent", t->absent);
	jsonw_number(&j, "refs-left-out", (int64_t)t->more);
	jsonw_open_array(&j, "people");
	for (size_t i = 0; i < t->nmakers; i++) {
		const struct maker *m = t->makers[i];

		jsonw_open_object(&j, NULL);
		jsonw_text(
		    &j, "person", m->person != NULL ? escape(t->arena, m->person->id) : NULL);
		jsonw_text(&j, "address", m->person == NULL ? m->name : NULL);
		jsonw_number(&j, "commits", (int64_t)m->commits);
		jsonw_number(&j, "merges", (int64_t)m->merges);
		jsonw_text(&j, "sample", m->sample);
		jsonw_close(&j);
	}
	jsonw_close(&j);
	jsonw_number(&j, "commits-left-out", (int64_t)t->uncounted);
	jsonw_close(&j);
}

/* A folder is that of --policy of install.sh. */
static const char *file_in(struct arena *a, const char *path)
{
	struct stat st;

	return path != NULL && stat(path, &st) == 0 && S_ISDIR(st.st_mode) ?
	    arena_printf(a, "%s/policy.ini", path) :
	    path;
}

int policy_try(const struct options *o)
{
	struct trying *t = arena_alloc(o->arena, sizeof(*t));
	struct error e = { 0 };
	int rc;

	if (t == NULL)
		return error_memory(&e), command_fail(&e);
	t->arena = o->arena;
	t->now = o->now;
	t->path = o->value[OPT_TRY];
	t->policy_path = file_in(o->arena, o->rest[0]);
	rc = command_load_policy(o->arena, t->policy_path, o->now, &t->file);
	if (rc != 0)
		return rc;
	rc = repo_open_path(o->arena, t->path, &t->repo, &e);
	for (size_t i = 0; rc == 0 && i < t->file.policy.nenvironments; i++)
		rc = try_environment(t, &t->file.policy.environments[i], &e);
	qsort(t->makers, t->nmakers, sizeof(*t->makers), by_number);
	if (rc == 0 && options_json(o))
		print_json(t);
	else if (rc == 0)
		print_text(t);
	repo_close(&t->repo);
	return rc == 0 ? 0 : command_fail(&e);
}
