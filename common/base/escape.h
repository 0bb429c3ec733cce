/*
 * base/escape: bytes from outside made harmless for a terminal, a log line, or JSON; or for a
 * command that people paste into a shell.
 *
 * Ref names, commit messages, file contents and push options carry escape sequences, line feeds
 * and broken UTF-8. What leaves Sluis is UTF-8 that may be shown (base/utf8.h); any other byte
 * becomes \xNN, and a backslash becomes \\ so that the text stays unambiguous.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"

/* The longest piece of outside text shown, in bytes of input; more is cut and marked with "...". */
#define ESCAPE_MAX 200

/* Escaped copy of `n` bytes at `s`, in the arena. Never NULL: without memory it is the constant
 * "(out of memory)", and the arena is marked exhausted. */
const char *escape_bytes(struct arena *a, const char *s, size_t n);

/* The same for a C string; NULL gives "(none)". */
const char *escape(struct arena *a, const char *s);

/* The same for `n` bytes, of which `max` are shown. */
const char *escape_upto(struct arena *a, const char *s, size_t n, size_t max);

/* Without a bound and in ASCII, for names in the audit, which must stay whole and the same to be
 * compared. People read printable() (base/printable.h). */
const char *escape_whole(struct arena *a, const char *s);

/* What was escaped whole. A NUL would end the text here: it becomes the two bytes that some write
 * for it. NULL without memory. */
const char *escape_undo(struct arena *a, const char *s);

/* As one word of a shell: as it stands when it is harmless, else quoted ('...'; $'...' with \xNN
 * where something in it may not be shown, as bash and zsh read it). Never NULL. */
const char *shellword(struct arena *a, const char *s);

/* `n` bytes of twice as many hex digits, either case. 0 or -1. */
int hex_read(const char *text, unsigned char *out, size_t n);
