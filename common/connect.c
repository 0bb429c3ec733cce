#include "connect.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "escape.h"
#include "when.h"

/* 0, or the errno of why not. */
static int
finish(int fd, int limit)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	socklen_t len = sizeof(int);
	int rc, err = 0;

	do
		rc = poll(&p, 1, limit);
	while (rc < 0 && errno == EINTR);
	if (rc == 0)
		return ETIMEDOUT;
	if (rc < 0 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
		return errno;
	return err;
}

/* The descriptor, or -1 with errno. */
static int
try_one(const struct addrinfo *at, int limit)
{
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), err;

	if (fd < 0)
		return -1;
	err = connect(fd, at->ai_addr, at->ai_addrlen) == 0 ? 0 : errno;
	if (err == EINPROGRESS)
		err = finish(fd, limit);
	if (err == 0)
		return fd;
	close(fd);
	errno = err;
	return -1;
}

int
connect_to(struct arena *a, const char *host, unsigned port, int64_t until, struct error *e)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list = NULL;
	int n = 0, fd = -1, rc, err = 0;
	char service[16];

	snprintf(service, sizeof(service), "%u", port);
	rc = getaddrinfo(host, service, &hints, &list);
	if (rc != 0) {
		error_set(e, ERROR_UNREADABLE, "the host %s is not found: %s", escape(a, host),
		    gai_strerror(rc));
		return error_mend(e,
		    "the administrator of the server looks at the name in the policy, and at the "
		    "name service");
	}
	for (const struct addrinfo *at = list; at != NULL; at = at->ai_next)
		n++;
	for (const struct addrinfo *at = list; fd < 0 && at != NULL; at = at->ai_next) {
		fd = try_one(at, monotonic_left(until) / n--);
		err = errno;
	}
	freeaddrinfo(list);
	if (fd >= 0)
		return fd;
	error_set(e, ERROR_UNREADABLE, "%s cannot be reached on port %u: %s", escape(a, host), port,
	    strerror(err));
	return error_mend(e, "push again when it can; the administrator of the server looks at %s",
	    escape(a, host));
}
