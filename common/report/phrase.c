/*
 * report/phrase: short texts put together, and people by their names in the policy of that day.
 */
#include "report/report_internal.h"

const char *report_printf(struct arena *a, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return text != NULL ? text : "(out of memory)";
}

void report_list_add(struct arena *a, struct report_list *l, const char *between, const char *part)
{
	size_t first = l->len > 0 ? strlen(between) : 0, n = strlen(part);
	char *text = (char *)(uintptr_t)l->text;

	if (l->len + first + n >= l->room) {
		l->room = 2 * (l->len + first + n) + 1;
		text = arena_alloc(a, l->room);
		if (text == NULL) {
			*l = (struct report_list){ "(out of memory)" };
			return;
		}
		memcpy(text, l->text, l->len);
	}
	memcpy(text + l->len, between, first);
	memcpy(text + l->len + first, part, n + 1);
	l->text = text;
	l->len += first + n;
}

const char *report_next_id(struct arena *a, const char **ids)
{
	size_t n = strcspn(*ids, " ");
	const char *id = n > 0 ? arena_strndup(a, *ids, n) : NULL;

	*ids += n + strspn(*ids + n, " ");
	return id;
}

const char *report_person(struct arena *a, const struct report_detail *d, const char *id)
{
	const struct person *who = d->policy != NULL ? policy_person_by_id(d->policy, id) : NULL;
	const char *more = "";

	if (who != NULL && who->organisation != NULL)
		more = report_printf(a, ", %s", printable(a, who->organisation));
	if (who != NULL && who->owner != NULL)
		more = report_printf(
		    a, "%s, %s %s", more, report_word(W_OWNER), printable(a, who->owner->name));
	if (who == NULL || (strcmp(who->name, id) == 0 && *more == '\0'))
		return printable_escaped(a, id);
	return report_printf(
	    a, "%s (%s%s)", printable(a, who->name), printable_escaped(a, id), more);
}

const char *report_persons(struct arena *a, const struct report_detail *d, const char *ids)
{
	struct report_list all = { "" };
	const char *id;

	while ((id = report_next_id(a, &ids)) != NULL)
		report_list_add(a, &all, ", ", report_person(a, d, id));
	return a->exhausted ? "(out of memory)" : all.text;
}
