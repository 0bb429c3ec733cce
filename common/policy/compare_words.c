/*
 * policy/compare_words: the words for a change of each key of a policy. A key of policy/keys.c
 * without a row here fails a test.
 *
 * $S is the name of the section, $N the new value, $O the old one.
 */
#include <string.h>

#include "policy/policy_internal.h"

/* A list, or a key of two words: what comes and what goes. */
#define BOTH(kind, key, sense, en, nl, en_gone, nl_gone) \
	{ \
		KIND_##kind, key, SENSE_##sense, { { en, nl }, { en_gone, nl_gone } }, \
		{ \
			NULL, NULL \
		} \
	}
/* A list that is open to all while it is empty. */
#define OPEN(kind, key, sense, en, nl, en_gone, nl_gone, en_all, nl_all) \
	{ \
		KIND_##kind, key, SENSE_##sense, { { en, nl }, { en_gone, nl_gone } }, \
		{ \
			en_all, nl_all \
		} \
	}
/* One value. */
#define ONE(kind, key, sense, en, nl) \
	{ \
		KIND_##kind, key, SENSE_##sense, { { en, nl }, { NULL, NULL } }, \
		{ \
			NULL, NULL \
		} \
	}

const struct policy_wording policy_wordings[] = {
	ONE(POLICY, "title", SAME, "the title becomes '$N' (was '$O')",
	    "de titel wordt '$N' (was '$O')"),
	ONE(POLICY, "version", SHUTS, "version $N takes the place of $O",
	    "versie $N komt in de plaats van $O"),
	ONE(POLICY, "url", SAME, "it can be read at $N (was $O)", "het is te lezen op $N (was $O)"),
	ONE(POLICY, "language", SAME, "the gate speaks '$N' (was '$O')",
	    "de poort spreekt '$N' (was '$O')"),
	ONE(POLICY, "norm", SAME, "the norm is $N (was $O)", "de norm is $N (was $O)"),
	ONE(POLICY, "zone", ANY, "times without a zone are those of $N (was $O)",
	    "tijden zonder zone zijn die van $N (was $O)"),
	ONE(PUSHER, "source", ANY, "who pushes is told by $N (was $O)",
	    "wie indient blijkt uit $N (was $O)"),
	BOTH(PUSHER, "signed", LESS, "every push must be signed", "elke push moet getekend zijn",
	    "pushes no longer need a signature", "een push hoeft niet meer getekend te zijn"),
	ONE(EVIDENCE, "ref", ANY, "the evidence is in $N (was in $O)",
	    "het bewijs staat in $N (was in $O)"),
	OPEN(EVIDENCE, "push", MORE, "role $N may now push evidence",
	    "rol $N mag nu bewijs indienen", "role $O may no longer push evidence",
	    "rol $O mag geen bewijs meer indienen",
	    "everyone whom the policy knows may push evidence",
	    "iedereen die in het beleid staat mag bewijs indienen"),
	ONE(SFTP, "user", ANY, "at result server $S the gate signs in as $N (was $O)",
	    "op resultaatserver $S meldt de poort zich aan als $N (was $O)"),
	ONE(SFTP, "identity", ANY, "at result server $S the gate's key is $N (was $O)",
	    "op resultaatserver $S is de sleutel van de poort $N (was $O)"),
	ONE(SFTP, "known-hosts", ANY, "the host key of result server $S is in $N (was in $O)",
	    "de hostsleutel van resultaatserver $S staat in $N (was in $O)"),
	ONE(SFTP, "port", ANY, "result server $S is asked at port $N (was $O)",
	    "resultaatserver $S wordt gevraagd op poort $N (was $O)"),
	ONE(SFTP, "timeout", SAME, "result server $S is given $N seconds (was $O)",
	    "resultaatserver $S krijgt $N seconden (was $O)"),
	ONE(SFTP, "max-size", SAME, "a file of result server $S has up to $N bytes (was $O)",
	    "een bestand van resultaatserver $S heeft hooguit $N bytes (was $O)"),
	ONE(SFTP, "service", ANY, "records of result server $S are the word of $N (was $O)",
	    "records van resultaatserver $S zijn het woord van $N (was $O)"),
	ONE(PERSON, "name", SAME, "the name of $S becomes '$N' (was '$O')",
	    "de naam van $S wordt '$N' (was '$O')"),
	ONE(PERSON, "organisation", SAME, "$S works for $N (was $O)", "$S werkt voor $N (was $O)"),
	BOTH(PERSON, "email", ANY, "commits of $N are now those of $S",
	    "commits van $N zijn nu die van $S", "commits of $O are no longer those of $S",
	    "commits van $O zijn niet meer die van $S"),
	BOTH(PERSON, "login", MORE, "who signs in as $N is now $S",
	    "wie zich aanmeldt als $N is nu $S", "who signs in as $O is no longer $S",
	    "wie zich aanmeldt als $O is niet meer $S"),
	ONE(PERSON, "from", LESS, "$S is there from $N (was $O)", "$S is er vanaf $N (was $O)"),
	ONE(PERSON, "until", MORE_OR_SHUTS, "$S is there until $N (was $O)",
	    "$S is er tot en met $N (was $O)"),
	ONE(SERVICE, "name", SAME, "the name of service $S becomes '$N' (was '$O')",
	    "de naam van dienst $S wordt '$N' (was '$O')"),
	ONE(SERVICE, "organisation", SAME, "service $S is of $N (was $O)",
	    "dienst $S is van $N (was $O)"),
	BOTH(SERVICE, "email", ANY, "commits of $N are now those of service $S",
	    "commits van $N zijn nu die van dienst $S",
	    "commits of $O are no longer those of service $S",
	    "commits van $O zijn niet meer die van dienst $S"),
	BOTH(SERVICE, "login", MORE, "who signs in as $N is now service $S",
	    "wie zich aanmeldt als $N is nu dienst $S",
	    "who signs in as $O is no longer service $S",
	    "wie zich aanmeldt als $O is niet meer dienst $S"),
	ONE(SERVICE, "owner", ANY, "$N answers for service $S (was $O)",
	    "$N staat in voor dienst $S (was $O)"),
	BOTH(ROLE, "member", MORE_OR_SHUTS, "role $S has a new member: $N",
	    "rol $S heeft een nieuw lid: $N", "role $S loses a member: $O",
	    "rol $S verliest een lid: $O"),
	BOTH(ROLE, "deputy", MORE_OR_SHUTS, "role $S has a new deputy: $N",
	    "rol $S heeft een nieuwe plaatsvervanger: $N", "role $S loses a deputy: $O",
	    "rol $S verliest een plaatsvervanger: $O"),
	BOTH(SEPARATION, "conflict", LESS, "nobody may hold both roles any more: $N",
	    "niemand mag nog beide rollen hebben: $N", "one person may hold both roles: $O",
	    "iemand mag beide rollen hebben: $O"),
	BOTH(SEPARATION, "authors-may-sign", MORE, "separation: authors may sign",
	    "functiescheiding: auteurs mogen accorderen", "separation: authors may no longer sign",
	    "functiescheiding: auteurs mogen niet meer accorderen"),
	BOTH(SEPARATION, "authors-may-promote", MORE, "separation: authors may promote",
	    "functiescheiding: auteurs mogen promoveren",
	    "separation: authors may no longer promote",
	    "functiescheiding: auteurs mogen niet meer promoveren"),
	BOTH(SEPARATION, "unknown-authors", MORE, "separation: unknown authors are let through",
	    "functiescheiding: onbekende auteurs worden doorgelaten",
	    "separation: unknown authors are refused",
	    "functiescheiding: onbekende auteurs worden geweigerd"),
	BOTH(SEPARATION, "one-signer-one-role", LESS,
	    "separation: a person's sign-off fills one role only",
	    "functiescheiding: een accordering telt voor een rol",
	    "separation: a person's sign-off may fill several roles",
	    "functiescheiding: een accordering mag voor meer rollen tellen"),
	ONE(SIGNOFF, "trailer", ANY, "sign-off $S is the trailer $N (was $O)",
	    "accordering $S is de trailer $N (was $O)"),
	ONE(SIGNOFF, "role", ANY, "sign-off $S is given by role $N (was $O)",
	    "accordering $S wordt gegeven door rol $N (was $O)"),
	ONE(SIGNOFF, "count", LESS, "sign-off $S needs $N persons (was $O)",
	    "accordering $S vraagt $N personen (was $O)"),
	ONE(ENVIRONMENT, "ref", ANY, "$S is the ref $N (was $O)", "$S is de ref $N (was $O)"),
	ONE(ENVIRONMENT, "from", ANY, "$S takes from $N (was $O)", "$S neemt van $N (was $O)"),
	OPEN(ENVIRONMENT, "push", MORE, "role $N may now push to $S",
	    "rol $N mag nu naar $S pushen", "role $O may no longer push to $S",
	    "rol $O mag niet meer naar $S pushen", "everyone whom the policy knows may push to $S",
	    "iedereen die in het beleid staat mag naar $S pushen"),
	BOTH(ENVIRONMENT, "signoff", LESS, "sign-off $N now asked for $S",
	    "accordering $N nu gevraagd voor $S", "sign-off $O no longer asked for $S",
	    "accordering $O niet meer gevraagd voor $S"),
	BOTH(ENVIRONMENT, "require", LESS, "$N now asked for $S", "$N nu gevraagd voor $S",
	    "$O no longer asked for $S", "$O niet meer gevraagd voor $S"),
	ONE(ENVIRONMENT, "window-max-hours", MORE,
	    "the window of a plan for $S has up to $N hours (was $O)",
	    "het tijdvenster van een plan voor $S duurt hooguit $N uur (was $O)"),
	BOTH(ENVIRONMENT, "proof", MORE, "sign-offs for $S count by their trailer alone",
	    "accorderingen voor $S tellen als regel in de merge alleen",
	    "sign-offs for $S need a signature", "accorderingen voor $S vragen een handtekening"),
	BOTH(ENVIRONMENT, "fast-forward", MORE, "$S may move without a merge",
	    "$S mag verder zonder merge", "$S no longer moves without a merge",
	    "$S gaat niet meer verder zonder merge"),
	BOTH(ENVIRONMENT, "committer-is-pusher", LESS, "who pushes to $S made the commits",
	    "wie naar $S pusht heeft de commits gemaakt", "commits of others may be pushed to $S",
	    "commits van anderen mogen naar $S gepusht worden"),
	BOTH(ENVIRONMENT, "signed-commits", LESS, "commits for $S must be signed",
	    "commits voor $S moeten getekend zijn", "commits for $S no longer need a signature",
	    "commits voor $S hoeven niet meer getekend te zijn"),
	ONE(TARGET, "environment", ANY, "target $S shows $N (was $O)", "doel $S toont $N (was $O)"),
	ONE(TARGET, "within-days", MORE, "target $S is deployed within $N days (was $O)",
	    "doel $S wordt binnen $N dagen overgezet (was $O)"),
	BOTH(TARGET, "except", MORE, "at target $S nobody looks at $N any more",
	    "op doel $S kijkt niemand meer naar $N", "at target $S $O is looked at",
	    "op doel $S wordt naar $O gekeken"),
	BOTH(IMPACT, "path", LESS, "$N now makes the impact at least $S",
	    "$N maakt de impact nu minstens $S", "$O no longer makes the impact at least $S",
	    "$O maakt de impact niet meer minstens $S"),
	BOTH(IMPACT, "except", MORE, "impact $S leaves out $N",
	    "impact $S laat $N buiten beschouwing", "impact $S no longer leaves out $O",
	    "impact $S laat $O niet meer buiten beschouwing"),
	ONE(IMPACT, "parallel-run-days", LESS, "impact $S asks $N days of parallel run (was $O)",
	    "impact $S vraagt $N dagen schaduwdraaien (was $O)"),
	BOTH(IMPACT, "signoff", LESS, "sign-off $N now asked at impact $S",
	    "accordering $N nu gevraagd bij impact $S", "sign-off $O no longer asked at impact $S",
	    "accordering $O niet meer gevraagd bij impact $S"),
	ONE(FREEZE, "from", MORE, "freeze $S begins $N (was $O)",
	    "wijzigingsstop $S begint $N (was $O)"),
	ONE(FREEZE, "to", LESS, "freeze $S ends $N (was $O)",
	    "wijzigingsstop $S eindigt $N (was $O)"),
	OPEN(FREEZE, "environment", LESS, "freeze $S holds for $N",
	    "wijzigingsstop $S geldt voor $N", "freeze $S no longer holds for $O",
	    "wijzigingsstop $S geldt niet meer voor $O",
	    "freeze $S holds for every environment with a source",
	    "wijzigingsstop $S geldt voor elke omgeving met een bron"),
	BOTH(EMERGENCY, "signoff", LESS, "sign-off $N now asked for an emergency",
	    "accordering $N nu gevraagd voor een spoedwijziging",
	    "sign-off $O no longer asked for an emergency",
	    "accordering $O niet meer gevraagd voor een spoedwijziging"),
	ONE(EMERGENCY, "review-within-days", MORE,
	    "an emergency is reviewed within $N days (was $O)",
	    "een spoedwijziging wordt binnen $N dagen achteraf gecontroleerd (was $O)"),
	ONE(AUDIT, "mirror", LESS, "the audit is copied to $N (was $O)",
	    "de audit wordt gekopieerd naar $N (was $O)"),
	ONE(AUDIT, "sign", LESS, "the audit is signed with $N (was $O)",
	    "de audit wordt getekend met $N (was $O)"),
	BOTH(AUDIT, "syslog", LESS, "the audit is told to the system's log",
	    "de audit gaat naar het systeemlog", "the audit is no longer told to the system's log",
	    "de audit gaat niet meer naar het systeemlog"),
};

