/*
 * git sluis manifest ID: what was promoted, file by file, as sha256sum -c reads it.
 */
#include "clone/manifest.h"
#include "clone/promoted.h"
#include "command/command.h"

static int print(struct session *se, void *request, struct error *e)
{
	const struct options *o = request;
	struct commit merge;
	struct manifest m;

	if (promoted_find(&se->gate, o->rest[0], o->value[OPT_ENVIRONMENT], &merge, e) < 0 ||
	    manifest_read(&se->gate.arena, &se->gate.repo, &merge.tree, &m, e) < 0 ||
	    manifest_print(&m, stdout, e) < 0)
		return -1;
	return 0;
}

int command_manifest(const struct options *o)
{
	struct options mine = *o;

	if (o->nrest != 1)
		return command_usage(o);
	return command_in_session(o, o->rest[0], print, &mine);
}
