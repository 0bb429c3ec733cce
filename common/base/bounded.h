/*
 * base/bounded: memory for libraries that take an allocator and know no bound of their own (expat,
 * jansson).
 *
 * One user at a time: bounded_start() sets how much may be in use at once from then on. What is
 * past the bound is answered like memory that is not there, and remembered.
 */
#pragma once

#include "base/base.h"

void bounded_start(size_t max);

/* Was anything refused because of the bound? */
bool bounded_hit(void);

void *bounded_malloc(size_t n);
void *bounded_realloc(void *p, size_t n);
void bounded_free(void *p);
