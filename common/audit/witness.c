#include "audit/witness.h"

#include "base/lookup.h"
#include "git/commit.h"

#define LOG_CAP ((size_t)16 << 20) /* memory that one note may take */

/* Whoever has a key of the host could be this witness. */
static int refuse_shared(
    struct arena *a, const struct signers *known, const struct signer *s, struct error *e)
{
	for (size_t i = 0; i < known->n; i++)
		if (!audit_is_witness(&known->list[i]) && strcmp(known->list[i].key, s->key) == 0)
			return error_set(e, ERROR_MALFORMED,
			    "line %u gives a key to a witness that line %u gives to another use: "
			    "%s",
			    s->line, known->list[i].line, signers_fingerprint(a, s->key));
	return 0;
}

int witness_keys_load(struct arena *a, const char *signers, struct audit_keys *out, struct error *e)
{
	const char *slash = strrchr(signers, '/'),
	           *revoked = arena_printf(a, "%.*srevoked_keys",
	               slash != NULL ? (int)(slash + 1 - signers) : 0, signers);
	const struct signers *known = &out->tool.known;

	memset(out, 0, sizeof(*out));
	if (revoked == NULL)
		return error_memory(e);
	if (sshsig_load(a, signers, revoked, &out->tool) < 0)
		return error_copy(e, &out->tool.why);
	for (size_t i = 0; i < known->n; i++)
		if (audit_is_witness(&known->list[i]) &&
		    refuse_shared(a, known, &known->list[i], e) < 0)
			return -1;
	return audit_keys_list(a, out, true, e);
}

/* A name may have another key too, for another use. */
static bool is_key_of(
    struct arena *a, const struct audit_keys *keys, const char *who, const char *print)
{
	const struct signers *known = &keys->tool.known;

	for (size_t i = 0; print != NULL && i < known->n; i++) {
		const struct signer *s = &known->list[i];

		if (audit_is_witness(s) && !s->cert_authority &&
		    strcmp(signers_fingerprint(a, s->key), print) == 0 &&
		    lookup_among(s->principals, s->nprincipals, who))
			return true;
	}
	return false;
}

/* Whose signature it is, and the key; NULL with the reason when it is no witness's. -1 when nobody
 * can say. */
static int find_signer(struct arena *a, const struct repo *r, const struct commit *c,
    const struct audit_keys *keys, const char **who, const char **key, struct error *why)
{
	struct sshsig *jobs = arena_array(a, keys->n + 1, sizeof(*jobs));
	git_odb_object *obj = NULL;
	struct sshsig_parts parts;
	int rc;

	*who = NULL;
	if (jobs == NULL)
		return error_memory(why);
	if (git_odb_read(&obj, r->odb, &c->id) < 0)
		return repo_error(a, GIT_ERROR, why, "a note of a witness cannot be read");
	rc =
	    sshsig_split_commit(a, git_odb_object_data(obj), git_odb_object_size(obj), &parts, why);
	git_odb_object_free(obj);
	if (rc < 0)
		return why->kind == ERROR_MEMORY ? -1 : 0;
	for (size_t i = 0; i < keys->n; i++)
		jobs[i] = (struct sshsig){ .principal = keys->principals[i],
			.space = NOTE_SPACE,
			.parts = parts,
			.at = c->committed };
	sshsig_verify_all(a, &keys->tool, jobs, keys->n);
	for (size_t i = 0; i < keys->n; i++) {
		if (jobs[i].valid.is == FACT_UNKNOWN) {
			*why = jobs[i].valid.why;
			return why->kind != ERROR_NONE ? -1 : error_memory(why);
		}
		if (jobs[i].valid.is == FACT_YES &&
		    is_key_of(a, keys, keys->principals[i], jobs[i].key)) {
			*who = keys->principals[i];
			*key = jobs[i].key;
			return 0;
		}
		if (i == 0)
			*why = jobs[i].valid.why;
	}
	if (why->kind == ERROR_NONE)
		error_set(why, ERROR_MALFORMED, "its key is none of a witness");
	return 0;
}

