/*
 * turn: lets processes of this host take turns at a folder, in the order in which they came
 * (flock(2)).
 *
 * It keeps nobody out who does not ask, so what is done in a turn must be safe without it: it is
 * there so that many writers wait in a queue, where trying again and again would starve some. The
 * system ends the turn of a process that dies.
 */
#ifndef SLUIS_TURN_H
#define SLUIS_TURN_H

/* Waits for its turn, at most so many seconds. The turn, to be given back; or -1 where there is
 * none to be had in time. */
int turn_take(const char *dir, unsigned seconds);

/* Gives it back; -1 is fine. */
void turn_give(int turn);

#endif
