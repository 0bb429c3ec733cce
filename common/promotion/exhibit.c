#include "promotion/exhibit.h"

#include <git2.h>
#include <string.h>

int exhibit_bytes_load(const struct repo *r, const git_oid *id, struct exhibit_bytes *out)
{
	int rc = git_blob_lookup(&out->blob, r->git, id);

	if (rc < 0)
		return rc;
	out->p = git_blob_rawcontent(out->blob);
	out->len = (size_t)git_blob_rawsize(out->blob);
	return 0;
}

bool exhibit_bytes_blank(const struct exhibit_bytes *b)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t i = b->len >= 3 && memcmp(b->p, bom, 3) == 0 ? 3 : 0;

	while (i < b->len && (unsigned char)b->p[i] <= ' ')
		i++;
	return i == b->len;
}

void exhibit_bytes_free(struct exhibit_bytes *b)
{
	git_blob_free(b->blob);
	*b = (struct exhibit_bytes){ 0 };
}

int exhibit_check(
    const struct exhibit *x, const void *bytes, size_t len, const char *where, struct error *e)
{
	unsigned char found[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	if (digest_sha256(bytes, len, found) < 0)
		return error_set(
		    e, ERROR_UNREADABLE, "the digest of %s cannot be computed", x->place);
	if (memcmp(found, x->sha256, DIGEST_SIZE) == 0)
		return 0;
	digest_hex(found, hex);
	return where != NULL ?
	    error_set(e, ERROR_MALFORMED,
	        "%s has other bytes than were linked: it is sha256:%.12s... in %s", x->place, hex,
	        where) :
	    error_set(e, ERROR_MALFORMED,
	        "%s has other bytes than were linked: it is sha256:%.12s... there now", x->place,
	        hex);
}

int exhibit_fails(struct fact *intact)
{
	enum error_kind kind = intact->why.kind;

	intact->is = kind == ERROR_UNREADABLE || kind == ERROR_MEMORY || kind == ERROR_NONE ?
	    FACT_UNKNOWN :
	    FACT_NO;
	return -1;
}
