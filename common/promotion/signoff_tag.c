#include "promotion/signoff_tag.h"

#include "base/lookup.h"
#include "git/commit.h"
#include "policy/form.h"

#define DIGITS "0123456789"
#define DIGEST_NAME "sha256:"
#define LAST_SECOND INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

static int refuse_ref(struct arena *a, const char *ref, const char *why, struct error *e)
{
	const char *shown = escape(a, ref);

	if (a->exhausted)
		return error_memory(e);
	error_set(e, ERROR_MALFORMED, "%s is no place for a sign-off: %s", shown, say(why));
	return error_mend(e,
	    "push it to " SIGNOFF_REFS "PROMOTION/ROLE/PERSON, or PERSON.2 and up to replace one");
}

/* The number in PERSON.N, which is cut off; 1 without one. 0 for one that nobody would write. */
static unsigned take_sequence(char *person)
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

int signoff_ref_read(struct arena *a, const char *ref, struct signoff_ref *out, struct error *e)
{
	char *promotion = NULL, *role = NULL, *person = NULL;
	unsigned sequence;

	memset(out, 0, sizeof(*out));
	if (begins_with(ref, SIGNOFF_REFS)) {
		promotion = arena_strdup(a, ref + strlen(SIGNOFF_REFS));
		if (promotion == NULL)
			return error_memory(e);
		role = strchr(promotion, '/');
		person = role != NULL ? strchr(role + 1, '/') : NULL;
	}
	if (person == NULL || strchr(person + 1, '/') != NULL)
		return refuse_ref(a, ref, "its name has not the three parts", e);
	*role++ = '\0';
	*person++ = '\0';
	sequence = take_sequence(person);
	if (!promotion_id_valid(promotion))
		return refuse_ref(a, ref, "its first part is no id of a promotion", e);
	if (form_id(role) != NULL)
		return refuse_ref(a, ref, "its second part is no id of a role", e);
	if (form_person_id(person) != NULL)
		return refuse_ref(a, ref, "its third part is no id of a person", e);
	if (sequence == 0)
		return refuse_ref(a, ref,
		    "sign-offs of one person are counted from .2 to .9999, without zeros before",
		    e);
	*out = (struct signoff_ref){ promotion, role, person, sequence };
	return 0;
}

const char *signoff_ref_name(struct arena *a, const struct signoff_ref *r)
{
	const char *first =
	    arena_printf(a, SIGNOFF_REFS "%s/%s/%s", r->promotion, r->role, r->person);

	return first == NULL || r->sequence <= 1 ? first :
	                                           arena_printf(a, "%s.%u", first, r->sequence);
}

struct tag_reading {
	struct arena *arena;
	struct error *e;
	const char *p, *end; /* what of the payload is still to be read */
	const char *value; /* of the header line just taken */
	size_t len;
	struct trailers trailers;
	struct signoff_tag *out;
};

static int refuse(struct tag_reading *r, const char *why)
{
	if (why == NULL)
		return error_memory(r->e);
	error_set(r->e, ERROR_MALFORMED, "%s", say(why));
	return error_mend(r->e, "make the sign-off again: git sluis sign");
}

/* Takes the next line when it starts with `key` and a blank, and holds no control character. */
static bool take(struct tag_reading *r, const char *key)
{
	size_t klen = strlen(key);
	const char *lf = memchr(r->p, '\n', (size_t)(r->end - r->p));

	if (lf == NULL || (size_t)(lf - r->p) <= klen + 1 || memcmp(r->p, key, klen) != 0 ||
	    r->p[klen] != ' ')
		return false;
	r->value = r->p + klen + 1;
	r->len = (size_t)(lf - r->value);
	for (size_t i = 0; i < r->len; i++)
		if ((unsigned char)r->value[i] < ' ' || r->value[i] == 0x7f)
			return false;
	r->p = lf + 1;
	return true;
}

