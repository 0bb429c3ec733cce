#include "base/verdict.h"

static const char *const verdicts[] = {
	[VERDICT_UNDECIDED] = "undecided",
	[VERDICT_REJECT] = "reject",
	[VERDICT_ACCEPT] = "accept",
};

const char *verdict_word(enum verdict v)
{
	return verdicts[v];
}

int verdict_read(const char *word, enum verdict *out)
{
	for (*out = VERDICT_ACCEPT; *out > VERDICT_UNDECIDED; --*out)
		if (strcmp(word, verdicts[*out]) == 0)
			return 0;
	return strcmp(word, verdicts[*out]) == 0 ? 0 : -1;
}

int verdict_exit_code(enum verdict v)
{
	switch (v) {
	case VERDICT_ACCEPT:
		return 0;
	case VERDICT_REJECT:
		return 1;
	default:
		return 2;
	}
}

const char *outcome_word(enum outcome o)
{
	static const char *const words[] = {
		[OUTCOME_UNDECIDED] = "undecided",
		[OUTCOME_UNMET] = "unmet",
		[OUTCOME_WAIVED] = "waived",
		[OUTCOME_NOT_APPLICABLE] = "not-applicable",
		[OUTCOME_MET] = "met",
	};

	return words[o];
}
