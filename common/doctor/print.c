/* What the doctor found, for people and for machines. */
#include "doctor/doctor.h"
#include "base/jsonw.h"
#include "base/wrap.h"

static const char *const words[] = {
	[DOCTOR_UNKNOWN] = "unknown",
	[DOCTOR_WRONG] = "wrong",
	[DOCTOR_NOTE] = "note",
	[DOCTOR_FINE] = "fine",
};

/* How many checks there were, or how many found this. */
static size_t count(const struct diagnoses *d, const enum doctor_found *found)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++) {
		bool before = false;

		for (size_t k = 0; k < i; k++)
			before = before ||
			    (d->list[k].check == d->list[i].check &&
			        (found == NULL || d->list[k].found == *found));
		n += !before && (found == NULL || d->list[i].found == *found);
	}
	return n;
}

static void print_one(const struct diagnosis *one, FILE *out)
{
	fprintf(out, "\n%s%s\n", one->check,
	    one->found == DOCTOR_UNKNOWN  ? say("  (could not be checked)") :
	        one->found == DOCTOR_NOTE ? say("  (for your information)") :
	                                    "");
	wrap_print("  ", one->text, out);
	if (*one->mend != '\0' || one->command != NULL)
		wrap_print(say("  fix: "), *one->mend != '\0' ? one->mend : say("run:"), out);
	if (one->command != NULL)
		fprintf(out, "       %s\n", one->command);
}

static void print_sum(const struct diagnoses *d, FILE *out)
{
	static const enum doctor_found wrong = DOCTOR_WRONG, unknown = DOCTOR_UNKNOWN;
	size_t all = count(d, NULL), bad = count(d, &wrong), open = count(d, &unknown);

	if (bad + open == 0)
		fprintf(out, say("%s: %zu checks, all is well\n"), d->repo, all);
	else
		fprintf(out,
		    say("%s: %zu checks, %zu found something wrong, %zu could not be made\n"),
		    d->repo, all, bad, open);
}

void doctor_print_text(const struct diagnoses *d, bool verbose, FILE *out)
{
	print_sum(d, out);
	for (size_t i = 0; i < d->n && verbose; i++)
		if (d->list[i].found == DOCTOR_FINE)
			fprintf(out, "  %s: %s\n", d->list[i].check, d->list[i].text);
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].found < DOCTOR_NOTE || (verbose && d->list[i].found == DOCTOR_NOTE))
			print_one(&d->list[i], out);
}

void doctor_print_json(const struct diagnoses *d, FILE *out)
{
	struct jsonw j = { .out = out, .format = "doctor-1" };

	jsonw_open_object(&j, NULL);
	jsonw_text(&j, "repository", d->repo);
	jsonw_text(&j, "version", SLUIS_VERSION);
	jsonw_text(&j, "verdict", words[doctor_verdict(d)]);
	jsonw_text(&j, "policy", d->policy);
	jsonw_text(&j, "digest", d->digest);
	jsonw_open_array(&j, "checks");
	for (size_t i = 0; i < d->n; i++) {
		const struct diagnosis *one = &d->list[i];

		jsonw_open_object(&j, NULL);
		jsonw_text(&j, "check", one->check);
		jsonw_text(&j, "found", words[one->found]);
		jsonw_text(&j, "text", one->text);
		jsonw_text(&j, "mend", *one->mend != '\0' ? one->mend : NULL);
		jsonw_text(&j, "command", one->command);
		jsonw_close(&j);
	}
	jsonw_close(&j);
	jsonw_close(&j);
}
