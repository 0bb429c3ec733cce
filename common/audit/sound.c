#include "audit/sound.h"

#include "base/digest.h"

/* The check of one entry. */
struct checking {
	struct arena *arena;
	const struct repo *repo;
	const struct audit_seen *seen;
	struct audit_sound *check;
};

static void complain(struct checking *c, const char *text)
{
	c->check->say(c->check->ctx, &c->seen->id, text);
}

/* Many entries have the same files. */
static bool seen_sound(const struct checking *c, const git_oid *id)
{
	for (size_t i = 0; i < AUDIT_SOUND_KEPT; i++)
		if (git_oid_equal(&c->check->sound[i], id))
			return true;
	return false;
}

static void keep_sound(struct checking *c, const git_oid *id)
{
	c->check->sound[c->check->nsound++ % AUDIT_SOUND_KEPT] = *id;
}

/* Reading it compares its bytes with its id. */
static bool is_sound(struct checking *c, const git_oid *id)
{
	git_odb_object *obj = NULL;

	if (seen_sound(c, id))
		return true;
	if (git_odb_read(&obj, c->repo->odb, id) < 0)
		return false;
	git_odb_object_free(obj);
	keep_sound(c, id);
	return true;
}

/* A piece of evidence: its name is the digest of its bytes. */
static void check_exhibit(struct checking *c, const git_tree_entry *entry)
{
	unsigned char want[DIGEST_SIZE], is[DIGEST_SIZE];
	const char *name = git_tree_entry_name(entry);
	git_odb_object *obj = NULL;
	int rc = git_odb_read(&obj, c->repo->odb, git_tree_entry_id(entry));

	c->check->evidence++;
	if (rc < 0 || git_odb_object_type(obj) != GIT_OBJECT_BLOB)
		complain(c,
		    say_printf(
		        c->arena, "evidence %.12s is missing or broken", escape(c->arena, name)));
	else if (digest_parse(name, strlen(name), want) < 0 ||
	    digest_sha256(git_odb_object_data(obj), git_odb_object_size(obj), is) < 0 ||
	    memcmp(want, is, DIGEST_SIZE) != 0)
		complain(c,
		    say_printf(c->arena, "evidence %.12s has other bytes", escape(c->arena, name)));
	git_odb_object_free(obj);
}

static void check_evidence(struct checking *c, const git_tree_entry *folder)
{
	git_tree *tree = NULL;

	if (git_tree_lookup(&tree, c->repo->git, git_tree_entry_id(folder)) < 0) {
		complain(c, say("the folder of its evidence is missing or broken"));
		return;
	}
	for (size_t i = 0; i < git_tree_entrycount(tree); i++)
		check_exhibit(c, git_tree_entry_byindex(tree, i));
	git_tree_free(tree);
}

/* Signed sign-offs, blobs like those of the top; and what came from result servers, whose blobs are
 * evidence elsewhere. */
static void check_folder(struct checking *c, const git_tree_entry *folder)
{
	git_tree *tree = NULL;

	if (seen_sound(c, git_tree_entry_id(folder)))
		return;
	keep_sound(c, git_tree_entry_id(folder));
	if (git_tree_lookup(&tree, c->repo->git, git_tree_entry_id(folder)) < 0) {
		complain(c,
		    say_printf(c->arena, "its %s are missing or broken",
		        escape(c->arena, git_tree_entry_name(folder))));
		return;
	}
	for (size_t i = 0; i < git_tree_entrycount(tree); i++)
		if (!is_sound(c, git_tree_entry_id(git_tree_entry_byindex(tree, i))))
			complain(c,
			    say_printf(c->arena, "its %s/%s is missing or broken",
			        escape(c->arena, git_tree_entry_name(folder)),
			        escape(c->arena,
			            git_tree_entry_name(git_tree_entry_byindex(tree, i)))));
	git_tree_free(tree);
}

static void check_file(struct checking *c, const git_tree_entry *entry)
{
	const char *name = git_tree_entry_name(entry);

	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE && strcmp(name, "evidence") == 0)
		check_evidence(c, entry);
	else if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		check_folder(c, entry);
	else if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB ||
	    !is_sound(c, git_tree_entry_id(entry)))
		complain(
		    c, say_printf(c->arena, "its %s is missing or broken", escape(c->arena, name)));
}

void audit_sound_check(
    struct arena *a, const struct repo *r, const struct audit_seen *seen, struct audit_sound *check)
{
	struct checking c = { a, r, seen, check };
	git_tree *tree = NULL;

	if (git_tree_lookup(&tree, r->git, &seen->tree) < 0) {
		complain(&c, say("its tree is missing or broken"));
		return;
	}
	for (size_t i = 0; i < git_tree_entrycount(tree); i++)
		check_file(&c, git_tree_entry_byindex(tree, i));
	git_tree_free(tree);
}
