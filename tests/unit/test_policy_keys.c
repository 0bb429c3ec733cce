/* The table of keys and its manual page say the same: config/policy.ini.5, read as mdoc(7). */
#include "test_policy.h"

#define PAGE "config/policy.ini.5"

static char page[1 << 17];

static int load(void **state)
{
	FILE *in = fopen(PAGE, "r");

	(void)state;
	if (in == NULL) {
		fprintf(stderr, "%s: run the tests in the top folder of the source\n", PAGE);
		return -1;
	}
	page[0] = '\n';
	page[1 + fread(page + 1, 1, sizeof(page) - 2, in)] = '\0';
	fclose(in);
	return 0;
}

/* A copy of what stands between `start` and the first of the ends after it; empty when there is
 * none. */
static const char *part(
    const char *text, const char *start, const char *end, const char *other, char *out, size_t room)
{
	const char *from = strstr(text, start), *to, *too;

	out[0] = '\0';
	if (from == NULL)
		return out;
	from += strlen(start) - 1;
	to = strstr(from + 1, end);
	too = strstr(from + 1, other);
	if (to == NULL || (too != NULL && too < to))
		to = too;
	snprintf(out, room, "%.*s", to != NULL ? (int)(to - from) : (int)strlen(from), from);
	return out;
}

/* What the page says of a kind of section. */
static const char *described(enum policy_kind kind, char *out, size_t room)
{
	char start[64];

	snprintf(start, sizeof(start), "\n.Ss [%s%s", policy_sections[kind].kind,
	    policy_sections[kind].named != NULL ? " " : "]");
	return part(page, start, "\n.Ss ", "\n.Sh ", out, room);
}

static bool has_item(const char *text, const char *key)
{
	char item[96];

	snprintf(item, sizeof(item), "\n.It Cm %s Li =", key);
	return strstr(text, item) != NULL;
}

/* Is it a word of a line of macros? `env:NAME` is written in two words. */
static bool has_word(const char *text, const char *word)
{
	size_t n = strchr(word, ':') != NULL ? strcspn(word, ":") + 1 : strlen(word);

	for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		for (const char *p = line; *line == '.' && *p != '\n' && *p != '\0';) {
			size_t len = strcspn(p, " \n");

			if (len == n && strncmp(p, word, n) == 0)
				return true;
			p += len + strspn(p + len, " ");
		}
	}
	return false;
}

static void keys_described(void **state)
{
	static char text[1 << 16];

	(void)state;
	for (size_t i = 0; i < policy_nkeys; i++) {
		const struct policy_key *row = &policy_keys[i];
		const char *kind = policy_sections[row->kind].kind;

		if (!has_item(described(row->kind, text, sizeof(text)), row->name))
			fail_msg("%s does not describe '%s' of [%s]", PAGE, row->name, kind);
	}
}

static void words_described(void **state)
{
	static char text[1 << 16];

	(void)state;
	for (size_t i = 0; i < policy_nkeys; i++) {
		const struct policy_key *row = &policy_keys[i];

		described(row->kind, text, sizeof(text));
		for (const struct policy_word *w = row->words; w != NULL && w->word != NULL; w++)
			if (!has_word(text, w->word))
				fail_msg(
				    "%s does not describe '%s = %s'", PAGE, row->name, w->word);
	}
}

/* And nothing else: what the page describes is in the table. */
static void nothing_more(void **state)
{
	static char text[1 << 16];
	size_t n = 0;

	(void)state;
	for (enum policy_kind k = 0; k < KIND_COUNT; k++) {
		const char *item = described(k, text, sizeof(text));

		if (*item == '\0')
			fail_msg("%s does not describe [%s]", PAGE, policy_sections[k].kind);
		while ((item = strstr(item, "\n.It Cm ")) != NULL) {
			char key[64];

			item += strlen("\n.It Cm ");
			snprintf(key, sizeof(key), "%.*s", (int)strcspn(item, " \n"), item);
			if (!has_item(item - strlen("\n.It Cm "), key) ||
			    strncmp(item + strlen(key), " Li = ", 6) != 0)
				continue; /* an item of a list within */
			n++;
			if (policy_key_of(policy_keys_of(k), policy_keys_of(k).list, key) == NULL)
				fail_msg("%s describes '%s' of [%s], which is no key", PAGE, key,
				    policy_sections[k].kind);
		}
	}
	assert_true(n > 20);
}

/* Every row can be read, printed and found. */
static void table_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < policy_nkeys; i++) {
		const struct policy_key *row = &policy_keys[i];
		bool words = row->type == TYPE_WORD || row->type == TYPE_FLAG ||
		    row->type == TYPE_WORDS || row->type == TYPE_SOURCE;
		bool list = row->type == TYPE_TEXTS || row->type == TYPE_MANY ||
		    row->type == TYPE_MEMBER || row->type == TYPE_DEPUTY ||
		    row->type == TYPE_CONFLICT;

		assert_ptr_equal(policy_key_of(policy_keys_of(row->kind), row, row->name), row);
		assert_ptr_equal(policy_key_of(policy_keys_of(row->kind),
		                     policy_keys_of(row->kind).list, row->name),
		    row);
		assert_true(row->times >= 1 && (row->times == 1) != list);
		assert_int_equal(row->words != NULL, words);
		assert_true(!list || row->n_at > row->at);
		if (row->type == TYPE_NUMBER || row->type == TYPE_SIZE)
			assert_true(row->max > row->min &&
			    (row->required || row->fallback >= row->min || row->fallback == 0));
		if (row->type == TYPE_WORD || row->type == TYPE_FLAG) {
			const struct policy_word *w = row->words;

			while (w->word != NULL && w->value != row->fallback)
				w++;
			assert_non_null(w->word);
		}
	}
	for (enum policy_kind k = 0; k < KIND_COUNT; k++)
		assert_int_equal(policy_kind_of(policy_sections[k].kind), k);
	assert_int_equal(policy_kind_of("polic"), KIND_COUNT);
	assert_null(policy_key_of(policy_keys_of(KIND_POLICY), &policy_keys[1], "emails"));
}

TESTS_WITHIN(load, NULL, cmocka_unit_test(keys_described), cmocka_unit_test(words_described),
    cmocka_unit_test(nothing_more), cmocka_unit_test(table_sound));
