#include "git/alternates.h"

#include "base/safefile.h"

#define ALTERNATES_MAX ((size_t)64 << 10)
#define STORES_MAX 64 /* one may name itself */

/* Places of objects; each may name others. */
struct stores {
	const char *list[STORES_MAX]; /* the first is the repository's own */
	size_t n;
};

/* Git takes a path in quotes too, and any that is relative; libgit2 none in quotes, and of the
 * relative ones those that begin with a dot, in the repository itself. */
static bool can_follow(struct arena *a, struct stores *s, const char *line, bool own)
{
	bool beside = *line == '.' && own;

	if ((*line == '/' || beside) && s->n < STORES_MAX)
		s->list[s->n++] =
		    arena_printf(a, "%s%s%s", beside ? s->list[0] : "", beside ? "/" : "", line);
	return *line == '\0' || *line == '#' || *line == '/' || beside;
}

int alternates_check(struct arena *a, const char *dir, struct error *e)
{
	struct stores s = { { arena_printf(a, "%sobjects", dir) }, 1 };

	for (size_t i = 0; i < s.n; i++) {
		const char *path =
		    s.list[i] != NULL ? arena_printf(a, "%s/info/alternates", s.list[i]) : NULL;
		struct error why = { 0 };
		struct safefile file = { .bytes = NULL };

		/* What else is wrong with it, libgit2 meets as well: objects are missing then. */
		if (path == NULL ||
		    (safefile_read_any(a, path, ALTERNATES_MAX, &file, &why) < 0 &&
		        why.kind == ERROR_MEMORY))
			return error_memory(e);
		for (char *line; (line = strsep(&file.bytes, "\n")) != NULL;) {
			if (can_follow(a, &s, line, i == 0))
				continue;
			error_set(e, ERROR_UNSUPPORTED,
			    "%s says where more objects are in a way that Sluis cannot read: %s",
			    escape(a, path), escape(a, line));
			return error_mend(
			    e, "the administrator writes the whole path there, without quotes");
		}
	}
	return 0;
}
