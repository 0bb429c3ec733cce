/*
 * time: runs a command once and appends its wall time in microseconds, a line of its own, to a
 * file.
 *
 * usage: bench-time FILE COMMAND [ARGUMENT]...
 * The command has our standard input and environment; what it prints is thrown away. Exit code is
 * that of the command.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* -1 when it could not be run. */
static int run(char *argv[], long long *took)
{
	posix_spawn_file_actions_t quiet;
	int status, rc;
	pid_t pid;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	*took = now_us();
	rc = posix_spawnp(&pid, argv[0], &quiet, NULL, argv, environ);
	if (rc == 0 && waitpid(pid, &status, 0) < 0)
		rc = -1;
	*took = now_us() - *took;
	posix_spawn_file_actions_destroy(&quiet);
	return rc == 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char *argv[])
{
	long long took;
	FILE *out;
	int rc;

	if (argc < 3) {
		fputs("usage: bench-time FILE COMMAND [ARGUMENT]...\n", stderr);
		return 129;
	}
	rc = run(argv + 2, &took);
	if (rc < 0) {
		fprintf(stderr, "bench-time: %s cannot be run\n", argv[2]);
		return 127;
	}
	out = fopen(argv[1], "a");
	if (out == NULL || fprintf(out, "%lld\n", took) < 0 || fclose(out) != 0) {
		perror(argv[1]);
		return 127;
	}
	return rc;
}
