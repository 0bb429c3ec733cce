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

#include <stdbool.h>

extern bool git_http__expect_continue;
bool git_http__expect_continue = false;

int git_mbedtls_stream_global_init(void);
int git_mbedtls__set_cert_location(const char *file, const char *path);
int git_mbedtls_stream_new(void **out, const char *host, const char *port);
int git_mbedtls_stream_wrap(void **out, void *in, const char *host);
int git_transport_ssh_global_init(void);
int git_transport_ssh_libssh2_global_init(void);
int git_transport_ssh_with_paths(void **out, void *owner, void *paths);
int git_smart_subtransport_http(void **out, void *owner, void *param);
int git_smart_subtransport_ssh(void **out, void *owner, void *param);

static int not_here(void)
{
	git_error_set_str(GIT_ERROR_NET, "this program has no network transport");
	return GIT_ERROR;
}

int git_mbedtls_stream_global_init(void)
{
	return 0;
}

int git_mbedtls__set_cert_location(const char *file, const char *path)
{
	(void)file;
	(void)path;
	return not_here();
}

int git_mbedtls_stream_new(void **out, const char *host, const char *port)
{
	(void)host;
	(void)port;
	*out = NULL;
	return not_here();
}

int git_mbedtls_stream_wrap(void **out, void *in, const char *host)
{
	(void)in;
	(void)host;
	*out = NULL;
	return not_here();
}

int git_transport_ssh_global_init(void)
{
	return 0;
}

int git_transport_ssh_libssh2_global_init(void)
{
	return 0;
}

int git_transport_ssh_with_paths(void **out, void *owner, void *paths)
{
	(void)owner;
	(void)paths;
	*out = NULL;
	return not_here();
}

int git_smart_subtransport_http(void **out, void *owner, void *param)
{
	(void)owner;
	(void)param;
	*out = NULL;
	return not_here();
}

int git_smart_subtransport_ssh(void **out, void *owner, void *param)
{
	(void)owner;
	(void)param;
	*out = NULL;
	return not_here();
}
