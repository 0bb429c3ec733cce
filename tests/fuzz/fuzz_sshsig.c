/* ssh-keygen's answers: only one line says yes. */
#include "fuzz.h"
#include "base/utf8.h"
#include "sign/sshsig.h"

/* SHA256:ub4ijtuEtAnOZWOMd6MkRJLmv7gWjC9oPFT1LcxZwJ4 */
#define KEY "AAAAC3NzaC1lZDI1NTE5AAAAIFGs3ZWJPGO7MMP0z1JlRdOgIF3RMbMhFoTvg3zh6BN7"
#define KNOWN "jan namespaces=\"git\" ssh-ed25519 " KEY "\nels cert-authority ssh-ed25519 " KEY "\n"

static void check_answer(struct arena *a, const uint8_t *data, size_t size)
{
	static const char *const argv[] = { "/usr/bin/ssh-keygen", NULL };
	const char *text = arena_strndup(a, (const char *)data, size), *end;
	struct process p = { .argv = argv, .end = PROCESS_EXITED };
	struct ini_problems problems;
	struct signers known;
	struct error e = { 0 };
	struct sshsig s = { .principal = "els", .space = SSHSIG_GIT, .at = 1795518000 };

	if (text == NULL)
		return;
	assert(signers_read(a, KNOWN, strlen(KNOWN), &known, &problems, &e) == 0);
	/* The first byte is the exit status, or another end; what follows the first line is stderr.
	 */
	p.code = size > 0 ? data[0] : 0;
	p.end = p.code == 'K'            ? PROCESS_KILLED :
	    p.code == 'O'                ? PROCESS_OVERDUE :
	    p.code > 200 && p.code < 255 ? PROCESS_UNKNOWN :
	                                   PROCESS_EXITED;
	if (p.end == PROCESS_UNKNOWN)
		p.code -= 200;
	p.out = size > 0 ? text + 1 : text;
	end = strchr(p.out, '\n');
	p.err = end != NULL ? end + 1 : "";
	p.out = arena_strndup(a, p.out, end != NULL ? (size_t)(end + 1 - p.out) : strlen(p.out));
	if (p.out == NULL)
		return;
	sshsig_answer(a, &p, &known, &s);
	if (s.valid.is == FACT_YES) {
		assert(p.end == PROCESS_EXITED && p.code == 0 &&
		    strncmp(p.out, "Good \"git\" signature for els with ", 34) == 0);
		assert(s.key != NULL && strlen(s.key) == 50);
	} else {
		assert(s.valid.why.kind != ERROR_NONE && *s.valid.why.mend != '\0');
		assert(s.valid.is == FACT_UNKNOWN ||
		    (p.code == 255 && strcmp(p.out, "Could not verify signature.\n") == 0));
	}
	assert(utf8_line(s.valid.why.text, strlen(s.valid.why.text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;

	arena_init(&a, (size_t)1 << 24);
	check_answer(&a, data, size);
	arena_release(&a);
	return 0;
}
