#include "base/installed.h"

#define PATH_ROOM 4096

const char *installed_path(struct arena *a, const char *path)
{
	char self[PATH_ROOM];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	return arena_printf(a, "%s/%s", self, path);
}
