/*
 * report/page: what each page of HTML that Sluis makes begins with, and how it shows a file. It
 * asks for nothing else (report/html_page.c).
 */
#pragma once

#include "base/base.h"

/* Up to the heading above everything, inside <header>. Texts are printable. */
void page_start(FILE *out, const char *title, const char *heading);

/* The bytes of a file, line by line, up to `max` of them; "..." stands for the rest. */
void page_bytes(FILE *out, const char *bytes, size_t len, size_t max);
