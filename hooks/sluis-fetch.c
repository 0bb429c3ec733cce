/*
 * sluis-fetch: reads files of one result server for a hook (sluis-fetch(8)). Paths on stdin,
 * answers on stdout (fetch/answer.h); it decides nothing. The hooks run it so that no ssh code is
 * in them.
 */
#include <getopt.h>

#include "fetch/answer.h"
#include "fetch/confine.h"
#include "fetch/sftp_session.h"
#include "base/output.h"

#define MEMORY ((size_t)32 << 20)
#define PATH_MAX_BYTES 4096

static int put(const void *bytes, size_t n)
{
	return fwrite(bytes, 1, n, stdout) == n && fflush(stdout) == 0 ? 0 : -1;
}

static int put_number(const char *word, size_t n)
{
	return printf("%s %zu\n", word, n) < 0 || fflush(stdout) != 0 ? -1 : 0;
}

static int put_size(size_t size)
{
	return put_number("size", size);
}

static int put_data(const void *bytes, size_t n)
{
	return put_number("data", n) < 0 ? -1 : put(bytes, n);
}

static int put_error(const struct error *e, bool lost)
{
	char line[FETCH_ANSWER_MAX + 1];

	return put(line, fetch_answer_write(e, lost, line));
}

/* A file for each line on stdin, until its end. */
static int serve(struct sftp_session *s)
{
	const struct sftp_sink sink = { put_size, put_data };
	char path[PATH_MAX_BYTES];
	bool lost = false;

	while (!lost && fgets(path, sizeof(path), stdin) != NULL) {
		struct error why = { 0 };

		path[strcspn(path, "\n")] = '\0';
		if ((sftp_file_fetch(s, path, &sink, &lost, &why) < 0 ? put_error(&why, lost) :
		                                                        put("end\n", 4)) < 0)
			return 1;
	}
	return lost ? 1 : 0;
}

/* A whole number from 1 on. 0 for anything else. */
static size_t number(const char *text)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(text, &end, 10);
	return errno == 0 && *text >= '0' && *text <= '9' && *end == '\0' ? n : 0;
}

static int read_options(int argc, char *argv[], struct sftp_target *t)
{
	static const struct option options[] = { { "user", required_argument, NULL, 'u' },
		{ "identity", required_argument, NULL, 'i' },
		{ "known-hosts", required_argument, NULL, 'k' },
		{ "port", required_argument, NULL, 'p' },
		{ "timeout", required_argument, NULL, 't' },
		{ "max-size", required_argument, NULL, 'm' }, { NULL, 0, NULL, 0 } };
	const char **texts[256] = {
		['u'] = &t->user, ['i'] = &t->identity, ['k'] = &t->known_hosts
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return -1;
		if (c == 'p')
			t->port = (unsigned)number(optarg);
		else if (c == 't')
			t->timeout = (unsigned)number(optarg);
		else if (c == 'm')
			t->max_size = number(optarg);
		else
			*texts[c] = optarg;
	}
	t->host = argv[optind];
	return argc - optind == 1 && t->user != NULL && t->identity != NULL &&
	        t->known_hosts != NULL && t->port != 0 && t->timeout != 0 && t->max_size != 0 ?
	    0 :
	    -1;
}

/* For git sluis doctor: what this kernel takes away, tried on this very process. */
static int show_confined(void)
{
	struct confined is = confine();

	put_number("files-closed", is.files);
	put_number("calls-closed", is.calls);
	return is.files && is.calls && open("/", O_RDONLY | O_CLOEXEC) < 0 ? 0 : 1;
}

int main(int argc, char *argv[])
{
	struct sftp_target target = { .port = 22, .timeout = 10, .max_size = (size_t)16 << 20 };
	struct sftp_session session = { .fd = -1 };
	struct error why = { 0 };
	struct arena arena;
	int rc = 1;

	if (version_asked(argc, argv))
		return 0;
	if (argc == 2 && strcmp(argv[1], "--confined") == 0)
		return show_confined();
	if (read_options(argc, argv, &target) < 0) {
		fputs("usage: sluis-fetch [--port N] [--timeout SECONDS] [--max-size BYTES]\n"
		      "       --user USER --identity FILE --known-hosts FILE HOST\n",
		    stderr);
		return 129;
	}
	arena_init(&arena, MEMORY);
	if (libssh2_init(0) != 0)
		error_memory(&why);
	else
		sftp_session_open(&arena, &target, &session, &why);
	if (why.kind != ERROR_NONE)
		put_error(&why, true);
	else if (put("ready\n", 6) == 0)
		rc = serve(&session);
	sftp_session_close(&session);
	arena_release(&arena);
	return rc;
}
