/*
 * rule_tests: what acceptance-passed asks of results of a test run, which are linked in place of a
 * record.
 */
#ifndef SLUIS_RULE_TESTS_H
#define SLUIS_RULE_TESTS_H

#include "rule.h"

/* Each test that ran passed, one at least, and there is no doubt about it. */
void rule_tests_passed(struct ruling *r, const struct acceptance_evidence *ev);

/* The nth criterion, if it is required: a test that names it passed, in this file or in another
 * that is judged by the same criteria, and none failed. One that no file meets is reported with the
 * first. */
void rule_tests_criterion(struct ruling *r, const struct acceptance_evidence *ev, size_t n);

#endif
