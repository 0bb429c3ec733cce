#include "policy/refalias.h"

#include "base/pattern.h"

static const char *const folders[] = { "refs/sluis/", "refs/replace/", "refs/signoffs/" };

/* In UTF-8: what each becomes. First the long s, kelvin and the ligatures of f and s; then what
 * folds to nothing: U+200C to U+200F, U+202A to U+202E, U+206A to U+206F, U+FEFF. */
static const struct {
	const char *from, *to;
} folds[] = { { "\xc5\xbf", "s" }, { "\xe2\x84\xaa", "k" }, { "\xef\xac\x80", "ff" },
	{ "\xef\xac\x81", "fi" }, { "\xef\xac\x82", "fl" }, { "\xef\xac\x83", "ffi" },
	{ "\xef\xac\x84", "ffl" }, { "\xef\xac\x85", "st" }, { "\xef\xac\x86", "st" },
	{ "\xe2\x80\x8c", "" }, { "\xe2\x80\x8d", "" }, { "\xe2\x80\x8e", "" },
	{ "\xe2\x80\x8f", "" }, { "\xe2\x80\xaa", "" }, { "\xe2\x80\xab", "" },
	{ "\xe2\x80\xac", "" }, { "\xe2\x80\xad", "" }, { "\xe2\x80\xae", "" },
	{ "\xe2\x81\xaa", "" }, { "\xe2\x81\xab", "" }, { "\xe2\x81\xac", "" },
	{ "\xe2\x81\xad", "" }, { "\xe2\x81\xae", "" }, { "\xe2\x81\xaf", "" },
	{ "\xef\xbb\xbf", "" } };

/* A name on its way through the folding. */
struct folding {
	const char *at, *end;
	const char *more; /* of what the last character became */
};

static struct folding fold(const char *s, size_t n)
{
	return (struct folding){ s, s + n, "" };
}

static bool fold_one(struct folding *f)
{
	for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++) {
		size_t n = strlen(folds[i].from);

		if ((size_t)(f->end - f->at) >= n && memcmp(f->at, folds[i].from, n) == 0) {
			f->at += n;
			f->more = folds[i].to;
			return true;
		}
	}
	return false;
}

/* The next byte; -1 at the end. */
static int next(struct folding *f)
{
	unsigned char c;

	do {
		if (*f->more != '\0')
			return (unsigned char)*f->more++;
		if (f->at == f->end)
			return -1;
	} while ((unsigned char)*f->at >= 0x80 && fold_one(f));
	c = (unsigned char)*f->at++;
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* Takes what `want` is off the front of `f`. */
static bool take(struct folding *f, struct folding want)
{
	for (int c; (c = next(&want)) >= 0;)
		if (next(f) != c)
			return false;
	return true;
}

/* Is what is left of a name the pattern? */
static bool match(const char *pattern, struct folding f)
{
	size_t before = strcspn(pattern, "*"), rest = 0, after = 0;
	struct folding tail, copy;

	if (!take(&f, fold(pattern, before)))
		return false;
	if (pattern[before] == '\0')
		return next(&f) < 0;
	tail = fold(pattern + before + 1, strlen(pattern + before + 1));
	for (copy = f; next(&copy) >= 0;)
		rest++;
	for (copy = tail; next(&copy) >= 0;)
		after++;
	if (rest <= after)
		return false;
	while (rest-- > after)
		next(&f);
	return take(&f, tail);
}

/* The byte at its end in lower case; -1 where what that is takes more than a look. */
static int last(const char *s)
{
	size_t n = strlen(s);
	struct folding f = fold(s + n - (n > 0), n > 0);

	return n == 0 || s[n - 1] == '*' || (unsigned char)s[n - 1] >= 0x80 ? -1 : next(&f);
}

/* False tells most names apart at once. */
static bool may_match(const char *pattern, const char *ref)
{
	int a = last(pattern), b = last(ref);

	return a < 0 || b < 0 || a == b;
}

bool refalias_match(const char *pattern, const char *ref)
{
	return may_match(pattern, ref) && match(pattern, fold(ref, strlen(ref)));
}

static bool respelled(const char *exact, const char *ref)
{
	return strcmp(exact, ref) != 0 && refalias_match(exact, ref);
}

const char *refalias_of(const struct policy *p, const char *ref)
{
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		struct folding f = fold(ref, strlen(ref)),
		               folder = fold(folders[i], strlen(folders[i]));

		if (strncmp(ref, folders[i], strlen(folders[i])) != 0 && take(&f, folder))
			return folders[i];
	}
	if (p->evidence_ref != NULL && respelled(p->evidence_ref, ref))
		return p->evidence_ref;
	for (size_t i = 0; i < p->nenvironments; i++)
		if (pattern_exact(p->environments[i].ref) && respelled(p->environments[i].ref, ref))
			return p->environments[i].ref;
	if (policy_environment_of(p, ref) != NULL)
		return NULL;
	for (size_t i = 0; i < p->nenvironments; i++)
		if (!pattern_exact(p->environments[i].ref) &&
		    refalias_match(p->environments[i].ref, ref) &&
		    (p->evidence_ref == NULL || strcmp(p->evidence_ref, ref) != 0))
			return p->environments[i].ref;
	return NULL;
}

