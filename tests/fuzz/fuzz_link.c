/* Links: a path that is read stays below its root, a host is a plain name, the digest is the
 * text's. */
#include "fuzz.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "record/link.h"

static void check_path(const char *path)
{
	for (const char *p = path;; p++) {
		size_t n = strcspn(p, "/");

		assert(
		    n > 0 && !(n == 1 && p[0] == '.') && !(n == 2 && p[0] == '.' && p[1] == '.'));
		assert(!(n == 4 && strncasecmp(p, ".git", 4) == 0));
		for (size_t i = 0; i < n; i++)
			assert((unsigned char)p[i] > ' ' && p[i] != 0x7f && p[i] != '\\');
		p += n;
		if (*p == '\0')
			return;
	}
}

static void check_link(const struct link *l, const char *text)
{
	char hex[DIGEST_HEX];

	digest_hex(l->sha256, hex);
	assert(strlen(text) > 64 && strcasecmp(text + strlen(text) - 64, hex) == 0);
	assert(strstr(text, l->path) != NULL);
	if (l->kind == LINK_GIT) {
		assert(l->host == NULL);
		check_path(l->path);
	} else {
		assert(l->kind == LINK_SFTP && l->path[0] == '/');
		assert(
		    l->host[0] != '\0' && l->host[0] != '-' && strpbrk(l->host, "/@:[] ") == NULL);
		check_path(l->path + 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct link l;
	struct error e = { 0 };
	char *text;

	arena_init(&a, (size_t)1 << 22);
	text = arena_strndup(&a, (const char *)data, size);
	if (text != NULL && link_read(&a, text, &l, &e) == 0) {
		assert(!a.exhausted);
		check_link(&l, text);
	} else if (text != NULL) {
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
		assert(l.kind == 0 && l.path == NULL && l.host == NULL);
		assert(utf8_line(e.text, strlen(e.text)));
	}
	arena_release(&a);
	return 0;
}
