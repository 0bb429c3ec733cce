/*
 * clone/sheet_internal: what the parts of a sheet are made of.
 */
#pragma once

#include "clone/sheet.h"

struct making {
	struct sheet *sheet;
	struct session *session;
	const struct policy *policy;
	const struct status *status;
	const struct proposal *pr;
	const struct step *step; /* as the engine judged it; NULL where it judged nothing */
	int64_t now;
};

void sheet_heading(const struct making *m, const char *text);

/* clone/sheet_changes.c */
void sheet_changes(const struct making *m);
