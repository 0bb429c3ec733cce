/*
 * base/output: what a program says, gathered in memory and sent in whole lines, and what it reads,
 * up to a bound.
 *
 * git passes on what a hook prints in pieces of its own; some clients choke on a line that comes in
 * two.
 */
#pragma once

#include "base/base.h"

/* The most that one run says, in bytes; what is more is cut at a line and said to be. */
#define OUTPUT_MAX ((size_t)64 << 10)

/* What is said where nothing can be put together any more. */
#define OUTPUT_NO_MEMORY \
	"sluis: could not decide: out of memory: this push needs more than the\n" \
	"       gate may use\n" \
	"  fix: push it in smaller parts, or the administrator of the server\n" \
	"       lets a run use more MiB (256 where nothing is set), and the\n" \
	"       host lets it have them:\n" \
	"       git config sluis.memoryMegabytes 1024\n"

/* How long a reader may keep us waiting, in milliseconds: a push that its client holds open after
 * the verdict would move a ref when much has changed. */
#define OUTPUT_PATIENCE 5000

struct output {
	FILE *file; /* to print to */
	char *bytes;
	size_t len;
};

/* 0, or -1 without memory. */
int output_start(struct output *o);

/* What was printed so far, `len` bytes; NULL without memory. */
const char *output_text(struct output *o);

/* Puts `prefix` before each line of what was printed so far. 0, or -1 without memory, with all of
 * it freed. */
int output_prefix(struct output *o, const char *prefix);

/* Frees it unsent. */
void output_drop(struct output *o);

/* Frees it, and leaves what was printed in the arena. NULL without memory. */
char *output_keep(struct output *o, struct arena *a);

/* Writes a file, as open(2) has it with these flags. 0 or -1. */
int output_file(
    struct arena *a, const char *path, int flags, const char *bytes, size_t len, struct error *e);

/* Sends everything to `fd` and frees it, as output_timely(). 0, or -1 when not all could be sent.
 */
int output_send(struct output *o, int fd);

/* Writes `n` bytes, whatever it takes. 0, or -1 with errno. */
int output_bytes(int fd, const char *p, size_t n);

/* The same in pieces of whole lines, for OUTPUT_PATIENCE at most; then errno is ETIMEDOUT. */
int output_timely(int fd, const char *p, size_t n);

/* One constant text, for when there is no memory, as output_timely(). Returns -1. */
int output_plain(int fd, const char *text);

/* Reads `fd` to its end. -1: ERROR_UNREADABLE, ERROR_MALFORMED for more than `max` bytes,
 * ERROR_MEMORY.
 */
int input_read(struct arena *a, int fd, size_t max, char **bytes, size_t *len, struct error *e);

/* When `--version` is the only argument: prints "sluis VERSION" to standard output, and is true. */
bool version_asked(int argc, char *argv[]);
