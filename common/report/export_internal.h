/*
 * report/export_internal: what the files of an export and its pages share.
 */
#pragma once

#include "base/output.h"
#include "report/report_internal.h"

struct export_folder {
	int fd;
	struct arena *arena;
	const char *path; /* for people */
	struct output sums; /* the digests of its files */
	const char *digest; /* of these, once it is closed */
	const char
	    *strange; /* escaped: what the entry keeps and the gate does not write; or NULL */
};

/* Is it a name that is a file anywhere, and stays in its folder? */
bool export_plain(const char *name);

/* The path of the tag of a signed sign-off; NULL for one by trailer, or without a plain name. */
const char *export_signoff(
    struct arena *a, const struct report_detail *d, const struct audit_signoff *so);

/* report/export_page.c: a promotion as people read it; and the page of all of them, up to its
 * rows. */
int export_promotion_page(struct report_page *p, const struct export_folder *f,
    const struct report_detail *d, struct error *e);
void export_index_start(const struct report_page *p);
void export_index_row(const struct report_page *p, struct arena *a, const struct report_detail *d,
    const char *folder);
