#include "evidence_sftp.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "fetched.h"

struct evidence_known {
	char name[DIGEST_HEX]; /* fetched_name() */
	struct fact intact;
	git_oid blob;
	struct evidence_known *next;
};

void
evidence_servers_init(struct arena *a, const struct repo *r, const struct policy *p,
    struct progress *progress, struct evidence_servers *out)
{
	const char *folder = NULL;

	memset(out, 0, sizeof(*out));
	out->fetch = (struct fetch){ .arena = a, .policy = p, .progress = progress };
	if (p->nsftp == 0)
		return;
	repo_configured(a, r, "sluis.libexec", &folder, &out->why);
	out->fetch.program =
	    arena_printf(a, "%s/" FETCH_PROGRAM, folder != NULL ? folder : SLUIS_LIBEXEC);
}

void
evidence_servers_end(struct evidence_servers *s)
{
	fetch_end(&s->fetch);
	git_tree_free(s->before);
	memset(s, 0, sizeof(*s));
}

static struct evidence_known *
known(struct evidence_servers *s, const char *name)
{
	struct evidence_known *k = s->known;

	while (k != NULL && memcmp(k->name, name, DIGEST_HEX) != 0)
		k = k->next;
	return k;
}

/* 0 for the linked bytes, else -1. */
static int
check_bytes(const void *bytes, size_t len, const struct exhibit *x, struct error *e)
{
	unsigned char found[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	if (digest_sha256(bytes, len, found) < 0)
		return error_set(
		    e, ERROR_UNREADABLE, "the digest of %s cannot be computed", x->place);
	if (memcmp(found, x->sha256, DIGEST_SIZE) == 0)
		return 0;
	return error_set(e, ERROR_MALFORMED,
	    "%s has other bytes than were linked: it is sha256:%.12s... there now", x->place,
	    digest_hex(found, hex));
}

/* From an earlier push. -1 when it is not there as it should be: then it is fetched. */
static int
find_before(struct evidence_store *st, const struct exhibit *x, struct evidence_known *k)
{
	struct evidence_servers *s = st->servers;
	struct error why = { 0 };
	git_blob *blob = NULL;
	int ret = -1;

	if (!s->looked)
		s->before = fetched_open(st->repo);
	s->looked = true;
	if (fetched_find(st->repo, s->before, k->name, &k->blob) < 0 ||
	    git_blob_lookup(&blob, st->repo->git, &k->blob) < 0)
		return -1;
	if (check_bytes(git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob), x, &why) == 0)
		ret = 0;
	git_blob_free(blob);
	return ret;
}

/* Kept in memory until the verdict is recorded (repo.h). */
static int
fetch_now(struct evidence_store *st, const struct link *link, const struct exhibit *x,
    struct evidence_known *k)
{
	struct fetch_bytes b = { 0 };
	int ret = -1;

	if (st->servers->why.kind != ERROR_NONE) {
		k->intact.why = st->servers->why;
		return -1;
	}
	if (fetch_file(&st->servers->fetch, x->host, link->path, &b, &k->intact.why) < 0 ||
	    check_bytes(b.p, b.len, x, &k->intact.why) < 0)
		goto out;
	if (git_blob_create_from_buffer(&k->blob, st->repo->git, b.p, b.len) < 0)
		repo_error(st->arena, GIT_ERROR, &k->intact.why,
		    arena_printf(st->arena, "%s cannot be kept", x->place));
	else
		ret = 0;
out:
	free(b.p);
	return ret;
}

/* Follows a link for the first time in this run. NULL without memory. */
static struct evidence_known *
follow(
    struct evidence_store *st, const struct link *link, const struct exhibit *x, const char *name)
{
	struct evidence_known *k = arena_alloc(st->arena, sizeof(*k));

	if (k == NULL)
		return NULL;
	memcpy(k->name, name, DIGEST_HEX);
	if (find_before(st, x, k) == 0 || fetch_now(st, link, x, k) == 0)
		k->intact.is = FACT_YES;
	else
		k->intact.is = evidence_answer(&k->intact.why);
	k->next = st->servers->known;
	st->servers->known = k;
	return k;
}

int
evidence_sftp(struct evidence_store *st, const struct link *link, struct exhibit *x)
{
	const struct evidence_known *k;
	char name[DIGEST_HEX];
	const char *place;

	x->host = policy_sftp_of(st->servers->fetch.policy, link->host);
	if (x->host == NULL) {
		x->place = arena_printf(st->arena, "sftp://%s", escape(st->arena, link->host));
		error_set(&x->intact.why, ERROR_UNSUPPORTED,
		    "%s is not a result server of the policy", x->place);
		x->intact.is = FACT_NO;
		return -1;
	}
	place = arena_printf(st->arena, "sftp://%s%s", x->host->host, link->path);
	x->place = place != NULL ? escape(st->arena, place) : "(out of memory)";
	if (place == NULL || fetched_name(st->arena, place, link->sha256, name) < 0)
		return error_memory(&x->intact.why);
	x->fetched = arena_strdup(st->arena, name);
	k = known(st->servers, name);
	if (k == NULL)
		k = follow(st, link, x, name);
	if (k == NULL || x->fetched == NULL)
		return error_memory(&x->intact.why);
	x->intact = k->intact;
	git_oid_cpy(&x->blob, &k->blob);
	return k->intact.is == FACT_YES ? 0 : -1;
}
