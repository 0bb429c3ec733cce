#include "turn.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

/* All that it is for is to interrupt the wait. */
static void
time_is_over(int signal)
{
	(void)signal;
}

static int
wait_for(int fd, unsigned seconds)
{
	struct sigaction over = { .sa_handler = time_is_over }, before;
	int rc;

	sigemptyset(&over.sa_mask);
	if (sigaction(SIGALRM, &over, &before) < 0)
		return -1;
	alarm(seconds);
	rc = flock(fd, LOCK_EX);
	alarm(0);
	sigaction(SIGALRM, &before, NULL);
	return rc;
}

int
turn_take(const char *dir, unsigned seconds)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && wait_for(fd, seconds) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

void
turn_give(int turn)
{
	if (turn >= 0)
		close(turn);
}
