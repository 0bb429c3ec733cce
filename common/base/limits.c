#include "base/limits.h"

#include <sys/resource.h>

enum { MEMORY, FILES, CORE, KINDS };

/* A sanitizer maps terabytes. */
#ifdef __SANITIZE_ADDRESS__
#define DATA(run) RLIM_INFINITY
#else
#define DATA(run) (LIMITS_MEMORY * (rlim_t)(run))
#endif

static const int kinds[KINDS] = { RLIMIT_DATA, RLIMIT_NOFILE, RLIMIT_CORE };
static rlim_t most[KINDS] = { DATA(ARENA_RUN_CAP), LIMITS_FILES, 0 };

static struct rlimit found[KINDS], ours[KINDS];
static bool are_set;

/* A soft limit that is lower than ours is raised as far as the host allows. */
static void choose(int i)
{
	ours[i] = found[i];
	ours[i].rlim_cur = most[i] < found[i].rlim_max ? most[i] : found[i].rlim_max;
}

static int look(struct error *e)
{
	for (int i = 0; i < KINDS; i++) {
		if (getrlimit(kinds[i], &found[i]) < 0)
			return error_set(e, ERROR_UNREADABLE,
			    "the host's limits cannot be read: %s", strerror(errno));
		choose(i);
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
	*out = (struct limits){ ours[MEMORY].rlim_cur, ours[FILES].rlim_cur };
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
		rc |= setrlimit(kinds[i], &all[i]);
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

void limits_memory(uint64_t bytes)
{
	(void)bytes; /* not with a sanitizer */
	most[MEMORY] = DATA(bytes);
	if (are_set) {
		choose(MEMORY);
		set(ours);
	}
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
