/* What the reflog of a ref tells and the audit does not, and the other way round. */
#include "audit/held_internal.h"

/* Where its reflog begins to count, and which lines of it were there before. */
struct log_start {
	const struct audit_move *move; /* NULL: it counts from its first line on */
	size_t place, lines;
};

/* What arming found first; a correction explains all before it; a deletion takes the reflog away.
 * False where nothing tells since when a reflog is kept. */
static bool log_start_of(
    const struct audit_held *h, const struct audit_moved_ref *ref, struct log_start *out)
{
	*out = (struct log_start){ .place = SIZE_MAX };
	for (const struct audit_move *m = ref->newest; m != NULL; m = m->before) {
		bool gone = git_oid_is_zero(&m->new);

		if (m->leave == AUDIT_LEAVE_ARMED || m->leave == AUDIT_LEAVE_CORRECTION || gone)
			*out = (struct log_start){ m, m->place, gone ? 0 : (size_t)m->logged };
		if (m->leave == AUDIT_LEAVE_CORRECTION || gone)
			return true;
	}
	return out->move != NULL || held_scope_of(h, ref->name) > 0;
}

/* The moves whose lines are expected, oldest first; those that were told afterwards and perhaps
 * happened before are `old`. */
static size_t moves_since(
    const struct audit_moved_ref *ref, const struct log_start *s, const struct audit_move **list)
{
	size_t n = 0;

	for (const struct audit_move *m = ref->newest; m != NULL && m != s->move; m = m->before)
		if (m->leave != AUDIT_LEAVE_ARMED && m->told < s->place)
			n++;
	if (list == NULL)
		return n;
	for (const struct audit_move *m = ref->newest; m != NULL && m != s->move; m = m->before)
		if (m->leave != AUDIT_LEAVE_ARMED && m->told < s->place)
			list[--n] = m;
	return 0;
}

static bool is_line(const git_reflog_entry *line, const git_oid *old, const git_oid *new)
{
	return git_oid_equal(git_reflog_entry_id_old(line), old) &&
	    git_oid_equal(git_reflog_entry_id_new(line), new);
}

static void unseen(struct audit_held *h, const char *name, const git_reflog_entry *line)
{
	const struct held_acceptance *acc = lookup_text(&h->accepted, name);

	if (git_oid_equal(git_reflog_entry_id_old(line), git_reflog_entry_id_new(line)) ||
	    (acc != NULL && is_line(line, &acc->old, &acc->new)))
		return; /* it is told of with the ref's place, or is on its way */
	held_say(h, name, NULL, HELD_BY_REF,
	    say("%s went from %s to %s, by its reflog, and no entry records that"), name,
	    oid_short(h->arena, git_reflog_entry_id_old(line)),
	    oid_short(h->arena, git_reflog_entry_id_new(line)));
}

/* Git writes the line before the ref: where it was killed between the two, the next line does not
 * go on from there. `i` counts from the newest line on. */
static bool took_effect(const git_reflog *log, size_t i, const git_oid *now)
{
	const git_oid *new = git_reflog_entry_id_new(git_reflog_entry_byindex(log, i));

	return git_oid_equal(
	    new, i == 0 ? now : git_reflog_entry_id_old(git_reflog_entry_byindex(log, i - 1)));
}

/* Line by line, oldest first: each is the next move, or one further on, or nobody's. */
static void compare_log(struct audit_held *h, const char *name, git_reflog *log, size_t from,
    const git_oid *now, const struct audit_move **moves, size_t n)
{
	size_t at = 0, lines = log != NULL ? git_reflog_entrycount(log) : 0;

	for (size_t i = from; i < lines; i++) {
		const git_reflog_entry *line = git_reflog_entry_byindex(log, lines - 1 - i);
		size_t k = at;

		if (!took_effect(log, lines - 1 - i, now))
			continue;
		while (k < n && !is_line(line, &moves[k]->old, &moves[k]->new))
			k++;
		if (k == n) {
			unseen(h, name, line);
			continue;
		}
		for (; at < k; at++)
			held_say(h, name, &moves[at]->outcome, HELD_BY_ENTRY,
			    say("%s moved to %s, and its reflog does not tell of that"), name,
			    oid_short(h->arena, &moves[at]->new));
		at++;
	}
	for (; at < n; at++)
		held_say(h, name, &moves[at]->outcome, HELD_BY_ENTRY,
		    say("%s moved to %s, and its reflog does not tell of that"), name,
		    oid_short(h->arena, &moves[at]->new));
}

int held_check_log(struct audit_held *h, const struct audit_moved_ref *ref, const char *name,
    const git_oid *now, struct error *e)
{
	const struct audit_move **moves;
	struct log_start s;
	git_reflog *log = NULL;
	size_t n, lines;
	int rc;

	if (!log_start_of(h, ref, &s))
		return 0;
	n = moves_since(ref, &s, NULL);
	moves = arena_array(h->arena, n + 1, sizeof(*moves));
	if (moves == NULL)
		return error_memory(e);
	moves_since(ref, &s, moves);
	rc = git_reference_has_log(h->repo->git, name); /* reading one that is not there makes it */
	if (rc == 1)
		rc = git_reflog_read(&log, h->repo->git, name);
	if (rc < 0)
		return repo_error(
		    h->arena, GIT_ERROR, e, "the reflog of %s cannot be read", ref->name);
	lines = log != NULL ? git_reflog_entrycount(log) : 0;
	if (lines < s.lines)
		held_say(h, ref->name, NULL, HELD_BY_REF,
		    say("the reflog of %s lost lines: it had %zu, and has %zu"), ref->name, s.lines,
		    lines);
	else
		compare_log(h, ref->name, log, s.lines, now, moves, n);
	git_reflog_free(log);
	return 0;
}
