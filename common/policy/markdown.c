/*
 * policy/markdown: the policy for an intranet page: who may do what, what is asked where, and when
 * nothing moves (norm CH.06 criterion 1: documented and communicated).
 */
#include "policy/policy.h"

/* X(word, English, Dutch) */
#define WORDS(X) \
	X(VERSION, "Version", "Versie") \
	X(NORM, "Norm", "Norm") \
	X(URL, "Where it can be read", "Waar het te lezen is") \
	X(ENVIRONMENTS, "Environments", "Omgevingen") \
	X(STARTS, "Work starts here.", "Hier begint het werk.") \
	X(COMES, "Takes only what was in", "Hier komt alleen wat stond in") \
	X(PUSHES, "Who brings changes in", "Wie wijzigingen indient") \
	X(EVERYONE, "everyone whom the policy knows", "iedereen die in het beleid staat") \
	X(SIGNS, "Sign-offs", "Accorderingen") \
	X(BY, "by", "door") \
	X(ASKS, "What is asked", "Wat wordt gevraagd") \
	X(PLAN, "an implementation plan, followed by its performer in its window", \
	    "een implementatieplan, gevolgd door de uitvoerder binnen het tijdvenster") \
	X(ACCEPTANCE, \
	    "accepted test results for exactly this version, by criteria set beforehand", \
	    "geaccepteerde testresultaten van precies deze versie, op vooraf bepaalde criteria") \
	X(IMPACT, "the impact, stated and at least what the change demands", \
	    "de impact, vermeld en minstens wat de wijziging vereist") \
	X(PARALLEL, "a parallel run where the impact asks it", \
	    "een parallelle run waar de impact erom vraagt") \
	X(COMPLETE, "what goes over is, completely, what was accepted", \
	    "wat overgaat is volledig wat geaccepteerd is") \
	X(SIGNED, "each sign-off signed with a personal key", \
	    "elke accordering met een persoonlijke handtekening") \
	X(TRAILER, "sign-offs by a line in the merge alone", \
	    "accorderingen alleen als regel in de merge") \
	X(RUNS, "Where it runs", "Waar het draait") \
	X(RECORDED, "recorded within this many days:", "vastgelegd binnen zoveel dagen:") \
	X(HOST, "but for what belongs to the host:", "behalve wat van de host is:") \
	X(ROLES, "Roles", "Rollen") \
	X(DEPUTY, "deputy", "plaatsvervanger") \
	X(FROM, "from", "vanaf") \
	X(UNTIL, "until", "tot en met") \
	X(NOBODY, "nobody today", "vandaag niemand") \
	X(IMPACTS, "Impact, lowest first", "Impact, laagste eerst") \
	X(EXCEPT, "except", "behalve") \
	X(TOUCHING, \
	    "at least this when one of these changes:", "minstens dit als een hiervan wijzigt:") \
	X(DAYS, "days of parallel run", "dagen parallel draaien") \
	X(ALSO, "also signed off by", "ook accordering van") \
	X(FREEZES, "Freezes", "Wijzigingsstops") \
	X(WEEKLY, "every week", "elke week") \
	X(MON, "Monday", "maandag") \
	X(TUE, "Tuesday", "dinsdag") \
	X(WED, "Wednesday", "woensdag") \
	X(THU, "Thursday", "donderdag") \
	X(FRI, "Friday", "vrijdag") \
	X(SAT, "Saturday", "zaterdag") \
	X(SUN, "Sunday", "zondag") \
	X(TO, "to", "tot") \
	X(EMERGENCY, "Emergency changes", "Spoedwijzigingen") \
	X(NEEDS, "Needed now", "Nu nodig") \
	X(REVIEW, "Reviewed afterwards within this many days:", \
	    "Controle achteraf binnen zoveel dagen:") \
	X(NO_EMERGENCY, "There are none.", "Die zijn er niet.") \
	X(CONFLICTS, "Separation of duties", "Functiescheiding") \
	X(BOTH, "Nobody holds both of", "Niemand heeft deze rollen allebei:") \
	X(AUTHORS_SIGN, "Who made a change may sign it off.", \
	    "Wie een wijziging maakte mag die accorderen.") \
	X(AUTHORS_PROMOTE, "Who made a change may bring it over.", \
	    "Wie een wijziging maakte mag die overzetten.") \
	X(UNKNOWN_AUTHORS, "Work of people who are not in the policy is taken.", \
	    "Werk van mensen die niet in het beleid staan wordt aangenomen.") \
	X(ONE_SIGNER, "One person may give several sign-offs of one promotion.", \
	    "Een persoon mag van een promotie meer dan een accordering geven.") \
	X(DEVELOPER_SIGNS, "Makes changes, and may give this sign-off:", \
	    "Maakt wijzigingen, en mag deze accordering geven:") \
	X(BY_TRAILER, "Nobody proves that they signed off for", \
	    "Accorderen hoeft niet met een handtekening voor") \
	X(COMMITTER, "Who pushes need not be who made the commits in", \
	    "Wie indient hoeft niet de maker van de commits te zijn in") \
	X(EVIDENCE, "Evidence", "Bewijs") \
	X(LIES, "The dossiers are in", "De dossiers staan in")

