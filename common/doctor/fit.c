/* Does the policy fit the repository that it is for? Asked before it is armed too. */
#include "base/nearest.h"
#include "base/pattern.h"
#include "doctor/doctor_internal.h"
#include "git/refs.h"
#include "sign/sshsig.h"

/* What stands in config/'s policies, and nowhere else. */
#define SAMPLE_DOMAIN "your.example"
#define SAMPLE_KEY "SampleKeyOfNobody"

static bool guards(const struct policy *p, const char *ref)
{
	bool found = p->evidence_ref != NULL && strcmp(p->evidence_ref, ref) == 0;

	for (size_t i = 0; i < p->nenvironments; i++)
		found = found || pattern_match(p->environments[i].ref, ref);
	return found;
}

static const char *short_name(const char *ref)
{
	return begins_with(ref, "refs/heads/") ? ref + 11 : ref;
}

/* NULL: a name that sed(1) would read as more than a name. */
static const char *rename_command(struct doctor *d, const char *ref, const char *near)
{
	if (strpbrk(ref, "|&\\'") != NULL || strpbrk(near, "|&\\'") != NULL)
		return NULL;
	return arena_printf(
	    d->arena, "sed -i 's|= %s$|= %s|' %s", ref, near, shellword(d->arena, d->file.path));
}

static void add_name(struct doctor *d, const char **names, const char *name)
{
	*names = *names == NULL ? escape(d->arena, name) :
	                          arena_printf(d->arena, "%s, %s", *names, escape(d->arena, name));
}

/* All the branches that nothing guards, and HEAD's among them (or NULL). */
struct unguarded {
	struct ref_values list;
	const char *head;
	const char *later; /* refs of the policy that will come, escaped; or NULL */
};

/* `near` may be NULL. Where work starts, HEAD is what was meant. */
static void say_absent(struct doctor *d, struct unguarded *u, const char *ref, const char *near)
{
	if (near == NULL)
		add_name(d, &u->later, ref);
	else
		doctor_say(d, DOCTOR_WRONG, "the administrator gives it the name that it has:",
		    rename_command(d, ref, near),
		    "the policy guards %s, which is not there; %s is, and nothing guards it",
		    escape(d->arena, ref), escape(d->arena, near));
}

static void check_there(struct doctor *d, struct unguarded *u, const char *ref, bool start)
{
	struct nearest meant = { .typed = short_name(ref) };
	struct ref_values now;
	struct error e = { 0 };

	if (!pattern_exact(ref))
		return;
	if (refs_now(d->arena, &d->repo, ref, &now, &e) < 0) {
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
		return;
	}
	for (size_t i = 0; i < u->list.n; i++)
		nearest_try(&meant, short_name(u->list.list[i].name));
	if (now.n == 0)
		say_absent(d, u, ref,
		    meant.word != NULL ? arena_printf(d->arena, "refs/heads/%s", meant.word) :
		        start          ? u->head :
		                         NULL);
}

static int find_unguarded(struct doctor *d, struct unguarded *out, struct error *e)
{
	struct ref_values *list = &out->list;
	const char *head;
	size_t n = 0;

	if (refs_now(d->arena, &d->repo, "refs/heads/*", list, e) < 0 ||
	    refs_symbolic(d->arena, &d->repo, "HEAD", &head, e) < 0)
		return -1;
	for (size_t i = 0; i < list->n; i++)
		if (!guards(&d->file.policy, list->list[i].name)) {
			list->list[n++] = list->list[i];
			if (head != NULL && strcmp(list->list[n - 1].name, head) == 0)
				out->head = head;
		}
	list->n = n;
	return 0;
}

enum doctor_found doctor_refs(struct doctor *d)
{
	const struct policy *p = &d->file.policy;
	struct unguarded u = { 0 };
	struct error e = { 0 };

	if (find_unguarded(d, &u, &e) < 0) {
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
		return DOCTOR_FINE;
	}
	for (size_t i = 0; i < p->nenvironments; i++)
		check_there(d, &u, p->environments[i].ref, p->environments[i].from == NULL);
	if (p->evidence_ref != NULL)
		check_there(d, &u, p->evidence_ref, false);
	if (u.later != NULL)
		doctor_say(d, DOCTOR_NOTE, "", NULL,
		    "not there yet: %s; the first push of each, by who may push it, is its "
		    "baseline",
		    u.later);
	if (u.head != NULL)
		doctor_say(d, DOCTOR_NOTE,
		    "if work goes there, an environment of the policy names it", NULL,
		    "HEAD leads to %s, which nothing guards: everyone may push to it",
		    escape(d->arena, u.head));
	return DOCTOR_FINE;
}

/* Is it an address in the samples' domain, or below it? */
static bool is_sample(const char *email)
{
	size_t n = strlen(email), len = strlen(SAMPLE_DOMAIN);

	return n > len && strcmp(email + n - len, SAMPLE_DOMAIN) == 0 &&
	    (email[n - len - 1] == '@' || email[n - len - 1] == '.');
}

enum doctor_found doctor_sample(struct doctor *d)
{
	const char *people = NULL, *keys = NULL;
	const struct policy *p = &d->file.policy;
	struct sshsig_tool tool = { 0 };

	for (size_t i = 0; i < p->npersons; i++)
		for (size_t k = 0; k < p->persons[i].nemails; k++)
			if (is_sample(p->persons[i].emails[k]))
				add_name(d, &people, p->persons[i].emails[k]);
	/* What cannot be read is said under keys. */
	if (sshsig_load(d->arena, d->file.signers, d->file.revoked, &tool) == 0)
		for (size_t i = 0; i < tool.known.n; i++)
			if (strstr(tool.known.list[i].key, SAMPLE_KEY) != NULL)
				add_name(d, &keys, tool.known.list[i].principals[0]);
	if (people != NULL)
		doctor_say(d, DOCTOR_WRONG,
		    "put your people in (git sluis people add), and take these out of policy.ini",
		    NULL, "these people are made up, and come from a sample: %s", people);
	if (keys != NULL)
		doctor_say(d, DOCTOR_WRONG,
		    "put your people's keys in (git sluis people add), and take these out of "
		    "allowed_signers",
		    NULL, "these keys belong to nobody, and come from a sample: those of %s", keys);
	return DOCTOR_FINE;
}
