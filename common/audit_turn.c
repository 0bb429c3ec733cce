#include "audit_turn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define PAUSE_US 1000		/* at least; at most twice that */
#define TRIES 8000		/* about twelve seconds */

int
audit_turn_take(const struct repo *store)
{
	int fd = open(store->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	unsigned seed = (unsigned)getpid();

	for (int i = 0; fd >= 0 && i < TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		usleep(PAUSE_US + (unsigned)rand_r(&seed) % PAUSE_US);
	}
	audit_turn_end(fd);
	return -1;
}

void
audit_turn_end(int turn)
{
	if (turn >= 0)
		close(turn);
}
