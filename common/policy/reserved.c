#include "policy/reserved.h"

#include "base/pattern.h"
#include "git/plain.h"
#include "policy/refalias.h"

static bool below(const char *ref, const char *folder)
{
	return strncmp(ref, folder, strlen(folder)) == 0;
}

bool reserved_guards(const struct policy *p, const char *ref)
{
	return below(ref, "refs/sluis/") || below(ref, "refs/replace/") || policy_governs(p, ref) ||
	    refalias_of(p, ref) != NULL;
}

bool reserved_guards_any(const struct policy *p, const struct changes *cs)
{
	for (size_t i = 0; i < cs->n; i++)
		if (reserved_guards(
		        p, cs->list[i].target != NULL ? cs->list[i].target : cs->list[i].ref))
			return true;
	return false;
}

/* The first of the `n` names that is there; NULL names are none. */
static int first_there(struct arena *a, const struct repo *r, const struct changes *cs,
    const char *const *names, size_t n, const char **out, struct error *e)
{
	*out = NULL;
	for (size_t i = 0; i < n && *out == NULL; i++) {
		struct ref_values v = { 0 };

		if (names[i] != NULL && refs_after(a, r, cs, names[i], &v, e) < 0)
			return -1;
		if (v.n > 0)
			*out = names[i];
	}
	return 0;
}

/* A name that the policy has exactly is taken for nothing else. */
static bool has_pattern(const struct policy *p)
{
	for (size_t i = 0; i < p->nenvironments; i++)
		if (!pattern_exact(p->environments[i].ref))
			return true;
	return false;
}

#define CAN_BE 3

/* The names of refs of a pattern that `ref` is taken for where they are there, each or NULL. How
 * many there are. */
static size_t names_of_patterns(
    struct arena *a, const struct policy *p, const char *ref, const char *can[CAN_BE])
{
	const char *x = below(ref, "refs/heads/") ? ref + 11 :
	    below(ref, "refs/tags/")              ? ref + 10 :
	                                            ref + 5;
	size_t n = 0;

	if (!below(ref, "refs/"))
		return 0;
	can[0] = arena_printf(a, "refs/heads/%s", x);
	can[1] = arena_printf(a, "refs/tags/%s", x);
	can[2] = arena_printf(a, "refs/%s", x);
	for (size_t i = 0; i < CAN_BE; i++)
		if (can[i] != NULL && policy_environment_of(p, can[i]) != NULL &&
		    refalias_can_be(can[i], ref))
			n++;
		else
			can[i] = NULL;
	return n;
}

/* The guarded ref that `ref` is the whole name of, in a folder where git looks for it: git push
 * takes the one for the other while that is not there. NULL for none. */
static const char *whole_name(const struct policy *p, const char *ref)
{
	static const char *const folders[] = { "refs/heads/", "refs/tags/", "refs/remotes/",
		"refs/" };

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t n = strlen(folders[i]);

		if (strncasecmp(ref, folders[i], n) == 0 && strncasecmp(ref + n, "refs/", 5) == 0 &&
		    reserved_guards(p, ref + n))
			return ref + n;
	}
	return NULL;
}

/* Whichever refs there are. */
static const char *always_taken_for(const struct policy *p, const char *ref)
{
	const char *exact = refalias_taken_for(p, ref);

	return exact != NULL ? exact : whole_name(p, ref);
}

bool reserved_concerns(struct arena *a, const struct policy *p, const char *ref)
{
	const char *can[CAN_BE];

	return reserved_guards(p, ref) || always_taken_for(p, ref) != NULL ||
	    (has_pattern(p) && names_of_patterns(a, p, ref, can) > 0) || a->exhausted;
}

int reserved_taken_for(struct arena *a, const struct repo *r, const struct policy *p,
    const struct changes *cs, const char *ref, const char **out, struct error *e)
{
	const char *can[CAN_BE];

	*out = always_taken_for(p, ref);
	if (*out != NULL || !has_pattern(p) || names_of_patterns(a, p, ref, can) == 0)
		return 0;
	return first_there(a, r, cs, can, CAN_BE, out, e);
}

