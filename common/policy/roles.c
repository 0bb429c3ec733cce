#include "base/jsonw.h"
#include "policy/policy.h"

/* "2026-11-24", or "" for an open end. */
static const char *day(struct arena *a, int64_t t)
{
	char text[WHEN_MAX];
	const char *s;

	if (t == INT64_MIN || t == INT64_MAX)
		return "";
	s = arena_printf(a, "%.10s", when_format(t, text));
	return s != NULL ? s : "(out of memory)";
}

static const char *join(struct arena *a, const char *list, const char *item)
{
	const char *s = arena_printf(a, "%s%s%s", list, *list != '\0' ? " " : "", escape(a, item));

	return s != NULL ? s : "(out of memory)";
}

/* The environments that a role may push to. */
static const char *pushes_to(struct arena *a, const struct policy *p, const struct role *role)
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
static const char *signs(struct arena *a, const struct policy *p, const struct role *role)
{
	const char *list = "";

	for (size_t i = 0; i < p->nsignoffs; i++)
		if (p->signoffs[i].role == role)
			list = join(a, list, p->signoffs[i].id);
	return list;
}

static void print_period(struct arena *a, const struct period *t, FILE *out)
{
	if (t->from != INT64_MIN)
		fprintf(out, say(" from %s"), day(a, t->from));
	if (t->until != INT64_MAX)
		fprintf(out, say(" until %s"), day(a, t->until));
}

static void print_role(struct arena *a, const struct policy *p, const struct role *role,
    const struct member *m, int64_t now, FILE *out)
{
	const char *push = pushes_to(a, p, role), *sign = signs(a, p, role);

	fprintf(out, "  %s%s", escape(a, role->id), m->deputy ? say(", as deputy") : "");
	print_period(a, &m->period, out);
	if (!role_has(role, m->person, now))
		fputs(say(" (not today)"), out);
	if (*push != '\0')
		fprintf(out, say("; pushes to %s"), push);
	if (*sign != '\0' && !m->person->service)
		fprintf(out, say("; signs %s"), sign);
	fputc('\n', out);
}

static void print_person(
    struct arena *a, const struct policy *p, const struct person *who, int64_t now, FILE *out)
{
	bool any = false;

	fprintf(out, "%s (%s%s%s%s)", escape(a, who->name), escape(a, who->id),
	    who->service ? say(", a service") : "", who->organisation != NULL ? ", " : "",
	    who->organisation != NULL ? escape(a, who->organisation) : "");
	print_period(a, &who->there, out);
	fputs(person_active(who, now) ? "\n" : say(" (not here today)\n"), out);
	for (size_t i = 0; i < p->nroles; i++)
		for (size_t k = 0; k < p->roles[i].nmembers; k++)
			if (p->roles[i].members[k].person == who) {
				print_role(a, p, &p->roles[i], &p->roles[i].members[k], now, out);
				any = true;
			}
	if (!any)
		fputs(say("  no role\n"), out);
}

void roles_print(struct arena *a, const struct policy *p, int64_t now, FILE *out)
{
	for (size_t i = 0; i < p->npersons; i++)
		print_person(a, p, &p->persons[i], now, out);
	for (size_t i = 0; i < p->nconflicts; i++)
		fprintf(out, say("%sconflict: nobody holds both %s and %s\n"), i == 0 ? "\n" : "",
		    escape(a, p->conflicts[i].a->id), escape(a, p->conflicts[i].b->id));
}

/* One row: a role of a person, or a person without one. */
enum {
	ID,
	NAME,
	KIND,
	FROM,
	UNTIL,
	ROLE,
	DEPUTY,
	SINCE,
	TILL,
	TODAY,
	PUSHES,
	SIGNS,
	ORGANISATION,
	COLUMNS
};

static const char *const columns[COLUMNS] = { "person", "name", "kind", "from", "until", "role",
	"deputy", "role-from", "role-until", "today", "pushes-to", "signs", "organisation" };

typedef void print_row(const char *const *cells, void *out);

static void row_of(struct arena *a, const struct policy *p, const struct person *who,
    const struct role *role, const struct member *m, int64_t now, const char **cells)
{
	memset(cells, 0, COLUMNS * sizeof(*cells));
	cells[ID] = escape(a, who->id);
	cells[NAME] = escape(a, who->name);
	cells[KIND] = who->service ? "service" : "person";
	cells[FROM] = day(a, who->there.from);
	cells[UNTIL] = day(a, who->there.until);
	cells[ORGANISATION] = who->organisation != NULL ? escape(a, who->organisation) : NULL;
	if (role == NULL)
		return;
	cells[ROLE] = escape(a, role->id);
	cells[DEPUTY] = m->deputy ? "deputy" : NULL;
	cells[SINCE] = day(a, m->period.from);
	cells[TILL] = day(a, m->period.until);
	cells[TODAY] = role_has(role, who, now) ? "yes" : NULL;
	cells[PUSHES] = pushes_to(a, p, role);
	cells[SIGNS] = who->service ? NULL : signs(a, p, role);
}

static void csv_row(const char *const *cells, void *out)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		const char *none = i == TODAY ? "no" : "";

		csv_field(
		    out, cells[i] != NULL ? cells[i] : none, i + 1 < COLUMNS ? CSV_NEXT : CSV_END);
	}
}

static void json_row(const char *const *cells, void *out)
{
	jsonw_open_object(out, NULL);
	for (size_t i = 0; i < COLUMNS; i++)
		if (i == DEPUTY || i == TODAY)
			jsonw_bool(out, columns[i], cells[i] != NULL);
		else
			jsonw_text(out, columns[i], cells[i]);
	jsonw_close(out);
}

/* A row for each role that a person holds or held, or one without a role. */
static void rows(struct arena *a, const struct policy *p, int64_t now, print_row *print, void *out)
{
	const char *cells[COLUMNS];

	for (const struct person *who = p->persons; who < p->persons + p->npersons; who++) {
		bool any = false;

		for (const struct role *r = p->roles; r < p->roles + p->nroles; r++)
			for (size_t k = 0; k < r->nmembers; k++)
				if (r->members[k].person == who) {
					row_of(a, p, who, r, &r->members[k], now, cells);
					print(cells, out);
					any = true;
				}
		row_of(a, p, who, NULL, NULL, now, cells);
		if (!any)
			print(cells, out);
	}
}

void roles_print_csv(struct arena *a, const struct policy *p, int64_t now, FILE *out)
{
	for (size_t i = 0; i < COLUMNS; i++)
		fprintf(out, "%s%s", columns[i], i + 1 < COLUMNS ? "," : "\r\n");
	rows(a, p, now, csv_row, out);
}

void roles_print_json(struct arena *a, const struct policy *p, int64_t now, FILE *out)
{
	struct jsonw j = { .out = out, .format = "roles-1", .lines = true };

	jsonw_open_object(&j, NULL);
	jsonw_open_array(&j, "roles");
	rows(a, p, now, json_row, &j);
	jsonw_close(&j);
	jsonw_close(&j);
}
