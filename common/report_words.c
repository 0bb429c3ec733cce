#include "report_internal.h"

static const char *const words[REPORT_WORD_COUNT][2] = {
#define X(name, en, nl) { en, nl },
	REPORT_WORDS(X)
#undef X
};

static const char *const criteria[CRITERIA][2] = {
	{ "Policy documented and communicated", "Beleid vastgelegd en bekendgemaakt" },
	{ "Implementation plan made and followed", "Implementatieplan gemaakt en gevolgd" },
	{ "Environments passed in order, with approval",
	    "Omgevingen op volgorde doorlopen, met goedkeuring" },
	{ "Parallel run where the impact asks it", "Schaduwdraaien waar de impact daarom vraagt" },
	{ "Sign-off of the stakeholders recorded", "Accordering van belanghebbenden vastgelegd" },
	{ "Acceptance criteria first, tests recorded",
	    "Acceptatiecriteria vooraf, tests vastgelegd" },
	{ "Roles assigned", "Rollen toegewezen" },
	{ "What was accepted went over, completely", "Wat geaccepteerd is ging over, volledig" },
	{ "Access and separation of duties", "Toegang en functiescheiding" },
};

static const char *const statuses[REPORT_STATUSES][2] = {
	[REPORT_NOT_APPLICABLE] = { "not applicable", "niet van toepassing" },
	[REPORT_MET] = { "met", "voldaan" },
	[REPORT_WAIVED] = { "waived", "vrijgesteld" },
	[REPORT_NOT_CHECKED] = { "not checked", "niet getoetst" },
	[REPORT_NOT_MET] = { "NOT MET", "NIET VOLDAAN" },
};

const char *
report_word(enum language l, enum report_word w)
{
	return words[w][l == LANGUAGE_NL];
}

const char *
report_criterion_title(enum language l, unsigned n)
{
	return criteria[n - 1][l == LANGUAGE_NL];
}

const char *
report_status_word(enum language l, enum report_status s)
{
	return statuses[s][l == LANGUAGE_NL];
}

const char *
report_status_id(enum report_status s)
{
	static const char *const ids[REPORT_STATUSES] = {
		[REPORT_NOT_APPLICABLE] = "not-applicable",
		[REPORT_MET] = "met",
		[REPORT_WAIVED] = "waived",
		[REPORT_NOT_CHECKED] = "not-checked",
		[REPORT_NOT_MET] = "not-met",
	};

	return ids[s];
}

const char *
report_status_sign(enum report_status s)
{
	static const char *const signs[REPORT_STATUSES] = {
		[REPORT_NOT_APPLICABLE] = ".",
		[REPORT_MET] = "+",
		[REPORT_WAIVED] = "~",
		[REPORT_NOT_CHECKED] = "?",
		[REPORT_NOT_MET] = "!",
	};

	return signs[s];
}

const char *
report_leave_word(enum language l, enum audit_leave leave)
{
	switch (leave) {
	case AUDIT_LEAVE_NONE:
		return report_word(l, W_LEAVE_NONE);
	case AUDIT_LEAVE_OTHER:
		return report_word(l, W_LEAVE_OTHER);
	case AUDIT_LEAVE_UNLOCK:
		return report_word(l, W_UNLOCKED);
	default:
		return report_word(l, W_LEAVE_LOST);
	}
}
