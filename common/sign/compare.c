#include "sign/compare.h"

#include "base/lookup.h"
#include "sign/revoked.h"
#include "sign/signers.h"

enum side { OLD, NEW };

struct comparing {
	struct arena *arena;
	const struct policy_folder *of[2];
	struct policy_changes *out;
};

/* Without memory the arena says so. */
static void add(struct comparing *c, enum change_sort sort, const char *text)
{
	policy_change_add(c->arena, c->out, sort, text);
}

/* A file that cannot be read says nothing about who may do what. */
static void unreadable(struct comparing *c, size_t n, enum side side)
{
	add(c, CHANGE_LOOSENS,
	    say_printf(c->arena, "%s: %s cannot be read by this version of Sluis",
	        c->of[side]->name, folder_names[n]));
}

static int compare_policies(struct comparing *c, int64_t now)
{
	struct policy *p = arena_array(c->arena, 2, sizeof(*p));
	struct ini_problems problems = { 0 };
	struct error none = { 0 };

	for (int side = OLD; p != NULL && side <= NEW; side++)
		if (policy_read(c->arena, c->of[side]->files[FOLDER_POLICY].bytes,
		        c->of[side]->files[FOLDER_POLICY].len, now, &p[side], &problems,
		        &none) < 0) {
			unreadable(c, FOLDER_POLICY, side);
			return 0;
		}
	return p == NULL ? -1 : policy_compare(c->arena, &p[OLD], &p[NEW], now, c->out);
}

/* "from 2026-01-01T00:00:00Z until ..." */
static const char *period(struct comparing *c, const struct signer *s)
{
	return arena_printf(c->arena, "%s - %s",
	    s->valid_after != INT64_MIN ? when_text(c->arena, s->valid_after) : "",
	    s->valid_before != INT64_MAX ? when_text(c->arena, s->valid_before) : "");
}

/* "kim", "kim (git)": for whom, and for which namespaces alone. */
static const char *whom(struct arena *a, const struct signer *s, size_t who)
{
	const char *name = escape(a, s->principals[who]);

	return s->namespaces != NULL ? arena_printf(a, "%s (%s)", name, escape(a, s->namespaces)) :
	                               name;
}

static void say_signer(struct comparing *c, const struct signer *s, size_t who, bool gone)
{
	const char *what = s->cert_authority ? say("the certificate authority") : say("the key");

	add(c, gone ? CHANGE_OTHER : CHANGE_LOOSENS,
	    arena_printf(c->arena,
	        gone ? say("%s %s no longer signs for %s") : say("%s %s signs for %s"), what,
	        signers_fingerprint(c->arena, s->key), whom(c->arena, s, who)));
}

static void compare_signer(
    struct comparing *c, const struct signer *old, const struct signer *new, size_t who)
{
	bool sooner = new->valid_after == old->valid_after &&new->valid_before < old->valid_before;

	if (new->valid_after == old->valid_after &&new->valid_before == old->valid_before)
		return;
	add(c, sooner ? CHANGE_SHUTS : CHANGE_LOOSENS,
	    say_printf(c->arena, "the key %s signs for %s %s (was %s)",
	        signers_fingerprint(c->arena, new->key), whom(c->arena, new, who), period(c, new),
	        period(c, old)));
}

static const char *signer_name(struct arena *a, const struct signer *s, size_t who)
{
	return arena_printf(a, "%s %s %s %d %s", s->principals[who], s->key_type, s->key,
	    s->cert_authority, s->namespaces != NULL ? s->namespaces : "");
}

/* The people and keys of one list by name, with what they sign. */
static void index_signers(struct arena *a, struct signers *list, struct lookup *out)
{
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->list[i].nprincipals; k++) {
			const char *name = signer_name(a, &list->list[i], k);

			if (name != NULL)
				lookup_set_text(a, out, name, &list->list[i]);
		}
}

static void walk_signers(
    struct comparing *c, const struct signers *list, const struct lookup *other, bool gone)
{
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->list[i].nprincipals; k++) {
			const char *name = signer_name(c->arena, &list->list[i], k);
			const struct signer *was = name != NULL ? lookup_text(other, name) : NULL;

			if (was == NULL)
				say_signer(c, &list->list[i], k, gone);
			else if (!gone)
				compare_signer(c, was, &list->list[i], k);
		}
}

static void compare_signers(struct comparing *c)
{
	struct signers list[2] = { { 0 } };
	struct lookup known[2] = { { 0 } };
	struct ini_problems problems = { 0 };
	struct error none = { 0 };
	size_t before = c->out->n;

	if (folder_same(c->of[OLD], c->of[NEW], FOLDER_SIGNERS))
		return;
	for (int side = OLD; side <= NEW; side++) {
		const char *bytes = c->of[side]->files[FOLDER_SIGNERS].bytes;

		if (bytes != NULL &&
		    signers_read(c->arena, bytes, c->of[side]->files[FOLDER_SIGNERS].len,
		        &list[side], &problems, &none) < 0) {
			unreadable(c, FOLDER_SIGNERS, side);
			return;
		}
		index_signers(c->arena, &list[side], &known[side]);
	}
	walk_signers(c, &list[NEW], &known[OLD], false);
	walk_signers(c, &list[OLD], &known[NEW], true);
	if (c->out->n == before)
		add(c, CHANGE_LOOSENS,
		    say("allowed_signers is written in another way, for the same people and keys"));
}

/* The keys of one list that the other lacks. */
static void walk_revoked(
    struct comparing *c, const struct revoked *list, const struct revoked *other, bool gone)
{
	struct lookup known = { 0 };
	static char there[] = "";

	for (size_t i = 0; i < other->n; i++)
		lookup_set_text(c->arena, &known, other->list[i].key, there);
	for (size_t i = 0; i < list->n; i++) {
		const char *key = signers_fingerprint(c->arena, list->list[i].key);

		if (lookup_text(&known, list->list[i].key) != NULL)
			continue;
		if (gone)
			add(c, CHANGE_LOOSENS,
			    say_printf(c->arena, "the key %s is no longer revoked", key));
		else
			add(c, CHANGE_SHUTS, say_printf(c->arena, "the key %s is revoked", key));
	}
}

static void compare_revoked(struct comparing *c)
{
	struct revoked list[2] = { { 0 } };
	struct ini_problems problems = { 0 };
	struct error none = { 0 };

	if (folder_same(c->of[OLD], c->of[NEW], FOLDER_REVOKED))
		return;
	for (int side = OLD; side <= NEW; side++) {
		const char *bytes = c->of[side]->files[FOLDER_REVOKED].bytes;

		if (bytes != NULL &&
		    revoked_read(c->arena, bytes, c->of[side]->files[FOLDER_REVOKED].len,
		        &list[side], &problems, &none) < 0) {
			unreadable(c, FOLDER_REVOKED, side);
			return;
		}
	}
	if (list[OLD].krl != NULL || list[NEW].krl != NULL)
		add(c, CHANGE_LOOSENS, say("revoked_keys is another list, made by ssh-keygen -k"));
	walk_revoked(c, &list[NEW], &list[OLD], false);
	walk_revoked(c, &list[OLD], &list[NEW], true);
}

int folder_compare(struct arena *a, const struct policy_folder *old,
    const struct policy_folder *new, int64_t now, struct policy_changes *out, struct error *e)
{
	struct comparing c = { a, { old, new }, out };

	if (!folder_same(old, new, FOLDER_POLICY) && compare_policies(&c, now) < 0)
		return error_memory(e);
	compare_signers(&c);
	compare_revoked(&c);
	return a->exhausted ? error_memory(e) : 0;
}
