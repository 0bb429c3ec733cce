/*
 * base/ini: strict INI on top of inih, for the policy and the records.
 *
 * inih as Debian builds it cuts lines at 199 bytes and section names at 49, joins indented lines
 * and skips what it does not like, and says nothing. So every line passes a strict reader first,
 * which reports: a line longer than 199 bytes, a section name longer than 49, a NUL byte, a byte
 * that is not UTF-8 or a control character, stray indentation, a line that is no section, key or
 * comment.
 *
 * A section is `[kind]` or `[kind "name"]`. A `;` after a blank starts a comment.
 * A pure function from bytes to a struct; every problem is listed, not only the first.
 */
#pragma once

#include "base/base.h"

#define INI_BYTES_MAX ((size_t)1 << 20)

struct ini_key {
	const char *key;
	const char *value;
	unsigned line;
};

struct ini_section {
	const char *kind;
	const char *name; /* NULL for a section without a name */
	unsigned line;
	struct ini_key *keys;
	size_t nkeys;
};

struct ini_problem {
	unsigned line; /* 0: the file as a whole */
	const char *text; /* escaped */
};

struct ini_problems {
	struct ini_problem *list;
	size_t n;
};

struct ini {
	struct ini_section *sections; /* in the order of the file; also those without keys */
	size_t nsections;
	struct ini_problems problems; /* in the order of lines */
};

/* Reads `len` bytes. Problems of form go into out->problems and give 0; -1 only for ERROR_MEMORY
 * or more than INI_BYTES_MAX (ERROR_MALFORMED). All of `out` lives in `a`. */
int ini_read(struct arena *a, const char *bytes, size_t len, struct ini *out, struct error *e);

/* Appends a problem, kept in the order of lines. Returns 0, or -1 without memory. */
int ini_problem(struct arena *a, struct ini_problems *ps, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
