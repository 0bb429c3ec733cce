#include "report/words.h"

static const char *const words[REPORT_WORD_COUNT][2] = {
#define X(name, en, nl) { en, nl },
	REPORT_WORDS(X)
#undef X
};

static const char *const criteria[CRITERIA][2] = {
	{ "Policy documented and communicated", "Beleid vastgelegd en bekendgemaakt" },
	{ "Plan, pushed in its window by its performer",
	    "Plan, binnen het tijdvenster ingediend door de uitvoerder" },
	{ "Environments passed in order, with approval",
	    "Omgevingen op volgorde doorlopen, met goedkeuring" },
	{ "Parallel run where the impact asks it", "Parallelle run waar de impact daarom vraagt" },
	{ "Sign-off of the stakeholders recorded", "Accordering van belanghebbenden vastgelegd" },
	{ "Acceptance criteria first, tests recorded",
	    "Acceptatiecriteria vooraf, tests vastgelegd" },
	{ "Roles assigned", "Rollen toegewezen" },
	{ "What was accepted went over, completely", "Wat geaccepteerd is ging over, volledig" },
	{ "Access and separation of duties", "Toegang en functiescheiding" },
};

static const struct {
	const char *words[2], *id, *sign;
} statuses[REPORT_STATUSES] = {
	[REPORT_NOT_APPLICABLE] = { { "not applicable", "niet van toepassing" }, "not-applicable",
	    "." },
	[REPORT_MET] = { { "met", "voldaan" }, "met", "+" },
	[REPORT_NOT_ASKED] = { { "not asked by the policy", "niet gevraagd door het beleid" },
	    "not-asked", "-" },
	[REPORT_WAIVED] = { { "waived", "vrijgesteld" }, "waived", "~" },
	[REPORT_NOT_CHECKED] = { { "not checked", "niet getoetst" }, "not-checked", "?" },
	[REPORT_NOT_MET] = { { "NOT MET", "NIET VOLDAAN" }, "not-met", "!" },
};

const char *report_word(enum report_word w)
{
	return words[w][say_language() == LANGUAGE_NL];
}

const char *report_criterion_title(unsigned n)
{
	return criteria[n - 1][say_language() == LANGUAGE_NL];
}

const char *report_status_word(enum report_status s)
{
	return statuses[s].words[say_language() == LANGUAGE_NL];
}

const char *report_status_id(enum report_status s)
{
	return statuses[s].id;
}

const char *report_status_sign(enum report_status s)
{
	return statuses[s].sign;
}

const char *report_leave_word(enum audit_leave leave)
{
	return report_word(leave == AUDIT_LEAVE_NONE ? W_LEAVE_NONE :
	        leave == AUDIT_LEAVE_OTHER           ? W_LEAVE_OTHER :
	        leave == AUDIT_LEAVE_UNLOCK          ? W_UNLOCKED :
	                                               W_LEAVE_LOST);
}
