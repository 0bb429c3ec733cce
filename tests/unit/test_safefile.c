/* Files that decide something: who may have written them, and what is no file at all. */
#include "unit.h"
#include "base/safefile.h"

struct fixture {
	struct arena arena;
	char dir[64];
	char file[128]; /* dir/policy.ini, "hello\n", 0644 */
};

static void put(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	fclose(f);
	assert_int_equal(chmod(path, mode), 0);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	arena_init(&f->arena, (size_t)1 << 20);
	strcpy(f->dir, "/tmp/sluis-safefile-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->file, sizeof(f->file), "%s/policy.ini", f->dir);
	put(f->file, "hello\n", 0644);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	static const char *const left[] = { "policy.ini", "link", "fifo", "sub/file", "sub" };
	char path[128];

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, left[i]);
		remove(path);
	}
	rmdir(f->dir);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static void assert_refused(struct fixture *f, const char *path, size_t max, enum error_kind kind,
    const char *why, const char *mend)
{
	struct safefile got = { .len = 9 };
	struct error e = { 0 };
	char want[512];

	assert_int_equal(safefile_read(&f->arena, path, max, &got, &e), -1);
	assert_int_equal(e.kind, kind);
	snprintf(want, sizeof(want), "%s %s", path, why);
	assert_string_equal(e.text, want);
	snprintf(want, sizeof(want), "%s%s", mend, *mend != '\0' ? path : "");
	assert_string_equal(e.mend, want);
	assert_null(got.bytes);
	assert_int_equal(got.len, 0);
}

static void plain(void **state)
{
	struct fixture *f = *state;
	struct safefile got;
	struct error e = { 0 };
	struct stat st;

	assert_int_equal(safefile_read(&f->arena, f->file, 6, &got, &e), 0);
	assert_int_equal(got.len, 6);
	assert_string_equal(got.bytes, "hello\n");
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(got.st.st_mtime, st.st_mtime);
}

static void empty(void **state)
{
	struct fixture *f = *state;
	struct safefile got;
	struct error e = { 0 };

	put(f->file, "", 0600);
	assert_int_equal(safefile_read(&f->arena, f->file, 0, &got, &e), 0);
	assert_int_equal(got.len, 0);
	assert_string_equal(got.bytes, "");
}

static void symbolic_link(void **state)
{
	struct fixture *f = *state;
	struct safefile got;
	struct error e = { 0 };
	char path[128];

	snprintf(path, sizeof(path), "%s/link", f->dir);
	assert_int_equal(symlink("policy.ini", path), 0);
	assert_int_equal(safefile_read(&f->arena, path, 100, &got, &e), 0);
	assert_string_equal(got.bytes, "hello\n");
}

static void absent(void **state)
{
	struct fixture *f = *state;
	char path[128];

	snprintf(path, sizeof(path), "%s/none", f->dir);
	assert_refused(f, path, 100, ERROR_ABSENT, "does not exist", "");
	snprintf(path, sizeof(path), "%s/none/policy.ini", f->dir);
	assert_refused(f, path, 100, ERROR_ABSENT, "does not exist", "");
}

/* A link that leads nowhere is not "no policy": something was meant to be there. */
static void dangling(void **state)
{
	struct fixture *f = *state;
	char path[128];

	snprintf(path, sizeof(path), "%s/link", f->dir);
	assert_int_equal(symlink("gone", path), 0);
	assert_refused(f, path, 100, ERROR_UNREADABLE, "is a symbolic link that leads nowhere",
	    "the administrator of the server runs: ls -lL ");
	snprintf(path, sizeof(path), "%s/link/policy.ini", f->dir);
	assert_refused(f, path, 100, ERROR_UNREADABLE, "is a symbolic link that leads nowhere",
	    "the administrator of the server runs: ls -lL ");
}

static void writable(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(chmod(f->file, 0664), 0);
	assert_refused(f, f->file, 100, ERROR_UNREADABLE, "is writable by its group (mode 0664)",
	    "its owner runs: chmod go-w ");
	assert_int_equal(chmod(f->file, 0646), 0);
	assert_refused(f, f->file, 100, ERROR_UNREADABLE, "is writable by everyone (mode 0646)",
	    "its owner runs: chmod go-w ");
}

static void other_owner(void **state)
{
	struct fixture *f = *state;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(f->file, 12345, (gid_t)-1), 0);
	assert_refused(f, f->file, 100, ERROR_UNREADABLE,
	    "belongs to user id 12345, who is neither root nor the user this runs as (0)",
	    "root runs: chown root ");
}

static void writable_folder(void **state)
{
	struct fixture *f = *state;
	struct safefile got;
	struct error e = { 0 };
	char want[256];

	assert_int_equal(chmod(f->dir, 0777), 0);
	assert_int_equal(safefile_read(&f->arena, f->file, 100, &got, &e), -1);
	snprintf(want, sizeof(want), "%s is writable by everyone (mode 0777)", f->dir);
	assert_string_equal(e.text, want);
	assert_int_equal(chmod(f->dir, 0775), 0);
	assert_int_equal(safefile_read(&f->arena, f->file, 100, &got, &e), -1);
	snprintf(want, sizeof(want), "%s is writable by its group (mode 0775)", f->dir);
	assert_string_equal(e.text, want);
	assert_int_equal(chmod(f->dir, 01777), 0);
	assert_int_equal(safefile_read(&f->arena, f->file, 100, &got, &e), 0);
}

