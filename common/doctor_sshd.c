/* What sshd is set to, in its own words (sshd -T, sshd(8)). */
#include <pwd.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "child.h"
#include "doctor_check.h"

#define SSHD "/usr/sbin/sshd"
#define SAID_MAX ((size_t)64 << 10)

const char *
doctor_sshd_ask(struct arena *a, const char *config, const char *repo)
{
	const struct passwd *pw;
	const char *spec;
	struct error e;
	struct stat st;
	char *text;

	if (stat(repo, &st) != 0 || (pw = getpwuid(st.st_uid)) == NULL)
		return NULL;
	spec = arena_printf(a, "user=%s,host=localhost,addr=127.0.0.1", pw->pw_name);
	if (spec == NULL)
		return NULL;
	/* Its file stands before -T: with -C alone it would not be asked for one. */
	const char *const plain[] = { SSHD, "-T", "-C", spec, NULL };
	const char *const named[] = { SSHD, "-f", config, "-T", "-C", spec, NULL };

	return child_told(a, config != NULL ? named : plain, SAID_MAX, &text, &e) == 0 ? text :
	                                                                                 NULL;
}

const char *
doctor_sshd_value(struct arena *a, const char *said, const char *key, const char **more)
{
	size_t n = strlen(key);
	const char *line = more != NULL && *more != NULL ? *more : said;

	for (; *line != '\0'; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *value = line + n + 1;

		if (strncasecmp(line, key, n) != 0 || line[n] != ' ')
			continue;
		if (more != NULL)
			*more = line + strcspn(line, "\n");
		return arena_strndup(a, value, strcspn(value, "\n"));
	}
	if (more != NULL)
		*more = line;
	return "";
}