/* ` SECONDS ZONE`, as git writes it behind the address. */
static bool read_time(const char *p, const char *end, int64_t *out)
{
	int64_t t = 0;

	if (p == end || *p++ != ' ' || p == end || *p < '1' || *p > '9')
		return false;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(t, 10, &t) || __builtin_add_overflow(t, *p - '0', &t))
			return false;
	if (end - p != (ptrdiff_t)strlen(" +0000") || *p != ' ' || (p[1] != '+' && p[1] != '-'))
		return false;
	for (p += 2; p < end; p++)
		if (*p < '0' || *p > '9')
			return false;
	*out = t;
	return t <= LAST_SECOND;
}

static int read_tagger(struct tag_reading *r)
{
	const char *gt = take(r, "tagger") ? memrchr(r->value, '>', r->len) : NULL, *address;
	size_t len;

	address = gt != NULL ? commit_address(r->value, (size_t)(gt - r->value) + 1, &len) : NULL;
	if (address == NULL || !read_time(gt + 1, r->value + r->len, &r->out->at))
		return refuse(
		    r, "its tagger line is missing, or is not \"Name <address> time zone\"");
	r->out->tagger = arena_strndup(r->arena, address, len);
	return 0;
}

static int read_headers(struct tag_reading *r)
{
	if (!take(r, "object") || oid_parse(r->value, r->len, &r->out->candidate) < 0)
		return refuse(r, "its object line is missing or broken");
	if (!take(r, "type"))
		return refuse(r, "its type line is missing or broken");
	if (r->len != strlen("commit") || memcmp(r->value, "commit", r->len) != 0)
		return refuse(r,
		    say_printf(r->arena, "it points at a %s, not at a commit",
		        escape_bytes(r->arena, r->value, r->len)));
	if (!take(r, "tag"))
		return refuse(r, "its tag line is missing or broken");
	r->out->name = arena_strndup(r->arena, r->value, r->len);
	if (read_tagger(r) < 0)
		return -1;
	if (r->p == r->end || *r->p++ != '\n')
		return refuse(r, "its tagger line is not followed by an empty line");
	return 0;
}

/* The value of a trailer that occurs once; else NULL with the error. */
static const char *the_one(struct tag_reading *r, const char *key)
{
	size_t n = trailer_count(&r->trailers, key);

	if (n == 1)
		return trailer_find(&r->trailers, key, 0)->value;
	refuse(r,
	    n == 0 ? say_printf(r->arena, "it has no %s trailer", key) :
	             say_printf(r->arena, "it has %zu %s trailers, and one belongs there", n, key));
	return NULL;
}

static int no_value(struct tag_reading *r, const char *key, const char *value, const char *what)
{
	return refuse(
	    r, say_printf(r->arena, "its %s '%s' is %s", key, escape(r->arena, value), say(what)));
}

static int read_decision(struct tag_reading *r)
{
	const char *value = the_one(r, "Decision");

	if (value == NULL)
		return -1;
	if (strcmp(value, "approve") == 0)
		r->out->decision = DECISION_APPROVE;
	else if (strcmp(value, "reject") == 0)
		r->out->decision = DECISION_REJECT;
	else
		return no_value(r, "Decision", value, "neither approve nor reject");
	return 0;
}

/* "emergency INCIDENT", "rollback", or not there. */
static int read_kind(struct tag_reading *r)
{
	const char *value, *incident = "";

	if (trailer_count(&r->trailers, "Kind") == 0)
		return 0;
	value = the_one(r, "Kind");
	if (value == NULL)
		return -1;
	if (begins_with(value, EMERGENCY_WORD))
		incident = value + strlen(EMERGENCY_WORD);
	if (strcmp(value, "rollback") != 0 &&
	    (*incident == '\0' || strpbrk(incident, " \t") != NULL))
		return no_value(r, "Kind", value, "neither emergency INCIDENT nor rollback");
	r->out->kind = value;
	return 0;
}

