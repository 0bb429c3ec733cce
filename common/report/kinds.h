/*
 * report/kinds: every exception and finding that a report tells of, one row each.
 *
 * Text, CSV, JSON and HTML are made from this table: what it counts, lists and alarms with, in
 * which order and words. A new one is
 *	- a row here;
 *	- the code that finds it: for a promotion a line in find.c, for what another entry tells
 *	  new_item() in gather.c, for what no entry tells report_add_text();
 *	- where more is to be said than which promotion it is, its sentence (event.c).
 */
#pragma once

#include "base/base.h"

/* Where it is listed. The report is whole when nothing of WEIGHT_BREAKS is found. */
enum report_weight { WEIGHT_EXCEPTION, WEIGHT_TOP, WEIGHT_BREAKS };

/* X(name, id for machines, weight, sentence or NULL, English, Dutch) */
#define REPORT_KINDS(X) \
	X(UNREAD, "unread", WEIGHT_BREAKS, NULL, "audits that could not be read to their end", \
	    "audittrails die niet tot het einde konden worden gelezen") \
	X(FINDING, "finding", WEIGHT_BREAKS, NULL, \
	    "places where the audit is not whole, or the refs disagree with it", \
	    "plaatsen waar de audittrail niet heel is, of de refs haar tegenspreken") \
	X(INCOMPLETE, "incomplete", WEIGHT_BREAKS, NULL, \
	    "refs of which not all steps are in the audit as they should be", \
	    "refs waarvan niet alle stappen in de audittrail staan zoals het hoort") \
	X(WITNESSED, "witnessed", WEIGHT_TOP, NULL, "what witnesses saw of the audit", \
	    "wat getuigen van de audittrail zagen") \
	X(UNAPPROVED, "policy-unapproved", WEIGHT_TOP, NULL, \
	    "policies that no promotion approved, since the last approved one", \
	    "beleid dat geen promotie heeft goedgekeurd, sinds het laatste dat dat wel is") \
	X(EMERGENCY, "emergency", WEIGHT_EXCEPTION, emergency_text, "emergency changes", \
	    "spoedwijzigingen") \
	X(OPEN, "emergency-open", WEIGHT_EXCEPTION, emergency_text, \
	    "emergencies not reviewed yet", "spoedwijzigingen nog zonder controle achteraf") \
	X(OVERDUE, "review-overdue", WEIGHT_EXCEPTION, emergency_text, "overdue reviews", \
	    "controles achteraf over tijd") \
	X(LATE, "review-late", WEIGHT_EXCEPTION, emergency_text, "reviews that were late", \
	    "controles achteraf die te laat waren") \
	X(WHILE_OVERDUE, "emergency-while-overdue", WEIGHT_EXCEPTION, emergency_text, \
	    "emergencies while a review was overdue", \
	    "spoedwijzigingen terwijl een controle achteraf over tijd was") \
	X(ROLLBACK, "rollback", WEIGHT_EXCEPTION, rollback_text, "rollbacks", "terugdraaiingen") \
	X(UNLOCK, "unlock", WEIGHT_EXCEPTION, unlock_text, "unlocks by an administrator", \
	    "vrijgaven door een beheerder") \
	X(MOVE, "move", WEIGHT_EXCEPTION, move_text, "moves without a verdict", \
	    "verplaatsingen zonder oordeel") \
	X(CORRECTION, "correction", WEIGHT_EXCEPTION, correction_text, \
	    "corrections of the audit by the owner of the repository", \
	    "correcties van de audittrail door de eigenaar van de repository") \
	X(TRAILER, "trailer-only", WEIGHT_EXCEPTION, NULL, \
	    "promotions with sign-offs by trailer alone: nothing is one-use", \
	    "promoties met accordering alleen als trailer: niets is eenmalig") \
	X(OWN_WORD, "own-word", WEIGHT_EXCEPTION, own_word_text, \
	    "promotions with waivers or accepted differences", \
	    "promoties met vrijstellingen of geaccepteerde verschillen") \
	X(UNSEPARATED, "unseparated", WEIGHT_EXCEPTION, unseparated_text, \
	    "promotions under a policy that does not keep duties apart", \
	    "promoties onder een beleid dat functiescheiding uitzet") \
	X(DEPUTY, "deputy", WEIGHT_EXCEPTION, deputy_text, "promotions that a deputy signed", \
	    "promoties die een plaatsvervanger accordeerde") \
	X(LAPSED, "veto-lapsed", WEIGHT_EXCEPTION, lapsed_text, \
	    "promotions against which a veto stood that lapsed", \
	    "promoties waartegen een veto stond dat verviel") \
	X(FOUND, "candidate-found", WEIGHT_EXCEPTION, NULL, \
	    "promotions of a candidate that is older than the audit", \
	    "promoties van een kandidaat die ouder is dan de audittrail") \
	X(DEPLOYED_LATE, "deployment-late", WEIGHT_EXCEPTION, deployed_text, \
	    "promotions whose deployment was recorded late", \
	    "promoties waarvan de overdracht te laat is vastgelegd") \
	X(DEPLOYED_OVERDUE, "deployment-overdue", WEIGHT_EXCEPTION, deployed_text, \
	    "promotions whose deployment is not recorded, past its days", \
	    "promoties waarvan de overdracht niet op tijd is vastgelegd") \
	X(DEPLOYED_BAD, "deployment-failed", WEIGHT_EXCEPTION, deployed_text, \
	    "promotions whose deployment failed, differs or is not shown", \
	    "promoties waarvan de overdracht mislukte, afwijkt of niet is aangetoond") \
	X(DEPLOYED_UNKNOWN, "deployment-unknown", WEIGHT_EXCEPTION, deployed_text, \
	    "promotions whose deployment cannot be told from this copy", \
	    "promoties waarvan de overdracht uit deze kopie niet blijkt") \
	X(DEPLOYED_UNCHECKED, "deployment-unchecked", WEIGHT_EXCEPTION, deployed_text, \
	    "promotions whose deployment nobody compared", \
	    "promoties waarvan niemand de overdracht vergeleek") \
	X(STEPS_OPEN, "plan-steps-open", WEIGHT_EXCEPTION, steps_text, \
	    "promotions of which a step of the plan is not recorded as done", \
	    "promoties waarvan een stap van het plan niet als gedaan vastligt") \
	X(REFUSED, "refused", WEIGHT_EXCEPTION, verdict_text, "refused attempts", \
	    "geweigerde pogingen") \
	X(UNDECIDED, "undecided", WEIGHT_EXCEPTION, verdict_text, \
	    "attempts that could not be decided", "pogingen waarover niet kon worden beslist") \
	X(NOT_MOVED, "not-moved", WEIGHT_EXCEPTION, verdict_text, "accepted, and did not go in", \
	    "geaccepteerd, en niet doorgegaan") \
	X(POLICY, "policy-change", WEIGHT_EXCEPTION, policy_text, "changes of policy", \
	    "wijzigingen van het beleid")

enum report_event_kind {
#define X(name, id, weight, sentence, en, nl) REPORT_##name,
	REPORT_KINDS(X)
#undef X
	    REPORT_EVENTS,
	REPORT_PROMOTION = REPORT_EVENTS /* no event */
};

/* "refused" and the like, for machines; "promotion". */
const char *report_event_id(enum report_event_kind kind);

enum report_weight report_weight(enum report_event_kind kind);

/* The heading of its list, and the label of its count. */
const char *report_event_title(enum report_event_kind kind);
