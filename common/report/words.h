/*
 * report/words: every word that a report says of its own, in both languages side by side.
 *
 * ASCII. What rules ask stands in rules/rule.h.
 */
#pragma once

#include "audit/moves.h"
#include "policy/policy.h"

#define REPORT_WORDS(X) \
	X(TITLE, "Promotions", "Promoties") \
	X(PERIOD, "period", "periode") \
	X(FROM_THE_START, "from the first entry", "vanaf de eerste vermelding") \
	X(UNTIL_NOW, "until now", "tot nu") \
	X(TO, "to", "tot en met") \
	X(MADE, "made", "gemaakt") \
	X(ONLY_PROMOTION, "only promotion", "alleen promotie") \
	X(COUNTED, "promotions into", "promoties naar") \
	X(NOT_COUNTED, "not counted, those into", "niet meegeteld, die naar") \
	X(TIMES, "All times are UTC, by the clock of the server that judged.", \
	    "Alle tijden zijn UTC, volgens de klok van de server die oordeelde.") \
	X(NORM, \
	    "Norm CH.06. Compare COBIT 2019 BAI07, ISO/IEC 27001:2022 A.8.29, A.8.31, A.8.32 and " \
	    "A.5.3, NIST SP 800-53 CM-3, CM-4 and CM-5, SOC 2 CC8.1.", \
	    "Norm CH.06. Vergelijk COBIT 2019 BAI07, ISO/IEC 27001:2022 A.8.29, A.8.31, A.8.32 " \
	    "en A.5.3, NIST SP 800-53 CM-3, CM-4 en CM-5, SOC 2 CC8.1.") \
	X(NOT_WHOLE, "This report is not complete.", "Dit rapport is niet volledig.") \
	X(EXCEPTIONS, "Exceptions", "Uitzonderingen") \
	X(POPULATION, "Population", "Populatie") \
	X(POLICIES, "Policy in force", "Geldend beleid") \
	X(SAMPLE, "Sample", "Steekproef") \
	X(TIMELINE, "Timeline", "Tijdlijn") \
	X(RULES_TITLE, "What the rules ask", "Wat de regels vragen") \
	X(AND_MORE, "more; the CSV and JSON forms have all", \
	    "meer; de vormen CSV en JSON hebben ze alle") \
\
	X(N_PROMOTIONS, "promotions", "promoties") \
	X(N_FATE_UNKNOWN, "promotions of which the outcome is not recorded", \
	    "promoties waarvan de uitkomst niet vastligt") \
	X(N_ELSEWHERE, "promotions into environments that are not counted", \
	    "promoties naar omgevingen die niet meetellen") \
	X(N_ACCEPTED, "verdicts: accepted", "oordelen: geaccepteerd") \
	X(N_REJECTED, "verdicts: refused", "oordelen: geweigerd") \
	X(N_COULD_NOT, "verdicts: could not decide", "oordelen: kon niet beslissen") \
	X(N_FAST_FORWARDS, "fast-forwards, without a merge", "fast-forwards, zonder merge") \
	X(N_BASELINES, "baselines", "beginstanden") \
	X(N_ENTRIES, "entries in the audit", "vermeldingen in de audittrail") \
\
	X(REPOSITORY, "repository", "repository") \
	X(REF, "ref", "ref") \
	X(ENVIRONMENT, "environment", "omgeving") \
	X(STEPS, "steps", "stappen") \
	X(JUDGED, "with a verdict", "met een oordeel") \
	X(GAPS, "gaps", "gaten") \
	X(STATE, "state", "stand") \
	X(COMPLETE, "complete", "volledig") \
	X(NOT_COMPLETE, "NOT COMPLETE", "NIET VOLLEDIG") \
	X(REF_NOT_HERE, \
	    "no gap; the ref itself is not here, git sluis audit verify on the server holds it " \
	    "to this", \
	    "geen gat; de ref zelf is hier niet, git sluis audit verify op de server toetst die " \
	    "hieraan") \
	X(POPULATION_TEXT, \
	    "Each step of the period on the first-parent line of a ref, counted in the " \
	    "repository, against the steps that have a verdict in the audit.", \
	    "Elke stap van de periode op de first-parent-lijn van een ref, geteld in de " \
	    "repository, tegenover de stappen met een oordeel in de audittrail.") \
	X(FIRST, "first", "eerste") \
	X(LAST, "last", "laatste") \
	X(VERDICTS, "verdicts", "oordelen") \
