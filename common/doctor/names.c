/* Can a governed ref be mistaken for another, or moved by way of another? */
#include "base/escape.h"
#include "base/pattern.h"
#include "doctor/doctor_internal.h"
#include "git/refs.h"
#include "policy/refalias.h"
#include "policy/reserved.h"

static void check_symbolic(struct doctor *d, const char *ref)
{
	struct error e = { 0 };
	const char *target;

	if (refs_symbolic(d->arena, &d->repo, ref, &target, &e) < 0) {
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
		return;
	}
	if (target == NULL)
		return;
	reserved_symbolic(d->arena, &d->repo, ref, target, &e);
	doctor_say_error(d, DOCTOR_WRONG, &e);
}

static void check_reserved(struct doctor *d, const char *name, const char *ref)
{
	struct error e = { 0 };
	struct ref_values now;

	if (refs_now(d->arena, &d->repo, name, &now, &e) < 0)
		doctor_say_error(d, DOCTOR_UNKNOWN, &e);
	else if (now.n > 0)
		doctor_say(d, DOCTOR_WRONG, "push it under another name first, or delete it:",
		    doctor_git(d, "update-ref --no-deref -d %s", shellword(d->arena, name)),
		    "%s can be taken for %s, which the gate guards: who asks git for one may get "
		    "the other",
		    escape(d->arena, name), escape(d->arena, ref));
}

static void check_names(struct doctor *d, const char *ref)
{
	const char *names[REFALIAS_NAMES];

	check_symbolic(d, ref);
	if (refalias_names(d->arena, ref, names) < 0)
		return; /* without memory the run fails */
	for (size_t i = 0; i < REFALIAS_NAMES; i++)
		if (names[i] != NULL)
			check_reserved(d, names[i], ref);
}

enum doctor_found doctor_names(struct doctor *d)
{
	const struct policy *p = &d->file.policy;

	if (p->evidence_ref != NULL)
		check_names(d, p->evidence_ref);
	for (size_t i = 0; i < p->nenvironments; i++) {
		const char *pattern = p->environments[i].ref;
		struct ref_values now;
		struct error e = { 0 };

		if (pattern_exact(pattern))
			check_names(d, pattern);
		else if (refs_now(d->arena, &d->repo, pattern, &now, &e) < 0)
			doctor_say_error(d, DOCTOR_UNKNOWN, &e);
		else
			for (size_t k = 0; k < now.n; k++)
				check_names(d, now.list[k].name);
	}
	return DOCTOR_FINE;
}
