/*
 * report/html_page: the parts of the HTML form.
 *
 * One file that asks for nothing else: no script, no font, no picture, and a
 * Content-Security-Policy that would let none in. It says with words and signs whatever it says
 * with colours, and breaks its pages between promotions.
 */
#include "base/html.h"
#include "report/page.h"
#include "report/report_internal.h"

/* Wide on a desk, one column on a phone, light or dark as the reader has it, black on white on
 * paper. Tables that are too wide for a phone become lists there; details that are shut are not
 * printed. */
static const char style[] =
    "<style>\n"
    ":root{color-scheme:light dark;--ink:#1a1a1a;--soft:#444;--paper:#fff;--line:#ccc;"
    "--rule:#1a1a1a;--band:#f6f6f6;--link:#0645ad;--alarm:#a00;--met:#e3f3e3;"
    "--waived:#fdf0d0;--not:#f8d9d9;--noted:#e6e6f2}\n"
    "@media screen and (prefers-color-scheme:dark){\n"
    ":root{--ink:#e6e6e6;--soft:#b4b4b4;--paper:#16181b;--line:#3c4045;--rule:#8a8f96;"
    "--band:#202327;--link:#8ab4f8;--alarm:#ff7b72;--met:#1f3d25;--waived:#4a3a12;"
    "--not:#5a2328;--noted:#2f3150}\n"
    "}\n"
    "*{box-sizing:border-box}\n"
    "html{font-size:16px}\n"
    "body{font:1rem/1.45 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Liberation Sans\","
    "sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;padding:1rem;"
    "max-width:64rem;overflow-wrap:break-word}\n"
    "a{color:var(--link)}\n"
    "h1{font-size:1.9rem;margin:.2rem 0 .6rem}\n"
    "h2{font-size:1.35rem;margin:2rem 0 .6rem;padding-bottom:.2rem;border-bottom:2px "
    "solid var(--rule)}\n"
    "h3{font-size:1.1rem;margin:1.2rem 0 .3rem}\n"
    "p{margin:.3rem 0}\n"
    ".small{font-size:.85rem;color:var(--soft)}\n"
    "code,.id,pre{font-family:ui-monospace,\"DejaVu Sans Mono\",\"Liberation Mono\","
    "monospace;font-size:.85em}\n"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--band);margin:.2rem "
    "0;padding:.4rem .6rem}\n"
    "table{border-collapse:collapse;width:100%;margin:.4rem 0}\n"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;"
    "border-bottom:1px solid var(--line)}\n"
    "thead th{border-bottom:2px solid var(--soft)}\n"
    "td,li{overflow-wrap:anywhere}\n"
    "h2::first-letter,h3::first-letter,th::first-letter,"
    ".cap::first-letter{text-transform:uppercase}\n"
    ".t{white-space:nowrap}\n"
    ".counts{width:auto;min-width:24rem}\n"
    ".facts th{font-weight:600;width:14rem}\n"
    ".num{text-align:right;font-variant-numeric:tabular-nums;width:5rem;"
    "padding-right:1rem}\n"
    "tr.some td,tr.some th{font-weight:700}\n"
    "ul{margin:.3rem 0;padding-left:1.2rem}\n"
    "li{margin:.25rem 0}\n"
    "nav ul{columns:14rem;list-style:none;padding:0}nav li{margin:0;padding:.1rem 0}\n"
    "summary{cursor:pointer}\n"
    "details>summary:first-of-type{color:var(--link)}\n"
    ".alarm{border:3px solid var(--alarm);padding:.2rem .8rem;margin:.8rem 0}\n"
    ".sign{display:inline-block;min-width:1.6em;text-align:center;border:1px solid "
    "var(--soft);border-radius:.2em;font-weight:700;margin-right:.3em;padding:0 .2em}\n"
    ".s1{background:var(--met)}.s2{background:var(--noted)}.s3{background:var(--waived)}.s4,.s5{"
    "background:var(--not);border-width:2px}\n"
    ".criteria td:first-child{white-space:nowrap;width:4rem}.criteria "
    "td:nth-child(2){width:48%}\n"
    ".acts td:first-child{width:13rem}\n"
    ".proof{margin:.2rem 0 0;padding:0;list-style:none;font-size:.92em}\n"
    ".proof li{margin:.1rem 0}\n"
    ".rules{font-size:.85rem;color:var(--soft)}\n"
    ".legend span{white-space:nowrap;margin-right:1.2em}\n"
    ".lane{margin:.7rem 0}\n"
    ".lane .name{font-size:.9rem}\n"
    ".track{position:relative;height:3.6rem;border-bottom:2px solid var(--rule);"
    "background:var(--band);margin:0 .6rem}\n"
    ".track span{position:absolute;width:1.2em;margin-left:-.6em;text-align:center;"
    "line-height:1;font-size:.9rem}\n"
    ".k0{bottom:.1rem}.k1{bottom:1.2rem}.k2{bottom:1.2rem}.k3{top:.1rem}\n"
    ".ends{display:flex;justify-content:space-between;font-size:.8rem;color:var(--soft)}\n"
    ".promotion{border-top:1px solid var(--rule);margin-top:1rem}\n"
    ".part{margin-top:.8rem}\n"
    ".promotion h3{margin:.4rem 0 .2rem}\n";