\
	X(DRAWN, "drawn", "getrokken") \
	X(OF, "of", "van") \
	X(SEED, "seed", "startwaarde") \
	X(SAMPLE_TEXT, \
	    "The number of a promotion is the SHA-256 of SEED:ENTRY:COMMIT, with the full ids of " \
	    "its audit entry and its merge; the smallest numbers are drawn. Do it again: printf " \
	    "%s SEED:ENTRY:COMMIT | " \
	    "sha256sum", \
	    "Het nummer van een promotie is de SHA-256 van STARTWAARDE:VERMELDING:COMMIT, met de " \
	    "volledige ids van haar vermelding in de audittrail en van haar merge; de kleinste " \
	    "nummers worden getrokken. Doe het na: " \
	    "printf %s STARTWAARDE:VERMELDING:COMMIT | sha256sum") \
	X(NUMBER, "number", "nummer") \
\
	X(PROMOTION, "promotion", "promotie") \
	X(UNNAMED, "(no id)", "(zonder id)") \
	X(FIRST_POLICY, "the first policy", "het eerste beleid") \
	X(SAME_POLICY, "nothing changes", "er verandert niets") \
	X(NOT_APPROVED, "no promotion approved it", "geen promotie heeft het goedgekeurd") \
	X(ONLY_SHUTS, "it asks no less, and needs no approval", \
	    "het vraagt niets minder, en hoeft geen goedkeuring") \
	X(APPROVAL_FALSE, "it says that a promotion approved it, which does not hold", \
	    "het zegt dat een promotie het goedkeurde, en dat klopt niet") \
	X(WRITTEN_BY, "written by", "geschreven door") \
	X(APPROVED_BY, "approved by", "goedgekeurd door") \
	X(PROMOTED_BY, "promoted by", "gepromoveerd door") \
	X(INSTALLED_BY, "installed by", "geinstalleerd door") \
	X(NO_POLICIES, "refs/sluis/policy is not here: what approved the policies is not known", \
	    "refs/sluis/policy is er niet: wat het beleid goedkeurde is niet bekend") \
	X(NO_REASON, "no reason given", "zonder reden") \
	X(PARTS, "parts", "delen") \
	X(IN_REPOSITORIES, "in several repositories", "in meerdere repositories") \
	X(TIME, "time", "tijd") \
	X(ENTRY, "audit entry", "vermelding in de audittrail") \
	X(MERGE, "merge", "merge") \
	X(CANDIDATE, "candidate", "kandidaat") \
	X(BASE, "base", "uitgangsstand") \
	X(IMPACT, "impact", "impact") \
	X(POLICY, "policy", "beleid") \
	X(PUSHER, "pusher", "indiener") \
	X(NOBODY, "(nobody of the policy)", "(staat niet in het beleid)") \
	X(OUTCOME, "outcome", "uitkomst") \
	X(WENT_IN, "went in", "doorgegaan") \
	X(DID_NOT_GO_IN, "did not go in", "niet doorgegaan") \
	X(FATE_UNKNOWN, "not recorded whether it went in", "niet vastgelegd of ze is doorgegaan") \
	X(EXCEPTION, "exception", "uitzondering") \
	X(EMERGENCY, "emergency change", "spoedwijziging") \
	X(ROLLBACK, "rollback to", "teruggedraaid naar") \
	X(REVIEWS, "reviews emergency", "controleert spoedwijziging") \
	X(LAPSED, "veto that lapsed", "vervallen veto") \
	X(REVIEWED, "reviewed", "gecontroleerd") \
	X(REVIEWED_LATE, "reviewed LATE", "TE LAAT gecontroleerd") \
	X(REVIEWED_BY, "with promotion", "met promotie") \
	X(DAY_LATE, "day late", "dag te laat") \
	X(DAYS_LATE, "days late", "dagen te laat") \
	X(OPEN_UNTIL, "open, to be reviewed until", "open, te controleren tot") \
	X(OPEN, "open", "open") \
	X(WHILE_OVERDUE, "made while reviews were overdue", \
	    "gemaakt terwijl controles achteraf over tijd waren") \
	X(ARRIVED, "candidate arrived", "kandidaat aangekomen") \
	X(FOUND, "before the audit began; its commit is dated", \
	    "voor het begin van de audittrail; de commit is gedateerd op") \
	X(OVERDUE, "OVERDUE, was to be reviewed until", \
	    "OVER TIJD, had gecontroleerd moeten zijn voor") \
