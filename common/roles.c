#include "roles.h"

#include <stdbool.h>
#include <string.h>

#include "printable.h"
#include "escape.h"
#include "jsonw.h"
#include "when.h"

/* "2026-11-24", or "" for an open end. */
static const char *
day(struct arena *a, int64_t t)
{
	char text[WHEN_MAX];
	const char *s;

	if (t == INT64_MIN || t == INT64_MAX)
		return "";
	s = arena_printf(a, "%.10s", when_format(t, text));
	return s != NULL ? s : "(out of memory)";
}

static const char *
join(struct arena *a, const char *list, const char *item)
{
	const char *s = arena_printf(a, "%s%s%s", list, *list != '\0' ? " " : "", escape(a, item));

	return s != NULL ? s : "(out of memory)";
}

/* The environments that a role may push to. */
static const char *
pushes_to(struct arena *a, const struct policy *p, const struct role *role)
{
	const char *list = "";

	for (size_t i = 0; i < p->nenvironments; i++)
		for (size_t k = 0; k < p->environments[i].npush; k++)
			if (p->environments[i].push[k] == role)
				list = join(a, list, p->environments[i].id);
	for (size_t k = 0; k < p->nevidence_push; k++)
		if (p->evidence_push[k] == role)
			list = join(a, list, "(evidence)");
	return list;
}

/* The sign-offs that the role gives. */
static const char *
signs(struct arena *a, const struct policy *p, const struct role *role)
{
	const char *list = "";

	for (size_t i = 0; i < p->nsignoffs; i++)
		if (p->signoffs[i].role == role)
			list = join(a, list, p->signoffs[i].id);
	return list;
}

static void
print_period(struct arena *a, const struct period *t, FILE *out)
{
	if (t->from != INT64_MIN)
		fprintf(out, " from %s", day(a, t->from));
	if (t->until != INT64_MAX)
		fprintf(out, " until %s", day(a, t->until));
}

static void
print_role(struct arena *a, const struct policy *p, const struct role *role, const struct member *m,
    int64_t now, FILE *out)
{
	const char *push = pushes_to(a, p, role), *sign = signs(a, p, role);

	fprintf(out, "  %s%s", escape(a, role->id), m->deputy ? ", as deputy" : "");
	print_period(a, &m->period, out);
	if (!role_has(role, m->person, now))
		fputs(" (not today)", out);
	if (*push != '\0')
		fprintf(out, "; pushes to %s", push);
	if (*sign != '\0' && !m->person->service)
		fprintf(out, "; signs %s", sign);
	fputc('\n', out);
}

static void
print_person(
    struct arena *a, const struct policy *p, const struct person *who, int64_t now, FILE *out)
{
	bool any = false;

	fprintf(out, "%s (%s%s)", escape(a, who->name), escape(a, who->id),
	    who->service ? ", a service" : "");
	print_period(a, &who->there, out);
	fputs(person_active(who, now) ? "\n" : " (not here today)\n", out);
	for (size_t i = 0; i < p->nroles; i++)
		for (size_t k = 0; k < p->roles[i].nmembers; k++)
			if (p->roles[i].members[k].person == who) {
				print_role(a, p, &p->roles[i], &p->roles[i].members[k], now, out);
				any = true;
			}
	if (!any)
		fputs("  no role\n", out);
}

void
roles_print(struct arena *a, const struct policy *p, int64_t now, FILE *out)
{
	for (size_t i = 0; i < p->npersons; i++)
		print_person(a, p, &p->persons[i], now, out);
	for (size_t i = 0; i < p->nconflicts; i++)
		fprintf(out, "%sconflict: nobody holds both %s and %s\n", i == 0 ? "\n" : "",
		    escape(a, p->conflicts[i].a->id), escape(a, p->conflicts[i].b->id));
}

static void
field(struct arena *a, const char *s, FILE *out)
{
	csv_field(out, escape(a, s), CSV_NEXT);
}

static void
csv_row(struct arena *a, const struct policy *p, const struct person *who, const struct role *role,
    const struct member *m, int64_t now, void *to)
{
	FILE *out = to;

	field(a, who->id, out);
	field(a, who->name, out);
	field(a, who->service ? "service" : "person", out);
	field(a, day(a, who->there.from), out);
	field(a, day(a, who->there.until), out);
	field(a, role != NULL ? role->id : "", out);
	field(a, m != NULL && m->deputy ? "deputy" : "", out);
	field(a, m != NULL ? day(a, m->period.from) : "", out);
	field(a, m != NULL ? day(a, m->period.until) : "", out);
	field(a, role != NULL && role_has(role, who, now) ? "yes" : "no", out);
	field(a, role != NULL ? pushes_to(a, p, role) : "", out);
	csv_field(out, role != NULL && !who->service ? signs(a, p, role) : "", CSV_END);
}

static void
json_row(struct arena *a, const struct policy *p, const struct person *who, const struct role *role,
    const struct member *m, int64_t now, void *to)
{
	struct jsonw *j = to;

	jsonw_open_object(j, NULL);
	jsonw_text(j, "person", escape(a, who->id));
	jsonw_text(j, "name", escape(a, who->name));
	jsonw_text(j, "kind", who->service ? "service" : "person");
	jsonw_text(j, "from", day(a, who->there.from));
	jsonw_text(j, "until", day(a, who->there.until));
	jsonw_text(j, "role", role != NULL ? escape(a, role->id) : NULL);
	jsonw_bool(j, "deputy", m != NULL && m->deputy);
	jsonw_text(j, "role-from", m != NULL ? day(a, m->period.from) : NULL);
	jsonw_text(j, "role-until", m != NULL ? day(a, m->period.until) : NULL);
	jsonw_bool(j, "today", role != NULL && role_has(role, who, now));
	jsonw_text(j, "pushes-to", role != NULL ? pushes_to(a, p, role) : NULL);
	jsonw_text(j, "signs", role != NULL && !who->service ? signs(a, p, role) : NULL);
	jsonw_close(j);
}

/* Calls `row` for each role that each person holds or held, and once, without a role, for a person
 * who has none. */
typedef void each_row(struct arena *a, const struct policy *p, const struct person *who,
    const struct role *role, const struct member *m, int64_t now, void *out);

static void
rows(struct arena *a, const struct policy *p, int64_t now, each_row *row, void *out)
{
	for (size_t w = 0; w < p->npersons; w++) {
		const struct person *who = &p->persons[w];
		bool any = false;

		for (size_t i = 0; i < p->nroles; i++)
			for (size_t k = 0; k < p->roles[i].nmembers; k++)
				if (p->roles[i].members[k].person == who) {
					row(a, p, who, &p->roles[i], &p->roles[i].members[k], now,
					    out);
					any = true;
				}
		if (!any)
			row(a, p, who, NULL, NULL, now, out);
	}
}

void
roles_print_csv(struct arena *a, const struct policy *p, int64_t now, FILE *out)
{
	fputs("person,name,kind,from,until,role,deputy,role-from,role-until,today,pushes-to,"
	      "signs\r\n",
	    out);
	rows(a, p, now, csv_row, out);
}

void
roles_print_json(struct arena *a, const struct policy *p, int64_t now, FILE *out)
{
	struct jsonw j = { .out = out, .lines = true };

	jsonw_open_array(&j, NULL);
	rows(a, p, now, json_row, &j);
	jsonw_close(&j);
	fputc('\n', out);
}
