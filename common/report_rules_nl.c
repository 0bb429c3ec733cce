#include "report_words.h"

/* As rule.h has them in English; a unit test asks that none is missing. */
static const char *const asks_nl[RULE_COUNT] = {
	[RULE_reserved_ref] = "in refs/sluis/ en refs/replace/ schrijft niemand met een push",
	[RULE_policy_published] = "het geldende beleid staat in refs/sluis/policy, waar iedereen het kan ophalen",
	[RULE_pusher_known] = "wie indient op een bewaakte ref is een persoon of dienst uit het beleid",
	[RULE_push_access] = "wie indient heeft een rol die op deze omgeving mag indienen",
	[RULE_ref_protected] = "een bewaakte ref wordt niet verwijderd, teruggezet of twee keer verplaatst in een push",
	[RULE_committer_is_pusher] = "de committer van elke nieuwe commit is wie indient, waar het beleid dat vraagt en in het bewijs",
	[RULE_commits_signed] = "elke nieuwe commit is ondertekend door zijn committer, waar het beleid dat vraagt",
	[RULE_freeze] = "tijdens een wijzigingsstop gaat er niets over, behalve spoedwijzigingen en terugdraaien",
	[RULE_merge_only] = "elke stap van een omgeving is een merge van wat er stond en een kandidaat",
	[RULE_comes_from] = "de kandidaat stond op de omgeving hiervoor",
	[RULE_complete] = "de merge bevat precies wat de geaccepteerde kandidaat bevat",
	[RULE_nothing_lost] = "de kandidaat bevat alles wat er nu staat",
	[RULE_rollback] = "terugdraaien brengt precies een stand terug die de omgeving heeft gehad",
	[RULE_emergency] = "een spoedwijziging noemt incident en reden, en wordt achteraf gecontroleerd",
	[RULE_emergency_review] = "geen spoedwijziging wacht langer op controle achteraf dan het beleid toestaat",
	[RULE_plan_linked] = "de merge verwijst naar het implementatieplan",
	[RULE_plan_complete] = "het plan is van deze promotie, kandidaat en omgeving, en elke stap heeft een eigenaar",
	[RULE_plan_window] = "het indienen valt binnen het tijdvenster van het plan",
	[RULE_plan_performer] = "wie indient is de uitvoerder die het plan noemt",
	[RULE_impact_stated] = "de merge noemt de impact, als niveau uit het beleid",
	[RULE_impact_floor] = "de genoemde impact is ten minste wat de gewijzigde bestanden vragen",
	[RULE_parallel_run] = "waar de impact dat vraagt draaiden oud en nieuw naast elkaar en is elk verschil geaccepteerd",
	[RULE_acceptance_linked] = "de merge noemt zijn promotie en verwijst naar ten minste een acceptatieresultaat",
	[RULE_evidence_intact] = "elk bestand waarnaar verwezen wordt staat waar de verwijzing zegt, met precies die inhoud",
	[RULE_evidence_by] = "elk stuk is ingebracht door wie het zegt, en door niemand die de wijziging maakte",
	[RULE_acceptance_bound] = "het acceptatieresultaat is van deze promotie, kandidaat, inhoud en omgeving",
	[RULE_criteria_first] = "de criteria stonden in de bewijs-ref voor de test begon, en zijn sindsdien gelijk gebleven",
	[RULE_tester_not_author] = "niemand test een wijziging die hij mee heeft gemaakt",
	[RULE_acceptance_passed] = "elk verplicht criterium is geslaagd, of met naam en reden vrijgesteld",
	[RULE_signoff_present] = "elke accordering die nodig is, is er, van genoeg mensen met de rol",
	[RULE_signoff_proven] = "elke accordering is een tag in refs/signoffs/, ondertekend door de persoon die hij noemt",
	[RULE_signoff_current] = "elke accordering gaat over deze kandidaat, omgeving en dit bewijs, en is van na de test",
	[RULE_signoff_veto] = "niemand die mag accorderen heeft haar afgewezen",
	[RULE_roles_assigned] = "elke rol die de omgeving nodig heeft is vandaag bezet",
	[RULE_author_known] = "elke auteur, committer en medeauteur is een persoon of dienst uit het beleid",
	[RULE_author_not_approver] = "niemand accordeert een promotie die hij mee heeft gemaakt",
	[RULE_author_not_promoter] = "niemand promoveert een wijziging die hij mee heeft gemaakt",
};

const char *
report_rule_asks(enum language l, enum rule_id id)
{
	return l == LANGUAGE_NL && asks_nl[id] != NULL ? asks_nl[id] : rules[id].asks;
}
