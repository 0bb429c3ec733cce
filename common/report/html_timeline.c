#include "report/report_internal.h"

#define COLUMNS 100
#define LANES 40

enum mark { MARK_PROMOTION, MARK_EMERGENCY, MARK_ROLLBACK, MARK_REFUSED, MARKS };

/* One line of the timeline: an environment of a repository. */
struct lane {
	const struct report_repo *repo;
	const char *environment;
	size_t n[COLUMNS][MARKS];
};

struct timeline {
	int64_t first, last;
	struct lane *lanes;
	size_t nlanes, more; /* `more`: lanes that there is no room for */
};

static const struct {
	const char *sign;
	enum report_event_kind kind;
} marks[MARKS] = {
	[MARK_PROMOTION] = { "&#9679;", REPORT_PROMOTION },
	[MARK_EMERGENCY] = { "&#9650;", REPORT_EMERGENCY },
	[MARK_ROLLBACK] = { "&#9664;", REPORT_ROLLBACK },
	[MARK_REFUSED] = { "&#10005;", REPORT_REFUSED },
};

static const char *mark_word(unsigned m)
{
	return marks[m].kind == REPORT_PROMOTION ? report_word(W_N_PROMOTIONS) :
	                                           report_event_title(marks[m].kind);
}

static struct lane *lane_of(struct timeline *t, const struct report_item *item)
{
	const char *environment = item->environment != NULL ? item->environment : "-";

	for (size_t i = 0; i < t->nlanes; i++)
		if (t->lanes[i].repo == item->repo &&
		    strcmp(t->lanes[i].environment, environment) == 0)
			return &t->lanes[i];
	if (t->nlanes == LANES) {
		t->more++;
		return NULL;
	}
	t->lanes[t->nlanes].repo = item->repo;
	t->lanes[t->nlanes].environment = environment;
	return &t->lanes[t->nlanes++];
}

static void put(struct timeline *t, const struct report_item *item, enum mark mark)
{
	struct lane *lane = lane_of(t, item);
	double span = (double)(t->last - t->first), at = (double)(item->at - t->first);
	size_t column = span > 0 ? (size_t)(at / span * (COLUMNS - 1) + 0.5) : COLUMNS / 2;

	if (lane != NULL)
		lane->n[column < COLUMNS ? column : COLUMNS - 1][mark]++;
}

/* MARKS for an event that the timeline leaves out. */
static enum mark mark_of(const struct report_item *item)
{
	if (item->event == REPORT_REFUSED || item->event == REPORT_UNDECIDED)
		return MARK_REFUSED;
	if (item->event != REPORT_PROMOTION)
		return MARKS;
	return item->emergency != NULL ? MARK_EMERGENCY :
	    item->rollback             ? MARK_ROLLBACK :
	                                 MARK_PROMOTION;
}

static void fill(struct timeline *t, const struct report *r)
{
	const struct report_items *both[] = { &r->promotions, &r->events };

	t->first = INT64_MAX;
	t->last = INT64_MIN;
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < both[l]->n; i++) {
			const struct report_item *item = &both[l]->list[i];

			if (mark_of(item) == MARKS)
				continue;
			t->first = item->at < t->first ? item->at : t->first;
			t->last = item->at > t->last ? item->at : t->last;
		}
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < both[l]->n; i++)
			if (mark_of(&both[l]->list[i]) != MARKS)
				put(t, &both[l]->list[i], mark_of(&both[l]->list[i]));
}

static void print_lane(const struct report_page *p, struct arena *a, const struct lane *lane)
{
	fputs("<div class=\"lane\"><div class=\"name\">", p->out);
	if (report_many(p->report))
		html_printf(p->out, "%s, ", printable(a, lane->repo->name));
	html_printf(
	    p->out, "%s</div><div class=\"track\">", printable_escaped(a, lane->environment));
	for (size_t c = 0; c < COLUMNS; c++)
		for (unsigned m = 0; m < MARKS; m++) {
			if (lane->n[c][m] == 0)
				continue;
			fprintf(p->out, "<span class=\"k%u\" style=\"left:%.1f%%\"", m,
			    100.0 * (double)c / (COLUMNS - 1));
			html_printf(p->out, " title=\"%zu %s\">", lane->n[c][m], mark_word(m));
			fprintf(p->out, "%s</span>", marks[m].sign);
		}
	fputs("</div></div>\n", p->out);
}

void report_html_timeline(const struct report_page *p, struct arena *a)
{
	struct timeline t = { .lanes = arena_array(a, LANES, sizeof(struct lane)) };

	if (t.lanes == NULL)
		return;
	fill(&t, p->report);
	if (t.nlanes == 0)
		return;
	html_printf(p->out, "<section id=\"timeline\">\n<h2>%s</h2>\n<p class=\"small legend\">",
	    report_word(W_TIMELINE));
	for (unsigned m = 0; m < MARKS; m++) {
		fprintf(p->out, "%s<span>%s ", m > 0 ? " " : "", marks[m].sign);
		html_printf(p->out, "%s</span>", mark_word(m));
	}
	fputs("</p>\n", p->out);
	for (size_t i = 0; i < t.nlanes; i++)
		print_lane(p, a, &t.lanes[i]);
	html_printf(p->out, "<div class=\"ends\"><span>%s</span><span>%s</span></div>\n",
	    when_text(a, t.first), when_text(a, t.last));
	if (t.more > 0)
		html_printf(
		    p->out, "<p class=\"small\">%zu %s</p>\n", t.more, report_word(W_AND_MORE));
	fputs("</section>\n", p->out);
}