\
	X(WHO, "who", "wie") \
	X(DID, "did", "deed") \
	X(WHEN, "when", "wanneer") \
	X(DID_MAKE, "made the change", "maakte de wijziging") \
	X(DID_TEST, "tested", "testte") \
	X(DID_PLAN, "performer of the plan", "uitvoerder van het plan") \
	X(DID_SIGN, "signed off", "accordeerde") \
	X(DID_PUSH, "pushed", "diende in") \
	X(STRANGERS, "addresses not in the policy", "adressen die niet in het beleid staan") \
	X(ROLE, "role", "rol") \
	X(WAIVED_BY, "waived by", "vrijgesteld door") \
	X(ACCEPTED_BY, "accepted by", "geaccepteerd door") \
	X(OWN_WORD, "by own word", "op eigen woord") \
	X(AS_DEPUTY, "as deputy", "als plaatsvervanger") \
	X(BY_RECORD, "as the record says", "volgens het bewijsstuk") \
	X(BY_SIGNATURE, "by signature", "met handtekening") \
	X(BY_TRAILER, "by trailer alone", "alleen als trailer") \
	X(UNPROVEN, "not proven", "niet bewezen") \
\
	X(ANSWER, "answer", "antwoord") \
	X(PROOF, "proof", "bewijs") \
	X(PROOF_OF_EACH, "facts, people and the proof of each criterion", \
	    "feiten, mensen en het bewijs van elk criterium") \
	X(CONTENTS, "contents", "inhoud") \
	X(PROOF_OPENED, "Files are opened with", "Bestanden zijn te openen met") \
	X(UNKNOWN_RULES, "rules that this version does not know", \
	    "regels die deze versie niet kent") \
	X(PLAN, "implementation plan", "implementatieplan") \
	X(PERFORMER, "performer", "uitvoerder") \
	X(FROM, "comes from", "komt van") \
	X(STEP, "step", "stap") \
	X(STEP_BY, "by", "door") \
	X(STEP_OPEN, "not recorded as done", "niet als gedaan vastgelegd") \
	X(WORD_OF, "by the word of", "volgens") \
	X(RUNS, "runs at", "draait op") \
	X(NOT_COMPARED, "not compared", "niet vergeleken") \
	X(DIFFERING, "differing", "afwijkend") \
	X(DEPLOYED_BEFORE, "deployment of what was there before", \
	    "overdracht van wat er eerder stond") \
	X(DID_DEPLOY, "recorded the deployment", "legde de overdracht vast") \
	X(PARALLEL_RUN, "parallel run", "parallelle run") \
	X(SIGN_OFF, "sign-off", "accordering") \
	X(CRITERIA_FILE, "acceptance criteria", "acceptatiecriteria") \
	X(ACCEPTANCE, "acceptance result", "acceptatieresultaat") \
	X(LOG, "other evidence", "ander bewijs") \
	X(TESTER, "tester", "tester") \
	X(OWNER, "owner", "eigenaar") \
	X(ROLES_FILE, "roles", "rollen") \
	X(KEYS_FILE, "keys", "sleutels") \
	X(VERDICT_FILE, "what people were told", "wat de indiener te lezen kreeg") \
	X(SAME_CONTENT, "prints nothing", "toont niets") \
	X(CONTRIBUTORS, "made by", "gemaakt door") \
\
	X(BY_USER, "by user", "door gebruiker") \
	X(UNTIL, "until", "tot") \
	X(REASON, "reason", "reden") \
	X(N_OF_MOVES, "moves", "verplaatsingen") \
	X(UNLOCKED, "while unlocked", "tijdens een vrijgave") \
	X(LEAVE_NONE, "no verdict at all", "helemaal geen oordeel") \
	X(LEAVE_OTHER, "its verdict does not let it", "het oordeel staat dit niet toe") \
	X(LEAVE_LOST, "its verdict is not there", "het oordeel is er niet") \
	X(NOT_MET_RULES, "not met", "niet voldaan") \
	X(NOT_CHECKED_RULES, "not checked", "niet getoetst") \
