#include "base/limits.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define KINDS 3

/* A sanitizer maps terabytes. */
#ifdef __SANITIZE_ADDRESS__
#define MEMORY RLIM_INFINITY
#else
#define MEMORY LIMITS_MEMORY
#endif

static const struct {
	int resource;
	rlim_t most;
} kinds[KINDS] = { { RLIMIT_DATA, MEMORY }, { RLIMIT_NOFILE, LIMITS_FILES }, { RLIMIT_CORE, 0 } };

static struct rlimit found[KINDS], ours[KINDS];
static bool are_set;

/* A soft limit that is lower than ours is raised as far as the host allows. */
static int look(struct error *e)
{
	for (int i = 0; i < KINDS; i++) {
		if (getrlimit(kinds[i].resource, &found[i]) < 0)
			return error_set(e, ERROR_UNREADABLE,
			    "the host's limits cannot be read: %s", strerror(errno));
		ours[i] = found[i];
		ours[i].rlim_cur =
		    kinds[i].most < found[i].rlim_max ? kinds[i].most : found[i].rlim_max;
	}
	return 0;
}

static int check_umask(struct error *e)
{
	mode_t mode = umask(022);

	umask(mode);
	if ((mode & S_IRWXU) == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "the umask %04o shuts the gate out of what it writes itself",
	    (unsigned)mode);
	return error_mend(e,
	    "the administrator of the server sets umask 0022 for the account, or where the hook is "
	    "started");
}

int limits_find(struct limits *out, struct error *e)
{
	if (look(e) < 0 || check_umask(e) < 0)
		return -1;
	*out = (struct limits){ ours[0].rlim_cur, ours[1].rlim_cur };
	if (out->files >= LIMITS_FILES_NEEDED)
		return 0;
	error_set(e, ERROR_UNREADABLE,
	    "the host lets the gate open %u files at once, and it needs up to %u",
	    (unsigned)out->files, LIMITS_FILES_NEEDED);
	return error_mend(e,
	    "the administrator of the server raises the hard limit: nofile in limits.conf, "
	    "LimitNOFILE of a service, or ulimit -Hn");
}

static int set(const struct rlimit *all)
{
	int rc = 0;

	for (int i = 0; i < KINDS; i++)
		rc |= setrlimit(kinds[i].resource, &all[i]);
	return rc;
}

int limits_set(struct error *e)
{
	struct limits now;

	if (are_set)
		return 0;
	if (limits_find(&now, e) < 0)
		return -1;
	are_set = true;
	return set(ours) == 0 ?
	    0 :
	    error_set(e, ERROR_UNREADABLE, "the gate cannot bound itself: %s", strerror(errno));
}

void limits_lend(void)
{
	if (are_set)
		set(found);
}

void limits_resume(void)
{
	if (are_set)
		set(ours);
}
