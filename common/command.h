/*
 * command: the subcommands of git-sluis(1). Each gets its own name as argv[0], prints to standard
 * output and standard error, and returns the exit code.
 */
#ifndef SLUIS_COMMAND_H
#define SLUIS_COMMAND_H

#include "arena.h"
#include "error.h"
#include "policy_file.h"

/* The command was not understood (sysexits of git itself). */
#define COMMAND_USAGE 129

int command_check(int argc, char *argv[]);
int command_accept(int argc, char *argv[]);
int command_compare(int argc, char *argv[]);
int command_trailers(int argc, char *argv[]);
int command_policy(int argc, char *argv[]);
int command_explain(int argc, char *argv[]);
int command_rules(int argc, char *argv[]);
int command_roles(int argc, char *argv[]);
int command_sign(int argc, char *argv[]);
int command_hooks(int argc, char *argv[]);
int command_promote(int argc, char *argv[]);
int command_start(int argc, char *argv[]);
int command_status(int argc, char *argv[]);
int command_unlock(int argc, char *argv[]);
int command_audit(int argc, char *argv[]);
int command_log(int argc, char *argv[]);
int command_doctor(int argc, char *argv[]);
int command_report(int argc, char *argv[]);

/* From now on the usage is what was asked for: it goes to standard output, and is no error. */
void command_help(void);

/* Prints "usage: git sluis ..." to standard error; returns COMMAND_USAGE, or 0 when it was asked
 * for. */
int command_usage(const char *synopsis);

/* Says that this is no id of a promotion; returns 1. */
int command_bad_id(const char *id);

/* Prints the error with its mend to standard error; returns 1 for what is malformed, 2 for what
 * could not be had. */
int command_fail(const struct error *e);

/* The policy of the file, or the one in force where we stand. 0, 1 for one with problems (which are
 * printed), 2 for none. */
int command_load_policy(struct arena *a, const char *path, struct policy_file *out);

#endif
