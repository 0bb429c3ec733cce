#include "base/lookup.h"

#define ROOM_MIN 16

/* As FNV-1a, of eight bytes at a time. */
uint64_t lookup_hash(const void *bytes, size_t len, uint64_t from)
{
	const unsigned char *p = bytes, *end = p + len;
	uint64_t h = 14695981039346656037u ^ from, word;

	for (; (size_t)(end - p) >= sizeof(word); p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		h = (h ^ word) * 1099511628211u;
		h ^= h >> 32;
	}
	for (; p < end; p++)
		h = (h ^ *p) * 1099511628211u;
	return h ^ h >> 32;
}

/* The slot of a key, or the free one where it would stand. There is always a free one. */
static struct lookup_slot *slot_of(const struct lookup *l, const void *key, size_t len)
{
	size_t i = (size_t)lookup_hash(key, len, 0) & (l->room - 1);

	while (l->slots[i].key != NULL &&
	    (l->slots[i].len != len || memcmp(l->slots[i].key, key, len) != 0))
		i = (i + 1) & (l->room - 1);
	return &l->slots[i];
}

void *lookup_get(const struct lookup *l, const void *key, size_t len)
{
	return l->room != 0 ? slot_of(l, key, len)->value : NULL;
}

/* A table of twice what is in use; what was taken out stays behind. */
static int make_room(struct arena *a, struct lookup *l)
{
	struct lookup old = *l;
	size_t live = 0;

	for (size_t i = 0; i < old.room; i++)
		live += old.slots[i].value != NULL;
	l->room = ROOM_MIN;
	while (l->room < 4 * live)
		l->room *= 2;
	l->slots = arena_array(a, l->room, sizeof(*l->slots));
	if (l->slots == NULL) {
		*l = old;
		return -1;
	}
	l->used = live;
	for (size_t i = 0; i < old.room; i++)
		if (old.slots[i].value != NULL)
			*slot_of(l, old.slots[i].key, old.slots[i].len) = old.slots[i];
	return 0;
}

int lookup_set(struct arena *a, struct lookup *l, const void *key, size_t len, void *value)
{
	struct lookup_slot *slot;

	if (2 * (l->used + 1) > l->room && make_room(a, l) < 0)
		return -1;
	slot = slot_of(l, key, len);
	if (slot->key == NULL && value != NULL) {
		l->used++;
		slot->key = key;
		slot->len = len;
	}
	slot->value = value;
	return 0;
}

void *lookup_text(const struct lookup *l, const char *key)
{
	return lookup_get(l, key, strlen(key));
}

int lookup_set_text(struct arena *a, struct lookup *l, const char *key, void *value)
{
	return lookup_set(a, l, key, strlen(key), value);
}

void *lookup_id(const struct lookup *l, const git_oid *id)
{
	return lookup_get(l, id, sizeof(*id));
}

int lookup_add_id(struct arena *a, struct lookup *l, const git_oid *id)
{
	git_oid *copy = arena_alloc(a, sizeof(*copy));

	if (copy == NULL)
		return -1;
	*copy = *id;
	return lookup_set(a, l, copy, sizeof(*copy), copy);
}

bool lookup_among(const char *const *list, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	return false;
}
