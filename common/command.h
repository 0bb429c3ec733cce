/*
 * command: the subcommands of git-sluis(1). Each gets its own name as argv[0], prints to standard output and
 * standard error, and returns the exit code.
 */
#ifndef SLUIS_COMMAND_H
#define SLUIS_COMMAND_H

/* The command was not understood (sysexits of git itself). */
#define COMMAND_USAGE 129

int command_check(int argc, char *argv[]);
int command_trailers(int argc, char *argv[]);
int command_policy(int argc, char *argv[]);
int command_explain(int argc, char *argv[]);

/* Prints "usage: git sluis ..." to standard error; returns COMMAND_USAGE. */
int command_usage(const char *synopsis);

#endif
