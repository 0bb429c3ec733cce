#include "syslog_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit_entry.h"

/* The number is that of examples (RFC 5612): nobody has one of his own here, and a name without
 * number is IANA's. */
#define ELEMENT "sluis@32473"

/* RFC 5424, 6.3.3: a backslash before '"', '\\' and ']'. The text is printable ASCII already. */
static void
put(FILE *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	fprintf(out, " %s=\"", name);
	for (; *value != '\0'; value++)
		fprintf(out, "%s%c", strchr("\"\\]", *value) != NULL ? "\\" : "", *value);
	fputc('"', out);
}

static void
put_entry(FILE *out, const struct audit_entry *entry)
{
	static const char *const kinds[] = {
		[AUDIT_VERDICT] = "verdict", [AUDIT_OUTCOME] = "outcome", [AUDIT_UNLOCK] = "unlock"
	};
	static const char *const decisions[] = { [AUDIT_UNDECIDED] = "undecided",
		[AUDIT_REJECT] = "reject",
		[AUDIT_ACCEPT] = "accept" };

	put(out, "kind", kinds[entry->kind]);
	if (entry->kind == AUDIT_VERDICT)
		put(out, "decision", decisions[entry->decision]);
	if (entry->kind == AUDIT_OUTCOME)
		put(out, "outcome", entry->moved == AUDIT_MOVED ? "moved" : "not-moved");
	put(out, "pusher", entry->pusher);
	put(out, "login", entry->login);
	put(out, "by", entry->by);
	put(out, "reason", entry->reason);
	for (size_t i = 0; i < entry->nrefs && i < SYSLOG_REFS; i++)
		put(out, "ref", entry->refs[i].name);
}

const char *
syslog_line(struct arena *a, const git_oid *id, const char *message)
{
	char hex[GIT_OID_HEXSZ + 1], *bytes = NULL;
	const char *line = NULL;
	struct audit_entry entry;
	struct error e = { 0 };
	size_t len;
	FILE *out;

	if (audit_entry_read(a, message, strlen(message), &entry, &e) < 0 ||
	    (out = open_memstream(&bytes, &len)) == NULL)
		return NULL;
	fputs("[" ELEMENT, out);
	put(out, "entry", git_oid_tostr(hex, sizeof(hex), id));
	put_entry(out, &entry);
	fprintf(out, "] %.*s", (int)strcspn(message, "\n"), message);
	if (fclose(out) == 0)
		line = arena_strdup(a, bytes);
	free(bytes);
	return line;
}
