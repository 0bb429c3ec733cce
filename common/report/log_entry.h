/*
 * report/log_entry: one entry of the audit on one line, for people and for machines (git-sluis(1),
 * log).
 */
#pragma once

#include "audit/policies.h"
#include "audit/walk.h"
#include "base/jsonw.h"

/* `fates` knows every outcome that stands after the entry. */
void log_entry_text(
    struct arena *a, const struct audit_seen *seen, const struct audit_fates *fates, FILE *out);
void log_entry_json(
    struct arena *a, const struct audit_seen *seen, const struct audit_fates *fates, FILE *out);

/* Those of a step; of none for NULL. */
void log_signoffs_json(struct jsonw *j, struct arena *a, const struct audit_step *s);

/* "moved", "not-moved" or "unknown". */
const char *log_fate(enum audit_fate f);

/* "2026-2: sign-off operations no longer asked for production; no promotion approved it; installed
 * by jan as git: the reason", escaped. */
const char *report_policy_text(struct arena *a, const struct installed *p);

/* A policy, as a line. */
void log_policy_text(struct arena *a, const struct installed *p, FILE *out);
void log_policy_json(struct arena *a, const struct installed *p, FILE *out);
