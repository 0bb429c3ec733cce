#include "people/added.h"

#include "base/ini_line.h"
#include "base/lookup.h"
#include "sign/revoked.h"
#include "sign/signers.h"

struct adding {
	struct arena *arena;
	const struct addition *add;
	struct policy_folder *out;
	struct error *e;
};

static const char *shown(struct arena *a, const struct person *who)
{
	return say_printf(a, "%s (%s, line %u of policy.ini)", escape(a, who->id),
	    escape(a, who->name), who->line);
}

/* For a person whom the policy has; the line is asked for again. */
static const char *known_command(struct adding *c)
{
	const char *text = arena_printf(
	    c->arena, "git sluis people add %s --known", shellword(c->arena, c->out->name));

	for (size_t i = 0; i < c->add->nroles && text != NULL; i++)
		text = arena_printf(
		    c->arena, "%s --role %s", text, shellword(c->arena, c->add->roles[i]));
	return text;
}

static int own_key(struct error *e)
{
	return error_mend(e, "the person makes a key of their own:\ngit sluis setup --key FILE");
}

/* What the line brings belongs to nobody else. */
static int check_person(struct adding *c, const struct policy *p)
{
	const struct person_line *w = &c->add->who;
	const struct person *by_id = policy_person_by_id(p, w->id);
	const struct person *by_email = policy_person_by_email(p, w->email, strlen(w->email));
	const char *login = c->add->login;
	const struct person *by_login = login != NULL ? policy_person_by_login(p, login) : NULL;

	if (by_email != NULL && by_email != by_id) {
		error_set(c->e, ERROR_MALFORMED, "the address %s is that of %s",
		    escape(c->arena, w->email), shown(c->arena, by_email));
		return error_mend(c->e,
		    "if that is who sent the line, they send another one:\ngit sluis setup --id %s",
		    escape(c->arena, by_email->id));
	}
	if (by_login != NULL && (by_login != by_id || !c->add->known))
		return error_set(c->e, ERROR_MALFORMED, "the login %s is that of %s",
		    escape(c->arena, login), shown(c->arena, by_login));
	if (by_id != NULL && (by_email == NULL || by_id->service)) {
		error_set(c->e, ERROR_MALFORMED, "the id %s is that of %s, who has another address",
		    escape(c->arena, w->id), shown(c->arena, by_id));
		return error_mend(
		    c->e, "the person sends a line with another id:\ngit sluis setup --id ID");
	}
	if (by_id != NULL && !c->add->known) {
		error_set(
		    c->e, ERROR_MALFORMED, "the policy has %s already", shown(c->arena, by_id));
		return error_mend(c->e, "if that is who sent the line, this adds their key:\n%s",
		    known_command(c));
	}
	if (by_id == NULL && c->add->known) {
		error_set(c->e, ERROR_ABSENT, "the policy has no person '%s' yet",
		    escape(c->arena, w->id));
		return error_mend(c->e, "without --known, the person is added too");
	}
	return 0;
}

/* 1: the person has it already. */
static int check_key(struct adding *c)
{
	const struct person_line *w = &c->add->who;
	const char *bytes = c->out->files[FOLDER_SIGNERS].bytes;
	struct revoked_question q = { .type = w->key_type, .key = w->key };
	struct ini_problems problems;
	struct signers known = { 0 };
	struct revoked gone = { 0 };
	struct fact is = { 0 };
	int has = 0;

	if (bytes != NULL &&
	    signers_read(
	        c->arena, bytes, c->out->files[FOLDER_SIGNERS].len, &known, &problems, c->e) < 0)
		return -1;
	for (size_t i = 0; i < known.n; i++) {
		const struct signer *s = &known.list[i];

		if (strcmp(s->key, w->key) != 0)
			continue;
		if (s->nprincipals != 1 || strcmp(s->principals[0], w->id) != 0) {
			error_set(c->e, ERROR_MALFORMED,
			    "the key %s is that of %s (line %u of allowed_signers)",
			    signers_fingerprint(c->arena, w->key),
			    escape(c->arena, s->principals[0]), s->line);
			return own_key(c->e);
		}
		has = 1;
	}
	bytes = c->out->files[FOLDER_REVOKED].bytes;
	if (bytes == NULL)
		return has;
	if (revoked_read(
	        c->arena, bytes, c->out->files[FOLDER_REVOKED].len, &gone, &problems, c->e) < 0)
		return -1;
	revoked_find(c->arena, &gone, &q, &is);
	if (is.is == FACT_YES) {
		error_set(c->e, ERROR_MALFORMED, "the key %s is in revoked_keys",
		    signers_fingerprint(c->arena, w->key));
		return own_key(c->e);
	}
	if (is.is != FACT_NO)
		*c->e = is.why;
	return is.is == FACT_NO ? has : -1;
}

