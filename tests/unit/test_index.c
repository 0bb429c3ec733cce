/* The table of the index: what it leads to is what was added, in any number; another byte in it is
 * seen. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "audit/index_internal.h"

#define WORDS 700
#define ENTRIES 3000

static uint64_t word_of(uint64_t i)
{
	return i * 0x9e3779b97f4a7c15u + 1;
}

/* Each entry mentions two words. */
static void add(struct index *x, uint64_t from, uint64_t until)
{
	for (uint64_t i = from; i <= until; i++)
		for (uint64_t k = 0; k < 3; k++)
			assert_int_equal(
			    index_add(x, word_of(k < 2 ? i % WORDS : i % 7 + WORDS), i), 0);
}

static void fill(struct index *x, uint64_t entries)
{
	assert_int_equal(index_start(x, INDEX_ROOM_MIN), 0);
	add(x, 1, entries);
	assert_int_equal(index_put_head(x), 0);
}

/* -1 where that is said; else 0, and all is true. */
static int look_at(const struct index *x, uint64_t entries, uint64_t word)
{
	struct index_mention m;
	int rc = index_newest(x, word_of(word), &m);

	for (uint64_t i = entries; rc == 0 && i > 0; i--) {
		if (i % WORDS != word && i % 7 + WORDS != word)
			continue;
		assert_int_not_equal(m.nth, 0);
		assert_int_equal(m.end, i);
		rc = index_before(x, word_of(word), &m);
	}
	assert_true(rc < 0 || m.nth == 0);
	return rc;
}

static void leads_to_all(void **state)
{
	struct index x;

	(void)state;
	fill(&x, ENTRIES);
	assert_true(x.head.room > INDEX_ROOM_MIN);
	assert_int_equal(x.head.n, 2 * ENTRIES);
	for (uint64_t i = 0; i < WORDS + 20; i++)
		assert_int_equal(look_at(&x, ENTRIES, i), 0);
	index_close(&x);
}

static void another_byte_is_seen(void **state)
{
	const uint64_t entries = 400;
	unsigned seen = 0;
	struct index x;

	(void)state;
	srand(1);
	fill(&x, entries);
	for (size_t i = INDEX_HEAD; i < x.size; i += 1 + (size_t)rand() % 7) {
		unsigned char was = x.bytes[i];

		x.bytes[i] ^= (unsigned char)(1 + rand() % 255);
		for (uint64_t k = 0; k < 5; k++)
			seen += look_at(&x, entries, (uint64_t)rand() % (WORDS + 7)) < 0;
		x.bytes[i] = was;
	}
	assert_true(seen > 20);
	index_close(&x);
}

/* What is broken is not copied as if it were good. */
static void it_grows_by_sound_mentions(void **state)
{
	struct index x;
	uint64_t i = 1;

	(void)state;
	assert_int_equal(index_start(&x, INDEX_ROOM_MIN), 0);
	for (; x.head.used < x.head.room / 2; i++)
		assert_int_equal(index_add(&x, word_of(i), i), 0);
	x.bytes[INDEX_HEAD + 16 * x.head.room + 24 * 99] ^= 4;
	assert_int_equal(index_add(&x, word_of(i), i), -1);
	index_close(&x);
}

/* Mentions that are newer than the head are of no account, until it is written. */
static void the_head_decides(void **state)
{
	struct index x;
	struct index_head before;

	(void)state;
	fill(&x, 300);
	before = x.head;
	add(&x, 301, 500);
	x.head = before;
	for (uint64_t i = 0; i < WORDS + 7; i++)
		assert_int_equal(look_at(&x, 300, i), 0);
	add(&x, 301, 400);
	for (uint64_t i = 0; i < WORDS + 7; i++)
		assert_int_equal(look_at(&x, 400, i), 0);
	index_close(&x);
}

static void head(void **state)
{
	unsigned char bytes[INDEX_HEAD];
	struct index_head h;
	struct index x;

	(void)state;
	fill(&x, 10);
	memcpy(bytes, x.bytes, sizeof(bytes));
	assert_int_equal(index_head_read(bytes, &h), 0);
	assert_int_equal(h.n, 20);
	assert_int_equal(h.end, 10);
	assert_int_equal(h.room, INDEX_ROOM_MIN);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] ^= 4;
		assert_int_equal(index_head_read(bytes, &h), -1);
		bytes[i] ^= 4;
	}
	index_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(leads_to_all),
		cmocka_unit_test(another_byte_is_seen),
		cmocka_unit_test(it_grows_by_sound_mentions), cmocka_unit_test(the_head_decides),
		cmocka_unit_test(head) };

	return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
