/*
 * record/link: where a piece of evidence lies and what its bytes are: `LOCATION sha256:HEX`.
 *
 * LOCATION is `git:PATH`, a file in the evidence ref, or `sftp://host/path`. A pure reader; paths
 * that could leave the tree (`..`, empty parts, a leading slash, control characters) are refused.
 */
#pragma once

#include "base/base.h"

enum link_kind { LINK_GIT = 1, LINK_SFTP };

struct link {
	enum link_kind kind;
	const char *path; /* of git:PATH, or the path on the host */
	const char *host; /* of sftp:// */
	unsigned char sha256[32];
};

/* Reads one link. 0, or -1 with ERROR_MALFORMED or ERROR_MEMORY. Strings live in `a`. */
int link_read(struct arena *a, const char *text, struct link *out, struct error *e);
