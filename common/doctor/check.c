/* How the checks of the doctor ask git, and how they answer. */
#include "run/child.h"
#include "doctor/doctor_internal.h"

void doctor_say(struct doctor *d, enum doctor_found found, const char *mend, const char *command,
    const char *fmt, ...)
{
	struct diagnoses *out = d->out;
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(d->arena, say(fmt), ap);
	va_end(ap);
	if (text == NULL)
		return; /* the arena is exhausted now, and the run fails */
	ARENA_ADD(d->arena, out->list, out->n,
	    (struct diagnosis){ d->check, found, text, say(mend), command });
	if (found == DOCTOR_WRONG || (found == DOCTOR_UNKNOWN && d->worst != DOCTOR_WRONG) ||
	    d->worst == DOCTOR_FINE)
		d->worst = found;
}

void doctor_say_error(struct doctor *d, enum doctor_found found, const struct error *e)
{
	char *mend = arena_strdup(d->arena, e->mend),
	     *command = mend != NULL ? strchr(mend, '\n') : NULL;

	if (command != NULL)
		*command++ = '\0';
	doctor_say(d, found, mend, command, "%s", e->text);
}

int doctor_config(struct doctor *d, const char *key, const char **value, struct error *e)
{
	const char *const argv[] = { "git", "-C", d->dir, "config", "--get-all", key, NULL };
	char *text;
	int rc = child_told(d->arena, argv, SAID_MAX, &text, e);

	if (rc == 0 && *text != '\0')
		text[strlen(text) - 1] = '\0';
	*value = rc == 0 ? text : "";
	if (rc == 0 || rc == 1) /* 1: it is not set */
		return 0;
	return rc < 0 ? -1 :
	                error_set(e, ERROR_UNREADABLE, "git cannot read its config: %s",
	                    escape(d->arena, text));
}

bool doctor_config_on(struct doctor *d, const char *key)
{
	const char *const argv[] = { "git", "-C", d->dir, "config", "--type=bool", "--get", key,
		NULL };
	struct error e;
	char *text;

	return child_told(d->arena, argv, SAID_MAX, &text, &e) == 0 && strcmp(text, "true\n") == 0;
}

const char *doctor_git(struct doctor *d, const char *fmt, ...)
{
	const char *arguments;
	va_list ap;

	va_start(ap, fmt);
	arguments = arena_vprintf(d->arena, fmt, ap);
	va_end(ap);
	return arena_printf(d->arena, "git -C %s %s", shellword(d->arena, d->dir),
	    arguments != NULL ? arguments : "");
}
