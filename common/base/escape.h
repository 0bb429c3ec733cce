/*
 * base/escape: bytes from outside made harmless for a terminal, a log line, or JSON; or for a
 * command that people paste into a shell.
 *
 * Ref names, commit messages, file contents and push options carry escape sequences, line feeds
 * and broken UTF-8. What leaves Sluis is printable ASCII; any other byte becomes \xNN, and a
 * backslash becomes \\ so that the text stays unambiguous.
 */
#ifndef SLUIS_ESCAPE_H
#define SLUIS_ESCAPE_H

#include <stddef.h>

#include "base/arena.h"

/* The longest piece of outside text shown, in bytes of input; more is cut and marked with "...". */
#define ESCAPE_MAX 200

/* Escaped copy of `n` bytes at `s`, in the arena. Never NULL: without memory it is the constant
 * "(out of memory)", and the arena is marked exhausted. */
const char *escape_bytes(struct arena *a, const char *s, size_t n);

/* The same for a C string; NULL gives "(none)". */
const char *escape(struct arena *a, const char *s);

/* The same without a bound, for names that must stay whole to be compared. */
const char *escape_whole(struct arena *a, const char *s);

/* What was escaped whole. A NUL would end the text here: it becomes the two bytes that some write
 * for it. NULL without memory. */
const char *escape_undo(struct arena *a, const char *s);

/* As one word of a shell: as it stands when it is harmless, else quoted ('...'; $'...' with \xNN
 * for bytes that are not printable ASCII, as bash and zsh read it). Never NULL. */
const char *shellword(struct arena *a, const char *s);

#endif