const size_t policy_nwordings = sizeof(policy_wordings) / sizeof(policy_wordings[0]);

/* Whole sections. Those that are always there have none. */
const struct policy_coming policy_comings[KIND_COUNT] = {
	[KIND_EVIDENCE] = { { { "the evidence has a ref", "het bewijs heeft een ref" },
	                        { "the evidence is no longer guarded",
	                            "het bewijs wordt niet meer bewaakt" } },
	    { false, true } },
	[KIND_SFTP] = { { { "result server $S is new", "resultaatserver $S is nieuw" },
	                    { "result server $S is gone", "resultaatserver $S is weg" } },
	    { true, false } },
	[KIND_PERSON] = { { { "person $S is new", "persoon $S is nieuw" },
	                      { "person $S is gone", "persoon $S is weg" } },
	    { false, false } },
	[KIND_SERVICE] = { { { "service $S is new", "dienst $S is nieuw" },
	                       { "service $S is gone", "dienst $S is weg" } },
	    { false, false } },
	[KIND_ROLE] = { { { "role $S is new", "rol $S is nieuw" },
	                    { "role $S is gone", "rol $S is weg" } },
	    { false, false } },
	[KIND_SIGNOFF] = { { { "sign-off $S is new", "accordering $S is nieuw" },
	                       { "sign-off $S is gone", "accordering $S is weg" } },
	    { false, false } },
	[KIND_ENVIRONMENT] = { { { "environment $S is new", "omgeving $S is nieuw" },
	                           { "environment $S is no longer guarded",
	                               "omgeving $S wordt niet meer bewaakt" } },
	    { false, true } },
	[KIND_IMPACT] = { { { "impact $S is new", "impact $S is nieuw" },
	                      { "impact $S is gone", "impact $S is weg" } },
	    { true, true } },
	[KIND_TARGET] = { { { "target $S is new", "doel $S is nieuw" },
	                      { "target $S is gone", "doel $S is weg" } },
	    { false, true } },
	[KIND_FREEZE] = { { { "freeze $S is new", "wijzigingsstop $S is nieuw" },
	                      { "freeze $S is gone", "wijzigingsstop $S is weg" } },
	    { false, true } },
	[KIND_EMERGENCY] = { { { "emergency changes are allowed",
	                           "spoedwijzigingen zijn toegestaan" },
	                         { "emergency changes are no longer allowed",
	                             "spoedwijzigingen zijn niet meer toegestaan" } },
	    { true, false } },
};

const struct policy_wording *policy_wording_of(enum policy_kind kind, const char *key)
{
	for (size_t i = 0; i < policy_nwordings; i++)
		if (policy_wordings[i].kind == kind && strcmp(policy_wordings[i].key, key) == 0)
			return &policy_wordings[i];
	return NULL;
}
