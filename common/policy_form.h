/*
 * policy_form: the form of the words in a policy: is this a ref, an address, a trailer key?
 *
 * Each answers NULL, or what is wrong, to be read after the value: "has no '@'". Pure; values come
 * without control characters and without blanks at their ends (ini.h), and are never empty.
 */
#ifndef SLUIS_POLICY_FORM_H
#define SLUIS_POLICY_FORM_H

typedef const char *form_check(const char *s);

/* The name of a section. A part of a ref name, too: refs/signoffs/PROMOTION/ROLE/PERSON. */
const char *form_id(const char *s);

/* That of a person. PERSON.2 is where a second sign-off of PERSON stands, so nobody can be called
 * that. */
const char *form_person_id(const char *s);

/* What stands before the address in a trailer, `Name <address>`. */
const char *form_name(const char *s);
const char *form_email(const char *s);

/* A ref that may be governed: a full name outside what belongs to the gate
 * (git-check-ref-format(1)). */
const char *form_ref(const char *s);

/* The same, perhaps with one `*` (pattern.h). */
const char *form_pattern(const char *s);

/* The key of a trailer that sluis(7) and git give no meaning of their own. */
const char *form_trailer(const char *s);

/* The name of an environment variable that no client of a git server sets as it likes. */
const char *form_variable(const char *s);

/* Host and user of an SFTP server, such that ssh(1) cannot take them for anything else. */
const char *form_host(const char *s);
const char *form_user(const char *s);

/* An absolute path of a file on the server. */
const char *form_file(const char *s);

/* The pattern of a path in the repository. */
const char *form_path(const char *s);

/* Where git may push to: a URL or an absolute path, such that git(1) and ssh(1) cannot take it for
 * anything else. */
const char *form_mirror(const char *s);

#endif
