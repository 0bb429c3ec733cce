#include "dossier.h"

#include <string.h>

#include "child.h"
#include "digest.h"
#include "escape.h"
#include "ini.h"
#include "results.h"
#include "signoff_ref.h"

#define SAYS_MAX ((size_t)16 << 20)

/* What is fetched becomes FETCH_HEAD. */
static int
fetch(struct arena *a, const char *remote, const char *ref, struct error *e)
{
	const char *argv[] = { "git", "fetch", "--quiet", "--no-tags", "--", remote, ref, NULL };
	char *bytes;
	size_t len;
	struct error why = { 0 };

	if (child_output(a, argv, SAYS_MAX, &bytes, &len, &why) == 0)
		return 0;
	error_set(e, ERROR_ABSENT, "%s cannot be fetched from %s", escape(a, ref), escape(a, remote));
	return error_mend(e, "see what git fetch %s %s says", escape(a, remote), escape(a, ref));
}

static int
show(struct arena *a, const char *path, char **bytes, size_t *len, struct error *e)
{
	const char *argv[] = { "git", "show", arena_printf(a, "FETCH_HEAD:%s", path), NULL };

	return argv[2] != NULL ? child_output(a, argv, SAYS_MAX, bytes, len, e) : error_memory(e);
}

static int
read_policy(struct arena *a, struct dossier *d, int64_t now, struct error *e)
{
	struct ini_problems problems = { 0 };
	char *bytes;
	size_t len;

	if (fetch(a, d->remote, "refs/sluis/policy", e) < 0 || show(a, "policy.ini", &bytes, &len, e) < 0)
		return -1;
	return policy_read(a, bytes, len, now, &d->policy, &problems, e);
}

/* Is it a record that a promotion links? Criteria are linked by the acceptance record, logs too. */
static bool
is_record(const char *name)
{
	static const char *const starts[] = { "plan", "acceptance", "parallel-run" };
	size_t n = strlen(name);
	bool ini = n >= 4 && strcmp(name + n - 4, ".ini") == 0;

	if (strncmp(name, "acceptance", 10) == 0 && results_form_of(name) != RESULTS_NONE)
		return true;
	for (size_t i = 0; ini && i < sizeof(starts) / sizeof(starts[0]); i++)
		if (strncmp(name, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* The first acceptance record, or results of a test run in its place. 0 or -1. */
static int
read_acceptance(struct arena *a, struct dossier *d, const char *path, const char *bytes, size_t len, struct error *e)
{
	enum results_form form = results_form_of(path);
	struct ini_problems problems = { 0 };
	struct results r;

	if (form == RESULTS_NONE) {
		d->tested = record_read_acceptance(a, bytes, len, &d->acceptance, &problems, e) == 0;
	} else if (results_read(a, form, bytes, len, &r, e) == 0) {
		d->acceptance = (struct acceptance){ .candidate = r.commit, .executed_by = r.executed_by,
		    .passed = results_passed(&r) };
		d->tested = true;
	}
	return d->tested ? 0 : -1;
}

static int
add_record(struct arena *a, struct dossier *d, const char *path, struct error *e)
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX], *bytes;
	struct dossier_record *r = &d->records[d->n];
	size_t len;

	if (d->n == DOSSIER_RECORDS_MAX)
		return error_set(e, ERROR_UNSUPPORTED, "the dossier holds more than %d records", DOSSIER_RECORDS_MAX);
	if (show(a, path, &bytes, &len, e) < 0 || digest_sha256(bytes, len, sum) < 0)
		return -1;
	*r = (struct dossier_record){ arena_strdup(a, path), arena_strdup(a, digest_hex(sum, hex)) };
	if (r->path == NULL || r->sha256 == NULL)
		return error_memory(e);
	d->n++;
	if (!d->tested && strncmp(strrchr(path, '/') + 1, "acceptance", 10) == 0)
		return read_acceptance(a, d, path, bytes, len, e);
	return 0;
}

static int
read_records(struct arena *a, struct dossier *d, struct error *e)
{
	const char *argv[] = { "git", "ls-tree", "--name-only", "FETCH_HEAD", arena_printf(a, "%s/", d->id), NULL };
	char *names, *save = NULL;
	size_t len;

	if (d->policy.evidence_ref == NULL)
		return 0;
	if (argv[4] == NULL)
		return error_memory(e);
	if (fetch(a, d->remote, d->policy.evidence_ref, e) < 0 || child_output(a, argv, SAYS_MAX, &names, &len, e) < 0)
		return -1;
	for (char *path = strtok_r(names, "\n", &save); path != NULL; path = strtok_r(NULL, "\n", &save))
		if (is_record(strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path) && add_record(a, d, path, e) < 0)
			return -1;
	return 0;
}

int
dossier_read(struct arena *a, const char *remote, const char *id, int64_t now, struct dossier *out, struct error *e)
{
	memset(out, 0, sizeof(*out));
	out->remote = remote;
	out->id = id;
	return read_policy(a, out, now, e) < 0 ? -1 : read_records(a, out, e);
}

const char *
dossier_next_signoff(struct arena *a, const struct dossier *d, const char *role, const char *person, struct error *e)
{
	struct signoff_ref next = { d->id, role, person, 1 };
	const char *argv[] = { "git", "ls-remote", "--", d->remote,
	    arena_printf(a, SIGNOFF_REFS "%s/%s/*", d->id, role), NULL };
	char *lines, *save = NULL;
	size_t len;

	if (argv[4] == NULL || child_output(a, argv, SAYS_MAX, &lines, &len, e) < 0)
		return NULL;
	for (char *line = strtok_r(lines, "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
		const char *name = strchr(line, '\t');
		struct signoff_ref there;
		struct error other = { 0 };

		if (name != NULL && signoff_ref_read(a, name + 1, &there, &other) == 0 &&
		    strcmp(there.person, person) == 0 && there.sequence >= next.sequence)
			next.sequence = there.sequence + 1;
	}
	return signoff_ref_name(a, &next);
}
