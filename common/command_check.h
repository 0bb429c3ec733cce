/*
 * command_check: the second form of `git sluis check`, in a clone.
 */
#ifndef SLUIS_COMMAND_CHECK_H
#define SLUIS_COMMAND_CHECK_H

#include <stdbool.h>

/* [REMOTE] [REFSPEC...], as git push takes them; `login` may be NULL; as JSON (refusal_json.c) to
 * standard output. The exit code. */
int command_check_remote(int argc, char *argv[], const char *login, bool json);

#endif
