/*
 * rules/rule: the one table of rules, each whole in one place and in both languages.
 *
 * A registry: it declares every check, and each check's file (rule_*.c) includes it for that alone.
 * What a check may say is in rules/ruling.h. A new rule is a row here and one function rule_NAME().
 */
#pragma once

#include "policy/policy.h"
#include "rules/ruling.h"
#include "step/step.h"
#include "base/verdict.h"

#define REQUIRE_RECORDS (REQUIRE_PLAN | REQUIRE_ACCEPTANCE | REQUIRE_PARALLEL_RUN)

/*
 * id; criterion of CH.06; the group that an environment asks it with (ruling_run()); what it asks
 * and how it is mended in general, in one line each, in English and in Dutch. The id is stable for
 * ever; the check of rule a-b is rule_a_b(). The order is that of the findings: most basic first.
 */
#define RULES(X) \
	X(reserved_ref, "reserved-ref", 9, 0, \
	    "refs/sluis/ and refs/replace/ are written by nobody's push, nor a guarded ref by " \
	    "another spelling, nor a name that can be taken for one", \
	    "push to a ref of your own", \
	    "in refs/sluis/ en refs/replace/ schrijft niemand met een push, en op een bewaakte " \
	    "ref niemand onder een andere spelling, noch op een naam die ervoor kan doorgaan", \
	    "push naar een eigen ref") \
	X(policy_published, "policy-published", 1, 0, \
	    "the policy in force is at refs/sluis/policy, where everyone can fetch it", \
	    "the administrator publishes the policy", \
	    "het geldende beleid staat in refs/sluis/policy, waar iedereen het kan ophalen", \
	    "de beheerder publiceert het beleid") \
	X(pusher_known, "pusher-known", 9, 0, \
	    "whoever pushes to a governed ref is a person or service of the policy", \
	    "the administrator adds the login to the policy", \
	    "wie indient op een bewaakte ref is een persoon of dienst uit het beleid", \
	    "de beheerder zet de login in het beleid") \
	X(push_access, "push-access", 9, 0, \
	    "whoever pushes has a role that may push to this environment", \
	    "somebody with the role pushes", \
	    "wie indient heeft een rol die op deze omgeving mag indienen", \
	    "iemand met de rol dient het in") \
	X(ref_protected, "ref-protected", 9, 0, \
	    "a governed ref is not deleted, rewound or moved twice in one push, and rests on " \
	    "refs " \
	    "that are what the audit left", \
	    "push a new commit on top of what is there", \
	    "een bewaakte ref wordt niet verwijderd, teruggezet of twee keer verplaatst in een " \
	    "push, en steunt op refs die zijn wat de audittrail achterliet", \
	    "push een nieuwe commit bovenop wat er staat") \
	X(committer_is_pusher, "committer-is-pusher", 9, 0, \
	    "the committer of every new commit is who pushes it, where the policy asks and in " \
	    "the evidence", \
	    "commit under your own name and address, and push that yourself", \
	    "de committer van elke nieuwe commit is wie indient, waar het beleid dat vraagt en " \
	    "in het bewijs", \
	    "commit onder eigen naam en adres, en push dat zelf") \
	X(commits_signed, "commits-signed", 9, 0, \
	    "every new commit is signed by its committer, where the policy asks", \
	    "their committers sign them again", \
	    "elke nieuwe commit is ondertekend door zijn committer, waar het beleid dat vraagt", \
	    "hun committers ondertekenen ze opnieuw") \
	X(freeze, "freeze", 3, OF_CHANGE, \
	    "nothing is promoted while a freeze lasts, but for emergencies and rollbacks", \
	    "wait until the freeze has ended", \
	    "tijdens een wijzigingsstop gaat er niets over, behalve spoedwijzigingen en " \
	    "terugdraaien", \
	    "wacht tot de wijzigingsstop voorbij is") \
	X(merge_only, "merge-only", 3, 0, \
	    "each step of an environment is a merge of what it was and one candidate", \
	    "merge the candidate with git merge --no-ff", \
	    "elke stap van een omgeving is een merge van wat er stond en een kandidaat", \
	    "merge de kandidaat met git merge --no-ff") \
	X(comes_from, "comes-from", 3, 0, "the candidate was on the environment before this one", \
	    "promote it to that environment first", "de kandidaat stond op de omgeving hiervoor", \
	    "promoveer hem eerst naar die omgeving") \
	X(complete, "complete", 8, REQUIRE_COMPLETE, \
	    "the merge holds exactly what the accepted candidate holds", \
	    "merge again without edits", \
	    "de merge bevat precies wat de geaccepteerde kandidaat bevat", \
	    "maak de merge opnieuw, zonder bewerkingen") \
	X(nothing_lost, "nothing-lost", 8, REQUIRE_COMPLETE, \
	    "the candidate contains everything that is there now", \
	    "merge what is there into the development line, and accept that", \
	    "de kandidaat bevat alles wat er nu staat", \
	    "merge wat er staat in de ontwikkellijn, en laat dat accepteren") \
	X(rollback, "rollback", 8, 0, \
	    "a rollback brings back exactly a state that the present one comes from", \
	    "name a state that it had, and make the merge of exactly that", \
	    "terugdraaien brengt precies een stand terug waar de huidige uit voortkomt", \
	    "noem een stand die de omgeving heeft gehad, en maak de merge van precies die stand") \
	X(emergency, "emergency", 3, 0, \
	    "an emergency names its incident and its reason, and is reviewed afterwards", \
	    "write the trailer as Emergency: INCIDENT REASON", \
	    "een spoedwijziging noemt incident en reden, en wordt achteraf gecontroleerd", \
	    "schrijf de trailer als Emergency: INCIDENT REDEN") \
	X(emergency_review, "emergency-review", 3, 0, \
	    "no emergency waits for its review longer than the policy allows", \
	    "the promotion reviews it: Reviews-Emergency: ID, with every sign-off", \
	    "geen spoedwijziging wacht langer op controle achteraf dan het beleid toestaat", \
	    "de promotie controleert haar: Reviews-Emergency: ID, met elke accordering") \
	X(plan_linked, "plan-linked", 2, REQUIRE_PLAN | OF_CHANGE, \
	    "the merge links its implementation plan", "add the trailer Implementation-Plan", \
	    "de merge verwijst naar het implementatieplan", \
	    "voeg de trailer Implementation-Plan toe") \
	X(plan_complete, "plan-complete", 2, REQUIRE_PLAN | OF_CHANGE, \
	    "the plan is of this promotion, candidate and environment, and every step has its " \
	    "owner", \
	    "complete the plan, push it, and link it again", \
	    "het plan is van deze promotie, kandidaat en omgeving, en elke stap heeft een " \
	    "eigenaar", \
	    "maak het plan volledig, push het, en verwijs er opnieuw naar") \
	X(plan_window, "plan-window", 2, REQUIRE_PLAN | OF_CHANGE, \
	    "the push falls inside the window of the plan", \
	    "push inside the window, or plan a new one", \
	    "het indienen valt binnen het tijdvenster van het plan", \
	    "dien in binnen het tijdvenster, of plan een nieuw tijdvenster") \
	X(plan_performer, "plan-performer", 2, 0, \
	    "whoever pushes is the performer that the plan names", \
	    "the performer of the plan pushes", "wie indient is de uitvoerder die het plan noemt", \
	    "de uitvoerder van het plan dient in") \
	X(deployment_recorded, "deployment-recorded", 2, OF_CHANGE, \
	    "what the environment shows was deployed to each of its targets, and that is " \
	    "recorded " \
	    "in time", \
	    "whoever deployed it records it: git sluis deployed ID --target NAME --tree DIR", \
	    "wat de omgeving toont is overgezet naar elk van haar doelen, en dat is op tijd " \
	    "vastgelegd", \
	    "wie het overzette legt het vast: git sluis deployed ID --target NAAM --tree MAP") \
	X(impact_stated, "impact-stated", 4, REQUIRE_IMPACT | OF_CHANGE, \
	    "the merge states the impact, as a level of the policy", "add the trailer Impact", \
	    "de merge noemt de impact, als niveau uit het beleid", "voeg de trailer Impact toe") \
	X(impact_floor, "impact-floor", 4, REQUIRE_IMPACT | OF_CHANGE, \
	    "the stated impact is at least what the changed paths demand", \
	    "state the higher level, and do what it asks", \
	    "de genoemde impact is ten minste wat de gewijzigde bestanden vragen", \
	    "noem het hogere niveau, en doe wat dat vraagt") \
	X(parallel_run, "parallel-run", 4, REQUIRE_PARALLEL_RUN | OF_CHANGE, \
	    "where the impact asks it, old and new ran side by side and every difference was " \
	    "accepted", \
	    "run old and new side by side, and link the record", \
	    "waar de impact dat vraagt draaiden oud en nieuw naast elkaar en is elk verschil " \
	    "geaccepteerd", \
	    "laat oud en nieuw parallel draaien, en verwijs naar het verslag") \
	X(acceptance_linked, "acceptance-linked", 6, REQUIRE_ACCEPTANCE, \
	    "the merge names its promotion and links at least one acceptance result", \
	    "add the trailers Promotion and Acceptance-Result", \
	    "de merge noemt zijn promotie en verwijst naar ten minste een acceptatieresultaat", \
	    "voeg de trailers Promotion en Acceptance-Result toe") \
	X(evidence_intact, "evidence-intact", 6, REQUIRE_RECORDS | OF_CHANGE, \
	    "every linked file is where its link says, with exactly the linked bytes", \
	    "put the file there, or link the digest of the file that is there", \
	    "elk bestand waarnaar verwezen wordt staat waar de verwijzing zegt, met precies die " \
	    "inhoud", \
	    "push het bestand, of verwijs met de digest van het bestand dat er staat") \
	X(evidence_by, "evidence-by", 6, REQUIRE_RECORDS | OF_CHANGE, \
	    "every record was added by whose word it is, and by nobody who made the change", \
	    "the person it names brings it in", \
	    "elk bewijsstuk is ingebracht door wie het opstelde, en door niemand die de " \
	    "wijziging maakte", \
	    "de persoon die erin genoemd wordt brengt het in") \
	X(acceptance_bound, "acceptance-bound", 6, REQUIRE_ACCEPTANCE | OF_CHANGE, \
	    "the acceptance result is of this promotion, candidate, tree and environment, and of " \
	    "a " \
	    "test that began when the candidate was there", \
	    "test this candidate and link that result", \
	    "het acceptatieresultaat is van deze promotie, kandidaat, inhoud en omgeving, en van " \
	    "een test die begon toen de kandidaat er stond", \
	    "test deze kandidaat en verwijs naar dat resultaat") \
	X(criteria_first, "criteria-first", 6, REQUIRE_ACCEPTANCE | OF_CHANGE, \
	    "the criteria were in the evidence ref before the test began, and did not change " \
	    "since", \
	    "push the criteria, then test", \
	    "de criteria stonden in de bewijs-ref voor de test begon, en zijn sindsdien gelijk " \
	    "gebleven", \
	    "push eerst de criteria, en test daarna") \
	X(criteria_independent, "criteria-independent", 6, REQUIRE_ACCEPTANCE | OF_CHANGE, \
	    "the criteria were set by a person who did not make the change, or everybody who " \
	    "signs names them", \
	    "somebody who did not make the change writes the criteria; then test by them", \
	    "de criteria zijn gesteld door een persoon die de wijziging niet maakte, of ieder " \
	    "die accordeert noemt ze", \
	    "iemand die de wijziging niet maakte schrijft de criteria; test dan daarmee") \
	X(tester_not_author, "tester-not-author", 9, REQUIRE_ACCEPTANCE | OF_CHANGE, \
	    "nobody tests a change that they helped to make", "somebody else tests it", \
	    "niemand test een wijziging waaraan die zelf meewerkte", "iemand anders test het") \
	X(acceptance_passed, "acceptance-passed", 6, REQUIRE_ACCEPTANCE | OF_CHANGE, \
	    "every required criterion passed, or was waived by name with a reason", \
	    "mend what failed and test again", \
	    "elk verplicht criterium is geslaagd, of met naam en reden vrijgesteld", \
	    "herstel wat mislukte en test opnieuw") \
	X(signoff_present, "signoff-present", 5, 0, \
	    "every sign-off that the promotion needs is there, by enough people of its role", \
	    "the people named sign off, and the merge carries their trailers", \
	    "elke accordering die nodig is, is er, van genoeg mensen met de rol", \
	    "de genoemde personen accorderen, en hun trailers staan in de merge") \
	X(signoff_proven, "signoff-proven", 5, 0, \
	    "every sign-off is a tag below refs/signoffs/, signed by the person that it names", \
	    "the person signs: git sluis sign ID --role ROLE", \
	    "elke accordering is een tag in refs/signoffs/, ondertekend door de persoon die hij " \
	    "noemt", \
	    "de persoon accordeert: git sluis sign ID --role ROL") \
	X(signoff_current, "signoff-current", 5, 0, \
	    "every sign-off is about this candidate, environment, kind of promotion and " \
	    "evidence, and came in after the test", \
	    "the person looks again, and signs anew", \
	    "elke accordering gaat over deze kandidaat, deze omgeving, dit soort promotie en dit " \
	    "bewijs, en is van na de test", \
	    "de persoon kijkt opnieuw, en accordeert opnieuw") \
	X(signoff_veto, "signoff-veto", 5, 0, \
	    "nobody who signs off there has rejected what it brings, under whatever id", \
	    "settle it with who rejected it; they sign anew", \
	    "niemand die daar accordeert heeft de inhoud afgewezen, onder welk id ook", \
	    "los het op met wie haar afwees; die accordeert opnieuw") \
	X(promotion_once, "promotion-once", 5, 0, \
	    "a promotion id is good for one move of a ref, and so are the sign-offs given for it", \
	    "promote under a new id, with new sign-offs", \
	    "een promotie-id is geldig voor een verplaatsing van een ref, en de accorderingen " \
	    "ervoor ook", \
	    "promoveer onder een nieuw id, met nieuwe accorderingen") \
	X(roles_assigned, "roles-assigned", 7, 0, \
	    "every role that the environment needs has somebody who is there today", \
	    "the administrator gives the role to somebody in the policy", \
	    "elke rol die de omgeving nodig heeft is vandaag bezet", \
	    "de beheerder geeft de rol in het beleid aan iemand") \
	X(author_known, "author-known", 9, 0, \
	    "every author, committer and co-author is a person or service of the policy", \
	    "the administrator adds the address, or the author mends the commit", \
	    "elke auteur, committer en medeauteur is een persoon of dienst uit het beleid", \
	    "de beheerder voegt het adres toe, of de auteur herstelt de commit") \
	X(author_not_approver, "author-not-approver", 9, 0, \
	    "nobody signs off a promotion that they helped to make", \
	    "somebody else with the role signs off", \
	    "niemand accordeert een promotie waaraan die zelf meewerkte", \
	    "iemand anders met de rol accordeert") \
	X(author_not_promoter, "author-not-promoter", 9, 0, \
	    "nobody promotes a change that they helped to make", \
	    "somebody else with the role pushes", \
	    "niemand promoveert een wijziging waaraan die zelf meewerkte", \
	    "iemand anders met de rol dient in")

enum rule_id {
#define X(name, ...) RULE_##name,
	RULES(X)
#undef X
	    RULE_COUNT
};

struct rule {
	const char *id;
	unsigned criterion;
	unsigned group; /* bits of enum require, OF_CHANGE; 0: the check runs for every step */
	const char *asks, *mend, *asks_nl, *mend_nl;
	rule_check *check;
};

extern const struct rule rules[RULE_COUNT];

/* The rule with that id, or NULL. */
const struct rule *rule_by_id(const char *id);

/* What the rule asks and how it is mended in general, in one line each. */
const char *rule_asks(enum rule_id id);
const char *rule_mends(enum rule_id id);

/* Runs the check of a rule on one step and appends its findings (ruling_run()). */
enum outcome rule_judge(struct arena *a, enum rule_id id, const struct policy *p,
    const struct step *s, struct findings *out);

#define X(name, ...) rule_check rule_##name;
RULES(X)
#undef X
