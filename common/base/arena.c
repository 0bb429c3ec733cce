#include "base/arena.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beyond what malloc() keeps, so that calloc() gets pages that are zero already and touches none.
 */
#define BLOCK_BYTES ((size_t)256 << 10)

struct arena_block {
	struct arena_block *next;
	size_t used, room;
	alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *a, size_t cap)
{
#ifdef M_MMAP_THRESHOLD
	/* Else it grows with what is freed, and calloc() clears blocks itself. */
	static bool kept;

	if (!kept)
		kept = mallopt(M_MMAP_THRESHOLD, BLOCK_BYTES) != 0;
#endif
	*a = (struct arena){ .cap = cap };
}

void arena_release(struct arena *a)
{
	while (a->blocks != NULL) {
		struct arena_block *b = a->blocks;

		a->blocks = b->next;
		free(b);
	}
	arena_init(a, a->cap);
}

void arena_clear(struct arena *a)
{
	struct arena_block *b = a->blocks;

	if (b == NULL || b->next != NULL || b->room != BLOCK_BYTES) {
		arena_release(a);
		return;
	}
	memset(b->bytes, 0, b->used);
	b->used = 0;
	a->used = 0;
	a->exhausted = false;
}

void arena_reopen(struct arena *a, size_t more)
{
	a->cap = a->used + more;
	a->exhausted = false;
}

static void *exhaust(struct arena *a)
{
	a->exhausted = true;
	return NULL;
}

/* A block with room for `n` bytes. A large object gets one of its own, behind the block that is
 * being filled. */
static struct arena_block *add_block(struct arena *a, size_t n)
{
	bool own = n > BLOCK_BYTES / 4;
	size_t room = own ? n : BLOCK_BYTES;
	struct arena_block *b = calloc(1, sizeof(*b) + room);

	if (b == NULL)
		return NULL;
	b->room = room;
	if (own && a->blocks != NULL) {
		b->next = a->blocks->next;
		a->blocks->next = b;
	} else {
		b->next = a->blocks;
		a->blocks = b;
	}
	return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	struct arena_block *b = a->blocks;
	void *p;

	if (a->exhausted || n > a->cap)
		return exhaust(a);
	n = n == 0 ? align : (n + align - 1) / align * align;
	if (n > a->cap - a->used)
		return exhaust(a);
	if (b == NULL || n > b->room - b->used)
		b = add_block(a, n);
	if (b == NULL)
		return exhaust(a);
	p = b->bytes + b->used;
	b->used += n;
	a->used += n;
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	return __builtin_mul_overflow(n, size, &bytes) ? exhaust(a) : arena_alloc(a, bytes);
}

void *arena_grow(struct arena *a, const void *old, size_t n, size_t want, size_t size)
{
	void *p = arena_array(a, want, size);

	if (p != NULL && n > 0)
		memcpy(p, old, n * size);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = n < SIZE_MAX ? arena_alloc(a, n + 1) : exhaust(a);

	if (p != NULL && n > 0)
		memcpy(p, s, n);
	return p;
}

void *arena_push(struct arena *a, void *list, size_t n, size_t size)
{
	/* Full whenever its length is a power of two. */
	return (n & (n - 1)) != 0 ? list : arena_grow(a, list, n, n != 0 ? 2 * n : 1, size);
}

void *arena_add(struct arena *a, void *list, size_t *n, const void *one, size_t size)
{
	char *at;

	memcpy(&at, list, sizeof(at));
	at = arena_push(a, at, *n, size);
	if (at == NULL)
		return NULL;
	memcpy(list, &at, sizeof(at));
	return memcpy(at + size * (*n)++, one, size);
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char text[256]; /* most are shorter, and then it is formatted once */
	va_list again;
	char *p;
	int n;

	va_copy(again, ap);
	n = vsnprintf(text, sizeof(text), fmt, again);
	va_end(again);
	p = n < 0 ? exhaust(a) : arena_alloc(a, (size_t)n + 1);
	if (p != NULL && (size_t)n < sizeof(text))
		memcpy(p, text, (size_t)n + 1);
	else if (p != NULL)
		vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}
