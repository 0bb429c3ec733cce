#include "audit/json.h"

void audit_json_text(struct jsonw *j, struct arena *a, const char *key, const char *value)
{
	jsonw_text(j, key, value != NULL ? printable_escaped(a, value) : NULL);
}

void audit_json_oid(struct jsonw *j, const char *key, const git_oid *id)
{
	char hex[OID_HEX + 1];

	jsonw_text(j, key, git_oid_is_zero(id) ? NULL : git_oid_tostr(hex, sizeof(hex), id));
}

void audit_json_time(struct jsonw *j, const char *key, int64_t t)
{
	char text[WHEN_MAX];

	jsonw_text(j, key, t != 0 ? when_format(t, text) : NULL);
}

void audit_json_list(struct jsonw *j, struct arena *a, const char *key, const char *list)
{
	jsonw_open_array(j, key);
	while (*list != '\0') {
		size_t n = strcspn(list, " ");

		audit_json_text(j, a, NULL, arena_strndup(a, list, n));
		list += n + strspn(list + n, " ");
	}
	jsonw_close(j);
}
