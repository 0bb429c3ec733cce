/*
 * base/utf8: characters of a text that is, or should be, UTF-8: which may be shown, and how wide
 * they are.
 *
 * Names of people are in letters of every language. Not shown: controls, what is not UTF-8, and
 * characters that have no shape of their own, turn the direction of the text around, or mean
 * something else everywhere (private use): they hide or reorder what a reader sees.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length in bytes of the character at `s`, of which `n` bytes are there, and the character; 0
 * for what is not well-formed UTF-8 (RFC 3629: no overlong form, no surrogate, nothing above
 * U+10FFFF). */
size_t utf8_char(const char *s, size_t n, uint32_t *c);

/* Accents and other marks join the letter before them, a few at most; UTF8_ALONE: there is no
 * letter. */
#define UTF8_ALONE 4

/* The length of the character at `s` when it may be shown after `*marks` marks, which it counts;
 * else 0, and none can join what takes its place. */
size_t utf8_shown(const char *s, size_t n, unsigned *marks);

/* May all of it be shown, on one line? */
bool utf8_line(const char *s, size_t n);

/* The same for a text of several lines. */
bool utf8_lines(const char *s);

/* Columns of a terminal: a mark takes none, a character of East Asia two. */
size_t utf8_columns(const char *s, size_t n);

/* The most of the first `n` bytes at `s`, which has more, that does not end inside a character. */
size_t utf8_cut(const char *s, size_t n);
