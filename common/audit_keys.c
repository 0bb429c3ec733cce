#include "audit_keys.h"

#include <string.h>

#include "escape.h"
#include "shellword.h"

#define HOST "host" /* whose key it is, in the repository itself */
#define PUBLIC_MAX ((size_t)64 << 10)

static bool
has(const struct audit_keys *keys, const char *principal)
{
	for (size_t i = 0; i < keys->n; i++)
		if (strcmp(keys->principals[i], principal) == 0)
			return true;
	return false;
}

/* Each principal of the keys once. */
static int
list_principals(struct arena *a, struct audit_keys *out, struct error *e)
{
	const struct signers *known = &out->tool.known;
	size_t room = 1;

	for (size_t i = 0; i < known->n; i++)
		room += known->list[i].nprincipals;
	out->principals = arena_array(a, room, sizeof(*out->principals));
	if (out->principals == NULL)
		return error_memory(e);
	for (size_t i = 0; i < known->n; i++)
		for (size_t k = 0; k < known->list[i].nprincipals; k++)
			if (!has(out, known->list[i].principals[k]))
				out->principals[out->n++] = known->list[i].principals[k];
	return 0;
}

int
audit_keys_load(struct arena *a, const char *signers, const char *principal, struct audit_keys *out,
    struct error *e)
{
	memset(out, 0, sizeof(*out));
	if (sshsig_load(a, signers, NULL, &out->tool) < 0) {
		*e = out->tool.why;
		return -1;
	}
	if (list_principals(a, out, e) < 0)
		return -1;
	if (out->n == 0)
		return error_set(e, ERROR_MALFORMED, "%s gives nobody a key", escape(a, signers));
	if (principal == NULL)
		return 0;
	if (!has(out, principal))
		return error_set(e, ERROR_ABSENT, "%s gives no key to '%s'", escape(a, signers),
		    escape(a, principal));
	out->principals[0] = principal;
	out->n = 1;
	return 0;
}

/* The line of an allowed_signers file that the public key makes: its type and the key, without its
 * comment. */
static const char *
signers_line(struct arena *a, const char *public)
{
	size_t type = strcspn(public, " \n"),
	       key = public[type] == ' ' ? strcspn(public + type + 1, " \n") : 0;

	return arena_printf(
	    a, HOST " namespaces=\"" SSHSIG_GIT "\" %.*s\n", (int)(type + 1 + key), public);
}

int
audit_keys_of_host(struct arena *a, const char *key, struct audit_keys *out, struct error *e)
{
	const char *path = arena_printf(a, "%s.pub", key), *line;
	struct ini_problems problems;
	struct safefile file;

	memset(out, 0, sizeof(*out));
	if (path == NULL)
		return error_memory(e);
	if (safefile_read(a, path, PUBLIC_MAX, &file, e) < 0)
		return e->kind == ERROR_ABSENT ?
		    error_mend(e, "whoever has the key runs: ssh-keygen -y -f %s >%s",
		        shellword(a, key), shellword(a, path)) :
		    -1;
	line = signers_line(a, file.bytes);
	if (line == NULL)
		return error_memory(e);
	if (signers_read(a, line, strlen(line), &out->tool.known, &problems, e) < 0)
		return e->kind == ERROR_MALFORMED ?
		    error_set(e, ERROR_MALFORMED, "%s is no public key", escape(a, path)) :
		    -1;
	out->tool.signers =
	    (struct safefile){ .bytes = arena_strdup(a, line), .len = strlen(line) };
	if (out->tool.signers.bytes == NULL)
		return error_memory(e);
	out->tool.loaded = true;
	return list_principals(a, out, e);
}