#define AS_ENUM(word, en, nl) W_##word,
#define AS_TEXTS(word, en, nl) [W_##word] = { en, nl },

enum word { WORDS(AS_ENUM) };

const char *const policy_markdown_words[POLICY_MARKDOWN_WORDS][2] = { WORDS(AS_TEXTS) };

/* A page being written. */
struct page {
	const struct policy *policy;
	int64_t now;
	FILE *out;
};

static const char *words(enum word w)
{
	return policy_markdown_words[w][say_language() == LANGUAGE_NL];
}

/* Text from the policy, after ours: no character of it is markup, none is a control. */
static void text(const struct page *g, const char *before, const char *s)
{
	fputs(before, g->out);
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '<' || c == '>' || c == '&')
			fprintf(g->out, "&#%u;", c);
		else if (c < ' ' || c == 0x7f)
			fputc(' ', g->out);
		else
			fprintf(
			    g->out, "%s%c", strchr("\\`*_{}[]()#+!|~", c) != NULL ? "\\" : "", c);
	}
}

static void heading(const struct page *g, enum word w)
{
	fprintf(g->out, "\n## %s\n\n", words(w));
}

static void item(const struct page *g, enum word w, const char *value)
{
	if (value == NULL)
		return;
	fprintf(g->out, "* %s: ", words(w));
	text(g, "", value);
	fputc('\n', g->out);
}

static void date(const struct page *g, enum word w, int64_t t)
{
	char buf[WHEN_MAX];

	if (t != INT64_MIN && t != INT64_MAX)
		fprintf(g->out, " %s %.10s", words(w), when_format(t, buf));
}

/* "key-user (Kim Jansen, Fatima)": those who hold it today. */
static void role_today(const struct page *g, const struct role *role)
{
	const char *sep = "";

	text(g, "", role->id);
	fputs(" (", g->out);
	for (size_t i = 0; i < role->nmembers; i++) {
		const struct member *m = &role->members[i];

		if (!role_has(role, m->person, g->now) || !period_has(&m->period, g->now))
			continue;
		text(g, sep, m->person->name);
		sep = ", ";
	}
	if (*sep == '\0')
		fputs(words(W_NOBODY), g->out);
	fputc(')', g->out);
}

static void signoffs(const struct page *g, enum word w, const struct signoff *const *list, size_t n)
{
	if (n == 0)
		return;
	fprintf(g->out, "* %s:", words(w));
	for (size_t i = 0; i < n; i++) {
		fputs(i > 0 ? "; " : " ", g->out);
		text(g, "", list[i]->id);
		if (list[i]->count > 1)
			fprintf(g->out, " (%u)", list[i]->count);
		fprintf(g->out, " %s ", words(W_BY));
		role_today(g, list[i]->role);
	}
	fputc('\n', g->out);
}

