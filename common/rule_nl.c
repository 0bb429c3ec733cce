#include "rule.h"

/* As rule.h has them in English; a unit test asks that none is missing. */
static const char *const asks_nl[RULE_COUNT] = {
	[RULE_reserved_ref] = "in refs/sluis/ en refs/replace/ schrijft niemand met een push, en "
	                      "op een bewaakte ref niemand onder een andere spelling",
	[RULE_policy_published] =
	    "het geldende beleid staat in refs/sluis/policy, waar iedereen het kan ophalen",
	[RULE_pusher_known] =
	    "wie indient op een bewaakte ref is een persoon of dienst uit het beleid",
	[RULE_push_access] = "wie indient heeft een rol die op deze omgeving mag indienen",
	[RULE_ref_protected] = "een bewaakte ref wordt niet verwijderd, teruggezet of twee keer "
	                       "verplaatst in een push",
	[RULE_committer_is_pusher] = "de committer van elke nieuwe commit is wie indient, waar het "
	                             "beleid dat vraagt en in het bewijs",
	[RULE_commits_signed] =
	    "elke nieuwe commit is ondertekend door zijn committer, waar het beleid dat vraagt",
	[RULE_freeze] = "tijdens een wijzigingsstop gaat er niets over, behalve spoedwijzigingen "
	                "en terugdraaien",
	[RULE_merge_only] =
	    "elke stap van een omgeving is een merge van wat er stond en een kandidaat",
	[RULE_comes_from] = "de kandidaat stond op de omgeving hiervoor",
	[RULE_complete] = "de merge bevat precies wat de geaccepteerde kandidaat bevat",
	[RULE_nothing_lost] = "de kandidaat bevat alles wat er nu staat",
	[RULE_rollback] = "terugdraaien brengt precies een stand terug die de omgeving heeft gehad",
	[RULE_emergency] =
	    "een spoedwijziging noemt incident en reden, en wordt achteraf gecontroleerd",
	[RULE_emergency_review] =
	    "geen spoedwijziging wacht langer op controle achteraf dan het beleid toestaat",
	[RULE_plan_linked] = "de merge verwijst naar het implementatieplan",
	[RULE_plan_complete] =
	    "het plan is van deze promotie, kandidaat en omgeving, en elke stap heeft een eigenaar",
	[RULE_plan_window] = "het indienen valt binnen het tijdvenster van het plan",
	[RULE_plan_performer] = "wie indient is de uitvoerder die het plan noemt",
	[RULE_impact_stated] = "de merge noemt de impact, als niveau uit het beleid",
	[RULE_impact_floor] = "de genoemde impact is ten minste wat de gewijzigde bestanden vragen",
	[RULE_parallel_run] = "waar de impact dat vraagt draaiden oud en nieuw naast elkaar en is "
	                      "elk verschil geaccepteerd",
	[RULE_acceptance_linked] =
	    "de merge noemt zijn promotie en verwijst naar ten minste een acceptatieresultaat",
	[RULE_evidence_intact] = "elk bestand waarnaar verwezen wordt staat waar de verwijzing "
	                         "zegt, met precies die inhoud",
	[RULE_evidence_by] =
	    "elk stuk is ingebracht door wie het zegt, en door niemand die de wijziging maakte",
	[RULE_acceptance_bound] =
	    "het acceptatieresultaat is van deze promotie, kandidaat, inhoud en omgeving",
	[RULE_criteria_first] = "de criteria stonden in de bewijs-ref voor de test begon, en zijn "
	                        "sindsdien gelijk gebleven",
	[RULE_tester_not_author] = "niemand test een wijziging die hij mee heeft gemaakt",
	[RULE_acceptance_passed] =
	    "elk verplicht criterium is geslaagd, of met naam en reden vrijgesteld",
	[RULE_signoff_present] =
	    "elke accordering die nodig is, is er, van genoeg mensen met de rol",
	[RULE_signoff_proven] = "elke accordering is een tag in refs/signoffs/, ondertekend door "
	                        "de persoon die hij noemt",
	[RULE_signoff_current] = "elke accordering gaat over deze kandidaat, omgeving en dit "
	                         "bewijs, en is van na de test",
	[RULE_signoff_veto] = "niemand die mag accorderen heeft haar afgewezen",
	[RULE_roles_assigned] = "elke rol die de omgeving nodig heeft is vandaag bezet",
	[RULE_author_known] =
	    "elke auteur, committer en medeauteur is een persoon of dienst uit het beleid",
	[RULE_author_not_approver] = "niemand accordeert een promotie die hij mee heeft gemaakt",
	[RULE_author_not_promoter] = "niemand promoveert een wijziging die hij mee heeft gemaakt",
};

