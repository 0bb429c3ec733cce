/* The line of git sluis setup: what is read stands in it, can stand in a policy, and is written as
 * a line that reads the same. */
#include "fuzz.h"
#include "base/ini_line.h"
#include "people/line.h"
#include "policy/form.h"
#include "base/utf8.h"

static void check_value(struct arena *a, const char *value)
{
	const char *text = arena_printf(a, "name = %s", value);
	struct ini_line line;

	assert(text != NULL);
	ini_line_read(text, strlen(text), &line);
	assert(line.kind == INI_LINE_KEY && line.value_len == strlen(value) &&
	    memcmp(line.value, value, line.value_len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data, *wrong, *text;
	struct person_line p, again;
	struct arena a;

	arena_init(&a, (size_t)1 << 23);
	wrong = person_line_read(&a, bytes, size, &p);
	if (wrong != NULL) {
		assert(p.id == NULL && p.name == NULL);
		assert(utf8_line(wrong, strlen(wrong)));
	} else {
		assert(form_person_id(p.id) == NULL && form_email(p.email) == NULL);
		check_value(&a, p.id);
		check_value(&a, p.email);
		check_value(&a, p.name);
		assert(memmem(bytes, size, p.key, strlen(p.key)) != NULL);
		text = person_line_write(&a, &p);
		assert(text != NULL && strchr(text, '\n') == NULL);
		assert(person_line_read(&a, text, strlen(text), &again) == NULL);
		assert(strcmp(again.name, p.name) == 0 && strcmp(again.key, p.key) == 0);
	}
	arena_release(&a);
	return 0;
}