static const char *short_name(const char *full)
{
	if (begins_with(full, "refs/heads/"))
		return full + 11;
	return full + (begins_with(full, "refs/tags/") ? 10 : 5);
}

/* Where a name is looked for, and under which one. */
static const struct {
	const char *folder;
	bool whole;
} places[REFALIAS_NAMES] = { { "refs/", false }, { "refs/tags/", false }, { "refs/heads/", false },
	{ "refs/heads/", true }, { "refs/tags/", true }, { "refs/remotes/", true },
	{ "refs/", true } };

/* The name that is reserved for `full` in that place, without the folder; NULL where that is the
 * ref itself, or one of the forges' own, which nobody takes for a branch. */
static const char *reserved_name(const char *full, size_t place)
{
	static const char *const own[] = { "pull/", "merge-requests/", "keep-around/",
		"environments/" };
	const char *x = places[place].whole ? full : short_name(full);
	size_t n = strlen(places[place].folder);

	if (full + n == x && strncmp(full, places[place].folder, n) == 0)
		return NULL;
	for (size_t i = 0; place == 0 && i < sizeof(own) / sizeof(own[0]); i++)
		if (strncmp(x, own[i], strlen(own[i])) == 0)
			return NULL;
	return x;
}

int refalias_names(struct arena *a, const char *full, const char *names[REFALIAS_NAMES])
{
	int ret = 0;

	for (size_t i = 0; i < REFALIAS_NAMES; i++) {
		names[i] = reserved_name(full, i);
		if (names[i] == NULL)
			continue;
		names[i] = arena_printf(a, "%s%s", places[i].folder, names[i]);
		ret |= names[i] != NULL ? 0 : -1;
	}
	return ret;
}

/* Asked of each ref of a push, of which there may be thousands: nothing is allocated. */
bool refalias_can_be(const char *full, const char *ref)
{
	if (!may_match(full, ref) || strcmp(full, ref) == 0)
		return false;
	for (size_t i = 0; i < REFALIAS_NAMES; i++) {
		const char *name = reserved_name(full, i), *folder = places[i].folder;
		struct folding f = fold(ref, strlen(ref));

		if (name != NULL && take(&f, fold(folder, strlen(folder))) && match(name, f))
			return true;
	}
	return false;
}

const char *refalias_taken_for(const struct policy *p, const char *ref)
{
	if (p->evidence_ref != NULL && refalias_can_be(p->evidence_ref, ref))
		return p->evidence_ref;
	for (size_t i = 0; i < p->nenvironments; i++)
		if (pattern_exact(p->environments[i].ref) &&
		    refalias_can_be(p->environments[i].ref, ref))
			return p->environments[i].ref;
	return NULL;
}