static const char *const mends_nl[RULE_COUNT] = {
	[RULE_reserved_ref] = "push naar een eigen ref",
	[RULE_policy_published] = "de beheerder publiceert het beleid",
	[RULE_pusher_known] = "de beheerder zet de login in het beleid",
	[RULE_push_access] = "iemand met de rol dient het in",
	[RULE_ref_protected] = "push een nieuwe commit bovenop wat er staat",
	[RULE_committer_is_pusher] = "commit onder eigen naam en adres, en push dat zelf",
	[RULE_commits_signed] =
	    "onderteken de commits: git rebase --exec 'git commit --amend --no-edit -S'",
	[RULE_freeze] = "wacht tot de wijzigingsstop voorbij is",
	[RULE_merge_only] = "merge de kandidaat met git merge --no-ff",
	[RULE_comes_from] = "promoveer hem eerst naar die omgeving",
	[RULE_complete] = "maak de merge opnieuw, zonder bewerkingen",
	[RULE_nothing_lost] = "merge wat er staat in de ontwikkellijn, en laat dat accepteren",
	[RULE_rollback] =
	    "noem een stand die de omgeving heeft gehad, en maak de merge van precies die stand",
	[RULE_emergency] = "schrijf de trailer als Emergency: INCIDENT REDEN",
	[RULE_emergency_review] =
	    "de promotie controleert haar: Reviews-Emergency: ID, met elke accordering",
	[RULE_plan_linked] = "voeg de trailer Implementation-Plan toe",
	[RULE_plan_complete] = "maak het plan volledig, push het, en verwijs er opnieuw naar",
	[RULE_plan_window] = "dien in binnen het tijdvenster, of plan een nieuw tijdvenster",
	[RULE_plan_performer] = "de uitvoerder van het plan dient in",
	[RULE_impact_stated] = "voeg de trailer Impact toe",
	[RULE_impact_floor] = "noem het hogere niveau, en doe wat dat vraagt",
	[RULE_parallel_run] = "laat oud en nieuw schaduwdraaien, en verwijs naar het verslag",
	[RULE_acceptance_linked] = "voeg de trailers Promotion en Acceptance-Result toe",
	[RULE_evidence_intact] =
	    "push het bestand, of verwijs met de digest van het bestand dat er staat",
	[RULE_evidence_by] = "de persoon die erin genoemd wordt brengt het in",
	[RULE_acceptance_bound] = "test deze kandidaat en verwijs naar dat resultaat",
	[RULE_criteria_first] = "push eerst de criteria, en test daarna",
	[RULE_tester_not_author] = "iemand anders test het",
	[RULE_acceptance_passed] = "herstel wat mislukte en test opnieuw",
	[RULE_signoff_present] = "de genoemde personen accorderen, en de merge draagt hun trailers",
	[RULE_signoff_proven] = "de persoon accordeert: git sluis sign ID --role ROL",
	[RULE_signoff_current] = "de persoon kijkt opnieuw, en accordeert opnieuw",
	[RULE_signoff_veto] = "los het op met wie haar afwees; die accordeert opnieuw",
	[RULE_roles_assigned] = "de beheerder geeft de rol in het beleid aan iemand",
	[RULE_author_known] = "de beheerder voegt het adres toe, of de auteur herstelt de commit",
	[RULE_author_not_approver] = "iemand anders met de rol accordeert",
	[RULE_author_not_promoter] = "iemand anders met de rol dient in",
};

const char *
rule_asks(enum language l, enum rule_id id)
{
	return l == LANGUAGE_NL && asks_nl[id] != NULL ? asks_nl[id] : rules[id].asks;
}

const char *
rule_mends(enum language l, enum rule_id id)
{
	return l == LANGUAGE_NL && mends_nl[id] != NULL ? mends_nl[id] : rules[id].mend;
}
