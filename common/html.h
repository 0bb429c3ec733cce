/*
 * html: text from outside inside an HTML document, as text or between the quotes of an attribute.
 */
#ifndef SLUIS_HTML_H
#define SLUIS_HTML_H

#include <stdio.h>

/* `text` is UTF-8 without control characters (printable.h). */
void html_text(FILE *out, const char *text);

#endif
