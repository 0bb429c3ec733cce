/* Signed commits taken apart, and ssh-keygen's answers: nothing is lost or made up, and only one
 * line says yes. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "sign/sshsig.h"
#include "sign/sshsig_split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_split(struct arena *a, const char *bytes, size_t len)
{
	struct sshsig_parts p;
	struct error e = { 0 };
	size_t folded = 0, all;

	if (sshsig_split_commit(a, bytes, len, &p, &e) < 0) {
		assert(e.kind != ERROR_NONE && p.payload == NULL && p.signature_len == 0);
		return;
	}
	/* Of each line of the signature but the first, which lost "gpgsig ", one blank is gone. */
	for (size_t i = 0; i + 1 < p.signature_len; i++)
		folded += p.signature[i] == '\n';
	all = p.payload_len + p.signature_len + folded + strlen("gpgsig ");
	assert(all == len ||
	    (all + 1 == len && bytes[len - 1] == ' ')); /* a last line without anything else */
	assert(p.payload_len < 6 || memcmp(p.payload, "gpgsig", 6) != 0);
	assert(p.signature_len <= SSHSIG_SIGNATURE_MAX);
}

static void check_answer(struct arena *a, const uint8_t *data, size_t size)
{
	static const char *const argv[] = { "/usr/bin/ssh-keygen", NULL };
	static const struct signers nobody;
	const char *text = arena_strndup(a, (const char *)data, size), *end;
	struct process p = { .argv = argv, .end = PROCESS_EXITED };
	struct sshsig s = { .principal = "els", .space = SSHSIG_GIT, .at = 1795518000 };

	if (text == NULL)
		return;
	/* The first byte is the exit status, the second part stderr. */
	p.code = size > 0 ? data[0] : 0;
	p.out = size > 0 ? text + (*text != '\0') : text;
	end = strchr(p.out, '\n');
	p.err = end != NULL ? end + 1 : "";
	p.out = arena_strndup(a, p.out, end != NULL ? (size_t)(end + 1 - p.out) : strlen(p.out));
	if (p.out == NULL)
		return;
	sshsig_answer(a, &p, &nobody, &s);
	if (s.valid.is == FACT_YES) {
		assert(
		    p.code == 0 && strncmp(p.out, "Good \"git\" signature for els with ", 34) == 0);
		assert(s.key != NULL && strlen(s.key) == 50);
	} else {
		assert(s.valid.why.kind != ERROR_NONE && *s.valid.why.mend != '\0');
		assert(s.valid.is == FACT_UNKNOWN ||
		    (p.code == 255 && strcmp(p.out, "Could not verify signature.\n") == 0));
	}
	for (const char *c = s.valid.why.text; *c != '\0'; c++)
		assert(*c >= ' ' && *c <= '~');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;

	arena_init(&a, (size_t)1 << 24);
	check_split(&a, (const char *)data, size);
	check_answer(&a, data, size);
	arena_release(&a);
	return 0;
}
