#include "sign/revoked.h"

#include "run/process.h"
#include "base/safefile.h"
#include "sign/signers.h"
#include "sign/sshsig.h"

#define KRL_MAGIC "SSHKRL\n" /* and a NUL: PROTOCOL.krl of OpenSSH */

int revoked_read(struct arena *a, const char *bytes, size_t len, struct revoked *out,
    struct ini_problems *problems, struct error *e)
{
	struct signers_lines lines = { .arena = a, .at = bytes, .end = bytes + len };

	memset(out, 0, sizeof(*out));
	memset(problems, 0, sizeof(*problems));
	if (len >= sizeof(KRL_MAGIC) && memcmp(bytes, KRL_MAGIC, sizeof(KRL_MAGIC)) == 0) {
		out->krl = bytes;
		out->krl_len = len;
		return 0;
	}
	while (signers_lines_next(&lines)) {
		struct revoked_key k;
		const char *wrong = lines.wrong;

		if (wrong == NULL)
			wrong = signers_key_read(a, lines.text, &k.type, &k.key);
		if (wrong != NULL) {
			ini_problem(a, problems, lines.number, "%s", say(wrong));
			continue;
		}
		if (ARENA_ADD(a, out->list, out->n, k) == NULL)
			break;
	}
	if (a->exhausted)
		return error_memory(e);
	return problems->n == 0 ? 0 :
	                          error_set(e, ERROR_MALFORMED, "revoked_keys, line %u: %s",
	                              problems->list[0].line, problems->list[0].text);
}

static bool lists(const struct revoked *r, const char *type, const char *key)
{
	for (size_t i = 0; type != NULL && i < r->n; i++)
		if (strcmp(r->list[i].type, type) == 0 && strcmp(r->list[i].key, key) == 0)
			return true;
	return false;
}

/* `FILE (COMMENT): ok` or `...: REVOKED`; anything else is no answer. */
static void ask_krl(
    struct arena *a, const struct revoked *r, const struct revoked_question *q, struct fact *out)
{
	const char *text = arena_printf(a, "%s %s\n", q->type, q->key);
	const char *const argv[] = { SSHSIG_PROGRAM, "-Q", "-f", process_file(0), process_file(1),
		NULL };
	struct process p = { .argv = argv, .nfiles = 2 };
	size_t n;

	if (text == NULL) {
		error_memory(&out->why);
		return;
	}
	p.files[0] = (struct process_bytes){ r->krl, r->krl_len };
	p.files[1] = (struct process_bytes){ text, strlen(text) };
	process_run_all(a, &p, 1, 1, SSHSIG_LIMIT);
	n = strlen(p.out);
	if (p.end == PROCESS_EXITED && p.code == 0 && n > 5 && strcmp(p.out + n - 5, ": ok\n") == 0)
		out->is = FACT_NO;
	else if (p.end == PROCESS_EXITED && p.code == 1 && n > 10 &&
	    strcmp(p.out + n - 10, ": REVOKED\n") == 0)
		out->is = FACT_YES;
	else {
		error_set(&out->why, ERROR_UNREADABLE,
		    "%s -Q could not tell whether the key is revoked: %s", SSHSIG_PROGRAM,
		    escape_bytes(a, p.err, strcspn(p.err, "\n")));
		error_mend(&out->why,
		    "the administrator of the server makes revoked_keys again: ssh-keygen -k");
	}
}

void revoked_find(
    struct arena *a, const struct revoked *r, const struct revoked_question *q, struct fact *out)
{
	memset(out, 0, sizeof(*out));
	if (r->krl != NULL)
		ask_krl(a, r, q, out);
	else
		out->is = lists(r, q->type, q->key) || lists(r, q->plain_type, q->plain_key) ||
		        lists(r, q->ca_type, q->ca_key) ?
		    FACT_YES :
		    FACT_NO;
	if (a->exhausted) {
		out->is = FACT_UNKNOWN;
		error_memory(&out->why);
	}
}

int revoked_load(struct arena *a, const char *path, struct revoked *out, struct error *e)
{
	struct ini_problems problems;
	struct safefile f;

	memset(out, 0, sizeof(*out));
	if (path == NULL)
		return 0;
	if (safefile_read(a, path, SIGNERS_BYTES_MAX, &f, e) < 0) {
		if (e->kind != ERROR_ABSENT)
			return -1;
		memset(e, 0, sizeof(*e));
		return 0;
	}
	if (revoked_read(a, f.bytes, f.len, out, &problems, e) == 0)
		return 0;
	return e->kind == ERROR_MALFORMED ?
	    error_mend(e, "the administrator mends %s", escape(a, path)) :
	    -1;
}