static void asks(const struct page *g, const struct environment *env)
{
	static const struct {
		unsigned bit;
		enum word word;
	} groups[] = {
		{ REQUIRE_PLAN, W_PLAN },
		{ REQUIRE_ACCEPTANCE, W_ACCEPTANCE },
		{ REQUIRE_IMPACT, W_IMPACT },
		{ REQUIRE_PARALLEL_RUN, W_PARALLEL },
		{ REQUIRE_COMPLETE, W_COMPLETE },
	};
	const char *sep = ": ";

	if (env->require == 0 && env->nsignoffs == 0)
		return;
	fprintf(g->out, "* %s", words(W_ASKS));
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if ((env->require & groups[i].bit) != 0) {
			fprintf(g->out, "%s%s", sep, words(groups[i].word));
			sep = "; ";
		}
	if (env->nsignoffs > 0)
		fprintf(g->out, "%s%s", sep,
		    words(env->proof == PROOF_SIGNATURE ? W_SIGNED : W_TRAILER));
	fputc('\n', g->out);
}

/* "web, recorded within this many days: 2". */
static void targets(const struct page *g, const struct environment *env)
{
	const struct target *t;

	for (size_t at = 0; (t = policy_target_of(g->policy, env, &at)) != NULL;) {
		fprintf(g->out, "* %s: ", words(W_RUNS));
		text(g, "", t->id);
		fprintf(g->out, "; %s %u", words(W_RECORDED), t->within_days);
		if (t->nexcepts > 0)
			fprintf(g->out, "; %s", words(W_HOST));
		for (size_t i = 0; i < t->nexcepts; i++)
			text(g, i > 0 ? ", " : " ", t->excepts[i]);
		fputc('\n', g->out);
	}
}

static void environment(const struct page *g, const struct environment *env)
{
	text(g, "### ", env->id);
	fprintf(g->out, "\n\n* `%s`: ", env->ref);
	if (env->from != NULL) {
		fprintf(g->out, "%s ", words(W_COMES));
		text(g, "", env->from->id);
		fputs(".\n", g->out);
	} else {
		fprintf(g->out, "%s\n", words(W_STARTS));
	}
	fprintf(g->out, "* %s: ", words(W_PUSHES));
	for (size_t i = 0; i < env->npush; i++) {
		fputs(i > 0 ? ", " : "", g->out);
		role_today(g, env->push[i]);
	}
	fprintf(g->out, "%s\n", env->npush == 0 ? words(W_EVERYONE) : "");
	signoffs(g, W_SIGNS, env->signoffs, env->nsignoffs);
	asks(g, env);
	targets(g, env);
	fputc('\n', g->out);
}

static void role(const struct page *g, const struct role *r)
{
	text(g, "* ", r->id);
	fputc(':', g->out);
	for (size_t i = 0; i < r->nmembers; i++) {
		const struct member *m = &r->members[i];

		text(g, i > 0 ? ", " : " ", m->person->name);
		if (m->person->organisation != NULL) {
			text(g, " (", m->person->organisation);
			fputc(')', g->out);
		}
		if (m->deputy)
			fprintf(g->out, " %s", words(W_DEPUTY));
		date(g, W_FROM, m->period.from);
		date(g, W_UNTIL, m->period.until);
	}
	fputc('\n', g->out);
}

static void impact(const struct page *g, const struct impact *level)
{
	text(g, "* ", level->id);
	if (level->npaths > 0)
		fprintf(g->out, "; %s", words(W_TOUCHING));
	for (size_t i = 0; i < level->npaths; i++) {
		text(g, i > 0 ? ", " : " ", level->paths[i]);
	}
	if (level->nexcepts > 0)
		fprintf(g->out, ", %s", words(W_EXCEPT));
	for (size_t i = 0; i < level->nexcepts; i++) {
		text(g, i > 0 ? ", " : " ", level->excepts[i]);
	}
	if (level->parallel_run_days > 0)
		fprintf(g->out, "; %u %s", level->parallel_run_days, words(W_DAYS));
	for (size_t i = 0; i < level->nsignoffs; i++) {
		fprintf(g->out, "; %s ", words(W_ALSO));
		role_today(g, level->signoffs[i]->role);
	}
	fputc('\n', g->out);
}

static void clock_of_week(const struct page *g, enum word w, unsigned minutes)
{
	fprintf(g->out, " %s %s %02u:%02u", words(w), words(W_MON + minutes / (24 * 60) % 7),
	    minutes / 60 % 24, minutes % 60);
}