static int read_reviews(struct tag_reading *r)
{
	struct signoff_tag *out = r->out;
	size_t n = trailer_count(&r->trailers, "Reviews-Emergency");

	out->reviews = arena_array(r->arena, n + 1, sizeof(*out->reviews));
	if (out->reviews == NULL)
		return error_memory(r->e);
	for (; out->nreviews < n; out->nreviews++) {
		const char *value =
		    trailer_find(&r->trailers, "Reviews-Emergency", out->nreviews)->value;

		if (!promotion_id_valid(value))
			return no_value(r, "Reviews-Emergency", value, "no id of a promotion");
		out->reviews[out->nreviews] = value;
	}
	return 0;
}

static int read_evidence(struct tag_reading *r)
{
	struct signoff_tag *out = r->out;
	size_t n = trailer_count(&r->trailers, "Evidence"), name = strlen(DIGEST_NAME);

	out->evidence = arena_array(r->arena, n, sizeof(*out->evidence));
	if (out->evidence == NULL)
		return error_memory(r->e);
	for (; out->nevidence < n; out->nevidence++) {
		const char *value = trailer_find(&r->trailers, "Evidence", out->nevidence)->value;

		if (strncmp(value, DIGEST_NAME, name) != 0 ||
		    digest_parse(
		        value + name, strlen(value + name), out->evidence[out->nevidence]) < 0)
			return no_value(r, "Evidence", value, "not sha256: and 64 hex digits");
	}
	return 0;
}

static int read_message(struct tag_reading *r)
{
	struct signoff_tag *out = r->out;
	struct error why = { 0 };

	if (trailer_read(r->arena, r->p, (size_t)(r->end - r->p), &r->trailers, &why) < 0)
		return why.kind == ERROR_MALFORMED ? refuse(r, why.text) : error_memory(r->e);
	out->promotion = the_one(r, "Promotion");
	if (out->promotion == NULL)
		return -1;
	if (!promotion_id_valid(out->promotion))
		return no_value(r, "Promotion", out->promotion, "no id of a promotion");
	out->environment = the_one(r, "Environment");
	if (out->environment == NULL)
		return -1;
	if (form_id(out->environment) != NULL)
		return no_value(r, "Environment", out->environment, "no id of an environment");
	out->role = the_one(r, "Role");
	if (out->role == NULL)
		return -1;
	if (form_id(out->role) != NULL)
		return no_value(r, "Role", out->role, "no id of a role");
	if (read_decision(r) < 0 || read_kind(r) < 0 || read_reviews(r) < 0)
		return -1;
	return read_evidence(r);
}

int signoff_tag_read(
    struct arena *a, const char *bytes, size_t len, struct signoff_tag *out, struct error *e)
{
	struct tag_reading r = { .arena = a, .e = e, .p = bytes, .out = out };

	memset(out, 0, sizeof(*out));
	if (len > SIGNOFF_TAG_MAX)
		return refuse(&r, say_printf(a, "it is larger than %zu bytes", SIGNOFF_TAG_MAX));
	if (sshsig_split_tag(bytes, len, &out->parts, e) < 0)
		return -1;
	r.end = bytes + out->parts.payload_len;
	if (read_headers(&r) == 0 && read_message(&r) == 0 && !a->exhausted)
		return 0;
	memset(out, 0, sizeof(*out));
	return a->exhausted ? error_memory(e) : -1;
}

bool signoff_tag_reviews_are(const struct signoff_tag *t, const struct trailers *ts)
{
	size_t n = trailer_count(ts, "Reviews-Emergency");

	for (size_t i = 0; i < n; i++)
		if (!lookup_among(
		        t->reviews, t->nreviews, trailer_find(ts, "Reviews-Emergency", i)->value))
			return false;
	for (size_t i = 0; i < t->nreviews; i++)
		if (!trailer_has(ts, "Reviews-Emergency", t->reviews[i]))
			return false;
	return true;
}

bool signoff_tag_names(const struct signoff_tag *tag, const unsigned char sha256[DIGEST_SIZE])
{
	for (size_t i = 0; i < tag->nevidence; i++)
		if (memcmp(tag->evidence[i], sha256, DIGEST_SIZE) == 0)
			return true;
	return false;
}
