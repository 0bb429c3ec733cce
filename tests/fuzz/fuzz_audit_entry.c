/* Audit entries: what is read is whole, and nothing that people write becomes a line of its own. */
#include "fuzz.h"
#include "audit/entry.h"
#include "base/utf8.h"
#include "gate/audit_message.h"

static void check_step(const struct audit_step *s)
{
	assert(s->reviews != NULL && s->contributors != NULL && s->performers != NULL &&
	    s->testers != NULL);
	for (size_t i = 0; i < OUTCOMES; i++)
		assert(s->rules[i] != NULL && strchr(s->rules[i], '\n') == NULL);
	for (size_t i = 0; i < s->nsignoffs; i++) {
		const struct audit_signoff *so = &s->signoffs[i];

		assert(strchr(so->signoff, ' ') == NULL && strchr(so->role, ' ') == NULL);
		assert(strchr(so->person, ' ') == NULL && strchr(so->proof, ' ') == NULL);
	}
	for (size_t i = 0; i < s->nexhibits; i++)
		assert(strlen(s->exhibits[i].sha256) == 64 &&
		    strchr(s->exhibits[i].kind, ' ') == NULL);
	assert(s->exception == NULL || utf8_line(s->exception, strlen(s->exception)));
	assert(s->unreviewed == NULL || (s->unreviewed->n > 0) == (s->unreviewed->list != NULL));
	assert(s->review_until >= 0 && !audit_list_has(s->rules[OUTCOME_MET], ""));
}

static void check_entry(const struct audit_entry *e)
{
	assert(
	    e->kind >= AUDIT_VERDICT && e->kind <= AUDIT_CORRECTION && e->format <= AUDIT_FORMAT);
	assert(e->decision <= VERDICT_ACCEPT && e->moved <= AUDIT_MOVED && e->until >= 0);
	for (size_t i = 0; i < e->nrefs; i++) {
		assert(e->refs[i].name != NULL);
		for (size_t k = 0; k < e->refs[i].nsteps; k++)
			check_step(&e->refs[i].steps[k]);
	}
}

/* Whatever a reason or a ref's name holds, the entry is read back as what it is. */
static void check_writer(struct arena *a, const char *text)
{
	static const git_oid none;
	struct audit_entry entry;
	struct error e = { 0 };
	const char *message = audit_message_unlock(a, text, text, 1);

	if (message != NULL && audit_entry_read(a, message, strlen(message), &entry, &e) == 0)
		assert(entry.kind == AUDIT_UNLOCK && entry.nrefs == 0 && entry.until == 1 &&
		    entry.why == NULL);
	else
		assert(a->exhausted);
	entry = (struct audit_entry){ .kind = AUDIT_CORRECTION,
		.by = text,
		.reason = text,
		.refs = &(struct audit_ref){ .name = text, .symbolic = text },
		.nrefs = 1 };
	message = audit_message_found(a, &entry);
	if (message != NULL && audit_entry_read(a, message, strlen(message), &entry, &e) == 0)
		assert(entry.kind == AUDIT_CORRECTION && entry.nrefs == 1 &&
		    entry.format == AUDIT_FORMAT && entry.refs[0].nsteps == 0);
	else
		assert(a->exhausted);
	message = audit_message_outcome(a, NULL, text, &none, &none, AUDIT_NOT_MOVED, "fuzz");
	if (message != NULL && audit_entry_read(a, message, strlen(message), &entry, &e) == 0)
		assert(entry.kind == AUDIT_OUTCOME && entry.nrefs == 1 &&
		    entry.refs[0].nsteps == 0 && entry.moved == AUDIT_NOT_MOVED);
	else
		assert(a->exhausted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct audit_entry entry;
	struct error e = { 0 };
	struct arena a;
	char *text;

	arena_init(&a, (size_t)1 << 24);
	if (audit_entry_read(&a, (const char *)data, size, &entry, &e) == 0)
		check_entry(&entry);
	else
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
	text = arena_strndup(&a, (const char *)data, size);
	if (text != NULL)
		check_writer(&a, text);
	arena_release(&a);
	return 0;
}