static void freeze(const struct page *g, const struct freeze *f)
{
	text(g, "* ", f->id);
	fputc(':', g->out);
	if (f->weekly.minutes > 0) {
		fprintf(g->out, " %s", words(W_WEEKLY));
		clock_of_week(g, W_FROM, f->weekly.from);
		clock_of_week(g, W_TO, f->weekly.from + f->weekly.minutes);
	}
	if (f->period.from != INT64_MIN)
		date(g, W_FROM, zone_wall(g->policy->zone, f->period.from));
	if (f->period.until != INT64_MAX)
		date(g, W_UNTIL, zone_wall(g->policy->zone, f->period.until));
	for (size_t i = 0; i < f->nenvironments; i++) {
		text(g, i > 0 ? ", " : " (", f->environments[i]->id);
	}
	fputs(f->nenvironments > 0 ? ")\n" : "\n", g->out);
}

static void emergency(const struct page *g)
{
	const struct emergency *em = &g->policy->emergency;

	heading(g, W_EMERGENCY);
	if (!em->allowed) {
		fprintf(g->out, "%s\n", words(W_NO_EMERGENCY));
		return;
	}
	signoffs(g, W_NEEDS, em->signoffs, em->nsignoffs);
	fprintf(g->out, "* %s %u\n", words(W_REVIEW), em->review_within_days);
}

/* What it does not keep apart, in a sentence. */
static void unseparated(const struct page *g, const struct policy_unseparated *u)
{
	static const enum word sentences[UNSEPARATED_KINDS] = {
		[UNSEPARATED_AUTHORS_SIGN] = W_AUTHORS_SIGN,
		[UNSEPARATED_AUTHORS_PROMOTE] = W_AUTHORS_PROMOTE,
		[UNSEPARATED_UNKNOWN_AUTHORS] = W_UNKNOWN_AUTHORS,
		[UNSEPARATED_ONE_SIGNER] = W_ONE_SIGNER,
		[UNSEPARATED_DEVELOPER_SIGNS] = W_DEVELOPER_SIGNS,
		[UNSEPARATED_TRAILER] = W_BY_TRAILER,
		[UNSEPARATED_COMMITTER] = W_COMMITTER,
	};

	fprintf(g->out, "* %s", words(sentences[u->kind]));
	if (u->signoff != NULL)
		text(g, " ", u->signoff->id);
	if (u->person != NULL)
		text(g, ", ", u->person->name);
	if (u->environment != NULL)
		text(g, " ", u->environment->id);
	fputs(u->signoff != NULL || u->environment != NULL ? ".\n" : "\n", g->out);
}

static void separation(const struct page *g)
{
	const struct policy *p = g->policy;
	struct policy_unseparated u;
	size_t at = 0;
	bool off = policy_unseparated(p, g->now, &at, &u);

	if (p->nconflicts > 0 || off)
		heading(g, W_CONFLICTS);
	for (; off; off = policy_unseparated(p, g->now, &at, &u))
		unseparated(g, &u);
	for (size_t i = 0; i < p->nconflicts; i++) {
		fprintf(g->out, "* %s ", words(W_BOTH));
		text(g, "", p->conflicts[i].a->id);
		text(g, ", ", p->conflicts[i].b->id);
		fputc('\n', g->out);
	}
}

void policy_markdown(const struct policy *p, int64_t now, FILE *out)
{
	const struct page g = { p, now, out };

	text(&g, "# ", p->title);
	fputs("\n\n", out);
	item(&g, W_VERSION, p->version);
	item(&g, W_NORM, p->norm);
	item(&g, W_URL, p->url);
	heading(&g, W_ENVIRONMENTS);
	for (size_t i = 0; i < p->nenvironments; i++)
		environment(&g, &p->environments[i]);
	fprintf(out, "## %s\n\n", words(W_ROLES));
	for (size_t i = 0; i < p->nroles; i++)
		role(&g, &p->roles[i]);
	if (p->nimpacts > 0)
		heading(&g, W_IMPACTS);
	for (size_t i = 0; i < p->nimpacts; i++)
		impact(&g, &p->impacts[i]);
	if (p->nfreezes > 0)
		heading(&g, W_FREEZES);
	for (size_t i = 0; i < p->nfreezes; i++)
		freeze(&g, &p->freezes[i]);
	emergency(&g);
	separation(&g);
	if (p->evidence_ref != NULL) {
		heading(&g, W_EVIDENCE);
		fprintf(out, "%s `%s`.\n", words(W_LIES), p->evidence_ref);
	}
}
