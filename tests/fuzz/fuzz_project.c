/* Projects: a path that is taken for one stays below its root, and is one word of a shell. */
#include "fuzz.h"
#include "policy/project.h"

static void check_name(struct arena *a, const char *name)
{
	assert(strlen(name) <= PROJECT_MAX && name[0] != '/' && name[strlen(name) - 1] != '/');
	assert(strstr(name, "//") == NULL && strstr(name, "/.") == NULL && name[0] != '.');
	assert(strcmp(shellword(a, name), name) == 0 && strcmp(escape_whole(a, name), name) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	char *text;

	arena_init(&a, (size_t)1 << 22);
	text = arena_strndup(&a, (const char *)data, size);
	if (text != NULL && project_named(text))
		check_name(&a, text);
	if (text != NULL && project_hook(text))
		assert(strstr(text, "custom_hooks/") != NULL);
	arena_release(&a);
	return 0;
}