int reserved_in_the_way(struct arena *a, const struct repo *r, const struct changes *cs,
    const char *ref, const char **out, struct error *e)
{
	const char *names[REFALIAS_NAMES];

	if (refalias_names(a, ref, names) < 0)
		return error_memory(e);
	return first_there(a, r, cs, names, REFALIAS_NAMES, out, e);
}

void reserved_symbolic(
    struct arena *a, const struct repo *r, const char *ref, const char *target, struct error *e)
{
	const char *dir = shellword(a, r->dir), *word = shellword(a, ref);
	struct ref_values now;
	struct error ignored = { 0 };
	char id[OID_HEX + 1];

	error_set(e, ERROR_MALFORMED,
	    "%s is a symbolic ref and leads to %s; what the gate guards stands by itself",
	    escape(a, ref), escape(a, target));
	if (refs_now(a, r, ref, &now, &ignored) == 0 && now.n > 0)
		error_mend(e,
		    "the administrator of the server makes it a ref of its own:\n"
		    "git -C %s update-ref --no-deref %s %s",
		    dir, word, git_oid_tostr(id, sizeof(id), &now.list[0].id));
	else
		error_mend(e,
		    "the administrator of the server deletes it:\n"
		    "git -C %s symbolic-ref --delete %s",
		    dir, word);
}

/* Takes the target of every change that would move the governed `ref`. */
static void hold(struct arena *a, const struct repo *r, const char *ref, struct changes *cs)
{
	const char *target;
	struct error why = { 0 };

	/* One that cannot be read leads nowhere for git either. */
	if (refs_symbolic(a, r, ref, &target, &why) < 0 || target == NULL)
		return;
	reserved_symbolic(a, r, ref, target, &why);
	for (size_t i = 0; i < cs->n; i++)
		if (cs->list[i].target != NULL && strcmp(cs->list[i].target, target) == 0)
			change_unresolved(a, &cs->list[i], &why);
}

static void hold_matching(
    struct arena *a, const struct repo *r, const char *pattern, struct changes *cs)
{
	struct ref_values now;
	struct error why = { 0 };

	if (pattern_exact(pattern)) {
		hold(a, r, pattern, cs);
		return;
	}
	if (refs_now(a, r, pattern, &now, &why) == 0)
		for (size_t i = 0; i < now.n; i++)
			hold(a, r, now.list[i].name, cs);
	else
		for (size_t i = 0; i < cs->n; i++)
			change_unresolved(a, &cs->list[i], &why);
}

/* One work branch must not cost more because there are many others. */
static bool is_held(const struct environment *env)
{
	return env->from != NULL || pattern_exact(env->ref);
}

bool reserved_hold_plain(struct arena *a, const char *dir, const struct policy *p)
{
	bool plain = p->evidence_ref == NULL || plain_ref(a, dir, p->evidence_ref);

	for (size_t i = 0; i < p->nenvironments && plain; i++)
		if (is_held(&p->environments[i]))
			plain = pattern_exact(p->environments[i].ref) &&
			    plain_ref(a, dir, p->environments[i].ref);
	return plain;
}

void reserved_hold(
    struct arena *a, const struct repo *r, const struct policy *p, struct changes *cs)
{
	if (p->evidence_ref != NULL)
		hold(a, r, p->evidence_ref, cs);
	for (size_t i = 0; i < p->nenvironments; i++)
		if (is_held(&p->environments[i]))
			hold_matching(a, r, p->environments[i].ref, cs);
	for (size_t i = 0; i < cs->n; i++)
		if (cs->list[i].target != NULL &&
		    strcmp(cs->list[i].target, cs->list[i].ref) != 0 &&
		    policy_environment_of(p, cs->list[i].ref) != NULL)
			hold(a, r, cs->list[i].ref, cs);
}
