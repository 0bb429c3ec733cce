/*
 * The two forms of a sheet.
 */
#include "base/html.h"
#include "base/wrap.h"
#include "clone/sheet.h"
#include "promotion/exhibit.h"
#include "report/page.h"

#define FILE_SHOWN ((size_t)64 << 10) /* bytes of each */

void sheet_print(const struct sheet *t, const char *title, FILE *out)
{
	struct arena *a = t->arena;

	wrap_print("", printable_escaped(a, title != NULL ? title : t->title), out);
	for (size_t i = 0; i < t->n; i++) {
		const struct sheet_line *l = &t->list[i];
		const char *text = printable_escaped(a, l->text);

		if (l->kind == SHEET_HEADING)
			fprintf(out, "\n%s\n", text);
		else if (l->kind == SHEET_COMMAND)
			fprintf(out, "       %s\n", text);
		else if (l->kind == SHEET_FACT)
			wrap_print(
			    arena_printf(a, "  %s: ", printable_escaped(a, l->label)), text, out);
		else
			wrap_print(l->kind == SHEET_ALARM ? "! " :
			        l->kind == SHEET_FILE     ? "      " :
			                                    "  - ",
			    text, out);
	}
}

/* What was opened for lines of one kind. */
static void close_list(enum sheet_kind kind, FILE *out)
{
	if (kind == SHEET_FACT)
		fputs("</table>\n", out);
	else if (kind == SHEET_ITEM)
		fputs("</ul>\n", out);
}

static void open_list(enum sheet_kind kind, FILE *out)
{
	if (kind == SHEET_FACT)
		fputs("<table class=\"facts\">\n", out);
	else if (kind == SHEET_ITEM)
		fputs("<ul>\n", out);
}

/* Its bytes are opened on demand. */
static void print_file(
    const struct sheet *t, const struct repo *r, const struct sheet_line *l, FILE *out)
{
	const char *path = printable_escaped(t->arena, l->text);
	struct exhibit_bytes b = { 0 };
	struct error why = { 0 };

	if (git_oid_is_zero(&l->blob) ||
	    exhibit_bytes_read(t->arena, r, &l->blob, l->text, &b, &why) < 0) {
		html_printf(out, "<p class=\"small\"><code>%s</code></p>\n", path);
		return;
	}
	html_printf(out, "<details><summary><code>%s</code></summary>\n", path);
	page_bytes(out, b.p, b.len, FILE_SHOWN);
	fputs("</details>\n", out);
	exhibit_bytes_free(&b);
}

static void print_line(
    const struct sheet *t, const struct repo *r, const struct sheet_line *l, FILE *out)
{
	const char *text = printable_escaped(t->arena, l->text);

	if (l->kind == SHEET_FILE)
		print_file(t, r, l, out);
	else if (l->kind == SHEET_FACT)
		html_printf(out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n",
		    printable_escaped(t->arena, l->label), text);
	else
		html_printf(out,
		    l->kind == SHEET_HEADING   ? "<h2>%s</h2>\n" :
		        l->kind == SHEET_ALARM ? "<div class=\"alarm\"><p><b>! %s</b></p></div>\n" :
		        l->kind == SHEET_COMMAND ? "<pre>%s</pre>\n" :
		                                   "<li>%s</li>\n",
		    text);
}

void sheet_print_html(const struct sheet *t, const struct repo *r, FILE *out)
{
	const char *title = printable_escaped(t->arena, t->title);
	enum sheet_kind open = SHEET_HEADING;

	page_start(out, title, title);
	fputs("</header>\n<main>\n", out);
	for (size_t i = 0; i < t->n; i++) {
		const struct sheet_line *l = &t->list[i];

		if (l->kind != open) {
			close_list(open, out);
			open_list(l->kind, out);
			open = l->kind;
		}
		print_line(t, r, l, out);
	}
	close_list(open, out);
	fputs("</main>\n</body>\n</html>\n", out);
}
