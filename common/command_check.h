/*
 * command_check: the second form of `git sluis check`, in a clone.
 */
#ifndef SLUIS_COMMAND_CHECK_H
#define SLUIS_COMMAND_CHECK_H

/* [REMOTE] [REFSPEC...], as git push takes them; `login` may be NULL. The exit code. */
int command_check_remote(int argc, char *argv[], const char *login);

#endif