static int load_note(struct arena *a, const struct repo *r, const git_oid *id, struct commit *c,
    struct note *note, struct error *e)
{
	struct error why = { 0 };

	if (commit_load(a, r, id, c, e) < 0)
		return -1;
	if (c->nparents > 1)
		return error_set(
		    e, ERROR_MALFORMED, "note %s of the witness has two parents", oid_short(a, id));
	if (note_read(a, c->message, c->message_len, note, &why) < 0)
		return error_set(
		    e, why.kind, "note %s of the witness: %s", oid_short(a, id), why.text);
	return 0;
}

enum answer witness_newest(struct arena *a, const struct repo *r, const git_oid *tip,
    const struct audit_keys *keys, struct note *note, int64_t *at, struct error *why)
{
	const char *who = NULL, *key;
	struct commit c;

	if (load_note(a, r, tip, &c, note, why) < 0)
		return why->kind == ERROR_MALFORMED ? FACT_NO : FACT_UNKNOWN;
	if (find_signer(a, r, &c, keys, &who, &key, why) < 0)
		return FACT_UNKNOWN;
	*at = c.committed;
	return who != NULL ? FACT_YES : FACT_NO;
}

static void complain(struct witness *w, const git_oid *entry, const char *text)
{
	w->say(w->ctx, entry, text);
}

/* An entry was the newest for as long as the notes that name it say. */
static int add_mark(struct witness *w, const git_oid *entry, int64_t at, struct error *e)
{
	struct witness_mark *m = lookup_id(&w->by_entry, entry);

	if (m != NULL) {
		m->first = at < m->first ? at : m->first;
		return 0;
	}
	m = arena_alloc(w->arena, sizeof(*m));
	if (m == NULL)
		return error_memory(e);
	*m = (struct witness_mark){ .entry = *entry, .first = at, .last = at };
	*(w->oldest == NULL ? &w->marks : &w->oldest->older) = m;
	w->oldest = m;
	return lookup_set(w->arena, &w->by_entry, &m->entry, sizeof(m->entry), m) < 0 ?
	    error_memory(e) :
	    0;
}

/* `after` is the time of the note behind it. */
static void hold_times(struct witness *w, const git_oid *id, int64_t at, int64_t after)
{
	if (at > after)
		complain(w, id,
		    say_printf(w->arena,
		        "the clock of the witness ran back: the note behind it is of an earlier "
		        "time"));
	else if (after - at > w->gap_to - w->gap_from) {
		w->gap_from = at;
		w->gap_to = after;
	}
}

static int take_note(struct witness *w, const struct commit *c, const struct note *note,
    int64_t *after, struct error *e)
{
	git_oid id = c->id;

	if (w->notes++ > 0)
		hold_times(w, &id, c->committed, *after);
	*after = w->since = c->committed;
	return add_mark(w, &note->entry, c->committed, e);
}

/* Nothing counts until a note is met that a witness signed. */
static int is_believed(struct witness *w, const struct repo *r, struct arena *a,
    const struct commit *c, const struct note *note, const struct audit_keys *keys, struct error *e)
{
	const char *who = NULL, *key = NULL;
	struct error why = { 0 };

	if (w->who != NULL)
		return 1;
	if (find_signer(a, r, c, keys, &who, &key, &why) < 0)
		return error_copy(e, &why);
	if (who == NULL) {
		complain(w, &c->id,
		    say_printf(
		        w->arena, "a note that no witness has signed: %s", escape(a, why.text)));
		return 0;
	}
	w->who = who;
	w->key = arena_strdup(w->arena, key);
	w->tip = c->id;
	w->entry = note->entry;
	w->at = c->committed;
	return w->key != NULL ? 1 : error_memory(e);
}

