/*
 * record/listing: what another machine says of a folder: the answer of find(1), and that of
 * sha256sum -c.
 *
 * Pure readers of foreign bytes. They know nothing of what should be there.
 */
#pragma once

#include "base/base.h"

#define LISTING_MAX 1000000 /* of one folder */

/* What find has to print: kind and mode, name, target of a link; each ends with NUL. */
#define LISTING_FORMAT "%y%m\\0%P\\0%l\\0"

enum listed_kind { LISTED_OTHER = 0, LISTED_FILE, LISTED_FOLDER, LISTED_LINK };

struct listed {
	const char *path; /* from that folder; as it is, of any bytes */
	enum listed_kind kind;
	bool executable; /* by its owner */
	const char *link; /* where a link leads to; else "" */
};

struct listing {
	struct listed *list; /* in that order, each once */
	size_t n;
};

/* strcmp(3) for paths: what is in a folder comes right behind it. */
int listing_order(const char *x, const char *y);

/* 0, or -1 with ERROR_MALFORMED or ERROR_MEMORY. `out` points into `bytes`, which a NUL ends. */
int listing_read(
    struct arena *a, const char *bytes, size_t len, struct listing *out, struct error *e);

/* The one of that name, or NULL. */
struct listed *listing_find(const struct listing *l, const char *path);

/* The answer of sha256sum -c to `n` lines: is each file, in turn, what its line says? 0, or -1 with
 * ERROR_MALFORMED. */
int listing_sums(const char *bytes, size_t len, bool *same, size_t n, struct error *e);
