/* Who may do what by another policy, person by person: that is what a change of roles is about. */
#include "policy/compare_internal.h"

#define PEOPLE_SHOWN 20 /* for one environment or sign-off */

/* Ids of those who hold one of the roles now; without roles, of everybody. */
static struct compare_values holders(
    struct comparing *c, enum compare_side side, const struct role *const *roles, size_t n)
{
	const struct policy *p = c->policy[side];
	struct compare_values out = { 0 };

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < roles[i]->nmembers; k++)
			if (member_active(&roles[i]->members[k], c->now))
				compare_push(c->arena, &out, roles[i]->members[k].person->id);
	for (size_t i = 0; n == 0 && i < p->npersons; i++)
		if (person_active(&p->persons[i], c->now))
			compare_push(c->arena, &out, p->persons[i].id);
	return out;
}

/* Who may do one thing. */
struct effect {
	struct comparing *c;
	const char *what; /* an environment, a sign-off */
	const char *const (*text)[2]; /* may now, may no longer */
	struct compare_values of[2];
};

static void say_effect(const struct effect *f)
{
	static const char *const more[2] = { "... and $N more", "... en nog $N" };

	for (int gone = 0; gone < 2; gone++) {
		struct compare_key k = { .c = f->c, .of = { f->of[OLD], f->of[NEW] } };
		struct compare_values who = compare_lacking(&k, gone ? OLD : NEW);
		enum change_sort sort = gone ? CHANGE_SHUTS : CHANGE_LOOSENS;

		for (size_t i = 0; who.list != NULL && i < who.n && i < PEOPLE_SHOWN; i++)
			compare_add(f->c, sort, f->text[gone], f->what, who.list[i], who.list[i]);
		if (who.n > PEOPLE_SHOWN)
			compare_add(f->c, sort, more, NULL, NULL,
			    arena_printf(f->c->arena, "%zu", who.n - PEOPLE_SHOWN));
	}
}

void compare_people(struct comparing *c)
{
	static const char *const push[2][2] = { { "$N may now push to $S",
		                                    "$N mag nu naar $S pushen" },
		{ "$O may no longer push to $S", "$O mag niet meer naar $S pushen" } };
	static const char *const sign[2][2] = { { "$N may now give sign-off $S",
		                                    "$N mag nu accordering $S geven" },
		{ "$O may no longer give sign-off $S", "$O mag accordering $S niet meer geven" } };
	const struct policy *new = c->policy[NEW], *old = c->policy[OLD];

	for (size_t i = 0; i < new->nenvironments; i++) {
		const struct environment *is = &new->environments[i],
		                         *was = policy_environment_by_id(old, is->id);

		if (was != NULL)
			say_effect(&(struct effect){ c, is->id, push,
			    { holders(c, OLD, was->push, was->npush),
			        holders(c, NEW, is->push, is->npush) } });
	}
	for (size_t i = 0; i < new->nsignoffs; i++)
		for (size_t k = 0; k < old->nsignoffs; k++)
			if (strcmp(new->signoffs[i].id, old->signoffs[k].id) == 0)
				say_effect(&(struct effect){ c, new->signoffs[i].id, sign,
				    { holders(c, OLD,
				          (const struct role *const *)&old->signoffs[k].role, 1),
				        holders(c, NEW,
				            (const struct role *const *)&new->signoffs[i].role,
				            1) } });
}
