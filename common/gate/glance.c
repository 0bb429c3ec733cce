#include "gate/glance.h"

#include "git/plain.h"
#include "policy/reserved.h"

struct glance glance_take(struct arena *a, int64_t now, struct policy_file *file)
{
	struct glance g = { plain_repository(a), file };
	struct error why = { 0 };

	if (g.dir == NULL || policy_file_load_plain(a, g.dir, now, file, &why) < 0) {
		memset(file, 0, sizeof(*file));
		g.dir = NULL;
	}
	return g;
}

bool glance_passes(struct arena *a, const struct glance *g, struct changes *cs)
{
	if (g->dir == NULL || !reserved_hold_plain(a, g->dir, &g->file->policy))
		return false;
	for (size_t i = 0; i < cs->n; i++)
		if (reserved_concerns(a, &g->file->policy, cs->list[i].ref) ||
		    !plain_ref(a, g->dir, cs->list[i].ref))
			return false;
	for (size_t i = 0; i < cs->n; i++)
		cs->list[i].target = cs->list[i].ref;
	return true;
}

bool glance_lets_move(struct arena *a, const struct glance *g, const struct transaction *t)
{
	if (g->dir == NULL)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (reserved_concerns(a, &g->file->policy, t->list[i].ref))
			return false;
	return true;
}
