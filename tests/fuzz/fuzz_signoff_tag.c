/* Sign-off tags and the refs they stand under: what is read stands in the bytes that were signed,
 * once. */
#include "fuzz.h"
#include "base/utf8.h"
#include "policy/form.h"
#include "promotion/promotion.h"
#include "promotion/signoff_tag.h"

static void check_tag(const struct signoff_tag *t, const char *bytes, size_t len)
{
	const struct sshsig_parts *p = &t->parts;

	assert(p->payload == bytes && p->payload + p->payload_len == p->signature);
	assert(
	    p->payload_len + p->signature_len == len && p->signature_len <= SSHSIG_SIGNATURE_MAX);
	assert(memmem(p->signature + 1, p->signature_len - 1, "-----BEGIN", 10) == NULL);
	assert(memchr(bytes, '\0', len) == NULL);
	assert(promotion_id_valid(t->promotion) && form_id(t->environment) == NULL &&
	    form_id(t->role) == NULL);
	assert(memmem(p->payload, p->payload_len, t->promotion, strlen(t->promotion)) != NULL);
	assert(memmem(p->payload, p->payload_len, t->tagger, strlen(t->tagger)) != NULL);
	assert(t->decision == DECISION_APPROVE || t->decision == DECISION_REJECT);
	assert(memmem(p->payload, p->payload_len,
	           t->decision == DECISION_APPROVE ? "approve" : "reject", 6) != NULL);
	assert(t->kind == NULL || strcmp(t->kind, "rollback") == 0 ||
	    (strncmp(t->kind, EMERGENCY_WORD, strlen(EMERGENCY_WORD)) == 0 &&
	        strpbrk(t->kind + strlen(EMERGENCY_WORD), " \t\n") == NULL));
	for (size_t i = 0; i < t->nreviews; i++)
		assert(promotion_id_valid(t->reviews[i]));
	assert(t->at > 0 && *t->name != '\0' && *t->tagger != '\0');
	assert(memmem(p->payload, p->payload_len, "\ntype commit\ntag ", 17) ==
	    p->payload + strlen("object ") + 40);
}

static void check_ref(struct arena *a, const char *bytes, size_t len)
{
	const char *ref = arena_strndup(a, bytes, len);
	struct signoff_ref r;
	struct error e = { 0 };

	if (ref == NULL)
		return;
	if (signoff_ref_read(a, ref, &r, &e) < 0) {
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
		assert(utf8_line(e.text, strlen(e.text)));
		return;
	}
	assert(r.sequence >= 1 && r.sequence <= SIGNOFF_SEQUENCE_MAX &&
	    form_person_id(r.person) == NULL);
	assert(strcmp(signoff_ref_name(a, &r), ref) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct arena a;
	struct signoff_tag t;
	struct error e = { 0 };

	arena_init(&a, (size_t)1 << 24);
	if (signoff_tag_read(&a, bytes, size, &t, &e) == 0) {
		assert(!a.exhausted);
		check_tag(&t, bytes, size);
	} else {
		assert(e.kind != ERROR_NONE && t.promotion == NULL && t.decision == DECISION_NONE);
		assert(utf8_line(e.text, strlen(e.text)));
	}
	check_ref(&a, bytes, size);
	arena_release(&a);
	return 0;
}
