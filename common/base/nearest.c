#include "base/nearest.h"

#define LETTERS_MAX 40

static size_t least(size_t x, size_t y)
{
	return x < y ? x : y;
}

/* Row by row, as Wagner and Fischer do; a swap of two neighbours is one slip. */
static size_t distance(const char *x, const char *y)
{
	size_t nx = strlen(x), ny = strlen(y), row[3][LETTERS_MAX + 1];

	for (size_t k = 0; k <= ny; k++)
		row[0][k] = k;
	for (size_t i = 1; i <= nx; i++) {
		size_t *now = row[i % 3], *before = row[(i + 2) % 3], *two = row[(i + 1) % 3];

		now[0] = i;
		for (size_t k = 1; k <= ny; k++) {
			now[k] = least(before[k - 1] + (x[i - 1] != y[k - 1]),
			    least(before[k], now[k - 1]) + 1);
			if (i > 1 && k > 1 && x[i - 1] == y[k - 2] && x[i - 2] == y[k - 1])
				now[k] = least(now[k], two[k - 2] + 1);
		}
	}
	return row[nx % 3][ny];
}

void nearest_try(struct nearest *n, const char *word)
{
	size_t len = strlen(n->typed), apart;

	if (len > LETTERS_MAX || strlen(word) > LETTERS_MAX)
		return;
	apart = distance(n->typed, word);
	if (apart > (len < 6 ? 1 : 2) || apart >= len || (n->word != NULL && apart >= n->apart))
		return;
	n->word = word;
	n->apart = apart;
}
