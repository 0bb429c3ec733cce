#include "clone/draft.h"

#include "base/utf8.h"

#define VALUE_MAX 150 /* a line of a record takes 199 bytes with its key */
#define NAMES_MAX 4

struct text {
	struct arena *arena;
	const char *all; /* NULL once there was no memory */
};

static void __attribute__((format(printf, 2, 3))) put(struct text *t, const char *fmt, ...)
{
	const char *more;
	va_list ap;

	va_start(ap, fmt);
	more = arena_vprintf(t->arena, fmt, ap);
	va_end(ap);
	t->all =
	    t->all != NULL && more != NULL ? arena_printf(t->arena, "%s%s", t->all, more) : NULL;
}

bool draft_value_fits(const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f ||
		    (text[i] == ';' && (i == 0 || text[i - 1] == ' ')))
			return false;
	return n > 0 && n <= VALUE_MAX && text[0] != ' ' && text[n - 1] != ' ';
}

static void put_value(struct text *t, const char *key, const char *value)
{
	put(t, "%s =%s%s\n", key, value != NULL ? " " : "", value != NULL ? value : "");
}

const char *draft_value(const struct ini *plan, const char *key)
{
	for (size_t i = 0; i < plan->nsections; i++)
		for (size_t k = 0; plan->sections[i].name == NULL && k < plan->sections[i].nkeys;
		     k++)
			if (strcmp(plan->sections[i].keys[k].key, key) == 0 &&
			    *plan->sections[i].keys[k].value != '\0')
				return plan->sections[i].keys[k].value;
	return NULL;
}

static void keep(const char **to, const struct ini *plan, const char *key)
{
	if (*to == NULL)
		*to = draft_value(plan, key);
}

void draft_keep(struct draft *d, const struct ini *plan)
{
	keep(&d->window_start, plan, "window-start");
	keep(&d->window_end, plan, "window-end");
	keep(&d->performer, plan, "performer");
	keep(&d->rollback, plan, "rollback");
	keep(&d->communication, plan, "communication");
	d->before = plan;
}

const char *draft_intent(struct arena *a, const struct intent *said)
{
	struct text t = { a, "" };

	put(&t, "[intent]\n");
	if (said->emergency != NULL)
		put_value(&t, "emergency", said->emergency);
	if (said->rolls_back_to != NULL)
		put_value(&t, "rolls-back-to", said->rolls_back_to);
	if (said->closed != NULL)
		put_value(&t, "closed", said->closed);
	return t.all;
}

const char *draft_criteria(struct arena *a, const char *id, const struct draft *d)
{
	struct text t = { a, "" };

	put(&t, say("; What has to be true before %s goes over. Push it before the test begins.\n"),
	    id);
	put(&t, "[criteria]\n");
	put_value(&t, "promotion", id);
	for (size_t i = 0; i < d->ncriteria; i++) {
		put(&t, "\n[criterion \"AC-%zu\"]\n", i + 1);
		put_value(&t, "description", d->criteria[i]);
	}
	if (d->ncriteria == 0) {
		put(&t, "\n[criterion \"AC-1\"]\n");
		put_value(&t, "description", NULL);
	}
	return t.all;
}

#define NOTE_MAX 150

/* A line of a comment that fits, whatever it holds. */
static void note(struct text *t, const char *what, const char *value)
{
	size_t n = strlen(value);

	put(t, "; %s: %.*s\n", say(what), (int)(n > NOTE_MAX ? utf8_cut(value, NOTE_MAX) : n),
	    value);
}

static void note_change(struct text *t, const struct draft_facts *f)
{
	const struct proposal *pr = f->pr;

	if (pr->impact != NULL && pr->floor.level != NULL)
		note(t, "impact",
		    say_printf(t->arena, "%s, since %s matches %s", pr->impact->id, pr->floor.path,
		        pr->floor.pattern));
	else if (pr->impact != NULL)
		note(t, "impact", pr->impact->id);
	for (size_t i = 0; i < f->npaths && i < DRAFT_PATHS_MAX; i++)
		note(t, "touches", f->paths[i]);
	if (f->npaths > DRAFT_PATHS_MAX)
		put(t, say("; touches: %zu more\n"), f->npaths - DRAFT_PATHS_MAX);
	for (size_t i = 0; i < f->authors->n; i++)
		note(t, "made by", escape(t->arena, f->authors->list[i].person->name));
	for (size_t i = 0; i < pr->asked.n; i++) {
		const struct signoff *kind = pr->asked.list[i];

		note(t, "signed off by",
		    arena_printf(t->arena, "%s (%s)",
		        role_names(t->arena, kind->role, f->now, NAMES_MAX), kind->id));
	}
}

/* Those that were there, or the one that every plan has. */
static void put_steps(struct text *t, const struct draft_facts *f, const struct draft *d)
{
	size_t n = 0;

	for (size_t i = 0; d->before != NULL && i < d->before->nsections; i++) {
		const struct ini_section *s = &d->before->sections[i];

		if (s->name == NULL || strcmp(s->kind, "step") != 0)
			continue;
		n++;
		put(t, "\n[step \"%s\"]\n", s->name);
		for (size_t k = 0; k < s->nkeys; k++)
			put_value(t, s->keys[k].key, s->keys[k].value);
	}
	if (n > 0)
		return;
	put(t, "\n[step \"1\"]\n");
	put_value(t, "action", arena_printf(t->arena, "git sluis promote %s", f->pr->wish->id));
	put_value(t, "owner", d->performer);
}

const char *draft_plan(struct arena *a, const struct draft_facts *f, const struct draft *d)
{
	const struct proposal *pr = f->pr;
	struct text t = { a, "" };

	put(&t,
	    say("; The plan of %s, as git knew it when it was begun. Times have a zone: "
	        "2026-11-25T18:00:00+01:00\n"),
	    pr->wish->id);
	note_change(&t, f);
	put(&t, "[plan]\n");
	put_value(&t, "promotion", pr->wish->id);
	put_value(&t, "environment", pr->env->id);
	put_value(&t, "candidate", oid_hex(a, &pr->candidate));
	put_value(&t, "window-start", d->window_start);
	put_value(&t, "window-end", d->window_end);
	put_value(&t, "performer", d->performer);
	put_value(&t, "rollback", d->rollback);
	put_value(&t, "communication", d->communication);
	put_steps(&t, f, d);
	return t.all;
}
