/*
 * clone/sheet: a promotion in plain words, for people who sign it off and do not know git: what
 * changes, how it was tested, what was waived, when it goes over and how it comes back, who signs.
 *
 * One list of lines, made once from what the engine judged (clone/status.h), and two forms of it: a
 * text for a terminal or a mail, and a page of HTML.
 */
#pragma once

#include "clone/status.h"

enum sheet_kind {
	SHEET_HEADING, /* begins a section */
	SHEET_ALARM, /* what nobody must sign unaware */
	SHEET_FACT, /* `label` and what it is */
	SHEET_ITEM, /* of a list */
	SHEET_FILE, /* of the evidence: its path; a page holds its bytes too */
	SHEET_COMMAND /* to paste */
};

struct sheet_line {
	enum sheet_kind kind;
	const char *label; /* of a fact; NULL for others */
	const char *text; /* as base/escape.h has it */
	git_oid blob; /* of a file that is as it was linked; zero for one that is not */
};

struct sheet {
	struct arena *arena; /* all that is below; exhausted: something is missing */
	const char *title;
	struct sheet_line *list;
	size_t n;
};

/* Of a promotion as status_find() left it, or as proposal_make() did where nothing was judged. It
 * lives in the gate's arena. */
void sheet_make(struct session *se, const struct status *s, struct sheet *out);

/* Adds a line at its end. */
void sheet_add(struct sheet *t, enum sheet_kind kind, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* With `title` above it (NULL: its own). */
void sheet_print(const struct sheet *t, const char *title, FILE *out);

/* One file that asks for nothing else (report/page.h). */
void sheet_print_html(const struct sheet *t, const struct repo *r, FILE *out);
