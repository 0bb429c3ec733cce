/*
 * base/arena: all memory of one run, with a hard cap.
 *
 * Everything Sluis itself allocates while it judges one push lives here and goes away at once.
 * The cap bounds what a hostile push can make a hook use. Exhaustion is sticky: once an
 * allocation failed, `exhausted` stays set, and the run can only end undecided. Only for saying and
 * recording that is there a reserve (arena_reopen).
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t used; /* bytes handed out, with alignment */
	size_t cap; /* bytes that may be handed out */
	bool exhausted;
};

/* The cap of one run of a hook, in bytes. */
#define ARENA_RUN_CAP ((size_t)256 << 20)

/* Starts an empty arena that hands out at most `cap` bytes. Allocates nothing yet. */
void arena_init(struct arena *a, size_t cap);

/* Frees every block. The arena may be used again afterwards with the same cap. */
void arena_release(struct arena *a);

/* The same for what is filled again and again: one block stays. */
void arena_clear(struct arena *a);

/* After exhaustion, when nothing is judged any more: `more` bytes on top of the cap. */
void arena_reopen(struct arena *a, size_t more);

/* `n` zeroed bytes, aligned for any object. NULL (and exhausted) beyond the cap or without memory.
 */
void *arena_alloc(struct arena *a, size_t n);

/* `n` zeroed objects of `size` bytes, overflow checked. NULL as arena_alloc. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* A copy of `old` (`n` objects of `size`) with room for `want` objects, the rest zeroed.
 * The old copy stays where it is. NULL as arena_alloc. */
void *arena_grow(struct arena *a, const void *old, size_t n, size_t want, size_t size);

/* Adds a copy of what comes last (an object, or a compound literal) to a list of `n` that grows by
 * this alone. Its new place; NULL as arena_alloc, and the list as it was. */
#define ARENA_ADD(a, list, n, ...) \
	arena_add(a, &(list), &(n), 1 ? &(__VA_ARGS__) : (list), sizeof(*(list)))

/* A list of `n` objects of `size` with room for one more: `list` itself, or a copy of twice the
 * length, the rest zeroed. For lists that grow by this alone; NULL as arena_alloc. */
void *arena_push(struct arena *a, void *list, size_t n, size_t size);

void *arena_add(struct arena *a, void *list, size_t *n, const void *one, size_t size);

/* Copies with a final NUL. NULL as arena_alloc. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* printf into the arena. NULL as arena_alloc. */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
