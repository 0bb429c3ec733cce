#include "audit/index_internal.h"
#include "base/lookup.h"

#define MAGIC "sluis-index-4\n" /* and a NUL, of 16 bytes */
#define ROOM_MAX ((uint64_t)1 << 40)

struct slot {
	uint64_t word;
	uint64_t newest; /* a sealed number: nth of its newest mention; 0: the slot is free */
};

struct mentioned {
	uint64_t word, end;
	uint64_t before; /* a sealed number: nth of the mention before it; 0: there is none */
};

/* A number with a sum over it, what it belongs to, and where that stands. */
static uint64_t seal(uint64_t number, uint64_t word, uint64_t end, uint64_t at)
{
	const uint64_t all[] = { number, word, end, at };

	return number << 16 | (lookup_hash(all, sizeof(all), 0) & 0xffff);
}

/* Of other bytes, and of numbers as another kind of machine has them, it is another one. */
static uint64_t sum_of(const struct index_head *h)
{
	return lookup_hash(h, offsetof(struct index_head, sum), 0);
}

int index_head_read(const unsigned char *bytes, struct index_head *h)
{
	memcpy(h, bytes, sizeof(*h));
	return memcmp(h->magic, MAGIC, sizeof(MAGIC)) == 0 && h->sum == sum_of(h) &&
	        h->room >= INDEX_ROOM_MIN && h->room <= ROOM_MAX &&
	        (h->room & (h->room - 1)) == 0 && h->used <= h->room / 2 && h->used <= h->n &&
	        h->n <= ROOM_MAX ?
	    0 :
	    -1;
}

static int get(const struct index *x, uint64_t at, void *to, size_t n)
{
	if (x->bytes == NULL)
		return kept_read(x->fd, to, n, (off_t)at) ? 0 : -1;
	if (at > x->size || x->size - at < n)
		return -1;
	memcpy(to, x->bytes + at, n);
	return 0;
}

static int put(struct index *x, uint64_t at, const void *from, size_t n)
{
	if (x->bytes == NULL)
		return pwrite(x->fd, from, n, (off_t)at) == (ssize_t)n ? 0 : -1;
	if (at + n > x->room) {
		size_t room = 2 * (size_t)(at + n);
		unsigned char *bytes = realloc(x->bytes, room);

		if (bytes == NULL)
			return -1;
		x->bytes = bytes;
		x->room = room;
	}
	memcpy(x->bytes + at, from, n);
	if (x->size < at + n)
		x->size = (size_t)(at + n);
	return 0;
}

int index_put_head(struct index *x)
{
	memcpy(x->head.magic, MAGIC, sizeof(MAGIC));
	x->head.sum = sum_of(&x->head);
	return put(x, 0, &x->head, sizeof(x->head));
}

static uint64_t slot_at(uint64_t i)
{
	return sizeof(struct index_head) + i * sizeof(struct slot);
}

static uint64_t mention_at(const struct index *x, uint64_t nth)
{
	return slot_at(x->head.room) + (nth - 1) * sizeof(struct mentioned);
}

/* The slot of a word, or the free one where it would stand, and its newest mention. 0, or -1: it is
 * broken. */
static int find_slot(const struct index *x, uint64_t word, uint64_t *at, uint64_t *newest)
{
	const uint64_t mask = x->head.room - 1;
	struct slot s[4];

	for (uint64_t tried = 0, i = word & mask; tried <= mask;) {
		size_t n = mask + 1 - i < 4 ? (size_t)(mask + 1 - i) : 4;

		if (get(x, slot_at(i), s, n * sizeof(*s)) < 0)
			return -1;
		for (size_t k = 0; k < n; k++, i++, tried++) {
			*newest = s[k].newest >> 16;
			*at = i;
			if (s[k].newest != seal(*newest, s[k].word, 0, i))
				return -1;
			if (*newest == 0 || s[k].word == word)
				return 0;
		}
		i &= mask;
	}
	return -1;
}

/* The mention `nth` of that word; 0 for none. */
static int read_mention(const struct index *x, uint64_t word, uint64_t nth, struct mentioned *out)
{
	uint64_t before;

	if (get(x, mention_at(x, nth), out, sizeof(*out)) < 0)
		return -1;
	before = out->before >> 16;
	if (out->word != word || before >= nth || out->before != seal(before, word, out->end, nth))
		return -1;
	out->before = before;
	return 0;
}

/* What is newer than the head is passed over. */
static int find_known(const struct index *x, uint64_t word, uint64_t nth, struct index_mention *m)
{
	struct mentioned is = { .end = 0 };

	for (; nth != 0; nth = is.before) {
		if (read_mention(x, word, nth, &is) < 0)
			return -1;
		if (nth <= x->head.n)
			break;
	}
	*m = (struct index_mention){ nth, nth != 0 ? is.end : 0 };
	return nth == 0 || is.end <= x->head.end ? 0 : -1;
}

int index_newest(const struct index *x, uint64_t word, struct index_mention *m)
{
	uint64_t at, newest;

	return find_slot(x, word, &at, &newest) < 0 ? -1 : find_known(x, word, newest, m);
}

int index_before(const struct index *x, uint64_t word, struct index_mention *m)
{
	struct mentioned is;

	return read_mention(x, word, m->nth, &is) < 0 ? -1 : find_known(x, word, is.before, m);
}

int index_start(struct index *x, uint64_t room)
{
	*x = (struct index){ .fd = -1, .head = { .room = room } };
	x->room = (size_t)slot_at(2 * room);
	x->bytes = calloc(1, x->room);
	for (uint64_t i = 0; x->bytes != NULL && i < room; i++) {
		struct slot s = { 0, seal(0, 0, 0, i) };

		put(x, slot_at(i), &s, sizeof(s));
	}
	return x->bytes != NULL ? 0 : -1;
}

/* The same with twice the room, in memory. */
static int grow(struct index *x)
{
	struct index twice;
	struct mentioned m;
	int rc = index_start(&twice, 2 * x->head.room);

	twice.head.end = x->head.end;
	twice.head.tip = x->head.tip;
	twice.head.settled = x->head.settled;
	for (uint64_t nth = 1; rc == 0 && nth <= x->head.n; nth++)
		rc = get(x, mention_at(x, nth), &m, sizeof(m)) < 0 ||
		        read_mention(x, m.word, nth, &m) < 0 ?
		    -1 :
		    index_add(&twice, m.word, m.end);
	if (rc == 0 && twice.head.n != x->head.n)
		rc = -1;
	if (rc < 0) {
		index_close(&twice);
		return -1;
	}
	index_close(x);
	*x = twice;
	return 0;
}

int index_add(struct index *x, uint64_t word, uint64_t end)
{
	struct mentioned m = { word, end, 0 };
	struct index_mention known;
	struct slot s = { word, 0 };
	uint64_t at, newest;

	if (x->head.used >= x->head.room / 2 && grow(x) < 0)
		return -1;
	if (find_slot(x, word, &at, &newest) < 0 || find_known(x, word, newest, &known) < 0)
		return -1;
	if (known.nth != 0 && known.end == end)
		return 0;
	m.before = seal(known.nth, word, end, x->head.n + 1);
	s.newest = seal(x->head.n + 1, word, 0, at);
	x->head.used += known.nth == 0;
	x->head.end = end;
	x->head.n++;
	return put(x, mention_at(x, x->head.n), &m, sizeof(m)) < 0 ||
	        put(x, slot_at(at), &s, sizeof(s)) < 0 ?
	    -1 :
	    0;
}
