#include "signoff_ref.h"

#include <string.h>

#include "escape.h"
#include "policy_form.h"
#include "promotion.h"
#include "say.h"

#define DIGITS "0123456789"

static int
refuse(struct arena *a, const char *ref, const char *why, struct error *e)
{
	const char *shown = escape(a, ref);

	if (a->exhausted)
		return error_memory(e);
	error_set(e, ERROR_MALFORMED, "%s is no place for a sign-off: %s", shown, say(why));
	return error_mend(e,
	    "push it to " SIGNOFF_REFS "PROMOTION/ROLE/PERSON, or PERSON.2 and up to replace one");
}

/* The number in PERSON.N, which is cut off; 1 without one. 0 for a number that nobody would write.
 */
static unsigned
take_sequence(char *person)
{
	char *dot = strrchr(person, '.');
	unsigned n = 0;

	if (dot == NULL || dot[1] == '\0' || dot[1 + strspn(dot + 1, DIGITS)] != '\0')
		return 1;
	*dot = '\0';
	if (dot[1] == '0' || strlen(dot + 1) > 4)
		return 0;
	for (const char *p = dot + 1; *p != '\0'; p++)
		n = 10 * n + (unsigned)(*p - '0');
	return n >= 2 ? n : 0;
}

int
signoff_ref_read(struct arena *a, const char *ref, struct signoff_ref *out, struct error *e)
{
	char *promotion = NULL, *role = NULL, *person = NULL;
	unsigned sequence;

	memset(out, 0, sizeof(*out));
	if (strncmp(ref, SIGNOFF_REFS, strlen(SIGNOFF_REFS)) == 0) {
		promotion = arena_strdup(a, ref + strlen(SIGNOFF_REFS));
		if (promotion == NULL)
			return error_memory(e);
		role = strchr(promotion, '/');
		person = role != NULL ? strchr(role + 1, '/') : NULL;
	}
	if (person == NULL || strchr(person + 1, '/') != NULL)
		return refuse(a, ref, "its name has not the three parts", e);
	*role++ = '\0';
	*person++ = '\0';
	sequence = take_sequence(person);
	if (!promotion_id_valid(promotion))
		return refuse(a, ref, "its first part is no id of a promotion", e);
	if (form_id(role) != NULL)
		return refuse(a, ref, "its second part is no id of a role", e);
	if (form_person_id(person) != NULL)
		return refuse(a, ref, "its third part is no id of a person", e);
	if (sequence == 0)
		return refuse(a, ref,
		    "sign-offs of one person are counted from .2 to .9999, without zeros before",
		    e);
	*out = (struct signoff_ref){ promotion, role, person, sequence };
	return 0;
}

const char *
signoff_ref_name(struct arena *a, const struct signoff_ref *r)
{
	const char *first =
	    arena_printf(a, SIGNOFF_REFS "%s/%s/%s", r->promotion, r->role, r->person);

	return first == NULL || r->sequence <= 1 ? first :
	                                           arena_printf(a, "%s.%u", first, r->sequence);
}