/* Puts `text`, a whole line, in after the first `line` lines of a file. */
static void insert(struct adding *c, size_t file, unsigned line, const char *text)
{
	const char *bytes = c->out->files[file].bytes != NULL ? c->out->files[file].bytes : "";
	const char *end = bytes + c->out->files[file].len, *at = bytes;
	const char *made;

	for (unsigned i = 0; i < line && at < end; i++) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));

		at = lf != NULL ? lf + 1 : end;
	}
	made = text == NULL ?
	    NULL :
	    arena_printf(c->arena, "%.*s%s%s%.*s", (int)(at - bytes), bytes,
	        at > bytes && at[-1] != '\n' ? "\n" : "", text, (int)(end - at), at);
	c->out->files[file].bytes = made;
	c->out->files[file].len = made != NULL ? strlen(made) : 0;
}

/* The last line of the last section of that kind, and name unless NULL; 0 for none. */
static unsigned last_line(const struct ini *ini, const char *kind, const char *name)
{
	unsigned line = 0;

	for (size_t i = 0; i < ini->nsections; i++) {
		const struct ini_section *s = &ini->sections[i];

		if (strcmp(s->kind, kind) == 0 &&
		    (name == NULL || (s->name != NULL && strcmp(s->name, name) == 0)))
			line = s->nkeys > 0 ? s->keys[s->nkeys - 1].line : s->line;
	}
	return line;
}

static int read_ini(struct adding *c, struct ini *out)
{
	return ini_read(c->arena, c->out->files[FOLDER_POLICY].bytes,
	    c->out->files[FOLDER_POLICY].len, out, c->e);
}

static int insert_person(struct adding *c)
{
	const struct person_line *w = &c->add->who;
	const char *text = arena_printf(
	    c->arena, "\n[person \"%s\"]\nname = %s\nemail = %s\n", w->id, w->name, w->email);
	struct ini ini;
	unsigned line;

	if (text != NULL && c->add->login != NULL)
		text = arena_printf(c->arena, "%slogin = %s\n", text, c->add->login);
	if (read_ini(c, &ini) < 0)
		return -1;
	line = last_line(&ini, "person", NULL);
	insert(c, FOLDER_POLICY, line != 0 ? line : UINT32_MAX, text);
	return 0;
}

static int insert_role(struct adding *c, const char *role)
{
	struct ini ini;
	unsigned line;

	if (read_ini(c, &ini) < 0)
		return -1;
	line = last_line(&ini, "role", role);
	if (line == 0) {
		error_set(
		    c->e, ERROR_ABSENT, "the policy has no role '%s'", escape(c->arena, role));
		return error_mend(c->e, "choose one of:\ngrep '^.role' %s/policy.ini",
		    shellword(c->arena, c->out->name));
	}
	insert(c, FOLDER_POLICY, line, arena_printf(c->arena, "member = %s\n", c->add->who.id));
	return 0;
}

