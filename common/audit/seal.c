#include "audit/seal.h"

#include "run/process.h"
#include "base/safefile.h"
#include "sign/sshsig.h"

#define BEGIN "-----BEGIN SSH SIGNATURE-----\n"
#define END "\n-----END SSH SIGNATURE-----\n"

struct audit_seal audit_seal_asked(const struct policy *p, bool whole)
{
	struct audit_seal seal = { FACT_UNKNOWN, p->audit.sign, p->audit.syslog, NULL };

	if (seal.key != NULL)
		seal.asked = FACT_YES;
	else if (whole)
		seal.asked = FACT_NO;
	return seal;
}

static int fail(struct arena *a, const struct audit_seal *seal, const char *why, struct error *e)
{
	error_set(e, ERROR_UNREADABLE, "the key %s cannot sign: %s", escape(a, seal->key), why);
	return error_mend(e,
	    "the administrator of the server looks at the key that 'sign' names under [audit] of "
	    "the policy; then push again");
}

static bool is_signature(const char *s)
{
	size_t n = strlen(s), head = strlen(BEGIN), foot = strlen(END);

	return n > head + foot && n <= SSHSIG_SIGNATURE_MAX && memcmp(s, BEGIN, head) == 0 &&
	    strcmp(s + n - foot, END) == 0;
}

/* Its last words, which say what is wrong with the key. */
static const char *said(struct arena *a, const struct process *p)
{
	size_t n = strlen(p->err);

	while (n > 0 && (p->err[n - 1] == '\n' || p->err[n - 1] == '\r'))
		n--;
	if (p->end == PROCESS_OVERDUE)
		return say_printf(
		    a, "ssh-keygen gave no answer in %d seconds", SSHSIG_LIMIT / 1000);
	if (p->end != PROCESS_EXITED || n == 0)
		return say("ssh-keygen did not run to its end");
	return say_printf(a, "ssh-keygen says: %s", escape_bytes(a, p->err, n));
}

/* -P '': a key with a passphrase cannot sign, and nobody is asked for one. */
int audit_seal_sign(struct arena *a, const struct audit_seal *seal, const char *bytes, size_t len,
    const char **out, struct error *e)
{
	const char *const argv[] = { SSHSIG_PROGRAM, "-Y", "sign", "-P", "", "-n",
		seal->space != NULL ? seal->space : SSHSIG_GIT, "-f", seal->key, NULL };
	struct process p = { .argv = argv, .input = { bytes, len } };
	struct error why = { 0 };

	if (safefile_check_secret(a, seal->key, &why) < 0) {
		*e = why;
		return *why.mend == '\0' ? fail(a, seal, why.text, e) : -1;
	}
	process_run_all(a, &p, 1, 1, SSHSIG_LIMIT);
	if (p.end != PROCESS_EXITED || p.code != 0 || !is_signature(p.out))
		return a->exhausted ? error_memory(e) : fail(a, seal, said(a, &p), e);
	*out = arena_strndup(a, p.out, strlen(p.out) - 1);
	return *out != NULL ? 0 : error_memory(e);
}
