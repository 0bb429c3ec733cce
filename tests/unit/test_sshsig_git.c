/*
 * Signed tags and commits against git itself: what was signed and the signature are the very bytes
 * that git gives to ssh-keygen, and whatever is valid for us is valid for git. We may refuse more,
 * never less.
 */
#include "unit.h"
#include "signing.h"
#include "promotion/signoff_tag.h"
#include "sign/sshsig.h"

#define WHEN INT64_C(1795518000) /* 2026-11-24T11:00:00Z */

static struct arena arena;

/* Stands in for ssh-keygen before git, and keeps what git gives it. */
static const char spy[] =
    "#!/bin/sh\n"
    "here=${0%/*}\n"
    "for word; do\n"
    "	case $before in -s) cp \"$word\" \"$here/seen.sig\" ;; -Y) what=$word ;; esac\n"
    "	before=$word\n"
    "done\n"
    "case $what in\n"
    "verify | check-novalidate)\n"
    "	cat >\"$here/seen.text\"\n"
    "	exec /usr/bin/ssh-keygen \"$@\" <\"$here/seen.text\" ;;\n"
    "esac\n"
    "exec /usr/bin/ssh-keygen \"$@\"\n";

static const char make_repository[] =
    "git init -q -b main . && git config gpg.format ssh && git config user.signingkey els.pub &&\n"
    "git config gpg.ssh.allowedSignersFile signers && git config gpg.ssh.program \"$PWD/spy\" &&\n"
    "{ printf 'els '; cat els.pub; } >signers && git commit -q --allow-empty -m plain && git "
    "branch side &&\n"
    "git commit -q --allow-empty -S -m 'signed' && git tag signed-commit &&\n"
    "printf 'Title\\n\\ntext with gpgsig\\n\\nPromotion: 2026.11\\nRole: users\\n' >message &&\n"
    "git -c i18n.commitEncoding=ISO-8859-1 commit -q --allow-empty -S -F message && git tag "
    "encoded-commit &&\n"
    "git tag -s -m short short && git tag -s -F message long && git tag -a -m 'not signed' bare "
    "&&\n"
    "git tag -s --cleanup=verbatim -m 'no line feed at the end' open &&\n"
    "git -c user.signingkey=dirk.pub tag -s -m other other &&\n"
    "git checkout -q side && git commit -q --allow-empty -m side && git tag -s -m side side-tag && "
    "git checkout -q main &&\n"
    "git merge -q --no-ff -S -m merged side-tag && git tag merge-commit";

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	make_folder();
	unsetenv("GIT_DIR");
	setenv("HOME", dir, 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_AUTHOR_NAME", "Els", 1);
	setenv("GIT_AUTHOR_EMAIL", "els@example.org", 1);
	setenv("GIT_AUTHOR_DATE", "1795518000 +0000", 1);
	setenv("GIT_COMMITTER_NAME", "Els", 1);
	setenv("GIT_COMMITTER_EMAIL", "els@example.org", 1);
	setenv("GIT_COMMITTER_DATE", "1795518000 +0000", 1);
	shell("for k in els dirk; do ssh-keygen -q -t ed25519 -N '' -C '' -f $k || exit 1; done");
	put("spy", spy, strlen(spy), 0755);
	shell(make_repository);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return remove_folder();
}

/* Is the file `name` these bytes? */
static bool same(const char *name, const char *bytes, size_t len)
{
	size_t n;
	char *got = get(name, &n);
	bool equal = n == len && memcmp(got, bytes, len) == 0;

	free(got);
	return equal;
}

static bool git_says_yes(const char *kind, const char *name)
{
	char command[256], *rc;
	bool yes;
	size_t n;

	put_text("seen.text", "");
	put_text("seen.sig", "");
	snprintf(command, sizeof(command), "git verify-%s --raw %s; echo $? >rc", kind, name);
	shell(command);
	rc = get("rc", &n);
	yes = strcmp(rc, "0\n") == 0;
	free(rc);
	return yes;
}

/* Takes the object apart and verifies it; `*e` says why it cannot be taken apart. */
static enum answer we_say(const char *kind, const char *name, struct sshsig *s, struct error *e)
{
	struct sshsig_tool tool = { .limit = 20000 };
	char command[256], *raw;
	const char *bytes;
	size_t n;