/* In the line of the version, its value alone; what follows on the line stays. */
static int set_version(struct adding *c, unsigned line)
{
	const char *bytes = c->out->files[FOLDER_POLICY].bytes, *at = bytes, *made;
	struct ini_line read;

	for (unsigned i = 1; i < line; i++)
		at = strchr(at, '\n') + 1;
	ini_line_read(at, strcspn(at, "\n"), &read);
	made = arena_printf(c->arena, "%.*s%s%s", (int)(read.value - bytes), bytes, c->add->version,
	    read.value + read.value_len);
	if (made == NULL)
		return error_memory(c->e);
	c->out->files[FOLDER_POLICY].bytes = made;
	c->out->files[FOLDER_POLICY].len = strlen(made);
	return 0;
}

static int replace_version(struct adding *c)
{
	struct ini ini;

	if (read_ini(c, &ini) < 0)
		return -1;
	for (size_t i = 0; i < ini.nsections; i++)
		for (size_t k = 0; k < ini.sections[i].nkeys; k++)
			if (strcmp(ini.sections[i].kind, "policy") == 0 &&
			    strcmp(ini.sections[i].keys[k].key, "version") == 0)
				return set_version(c, ini.sections[i].keys[k].line);
	return error_set(c->e, ERROR_ABSENT, "the policy has no version");
}

static int compose(struct adding *c, bool has_key)
{
	const struct person_line *w = &c->add->who;

	if (!c->add->known && insert_person(c) < 0)
		return -1;
	for (size_t i = 0; i < c->add->nroles; i++)
		if (insert_role(c, c->add->roles[i]) < 0)
			return -1;
	if (c->add->version != NULL && replace_version(c) < 0)
		return -1;
	if (!has_key)
		insert(c, FOLDER_SIGNERS, UINT32_MAX,
		    arena_printf(c->arena, "%s %s %s %s\n", w->id, w->key_type, w->key, w->email));
	return c->arena->exhausted ? error_memory(c->e) : 0;
}

/* Does it read as it was meant, whatever the bytes were? */
static int check_made(struct adding *c, const struct policy *p, int64_t now)
{
	const struct person_line *w = &c->add->who;
	const struct person *who = policy_person_by_id(p, w->id);
	const char *bytes = c->out->files[FOLDER_SIGNERS].bytes;
	struct ini_problems problems;
	struct signers known;
	bool good = who != NULL && lookup_among(who->emails, who->nemails, w->email), ambiguous;

	good = good && (c->add->known || strcmp(who->name, w->name) == 0) &&
	    (c->add->login == NULL || c->add->known ||
	        lookup_among(who->logins, who->nlogins, c->add->login)) &&
	    (c->add->version == NULL || strcmp(p->version, c->add->version) == 0);
	for (size_t i = 0; good && i < c->add->nroles; i++)
		good = role_has(policy_role_by_id(p, c->add->roles[i]), who, now);
	if (good &&
	    signers_read(
	        c->arena, bytes, c->out->files[FOLDER_SIGNERS].len, &known, &problems, c->e) < 0)
		return -1;
	good = good && signers_principal(&known, w->key_type, w->key, SIGNERS_EVER, &ambiguous);
	return good ? 0 :
	              error_set(c->e, ERROR_MALFORMED, "the policy would not read as it was meant");
}

int people_added(struct arena *a, const struct policy_folder *old, const struct addition *add,
    int64_t now, struct policy_folder *out, struct ini_problems *problems, struct error *e)
{
	struct adding c = { a, add, out, e };
	struct policy *p = arena_array(a, 2, sizeof(*p));
	int has;

	*out = *old;
	if (p == NULL)
		return error_memory(e);
	if (policy_read(a, old->files[FOLDER_POLICY].bytes, old->files[FOLDER_POLICY].len, now,
	        &p[0], problems, e) < 0 ||
	    check_person(&c, &p[0]) < 0 || (has = check_key(&c)) < 0)
		return -1;
	if (compose(&c, has == 1) < 0 ||
	    policy_read(a, out->files[FOLDER_POLICY].bytes, out->files[FOLDER_POLICY].len, now,
	        &p[1], problems, e) < 0)
		return -1;
	return check_made(&c, &p[1], now);
}