/* The folder that counts is the one the file lies in, not the one the link lies in. */
static void folder_behind_link(void **state)
{
	struct fixture *f = *state;
	struct safefile got;
	struct error e = { 0 };
	char sub[128], file[128], path[128], want[256];

	snprintf(sub, sizeof(sub), "%s/sub", f->dir);
	snprintf(file, sizeof(file), "%s/sub/file", f->dir);
	snprintf(path, sizeof(path), "%s/link", f->dir);
	assert_int_equal(mkdir(sub, 0755), 0);
	assert_int_equal(chmod(sub, 0777), 0);
	put(file, "x", 0644);
	assert_int_equal(symlink("sub/file", path), 0);
	assert_int_equal(safefile_read(&f->arena, path, 100, &got, &e), -1);
	snprintf(want, sizeof(want), "%s is writable by everyone (mode 0777)", sub);
	assert_string_equal(e.text, want);
}

static void no_regular_file(void **state)
{
	struct fixture *f = *state;
	char path[128];

	snprintf(path, sizeof(path), "%s/fifo", f->dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_refused(f, path, 100, ERROR_UNREADABLE, "is not a regular file",
	    "the administrator of the server runs: ls -lL ");
	assert_refused(f, f->dir, 100, ERROR_UNREADABLE, "is not a regular file",
	    "the administrator of the server runs: ls -lL ");
	assert_refused(f, "/dev/null", 100, ERROR_UNREADABLE, "is not a regular file",
	    "the administrator of the server runs: ls -lL ");
}

static void no_permission(void **state)
{
	struct fixture *f = *state;
	struct safefile got;
	struct error e = { 0 };

	assert_int_equal(chmod(f->file, 0), 0);
	if (geteuid() == 0) { /* whom no mode keeps out */
		assert_int_equal(safefile_read(&f->arena, f->file, 100, &got, &e), 0);
		return;
	}
	assert_refused(f, f->file, 100, ERROR_UNREADABLE, "cannot be opened: Permission denied",
	    "the administrator of the server runs: ls -lL ");
}

static void too_large(void **state)
{
	struct fixture *f = *state;

	assert_refused(f, f->file, 5, ERROR_UNREADABLE, "is larger than 5 bytes",
	    "the administrator of the server runs: ls -lL ");
}

/* A file whose size is not its length: what grows while it is read looks like this. */
static void grows(void **state)
{
	struct fixture *f = *state;
	struct safefile got;
	struct error e = { 0 };

	assert_int_equal(safefile_read_any(&f->arena, "/proc/self/status", 100, &got, &e), -1);
	assert_int_equal(e.kind, ERROR_UNREADABLE);
	assert_string_equal(e.text, "/proc/self/status was written while it was read; push again");
}

static void any_owner(void **state)
{
	struct fixture *f = *state;
	struct safefile got;
	struct error e = { 0 };

	assert_int_equal(chmod(f->file, 0666), 0);
	assert_int_equal(safefile_read_any(&f->arena, f->file, 100, &got, &e), 0);
	assert_string_equal(got.bytes, "hello\n");
	assert_int_equal(safefile_read_any(&f->arena, f->file, 5, &got, &e), -1);
	assert_int_equal(safefile_read_any(&f->arena, f->dir, 5, &got, &e), -1);
}

static void no_memory(void **state)
{
	struct fixture *f = *state;
	struct arena tiny;
	struct safefile got;
	struct error e = { 0 };

	arena_init(&tiny, 1);
	assert_int_equal(safefile_read(&tiny, f->file, 100, &got, &e), -1);
	assert_int_equal(e.kind, ERROR_MEMORY);
	assert_null(got.bytes);
	arena_release(&tiny);
}

#undef T
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void assert_no_secret(struct fixture *f, const char *why)
{
	struct error e = { 0 };
	char want[512];

	assert_int_equal(safefile_check_secret(&f->arena, f->file, &e), -1);
	assert_int_equal(e.kind, ERROR_UNREADABLE);
	snprintf(want, sizeof(want), "%s %s", f->file, why);
	assert_string_equal(e.text, want);
}

static void secret(void **state)
{
	struct fixture *f = *state;
	struct error e = { 0 };

	assert_no_secret(f, "is open to others (mode 0644), and no secret any more");
	chmod(f->file, 0640);
	assert_no_secret(f, "is open to others (mode 0640), and no secret any more");
	chmod(f->file, 0601);
	assert_no_secret(f, "is open to others (mode 0601), and no secret any more");
	chmod(f->file, 0600);
	assert_int_equal(safefile_check_secret(&f->arena, f->file, &e), 0);
	assert_int_equal(chmod(f->dir, 0777), 0);
	assert_int_equal(safefile_check_secret(&f->arena, f->file, &e), -1);
	assert_int_equal(safefile_check_secret(&f->arena, "/nowhere/key", &e), -1);
	assert_int_equal(e.kind, ERROR_ABSENT);
	assert_int_equal(safefile_check_secret(&f->arena, f->dir, &e), -1);
	assert_int_equal(e.kind, ERROR_UNREADABLE);
}

static void secret_of_another(void **state)
{
	struct fixture *f = *state;

	if (geteuid() != 0)
		skip();
	chmod(f->file, 0600);
	assert_int_equal(chown(f->file, 65534, 65534), 0);
	assert_no_secret(f, "belongs to user id 65534, not to the user this runs as (0)");
}

TESTS(T(plain), T(empty), T(symbolic_link), T(absent), T(dangling), T(writable), T(other_owner),
    T(writable_folder), T(folder_behind_link), T(no_regular_file), T(no_permission), T(too_large),
    T(grows), T(any_owner), T(no_memory), T(secret), T(secret_of_another));
