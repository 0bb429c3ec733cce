/*
 * junit: reads a JUnit file as a stream and prints how many tests it holds and the most memory that
 * this took, in KiB.
 *
 * usage: bench-junit [FILE]
 * Without a file, the memory of a program that reads none.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "record/record_internal.h"

#define PIECE ((size_t)64 << 10)

static int read_file(const char *path, struct results *out)
{
	static char piece[PIECE];
	struct error e = { 0 };
	struct junit *j = junit_open(out, &e);
	int fd = open(path, O_RDONLY), rc = fd < 0 || j == NULL ? -1 : 0;
	ssize_t n;

	while (rc == 0 && (n = read(fd, piece, sizeof(piece))) > 0)
		rc = junit_feed(j, piece, (size_t)n, &e);
	if (junit_close(j, &e) < 0)
		rc = -1;
	if (rc < 0)
		fprintf(stderr, "bench-junit: %s: %s\n", path, e.text);
	if (fd >= 0)
		close(fd);
	return rc;
}

int main(int argc, char *argv[])
{
	struct rusage used;
	struct arena a;
	struct results r = { .arena = &a };
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	rc = argc == 2 ? read_file(argv[1], &r) : 0;
	getrusage(RUSAGE_SELF, &used);
	printf("%zu %ld\n", r.n, used.ru_maxrss);
	arena_release(&a);
	return rc < 0;
}