/* On a phone, and on paper. */
static const char style_small[] =
    "@media (max-width:40rem){\n"
    "html{font-size:15px}\n"
    "body{padding:.7rem}\n"
    ".facts th{width:8rem}\n"
    ".wide thead{position:absolute;left:-9999px}\n"
    ".wide tr{display:block;border-bottom:1px solid var(--soft);padding:.3rem 0}\n"
    ".wide td{display:block;border:0;padding:.1rem 0;width:auto;text-align:left}\n"
    ".wide td[data-label]::before{content:attr(data-label) \": \";font-weight:600}\n"
    ".acts td:first-child,.criteria td:first-child,.criteria "
    "td:nth-child(2){white-space:normal;width:auto}.counts{min-width:0}\n"
    ".wide .t{white-space:normal}\n"
    ".ends span:last-child{text-align:right}\n"
    "}\n"
    "@media print{\n"
    "@page{size:A4;margin:12mm 14mm}\n"
    "html{font-size:8.5pt}\n"
    "body{line-height:1.25;max-width:none;padding:0}\n"
    "a{color:inherit;text-decoration:none}\n"
    "th,td{padding-top:.15rem;padding-bottom:.15rem}\n"
    "h2{margin-top:1.2rem}h3{margin-top:.9rem}\n"
    "h2,h3,.legend{break-after:avoid}\n"
    "tr,li,.lane,.promotion>p,.part>p{break-inside:avoid}\n"
    "nav details,section>details:not([open]),div>details:not([open]){display:none}\n"
    "summary{list-style:none;color:inherit}\n"
    ".promotion{margin-top:.4rem}\n"
    ".promotion h3,.promotion>p{break-after:avoid}\n"
    ".sign{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
    "}\n"
    "</style>\n";

void page_start(FILE *out, const char *title, const char *heading)
{
	html_printf(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	    "'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
	    "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>%s</title>\n",
	    say_language() == LANGUAGE_NL ? "nl" : "en", title);
	fputs(style, out);
	fputs(style_small, out);
	html_printf(out, "</head>\n<body>\n<header>\n<h1>%s</h1>\n", heading);
}

void html_start(const struct report_page *p, struct arena *a, const char *period)
{
	page_start(
	    p->out, report_printf(a, "%s, %s", report_word(W_TITLE), period), report_word(W_TITLE));
}

void page_bytes(FILE *out, const char *bytes, size_t len, size_t max)
{
	const char *end = bytes + (len < max ? len : max), *cut;
	struct arena scratch;

	arena_init(&scratch, ARENA_RUN_CAP);
	fputs("<pre>", out);
	for (const char *at = bytes; at < end; at = cut + 1) {
		cut = memchr(at, '\n', (size_t)(end - at));
		cut = cut != NULL ? cut : end;
		html_printf(out, "%s\n",
		    printable(&scratch, arena_strndup(&scratch, at, (size_t)(cut - at))));
	}
	html_printf(out, "%s</pre>\n", len > max ? "..." : "");
	arena_release(&scratch);
}

void html_row(const struct report_page *p, enum report_word label, const char *value, bool exact)
{
	html_printf(p->out,
	    exact ? "<tr><th scope=\"row\">%s</th><td class=\"id\">%s</td></tr>\n" :
	            "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n",
	    report_word(label), value);
}

void html_details(const struct report_page *p, bool open, const char *summary)
{
	html_printf(p->out,
	    open ? "<details open=\"open\"><summary>%s</summary>\n" :
	           "<details><summary>%s</summary>\n",
	    summary);
}

void html_table(
    const struct report_page *p, const char *class, const enum report_word *columns, size_t n)
{
	html_printf(p->out, "<table class=\"%s\">\n<thead><tr>", class);
	for (size_t i = 0; i < n; i++)
		html_printf(p->out, "<th scope=\"col\">%s</th>", report_word(columns[i]));
	fputs("</tr></thead>\n<tbody>\n", p->out);
}