	memset(s, 0, sizeof(*s));
	snprintf(command, sizeof(command), "git cat-file %s %s >raw", kind, name);
	shell(command);
	raw = get("raw", &n);
	bytes = arena_strndup(&arena, raw, n);
	free(raw);
	*s = (struct sshsig){ .principal = "els", .space = SSHSIG_GIT, .at = WHEN };
	if ((strcmp(kind, "tag") == 0 ? sshsig_split_tag(bytes, n, &s->parts, e) :
	                                sshsig_split_commit(&arena, bytes, n, &s->parts, e)) < 0)
		return FACT_NO;
	assert_int_equal(sshsig_load(&arena, at("signers"), at("revoked"), &tool), 0);
	sshsig_verify_all(&arena, &tool, s, 1);
	return s->valid.is;
}

/* The object can be taken apart, as git does, and the answers are the same. */
static void check(const char *kind, const char *name, enum answer is)
{
	struct sshsig s;
	struct error e = { 0 };

	if (git_says_yes(kind, name) != (is == FACT_YES))
		fail_msg("git does not agree about %s", name);
	if (we_say(kind, name, &s, &e) != is)
		fail_msg("%s: %s%s", name, e.text, s.valid.why.text);
	assert_true(same("seen.text", s.parts.payload, s.parts.payload_len));
	assert_true(same("seen.sig", s.parts.signature, s.parts.signature_len));
}

static void signed_objects(void **state)
{
	(void)state;
	check("tag", "short", FACT_YES);
	check("tag", "long", FACT_YES);
	check("tag", "side-tag", FACT_YES);
	check("commit", "signed-commit", FACT_YES);
	check("commit", "encoded-commit", FACT_YES);
	check("commit", "merge-commit", FACT_YES);
}

static void not_signed(void **state)
{
	struct sshsig s;
	struct error e = { 0 };

	(void)state;
	assert_false(git_says_yes("tag", "bare"));
	assert_int_equal(we_say("tag", "bare", &s, &e), FACT_NO);
	assert_int_equal(e.kind, ERROR_ABSENT);
	/* git put its signature behind the last words, where even git does not find it. */
	assert_false(git_says_yes("tag", "open"));
	assert_int_equal(we_say("tag", "open", &s, &e), FACT_NO);
	assert_int_equal(e.kind, ERROR_ABSENT);
	assert_false(git_says_yes("commit", "side~1"));
	assert_int_equal(we_say("commit", "side~1", &s, &e), FACT_NO);
	assert_int_equal(e.kind, ERROR_ABSENT);
}

static void keys_that_do_not_count(void **state)
{
	(void)state;
	check("tag", "other", FACT_NO);
	shell("cp signers kept; { printf 'els valid-before=\"20261124105959Z\" '; cat els.pub; } "
	      ">signers");
	check("tag", "short", FACT_NO);
	check("commit", "signed-commit", FACT_NO);
	shell("{ printf 'els valid-after=\"20261124110000Z\" '; cat els.pub; } >signers");
	check("tag", "short", FACT_YES);
	check("commit", "signed-commit", FACT_YES);
	shell("mv kept signers; cp els.pub revoked; git config gpg.ssh.revocationFile revoked");
	check("tag", "short", FACT_NO);
	check("commit", "merge-commit", FACT_NO);
	shell("rm revoked; git config --unset gpg.ssh.revocationFile");
}

/* Stores the bytes as an object, well formed or not, and gives its id. */
static const char *store(const char *kind, const char *bytes, size_t len)
{
	char command[256], *id;
	const char *copy;
	size_t n;

	put("new", bytes, len, 0644);
	snprintf(command, sizeof(command), "git hash-object --literally -t %s -w new >id", kind);
	shell(command);
	id = get("id", &n);
	id[strcspn(id, "\n")] = '\0';
	copy = arena_strdup(&arena, id);
	free(id);
	return copy;
}

static void load_raw(const char *kind, const char *name, const char **bytes, size_t *len)
{
	char command[256], *raw;

	snprintf(command, sizeof(command), "git cat-file %s %s >raw", kind, name);
	shell(command);
	raw = get("raw", len);
	*bytes = arena_strndup(&arena, raw, *len);
	free(raw);
}

/* Objects that git takes, and that say more to people than was signed. */
static void refused_though_git_takes_it(void **state)
{
	const char *tag, *commit, *more;
	struct sshsig s;
	struct error e = { 0 };
	size_t len, n;

	(void)state;
	load_raw("tag", "short", &tag, &len);
	more = store("tag", arena_printf(&arena, "%sDecision: approve\n", tag),
	    len + strlen("Decision: approve\n"));
	assert_true(git_says_yes("tag", more));
	assert_int_equal(we_say("tag", more, &s, &e), FACT_NO);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	load_raw("commit", "signed-commit", &commit, &len);
	n = (size_t)(strstr(commit, "gpgsig") - commit);
	more = store("commit",
	    arena_printf(&arena, "%.*sgpgsig-sha256 text that nobody signed\n%s", (int)n, commit,
	        commit + n),
	    len + strlen("gpgsig-sha256 text that nobody signed\n"));
	assert_true(git_says_yes("commit", more));
	assert_int_equal(we_say("commit", more, &s, &e), FACT_NO);
	assert_int_equal(e.kind, ERROR_MALFORMED);
}

