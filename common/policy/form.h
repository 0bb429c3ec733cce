/*
 * policy/form: the form of the words in a policy: is this a ref, an address, a trailer key?
 *
 * Each answers NULL, or what is wrong, to be read after the value: "has no '@'". Pure; values come
 * without control characters and without blanks at their ends (base/ini.h), and are never empty.
 */
#pragma once

#include "base/base.h"

typedef const char *form_check(const char *s);

/* The name of a section. A part of a ref name, too: refs/signoffs/PROMOTION/ROLE/PERSON. */
const char *form_id(const char *s);

/* That of a person, which is not PERSON.2: there the second sign-off of PERSON is. */
const char *form_person_id(const char *s);

/* What stands before the address in a trailer, `Name <address>`. */
const char *form_name(const char *s);
const char *form_email(const char *s);

/* A full name (git-check-ref-format(1)) outside what belongs to the gate. */
const char *form_ref(const char *s);

/* The same, perhaps with one `*` (base/pattern.h). */
const char *form_pattern(const char *s);

/* The key of a trailer that sluis(7) and git give no meaning of their own. */
const char *form_trailer(const char *s);

/* The name of an environment variable that no client of a git server sets as it likes. */
const char *form_variable(const char *s);

/* Host and user of an SFTP server, which ssh(1) cannot take for anything else. */
const char *form_host(const char *s);
const char *form_user(const char *s);

/* An absolute path of a file on the server. */
const char *form_file(const char *s);

/* A zone that this machine knows. */
const char *form_zone(const char *s);

/* A URL or absolute path to push to, that git(1) and ssh(1) cannot take for anything else. */
const char *form_mirror(const char *s);

/* An absolute path, or ssh://[USER@]HOST[:PORT]/PATH. */
const char *form_repository(const char *s);
