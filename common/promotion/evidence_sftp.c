#include "promotion/evidence_sftp.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "promotion/result_cache.h"

struct evidence_known {
	char name[DIGEST_HEX]; /* result_cache_name() */
	struct fact intact;
	git_oid blob;
	struct evidence_known *next;
};

void evidence_servers_init(struct arena *a, const struct repo *r, const struct policy *p,
    struct progress *progress, struct evidence_servers *out)
{
	const char *folder = NULL;

	memset(out, 0, sizeof(*out));
	out->repo = r;
	out->fetch = (struct fetch){ .arena = a, .policy = p, .progress = progress };
	if (p->nsftp == 0)
		return;
	repo_configured(a, r, "sluis.libexec", &folder, &out->why);
	out->fetch.program =
	    arena_printf(a, "%s/" FETCH_PROGRAM, folder != NULL ? folder : SLUIS_LIBEXEC);
}

void evidence_servers_end(struct evidence_servers *s)
{
	fetch_end(&s->fetch);
	git_tree_free(s->before);
	memset(s, 0, sizeof(*s));
}

/* From an earlier push. -1 when it is not there as it should be: then it is fetched. */
static int find_before(
    struct evidence_servers *s, const struct exhibit *x, struct evidence_known *k)
{
	struct exhibit_bytes b = { 0 };
	struct error why = { 0 };
	int ret = -1;

	if (!s->looked)
		s->before = result_cache_open(s->repo);
	s->looked = true;
	if (result_cache_find(s->before, k->name, &k->blob) == 0 &&
	    exhibit_bytes_load(s->repo, &k->blob, &b) == 0)
		ret = exhibit_check(x, b.p, b.len, NULL, &why);
	exhibit_bytes_free(&b);
	return ret;
}

/* Kept in memory until the verdict is recorded (git/repo.h). */
static int fetch_now(struct evidence_servers *s, const struct link *link, const struct exhibit *x,
    struct evidence_known *k)
{
	struct error *why = &k->intact.why;
	struct fetch_bytes b = { 0 };
	int ret = -1;

	if (s->why.kind != ERROR_NONE) {
		*why = s->why;
		return -1;
	}
	if (fetch_file(&s->fetch, x->host, link->path, &b, why) == 0)
		ret = exhibit_check(x, b.p, b.len, NULL, why);
	if (ret == 0 && git_blob_create_from_buffer(&k->blob, s->repo->git, b.p, b.len) < 0)
		ret = repo_error(s->fetch.arena, GIT_ERROR, why,
		    arena_printf(s->fetch.arena, "%s cannot be kept", x->place));
	free(b.p);
	return ret;
}

/* The link by that name, followed when it was not yet in this run. NULL without memory. */
static const struct evidence_known *follow(
    struct evidence_servers *s, const struct link *link, const struct exhibit *x, const char *name)
{
	struct evidence_known *k = s->known;

	while (k != NULL && memcmp(k->name, name, DIGEST_HEX) != 0)
		k = k->next;
	if (k != NULL)
		return k;
	k = arena_alloc(s->fetch.arena, sizeof(*k));
	if (k == NULL)
		return NULL;
	memcpy(k->name, name, DIGEST_HEX);
	if (find_before(s, x, k) == 0 || fetch_now(s, link, x, k) == 0)
		k->intact.is = FACT_YES;
	else
		exhibit_fails(&k->intact);
	k->next = s->known;
	return s->known = k;
}

int evidence_sftp(struct evidence_servers *s, const struct link *link, struct exhibit *x)
{
	struct arena *a = s->fetch.arena;
	const struct evidence_known *k;
	char name[DIGEST_HEX];
	const char *place;

	x->host = policy_sftp_of(s->fetch.policy, link->host);
	if (x->host == NULL) {
		x->place = arena_printf(a, "sftp://%s", escape(a, link->host));
		x->intact.is = FACT_NO;
		return error_set(&x->intact.why, ERROR_UNSUPPORTED,
		    "%s is not a result server in the policy", x->place);
	}
	place = arena_printf(a, "sftp://%s%s", x->host->host, link->path);
	x->place = place != NULL ? escape(a, place) : "(out of memory)";
	if (place == NULL || result_cache_name(a, place, link->sha256, name) < 0)
		return error_memory(&x->intact.why);
	x->cache_name = arena_strdup(a, name);
	k = follow(s, link, x, name);
	if (k == NULL || x->cache_name == NULL)
		return error_memory(&x->intact.why);
	x->intact = k->intact;
	git_oid_cpy(&x->blob, &k->blob);
	return k->intact.is == FACT_YES ? 0 : -1;
}
