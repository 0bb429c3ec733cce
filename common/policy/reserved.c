#include "policy/reserved.h"

#include <string.h>

#include "policy/refalias.h"

static bool below(const char *ref, const char *folder)
{
	return strncmp(ref, folder, strlen(folder)) == 0;
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

int reserved_taken_for(struct arena *a, const struct repo *r, const struct policy *p,
    const struct changes *cs, const char *ref, const char **out, struct error *e)
{
	const char *x = below(ref, "refs/heads/") ? ref + 11 :
	    below(ref, "refs/tags/")              ? ref + 10 :
	                                            ref + 5;
	const char *can[] = { arena_printf(a, "refs/heads/%s", x),
		arena_printf(a, "refs/tags/%s", x), arena_printf(a, "refs/%s", x),
		below(x, "refs/") ? x : NULL };

	*out = refalias_taken_for(a, p, ref);
	if (*out != NULL)
		return 0;
	for (size_t i = 0; i < sizeof(can) / sizeof(can[0]); i++)
		if (can[i] != NULL &&
		    (policy_environment_of(p, can[i]) == NULL || !refalias_can_be(a, can[i], ref)))
			can[i] = NULL;
	return first_there(a, r, cs, can, sizeof(can) / sizeof(can[0]), out, e);
}

int reserved_in_the_way(struct arena *a, const struct repo *r, const struct changes *cs,
    const char *ref, const char **out, struct error *e)
{
	const char *names[REFALIAS_NAMES];

	if (refalias_names(a, ref, names) < 0)
		return error_memory(e);
	return first_there(a, r, cs, names, REFALIAS_NAMES, out, e);
}
