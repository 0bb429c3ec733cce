/*
 * rules/remedy: the command that makes a refused merge right.
 *
 * Where the dossier of its candidate is there that is `git sluis promote`, which makes the merge
 * anew. Any other command is safe wherever it is pasted: it leaves everything alone where the
 * refused merge is not checked out, or works on a detached HEAD, so that no branch moves and no
 * work is lost. None has a word to fill in.
 */
#pragma once

#include "promotion/dossier.h"
#include "rules/ruling.h"

#define REMAKE \
	"make the merge again without edits, with the same message; no branch of yours moves:"

/* `git sluis promote ID`, with what this promotion is made with; NULL where that cannot make it. */
const char *rule_promote(struct ruling *r);

/* The id of the promotion: that of the dossier of its candidate, or what the merge says, or the
 * folder of what it links; NULL for none. */
const char *rule_id(const struct ruling *r);

/* The fix of the finding just made is another message: `git sluis promote`, or `command` (NULL:
 * amending it in the editor) with the text `fmt`, which ends in a colon. */
enum outcome rule_mend_merge(struct ruling *r, const char *command, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, of a message that promote would make in the same way. */
enum outcome rule_mend_message(struct ruling *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Was all that the person did to make this merge, which is not its candidate? The fix is one that
 * is. */
bool rule_made_here(const struct ruling *r, const struct contribution *made);

/* It is the trailer Promotion, which is missing. */
enum outcome rule_mend_id(struct ruling *r);

/* It is the link of a record: of the file `path` in place of what is there, or (NULL) of the one of
 * that kind in the dossier; who makes it where there is none. */
enum outcome rule_mend_link(struct ruling *r, enum dossier_kind kind, const char *path);

/* Amends the merge, where it is checked out, by `how`: more options of git commit. */
const char *rule_amend(struct ruling *r, const char *how);

/* By that trailer, quoted for a shell. */
const char *rule_amend_trailer(struct ruling *r, const char *trailer);

/* Where what was pushed is checked out: runs `command`. */
const char *rule_on_tip(struct ruling *r, const char *command);

/* Makes the tip's merge again, with the same message, of that commit and all that it holds, and
 * pushes it. */
const char *rule_remake(struct ruling *r, const git_oid *with);

/* Somebody else pushes what was pushed. `who`: one of them, in words. */
enum outcome rule_hand_over(struct ruling *r, const char *who);
