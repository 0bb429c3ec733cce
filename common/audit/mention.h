/*
 * audit/mention: the words by which entries of the audit are looked up, each as a number.
 *
 * Two words may have one number: who looks up by one reads the entry, and passes it over where it
 * speaks of something else. What an entry does not mention here, nobody finds there.
 */
#pragma once

#include "audit/entry.h"

#define MENTION_SIGNOFFS "refs/signoffs/"

enum mention_kind {
	MENTION_RARE = 1, /* nothing more: arming, an unlock, a correction */
	MENTION_SELF, /* the id of an accepting verdict, or of an unlock */
	MENTION_OUTCOME, /* the id of the entry that an outcome belongs to */
	MENTION_REF, /* a name, escaped: of all that moves it, lets it move, or found it */
	MENTION_FOLDER, /* its beginning, up to a slash or empty; where the ref is first named */
	MENTION_MOVED, /* the name in an outcome: it moved by a verdict */
	MENTION_DELETES, /* the name in a verdict that lets it be deleted */
	MENTION_RESTS, /* the name of what a promotion rests on */
	MENTION_BECAME, /* the id that a ref became, or went through on the way */
	MENTION_PROMOTION, /* its id, letters without case */
	MENTION_TREE, /* the id of what a sign-off is about */
	MENTION_UNTOLD /* nothing more: a sign-off, and not what it says; or that it went */
};

/* "" for a kind that needs nothing more. */
uint64_t mention_text(enum mention_kind kind, const char *text);
uint64_t mention_id(enum mention_kind kind, const git_oid *id);

struct mention {
	uint64_t word;
	uint64_t unless; /* 0, or only where nothing older mentions this */
};

struct mentions {
	struct mention *list;
	size_t n;
};

/* What the entry `id` mentions, perhaps twice. 0 or -1 without memory. */
int mentions_of(
    struct arena *a, const git_oid *id, const struct audit_entry *entry, struct mentions *out);

/* Does it mention the word, whatever is older? */
bool mentions_has(const struct mentions *m, uint64_t word);
