/*
 * evidence_results: results of a test run that a promotion links in place of an acceptance record
 * (sluis-results(5)).
 */
#ifndef SLUIS_EVIDENCE_RESULTS_H
#define SLUIS_EVIDENCE_RESULTS_H

#include "evidence.h"

/* Reads the bytes of the linked file as that form, and the criteria by which its tests are judged:
 * those that it links, or else PROMOTION/criteria.ini as it stands in the evidence ref. Fills `ev`,
 * of which the record was found. */
void evidence_gather_results(struct evidence_store *st, enum results_form form,
    const struct evidence_bytes *b, struct acceptance_evidence *ev);

#endif
