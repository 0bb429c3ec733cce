/*
 * git/place: is this the repository that was armed, or a copy of it?
 *
 * A host may run each push in a copy of the repository that is thrown away afterwards, and with it
 * what a hook writes by itself (Gitaly's transactions do). Arming notes the folder, by its path and
 * its inode, in the repository's own config, which a copy has too. One of the two is enough: a path
 * differs in a container or behind a link, an inode after a backup was put back.
 */
#pragma once

#include "git/repo.h"

/* Notes that it is armed here. 0 or -1. */
int place_note(struct arena *a, const struct repo *r, struct error *e);

/* 0, also where nobody noted a place; -1 where what is written here may go away with a copy. */
int place_check(struct arena *a, const struct repo *r, struct error *e);
