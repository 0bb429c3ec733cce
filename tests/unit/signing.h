/*
 * Real keys and real signatures for tests, in a folder that goes away. A test file includes it
 * after cmocka.h and uses all of it.
 */
#pragma once

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/sluis-signing-XXXXXX";

/* The path of a file in the folder; good for the next hundred calls. */
static const char *at(const char *name)
{
	static char paths[100][256];
	static unsigned next;
	char *path = paths[next++ % 100];

	snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

/* Runs a command in the folder. It must succeed. */
static void shell(const char *command)
{
	char text[4096];

	snprintf(text, sizeof(text), "cd %s && { %s\n} >%s/log 2>&1", dir, command, dir);
	if (system(text) != 0)
		fail_msg("this failed, see %s/log: %s", dir, command);
}

static void put(const char *name, const char *bytes, size_t len, mode_t mode)
{
	FILE *f = fopen(at(name), "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(at(name), mode), 0);
}

static void put_text(const char *name, const char *text)
{
	put(name, text, strlen(text), 0644);
}

/* The bytes of a file, and a NUL; the caller frees them. */
static char *get(const char *name, size_t *len)
{
	FILE *f = fopen(at(name), "r");
	char *bytes = calloc(1, 1 << 20);

	assert_non_null(f);
	assert_non_null(bytes);
	*len = fread(bytes, 1, (1 << 20) - 1, f);
	fclose(f);
	return bytes;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void make_folder(void)
{
	assert_non_null(mkdtemp(dir));
}

static int remove_folder(void)
{
	return nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
