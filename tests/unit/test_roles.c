/* Who holds which role: as text, and for spreadsheets. */
#include "test_policy.h"

#define PEOPLE_AND_ROLES \
	"[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = os-user\n" \
	"[person \"els\"]\nname = =1+1 \"Els\"\nemail = els@example.org\nlogin = els\n" \
	"[person \"kim\"]\nemail = kim@example.org\nuntil = 2020-06-30\n" \
	"[person \"jan\"]\nemail = jan@example.org\n" \
	"[service \"ci\"]\nlogin = ci\n" \
	"[role \"owner\"]\nmember = els from 2026-01-01\nmember = kim\ndeputy = jan until " \
	"2026-12-31\n" \
	"[role \"bot\"]\nmember = ci\n" \
	"[signoff \"word\"]\ntrailer = Approved-by\nrole = owner\n" \
	"[environment \"dev\"]\nref = refs/heads/dev\npush = bot\ncommitter-is-pusher = yes\n" \
	"[environment \"prod\"]\nref = refs/heads/prod\nfrom = dev\npush = owner\nsignoff = " \
	"word\n" \
	"[separation]\nconflict = owner bot\n"

static char *printed(struct fixture *f,
    void (*print)(struct arena *, const struct policy *, int64_t, FILE *), int64_t now)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_problems(f, read_policy(f, PEOPLE_AND_ROLES), "");
	print(&f->arena, &f->policy, now, out);
	fclose(out);
	return text;
}

static void as_text(void **state)
{
	char *text = printed(*state, roles_print, NOW);

	assert_string_equal(text,
	    "=1+1 \"Els\" (els)\n  owner from 2026-01-01; pushes to prod; signs word\n"
	    "kim (kim) until 2020-06-30 (not here today)\n  owner (not today); pushes to prod; "
	    "signs word\n"
	    "jan (jan)\n  owner, as deputy until 2026-12-31; pushes to prod; signs word\n"
	    "ci (ci, a service)\n  bot; pushes to dev\n"
	    "\nconflict: nobody holds both owner and bot\n");
	free(text);
}

static void as_csv(void **state)
{
	char *text = printed(*state, roles_print_csv, NOW);

	assert_string_equal(text,
	    "person,name,kind,from,until,role,deputy,role-from,role-until,today,pushes-to,signs,"
	    "organisation\r\n"
	    "\"els\",\"'=1+1 "
	    "\"\"Els\"\"\",\"person\",\"\",\"\",\"owner\",\"\",\"2026-01-01\",\"\",\"yes\","
	    "\"prod\",\"word\",\"\"\r\n"
	    "\"kim\",\"kim\",\"person\",\"\",\"2020-06-30\",\"owner\",\"\",\"\",\"\",\"no\","
	    "\"prod\",\"word\",\"\"\r\n"
	    "\"jan\",\"jan\",\"person\",\"\",\"\",\"owner\",\"deputy\",\"\",\"2026-12-31\",\"yes\","
	    "\"prod\",\"word\",\"\"\r\n"
	    "\"ci\",\"ci\",\"service\",\"\",\"\",\"bot\",\"\",\"\",\"\",\"yes\",\"dev\",\"\","
	    "\"\"\r\n");
	free(text);
}

/* What depends on one person alone: not while the deputy is there, and when he no longer is. */
static void warnings(void **state)
{
	struct fixture *f = *state;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_problems(f, read_policy(f, PEOPLE_AND_ROLES), "");
	policy_warn(
	    &f->arena, &f->policy, &(struct policy_place){ .file = "policy.ini" }, NOW, out);
	fflush(out);
	assert_int_equal(len, 0);
	policy_warn(&f->arena, &f->policy, &(struct policy_place){ .file = "policy.ini" },
	    1798761600, out); /* 2027-01-01 */
	fclose(out);
	assert_string_equal(text,
	    "policy.ini:23: warning: sign-off 'word' hangs on =1+1 \"Els\" alone: name a deputy\n");
	free(text);
}

TESTS(T(as_text), T(as_csv), T(warnings));
