/*
 * base/html: text from outside inside an HTML document, as text or between the quotes of an
 * attribute.
 */
#pragma once

#include "base/base.h"

/* `text` is UTF-8 without control characters (base/printable.h). */
void html_text(FILE *out, const char *text);

/* Markup in which each %s is such a text (NULL: there was no memory for it), and each %zu a number;
 * other conversions there are none. */
void html_printf(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
