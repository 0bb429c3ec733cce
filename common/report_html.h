/*
 * report_html: what the parts of the HTML form share.
 *
 * One file that asks for nothing else: no script, no font, no picture, and a
 * Content-Security-Policy that would let none in. It says with words and signs whatever it says
 * with colours, and breaks its pages between promotions.
 */
#ifndef SLUIS_REPORT_HTML_H
#define SLUIS_REPORT_HTML_H

#include "printable.h"
#include "report_print.h"

struct html {
	struct report *report;
	FILE *out;
	enum language language;
	const struct report_group *group; /* of the promotion before */
};

/* A word of our own: it needs no escaping, but goes through it like any other text. */
void html_word(struct html *h, enum report_word w);

/* <tr><th>label</th><td>value</td></tr>; `value` is printable. */
void html_row(struct html *h, enum report_word label, const char *value);
void html_row_id(struct html *h, enum report_word label, const char *value);

/* The styles of the page. */
void report_html_style(FILE *out);

/* When what happened, one line for each environment. */
void report_html_timeline(struct html *h, struct arena *a);

/* Exceptions, population, policies and what rules ask. 0 or -1. */
int report_html_exceptions(struct html *h, struct arena *a, struct error *e);
void report_html_population(struct html *h, struct arena *a);
void report_html_policies(struct html *h, struct arena *a);
void report_html_rules(struct html *h);

/* A promotion with its criteria; `ctx` is the struct html. */
report_each report_html_promotion;

#endif
