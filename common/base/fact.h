/*
 * base/fact: something that was found out, or not. A rule may accept only on FACT_YES or FACT_NO
 * that somebody put there; zeroed memory is "unknown".
 */
#ifndef SLUIS_FACT_H
#define SLUIS_FACT_H

#include "base/error.h"

enum answer { FACT_UNKNOWN = 0, FACT_NO, FACT_YES };

struct fact {
	enum answer is;
	struct error why; /* when unknown, or what speaks against it */
};

#endif
