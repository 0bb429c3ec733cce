/* Answers of sluis-fetch: what is read is bounded, printable, and all that the line says. */
#include "fuzz.h"
#include "base/utf8.h"
#include "fetch/answer.h"

static void check_text(const char *text)
{
	assert(utf8_line(text, strlen(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = malloc(size + 1);
	struct fetch_answer a;

	if (line == NULL)
		return 0;
	if (size > 0)
		memcpy(line, data, size);
	if (fetch_answer_read(line, size, &a) < 0) {
		assert(a.kind == ANSWER_NONE);
	} else {
		assert(a.kind != ANSWER_NONE && memchr(line, '\n', size) == NULL);
		assert(
		    (a.why.kind != ERROR_NONE) == (a.kind == ANSWER_NO || a.kind == ANSWER_LOST));
		assert(a.n == 0 || a.kind == ANSWER_SIZE || a.kind == ANSWER_DATA);
		check_text(a.why.text);
		check_text(a.why.mend);
	}
	free(line);
	return 0;
}
