/*
 * report_writing_text: what the parts of the text form share (report_text.c,
 * report_text_promotion.c).
 */
#ifndef SLUIS_REPORT_WRITING_TEXT_H
#define SLUIS_REPORT_WRITING_TEXT_H

#include "report_print.h"

struct text {
	struct report *report;
	FILE *out;
	enum language language;
	const struct report_group *group; /* of the promotion before */
};

const char *text_say(const struct text *t, enum report_word w);

/* A title with a line under it. */
void text_heading(struct text *t, const char *title);

/* "label: value", over as many lines as it takes. */
void text_field(struct text *t, const char *indent, enum report_word label, const char *value);

/* A promotion with its criteria. */
report_each text_promotion;

#endif