/* A whole sign-off, made with nothing but git. */
static void signoff(void **state)
{
	static const char message[] =
	    "Sign-off of 2026.11 for production\n\nPromotion: 2026.11\nEnvironment: production\n"
	    "Role: system-owner\nDecision: approve\nEvidence: sha256:"
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n";
	struct signoff_tag t;
	struct sshsig s;
	struct error e = { 0 };
	const char *bytes;
	size_t len;

	(void)state;
	put_text("message", message);
	shell("git tag -s -F message signoff signed-commit");
	check("tag", "signoff", FACT_YES);
	load_raw("tag", "signoff", &bytes, &len);
	assert_int_equal(signoff_tag_read(&arena, bytes, len, &t, &e), 0);
	assert_string_equal(t.role, "system-owner");
	assert_int_equal(t.decision, DECISION_APPROVE);
	assert_int_equal(t.nevidence, 1);
	assert_int_equal(t.at, WHEN);
	assert_string_equal(t.tagger, "els@example.org");
	assert_int_equal(we_say("tag", "signoff", &s, &e), FACT_YES);
	assert_int_equal(t.parts.payload_len, s.parts.payload_len);
	shell("git tag -s -F message on-a-tag signoff");
	load_raw("tag", "on-a-tag", &bytes, &len);
	assert_int_equal(signoff_tag_read(&arena, bytes, len, &t, &e), -1);
	assert_string_equal(e.text, "it points at a tag, not at a commit");
}

static unsigned seed = 2026;

static size_t pick(size_t n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

/* Somewhere in the object a piece goes, comes, is doubled, or changes. */
static size_t spoil(const char *from, size_t len, char *to)
{
	static const char *const pieces[] = {
		"gpgsig x\n",
		"gpgsig-sha256 x\n",
		"\n",
		"-----BEGIN SSH SIGNATURE-----\n",
		"-----END SSH SIGNATURE-----\n",
		" ",
		"A",
		"-----BEGIN PGP SIGNATURE-----\n",
		"\r",
	};
	const char *line = from + pick(len), *next, *piece = pieces[pick(9)];
	size_t head, n;

	while (pick(4) > 0 && line > from && line[-1] != '\n')
		line--;
	head = (size_t)(line - from);
	next = memchr(line, '\n', len - head);
	next = next != NULL ? next + 1 : from + len;
	switch (pick(3)) {
	case 0: /* a line goes */
		memcpy(to, from, head);
		memcpy(to + head, next, (size_t)(from + len - next));
		return len - (size_t)(next - line);
	case 1: /* a line is doubled */
		n = (size_t)(next - line);
		memcpy(to, from, head + n);
		memcpy(to + head + n, line, len - head);
		return len + n;
	default:
		n = strlen(piece);
		memcpy(to, from, head);
		memcpy(to + head, piece, n);
		memcpy(to + head + n, line, len - head);
		return len + n;
	}
}

static void spoiled_objects(void **state)
{
	static const char *const kinds[] = { "tag", "commit" },
	                         *const names[] = { "long", "encoded-commit" };
	unsigned ours = 0, theirs = 0;
	char *to = malloc(1 << 16);

	(void)state;
	assert_non_null(to);
	for (unsigned i = 0; i < 120; i++) {
		const char *kind = kinds[i % 2], *bytes, *id;
		struct sshsig s;
		struct error e = { 0 };
		bool git;
		size_t len;

		load_raw(kind, names[i % 2], &bytes, &len);
		len = spoil(bytes, len, to);
		id = store(kind, to, len);
		git = git_says_yes(kind, id);
		theirs += git;
		if (we_say(kind, id, &s, &e) != FACT_YES)
			continue;
		ours++;
		if (!git || !same("seen.text", s.parts.payload, s.parts.payload_len))
			fail_msg("valid for us alone:\n%.*s", (int)len, to);
	}
	free(to);
	assert_true(ours <= theirs && theirs < 60);
}

TESTS_WITHIN(setup, teardown, T(signed_objects), T(not_signed), T(keys_that_do_not_count),
    T(refused_though_git_takes_it), T(signoff), T(spoiled_objects));