int witness_load(struct witness *w, const struct repo *r, const git_oid *tip,
    const struct audit_keys *keys, struct error *e)
{
	git_oid at = *tip;
	int64_t after = 0;
	bool met = git_oid_is_zero(&w->known);
	struct arena a;
	int rc = 1;

	arena_init(&a, LOG_CAP);
	while (!git_oid_is_zero(&at) && rc >= 0) {
		struct commit c;
		struct note note;

		met = met || git_oid_equal(&at, &w->known);
		rc = load_note(&a, r, &at, &c, &note, e);
		if (rc == 0)
			rc = is_believed(w, r, &a, &c, &note, keys, e);
		if (rc > 0)
			rc = take_note(w, &c, &note, &after, e);
		if (rc >= 0)
			at = c.nparents > 0 ? c.parents[0] : (git_oid){ 0 };
		arena_release(&a);
	}
	w->earliest = INT64_MAX;
	if (!met)
		complain(w, &w->known,
		    say("a note that the witness's log had the last time is not in it: that log "
		        "was rewritten or rewound"));
	if (rc < 0 && e->kind == ERROR_MALFORMED) { /* what lies behind it is not looked at */
		complain(w, &at, say_printf(w->arena, "%s", e->text));
		*e = (struct error){ 0 };
		return 0;
	}
	return rc < 0 ? -1 : 0;
}

static void hold_entry(struct witness *w, const struct witness_mark *m, int64_t at)
{
	if (at > m->first + WITNESS_SLACK)
		complain(w, &m->entry,
		    say_printf(w->arena, "it says that it was written at %s, and %s saw it at %s",
		        when_text(w->arena, at), w->who, when_text(w->arena, m->first)));
	if (w->earliest < m->last - WITNESS_SLACK)
		complain(w, &w->earliest_entry,
		    say_printf(w->arena,
		        "it says that it was written at %s, and %s saw at %s that it was not there "
		        "yet",
		        when_text(w->arena, w->earliest), w->who, when_text(w->arena, m->last)));
}

void witness_see(struct witness *w, const struct audit_seen *seen)
{
	struct witness_mark *m = lookup_id(&w->by_entry, &seen->id);

	if (m != NULL) {
		m->met = true;
		hold_entry(w, m, seen->at);
		w->earliest = INT64_MAX;
	}
	if (w->who != NULL && git_oid_equal(&seen->id, &w->entry)) {
		w->met = true;
		w->later = w->seen;
	}
	w->seen++;
	if (seen->at < w->earliest) {
		w->earliest = seen->at;
		w->earliest_entry = seen->id;
	}
}

void witness_end(struct witness *w)
{
	const struct witness_mark *newest = NULL, *met = NULL;
	size_t n = 0;

	for (const struct witness_mark *m = w->marks; m != NULL; m = m->older) {
		if (m->met && met == NULL)
			met = m;
		if (m->met)
			continue;
		if (n++ == 0)
			newest = m;
	}
	if (newest != NULL)
		complain(w, &newest->entry,
		    say_printf(w->arena,
		        "the newest of %zu entries that %s saw, at %s, and that the audit does not "
		        "have: rewritten or rewound %s%s, or fetched before that",
		        n, w->who, when_text(w->arena, newest->last),
		        met != NULL ? say("after ") : say("from its beginning"),
		        met != NULL ? oid_short(w->arena, &met->entry) : ""));
}

const char *witness_text(const struct witness *w)
{
	if (w->who == NULL)
		return say("nothing is witnessed: no note is signed by a witness");
	if (!w->met)
		return say_printf(w->arena,
		    "nothing is witnessed: %s saw %s at %s, and that is not in the audit", w->who,
		    oid_short(w->arena, &w->entry), when_text(w->arena, w->at));
	return say_printf(w->arena,
	    "witnessed up to %s by %s at %s (key %s); entries after that: %zu; notes since %s: "
	    "%zu, the longest time without one %lld hours from %s",
	    oid_short(w->arena, &w->entry), w->who, when_text(w->arena, w->at), w->key, w->later,
	    when_text(w->arena, w->since), w->notes, (long long)(w->gap_to - w->gap_from) / 3600,
	    when_text(w->arena, w->gap_from));
}
