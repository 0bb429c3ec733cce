/* Signed commits, tags and certificates of a push taken apart: nothing is lost or made up. */
#include "fuzz.h"
#include "base/utf8.h"
#include "sign/sshsig_split.h"

#define BEGIN "\n-----BEGIN SSH SIGNATURE-----"

static void check_commit(struct arena *a, const char *bytes, size_t len)
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

static void check_tag(const char *bytes, size_t len)
{
	struct sshsig_parts p;
	struct error e = { 0 };

	if (sshsig_split_tag(bytes, len, &p, &e) < 0) {
		assert(e.kind != ERROR_NONE && p.payload == NULL && p.signature_len == 0);
		assert(utf8_line(e.text, strlen(e.text)));
		return;
	}
	assert(p.payload == bytes && p.payload + p.payload_len == p.signature);
	assert(p.payload_len + p.signature_len == len && p.signature_len <= SSHSIG_SIGNATURE_MAX);
	assert(memmem(p.payload, p.payload_len, BEGIN, strlen(BEGIN)) == NULL);
	assert(memmem(p.signature + 1, p.signature_len - 1, "-----BEGIN", 10) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;

	arena_init(&a, (size_t)1 << 24);
	check_commit(&a, (const char *)data, size);
	check_tag((const char *)data, size);
	arena_release(&a);
	return 0;
}
