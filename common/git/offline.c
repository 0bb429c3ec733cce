/*
 * git/offline: the entry points of libgit2's TLS, http and ssh transports, answered with "not
 * here".
 *
 * Linked before libgit2.a, this file keeps those objects out of a gate that never fetches: no TLS,
 * Kerberos or ssh code in it, and no system CA bundle to parse at each start, which is nine tenths
 * of the start of the shared library. The names are internal to libgit2 1.5 and 1.9; another
 * version that asks for more of them fails to link, which is when LIBGIT2=shared helps.
 */
#include "git/errors.h"

extern bool git_http__expect_continue;
bool git_http__expect_continue = false;

static int not_here(void)
{
	git_error_set_str(GIT_ERROR_NET, "this program has no network transport");
	return GIT_ERROR;
}

/* Nothing to start. */
#define STARTS(name) \
	int name(void); \
	int name(void) \
	{ \
		return 0; \
	}

STARTS(git_mbedtls_stream_global_init)
STARTS(git_transport_ssh_global_init)
STARTS(git_transport_ssh_libssh2_global_init)

/* What would be made comes first. */
#define MAKES_NONE(name) \
	int name(void **out, const void *of, const void *as); \
	int name(void **out, const void *of, const void *as) \
	{ \
		(void)of; \
		(void)as; \
		*out = NULL; \
		return not_here(); \
	}

MAKES_NONE(git_mbedtls_stream_new)
MAKES_NONE(git_mbedtls_stream_wrap)
MAKES_NONE(git_transport_ssh_with_paths)
MAKES_NONE(git_smart_subtransport_http)
MAKES_NONE(git_smart_subtransport_ssh)

int git_mbedtls__set_cert_location(const char *file, const char *path);
int git_mbedtls__set_cert_location(const char *file, const char *path)
{
	(void)file;
	(void)path;
	return not_here();
}
