/*
 * policy_later: what a policy may ask in the end and this version cannot do yet.
 *
 * A value whose rule is not built is refused, never silently accepted. The marks are in the table of keys.
 */
#include <string.h>

#include "policy_reading.h"

static void
later_word(struct policy_reading *r, const struct policy_key *row, const struct ini_key *k, const char *word, size_t n)
{
	const struct policy_word *w = policy_word_of(row->words, word, n);

	if (w != NULL && w->later)
		ini_problem(r->arena, r->problems, k->line, "'%s = %s' is not supported yet; this version can do %s",
		    row->name, w->word, policy_words(r->arena, row->words, row->name));
}

static void
later_words(struct policy_reading *r, const struct policy_key *row, const struct ini_key *k)
{
	size_t n;

	for (const char *p = k->value; *p != '\0'; p += n + strspn(p + n, " \t")) {
		n = strcspn(p, " \t");
		later_word(r, row, k, p, n);
	}
}

/* An environment that says nothing of the proof asks for the default. */
static void
later_proof(struct policy_reading *r, const struct ini_section *s, const struct environment *env)
{
	const struct policy_key *row = policy_key_of(KIND_ENVIRONMENT, "proof");
	const struct policy_word *w = row->words;

	while (w->value != row->fallback)
		w++;
	for (size_t i = 0; i < s->nkeys; i++)
		if (strcmp(s->keys[i].key, row->name) == 0)
			return;
	if (w->later && (env->nsignoffs > 0 || (env->require & REQUIRE_IMPACT) != 0))
		ini_problem(r->arena, r->problems, s->line, "%s asks for sign-offs, with '%s = %s' where it says nothing; "
		    "that is not supported yet: write %s", policy_title(r->arena, s->kind, s->name), row->name, w->word,
		    policy_words(r->arena, row->words, row->name));
}

static void
later_section(struct policy_reading *r, const struct ini_section *s)
{
	enum policy_kind kind = policy_kind_of(s->kind);
	const struct environment *env;

	if (kind == KIND_COUNT)
		return;
	for (size_t i = 0; i < s->nkeys; i++) {
		const struct policy_key *row = policy_key_of(kind, s->keys[i].key);

		if (row != NULL && row->words != NULL)
			later_words(r, row, &s->keys[i]);
	}
	env = kind == KIND_ENVIRONMENT && s->name != NULL ? policy_environment_by_id(r->out, s->name) : NULL;
	if (env != NULL)
		later_proof(r, s, env);
}

void
policy_later(struct policy_reading *r)
{
	for (size_t i = 0; i < r->ini.nsections; i++)
		later_section(r, &r->ini.sections[i]);
}