\
	X(EXPORT_TEXT, \
	    "This export verifies itself, with git, ssh-keygen and sha256sum, without a network:", \
	    "Deze export toetst zichzelf, met git, ssh-keygen en sha256sum, zonder netwerk:") \
	X(EXPORT_TIE, \
	    "Whoever made it can have made it up. A clone of the audit that you fetched and " \
	    "verified yourself ties it to the audit:", \
	    "Wie haar maakte kan haar verzonnen hebben. Een eigen kloon van de audittrail, zelf " \
	    "opgehaald en getoetst, verbindt haar ermee:") \
	X(WHOLE_REPORT, "The whole report, with the exceptions", \
	    "Het hele rapport, met de uitzonderingen") \
	X(ALL_PROMOTIONS, "all promotions", "alle promoties") \
	X(PERSONAL, "Personal data", "Persoonsgegevens") \
	X(PERSONAL_TEXT, \
	    "This export holds personal data: names, mail addresses, login names, roles and " \
	    "public keys of staff (policy.ini, allowed_signers), and what each of them made, " \
	    "tested, signed and pushed, and when (entry, commits, signoffs, evidence, " \
	    "push-certificate). Logs and records hold whatever people wrote into them. It is " \
	    "there to show who did what; keep it no longer than that takes, and give it to " \
	    "nobody who does not need it.", \
	    "Deze export bevat persoonsgegevens: namen, mailadressen, inlognamen, rollen en " \
	    "publieke sleutels van medewerkers (policy.ini, allowed_signers), en wat ieder van " \
	    "hen maakte, testte, tekende en indiende, en wanneer (entry, commits, signoffs, " \
	    "evidence, push-certificate). Logs en bewijsstukken bevatten wat mensen erin " \
	    "schreven. Ze dient om te tonen wie wat deed; bewaar haar niet langer dan daarvoor " \
	    "nodig is, en geef haar aan niemand die haar niet nodig heeft.") \
	X(RESTS_ON, "What the answers rest on", "Waar de antwoorden op rusten") \
	X(STRANGE, "its entry keeps what no gate writes, and that is left out", \
	    "de vermelding bewaart wat geen poort schrijft, en dat is weggelaten") \
	X(COMMAND, "proved by", "te toetsen met") \
	X(CUT, "the rest is in the file", "de rest staat in het bestand") \
	X(ACTION, "action", "handeling") \
	X(WINDOW, "window", "tijdvenster") \
	X(WAY_BACK, "way back", "weg terug") \
	X(COMMUNICATION, "communication", "communicatie") \
	X(CRITERION, "criterion", "criterium") \
	X(DESCRIPTION, "description", "omschrijving") \
	X(REQUIRED, "required", "verplicht") \
	X(YES, "yes", "ja") \
	X(NO, "no", "nee") \
	X(RESULT, "result", "resultaat") \
	X(PASSED, "passed", "geslaagd") \
	X(FAILED, "FAILED", "MISLUKT") \
	X(LOG_FILE, "log", "log") \
	X(DIFFERENCE, "difference", "verschil") \
	X(COMPARED, "compared", "vergeleken") \
	X(IDENTICAL, "identical", "gelijk") \
	X(TREE, "tree", "tree")

enum report_word {
#define X(name, en, nl) W_##name,
	REPORT_WORDS(X)
#undef X
	    REPORT_WORD_COUNT
};

#define CRITERIA 9 /* of norm CH.06 */

enum report_status {
	REPORT_NOT_APPLICABLE = 0, /* or the rule did not exist yet */
	REPORT_MET,
	REPORT_NOT_ASKED, /* separation that the policy switches off */
	REPORT_WAIVED,
	REPORT_NOT_CHECKED,
	REPORT_NOT_MET,
	REPORT_STATUSES
};

const char *report_word(enum report_word w);

/* "Sign-off by the stakeholders"; `n` from 1 to CRITERIA. */
const char *report_criterion_title(unsigned n);

/* "met", "not applicable" and the like. */
const char *report_status_word(enum report_status s);

/* The same for machines: "met", "not-applicable". */
const char *report_status_id(enum report_status s);

/* One character that says the same where colours are not seen: "+", "-", "!" and the like. */
const char *report_status_sign(enum report_status s);

const char *report_leave_word(enum audit_leave leave);
