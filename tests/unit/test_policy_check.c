/* The sense of a policy: everything that could never be met, or would never be asked, with its
 * line. */
#include "test_policy.h"

/* As if every rule were built, so that each case has its own problems only. */
static void assert_cases(struct fixture *f, const struct policy_case *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_problems(f, read_whole(f, list[i].text), list[i].problems);
}

#define CASES(f, list) assert_cases(f, list, sizeof(list) / sizeof(list[0]))

static void persons(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "[person \"x\"]\nname = X\n[service \"y\"]\n",
		    "14: [person \"x\"] has neither an 'email' nor a 'login'\n"
		    "16: [service \"y\"] has neither an 'email' nor a 'login'\n" },
		{ SOUND "[person \"x\"]\nlogin = x\nfrom = 2026-12-02\nuntil = 2026-12-01\n",
		    "14: [person \"x\"]: 'until' is before 'from'\n" },
		{ SOUND "[person \"x\"]\nlogin = x\nfrom = 2026-12-02\nuntil = 2026-12-01\n[role "
		        "\"r\"]\nmember = x\n",
		    "14: [person \"x\"]: 'until' is before 'from'\n" },
		{ SOUND "[person \"x\"]\nlogin = x\nfrom = 2026-12-01T12:00:00+01:00\nuntil = "
		        "2026-12-01T10:59:59Z\n",
		    "14: [person \"x\"]: 'until' is before 'from'\n" },
		{ SOUND "[person \"x\"]\nlogin = x\nfrom = 2026-12-01\nuntil = 2026-12-01\n", "" },
		{ SOUND "[service \"x\"]\nemail = x@example.org\n",
		    "14: [service \"x\"] has an 'email' and no 'owner': nobody answers for what it "
		    "authors\n" },
		{ SOUND "[service \"x\"]\nlogin = x\n", "" },
		{ SOUND "[service \"x\"]\nlogin = x\nowner = y\n[service \"y\"]\nlogin = y\nowner "
		        "= y\n",
		    "14: [service \"x\"] has [service \"y\"] as its 'owner'; only a person can "
		    "answer for it\n"
		    "17: [service \"y\"] has [service \"y\"] as its 'owner'; only a person can "
		    "answer for it\n" },
		{ SOUND "[service \"x\"]\nemail = x@example.org\nowner = els\n", "" },
	};

	CASES(*state, table);
}

static void shared(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "[person \"x\"]\nemail = ELS@Example.ORG\n",
		    "14: [person \"x\"] has the email 'ELS@Example.ORG', which is that of [person "
		    "\"els\"] on line 6\n" },
		{ SOUND "[person \"x\"]\nemail = x@example.org\nemail = X@example.org\n",
		    "14: [person \"x\"] has the email 'X@example.org' twice\n" },
		{ SOUND "[person \"x\"]\nlogin = a\nlogin = b\n[service \"y\"]\nlogin = b\n[person "
		        "\"z\"]\nlogin = b\nlogin = a\n"
		        "login = a\n",
		    "17: [service \"y\"] has the login 'b', which is that of [person \"x\"] on "
		    "line 14\n"
		    "19: [person \"z\"] has the login 'b', which is that of [service \"y\"] on "
		    "line 17\n"
		    "19: [person \"z\"] has the login 'a', which is that of [person \"x\"] on line "
		    "14\n"
		    "19: [person \"z\"] has the login 'a' twice\n" },
		{ SOUND "[person \"x\"]\nlogin = a\nlogin = A\n", "" },
		{ "[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = os-user\n" PEOPLE DEV,
		    "0: nobody has a 'login', so nobody could push: 'source' of [pusher] says who "
		    "pushes by a login\n" },
		{ "[policy]\ntitle = t\nversion = 1\n[pusher]\nsource = env:USER\n" PEOPLE
		  "login = dirk\n" DEV,
		    "" },
	};

	CASES(*state, table);
}

#define GONE \
	"[person \"gone\"]\nlogin = gone\nuntil = 2026-11-23\n[person \"soon\"]\nlogin = " \
	"soon\nfrom = 2026-11-25\n"

static void roles(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "[role \"r\"]\n", "14: [role \"r\"] has no member\n" },
		{ SOUND "[role \"r\"]\ndeputy = els until 2027-01-01\n",
		    "14: [role \"r\"] has no member\n" },
		/* Who is there today is for the rules. */
		{ SOUND GONE "[role \"r\"]\nmember = gone\nmember = soon\n", "" },
		{ SOUND
		    "[role \"r\"]\nmember = els until 2026-11-23\nmember = kim from 2026-11-25\n",
		    "" },
		{ SOUND "[role \"r\"]\nmember = elz\n",
		    "15: 'member = elz': there is no [person \"elz\"]\n" },
		{ SOUND GONE "[role \"r\"]\nmember = els\nmember = gone from 2026-11-24\nmember = "
		             "soon until 2026-11-24\n",
		    "22: [person \"gone\"] is never there in that time\n23: [person \"soon\"] is "
		    "never there in that time\n" },
		{ SOUND GONE "[role \"r\"]\nmember = els\nmember = gone from 2026-11-23\nmember = "
		             "soon until 2026-11-25\n",
		    "" },
		{ SOUND "[role \"r\"]\nmember = els\nmember = kim\nmember = els\n",
		    "17: [role \"r\"] has 'els' twice at the same time\n" },
		{ SOUND
		    "[role \"r\"]\nmember = els until 2026-12-01\nmember = els from 2026-12-01\n",
		    "16: [role \"r\"] has 'els' twice at the same time\n" },
		{ SOUND
		    "[role \"r\"]\ndeputy = els from 2026-12-01 until 2026-12-02\nmember = els\n",
		    "16: [role \"r\"] has 'els' twice at the same time\n" },
		{ SOUND
		    "[role \"r\"]\nmember = els until 2026-12-01\nmember = els from 2026-12-02\n",
		    "" },
	};
	struct fixture *f = *state;

	CASES(f, table);
	assert_problems(f,
	    read_whole(f, SOUND "[role \"r\"]\ndeputy = kim until 2027-01-01\nmember = els\n"), "");
	assert_string_equal(f->policy.roles[0].members[0].person->id, "els");
	assert_true(f->policy.roles[0].members[1].deputy);
}

#define TWO \
	"[separation]\nconflict = a b\n[role \"a\"]\nmember = els\nmember = kim\n" /* lines 14 to \
	                                                                              18 */

static void conflicts(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND TWO "[role \"b\"]\nmember = kim\nmember = dirk\n",
		    "15: [person \"kim\"] holds both roles, 'a' and 'b'\n" },
		{ SOUND TWO "[role \"b\"]\nmember = kim\nmember = els\n",
		    "15: [person \"kim\"] holds both roles, 'a' and 'b'\n15: [person \"els\"] "
		    "holds both roles, 'a' and 'b'\n" },
		{ SOUND TWO "[role \"b\"]\nmember = dirk\n", "" },
		{ SOUND TWO "member = dirk until 2026-12-31\n[role \"b\"]\nmember = dirk from "
		            "2026-12-31\nmember = dirk until "
		            "2026-11-30\n",
		    "15: [person \"dirk\"] holds both roles, 'a' and 'b'\n" },
		{ SOUND TWO
		    "member = dirk until 2026-12-30\n[role \"b\"]\nmember = dirk from 2026-12-31\n",
		    "" },
		/* What is past cannot be mended. */
		{ SOUND TWO "member = dirk until 2026-11-23\n[role \"b\"]\nmember = dirk\n", "" },
		{ SOUND TWO "member = dirk until 2026-11-24\n[role \"b\"]\nmember = dirk\n",
		    "15: [person \"dirk\"] holds both roles, 'a' and 'b'\n" },
		{ SOUND "[person \"gone\"]\nlogin = gone\nuntil = 2026-11-23\n[role \"x\"]\nmember "
		        "= gone\n[role \"y\"]\n"
		        "member = gone\n[separation]\nconflict = x y\n",
		    "" },
		{ SOUND "[service \"ci\"]\nlogin = ci\n[role \"x\"]\nmember = ci\n[role "
		        "\"y\"]\nmember = ci\n[separation]\n"
		        "conflict = y x\n",
		    "21: [service \"ci\"] holds both roles, 'y' and 'x'\n" },
	};

	CASES(*state, table);
}

#define ENV(id, ref) "[environment \"" id "\"]\nref = " ref "\n"

static void refs(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND ENV("x", "refs/heads/dev"),
		    "14: [environment \"x\"] and [environment \"dev\"] on line 12 govern the same "
		    "ref: refs/heads/dev and refs/heads/dev\n" },
		{ SOUND ENV("x", "refs/heads/*"),
		    "14: [environment \"x\"] and [environment \"dev\"] on line 12 govern the same "
		    "ref: refs/heads/* and refs/heads/dev\n" },
		{ SOUND ENV("x", "refs/heads/w*") ENV("y", "refs/*k"),
		    "17: 'ref = refs/*k' reaches into refs/sluis/, which belongs to the gate\n" },
		{ SOUND ENV("x", "refs/heads/w*") ENV("y", "refs/heads/*k")
		        ENV("z", "refs/heads/v*k"),
		    "16: [environment \"y\"] and [environment \"x\"] on line 14 govern the same "
		    "ref: refs/heads/*k and "
		    "refs/heads/w*\n18: [environment \"z\"] and [environment \"y\"] on line 16 "
		    "govern the same ref: "
		    "refs/heads/v*k and refs/heads/*k\n" },
		{ SOUND ENV("x", "refs/heads/w*") ENV("y", "refs/heads/v*"), "" },
		{ SOUND ENV("x", "refs/tags/dev"),
		    "14: [environment \"x\"] and [environment \"dev\"] on line 12 have refs that "
		    "can "
		    "be taken for each other: refs/tags/dev and refs/heads/dev\n" },
		{ SOUND ENV("x", "refs/Dev") ENV("y", "refs/heads/refs/heads/dev")
		        ENV("z", "refs/tags/refs/heads/devel"),
		    "14: [environment \"x\"] and [environment \"dev\"] on line 12 have refs that "
		    "can "
		    "be taken for each other: refs/Dev and refs/heads/dev\n"
		    "16: [environment \"y\"] and [environment \"dev\"] on line 12 have refs that "
		    "can "
		    "be taken for each other: refs/heads/refs/heads/dev and refs/heads/dev\n" },
		{ SOUND "[evidence]\nref = refs/heads/a\n" ENV("x", "refs/tags/a"),
		    "16: [environment \"x\"] governs refs/tags/a, which can be taken for the ref "
		    "of "
		    "[evidence], refs/heads/a\n" },
		{ SOUND "[evidence]\nref = refs/heads/a\n" ENV("x", "refs/tags/a*")
		        ENV("y", "refs/pull/dev"),
		    "" },
		{ SOUND ENV("x", "refs/heads/p*") "[evidence]\nref = refs/heads/promotions\n",
		    "14: [environment \"x\"] governs refs/heads/promotions, which is the ref of "
		    "[evidence]\n" },
		{ SOUND "[evidence]\nref = refs/heads/dev\n",
		    "12: [environment \"dev\"] governs refs/heads/dev, which is the ref of "
		    "[evidence]\n" },
	};

	CASES(*state, table);
}

static void circles(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "from = dev\n",
		    "12: [environment \"dev\"]: the sources go in a circle: dev from dev\n" },
		{ SOUND "from = y\n" ENV("x", "refs/heads/x") "from = dev\n" ENV(
		      "y", "refs/heads/y") "from = x\n" ENV("z", "refs/heads/z") "from = dev\n",
		    "12: [environment \"dev\"]: the sources go in a circle: dev from y from x from "
		    "dev\n" },
		{ SOUND ENV("tail", "refs/heads/t") "from = x\n" ENV(
		      "x", "refs/heads/x") "from = y\n" ENV("y",
		      "refs/heads/y") "from = x\n" ENV("z", "refs/heads/z") "from = z\n",
		    "17: [environment \"x\"]: the sources go in a circle: x from y from x\n"
		    "23: [environment \"z\"]: the sources go in a circle: z from z\n" },
	};

	CASES(*state, table);
}

#define SIGNERS \
	"[role \"a\"]\nmember = els\nmember = kim\n[signoff \"s\"]\ntrailer = Accepted-by\nrole " \
	"= a\n" /* 14 to 19 */
#define X "[environment \"x\"]\nref = refs/heads/x\nfrom = dev\n"
#define TAGS "[environment \"t\"]\nref = refs/tags/v*\nfrom = dev\n"
#define EVIDENCE "[evidence]\nref = refs/heads/p\n"

#define WEB(env) "[target \"web\"]\nenvironment = " env "\nwithin-days = 2\n"

static void never_asked(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "signoff = s\nrequire = complete\nfast-forward = yes\n" SIGNERS,
		    "12: [environment \"dev\"] comes from no other, so work starts there and its "
		    "'signoff' would never be asked\n"
		    "12: [environment \"dev\"] comes from no other, so work starts there and its "
		    "'require' would never be asked\n"
		    "12: [environment \"dev\"] comes from no other, so work starts there and its "
		    "'fast-forward' would never be "
		    "asked\n" },
		{ SOUND SIGNERS X "fast-forward = yes\nsignoff = s\n",
		    "20: [environment \"x\"] has 'fast-forward = yes' and 'signoff': a "
		    "fast-forward carries no trailers, so they "
		    "would never be asked; take out one or the other\n" },
		{ SOUND SIGNERS X "fast-forward = yes\nrequire = complete\n",
		    "20: [environment \"x\"] has 'fast-forward = yes' and 'require': a "
		    "fast-forward carries no trailers, so they "
		    "would never be asked; take out one or the other\n" },
		{ SOUND SIGNERS X "fast-forward = yes\nrequire = complete\nsignoff = s\n",
		    "20: [environment \"x\"] has 'fast-forward = yes' and 'signoff' and 'require': "
		    "a fast-forward carries no "
		    "trailers, so they would never be asked; take out one or the other\n" },
		{ SOUND SIGNERS X "window-max-hours = 8\nrequire = complete\n",
		    "20: [environment \"x\"] has 'window-max-hours' without 'require = plan', so "
		    "it would never be asked\n" },
		{ SOUND X "fast-forward = yes\n", "" },
		{ SOUND SIGNERS TAGS "require = complete\n",
		    "20: [environment \"t\"] is of tags and has 'require': a tag is made and never "
		    "promoted to, so they would never be asked; ask them where it comes from\n" },
		{ SOUND SIGNERS TAGS "fast-forward = yes\nsignoff = s\nrequire = complete\n",
		    "20: [environment \"t\"] is of tags and has 'signoff' and 'require': a tag is "
		    "made and never promoted to, so they would never be asked; ask them where it "
		    "comes from\n" },
		{ SOUND TAGS "push = r\n[role \"r\"]\nmember = els\n", "" },
		{ SOUND TAGS "fast-forward = yes\n", "" },
		{ SOUND X "require = acceptance plan parallel-run impact\n[impact \"low\"]\n",
		    "14: [environment \"x\"] has 'require = plan', and there is no [evidence] to "
		    "find it in\n"
		    "14: [environment \"x\"] has 'require = acceptance', and there is no "
		    "[evidence] to find it in\n"
		    "14: [environment \"x\"] has 'require = parallel-run', and there is no "
		    "[evidence] to find it in\n" },
		{ SOUND EVIDENCE X
		    "require = acceptance plan parallel-run impact\n[impact \"low\"]\n",
		    "" },
		{ SOUND EVIDENCE X "require = impact\n",
		    "16: [environment \"x\"] has 'require = impact', and there is no [impact "
		    "\"ID\"] to choose from\n" },
		{ SOUND "[impact \"x\"]\nexcept = docs/**\n",
		    "14: [impact \"x\"] has 'except' and no 'path' to except from: path = ** is "
		    "everything\n" },
		{ SOUND EVIDENCE X "require = parallel-run\n[impact \"low\"]\n",
		    "16: [environment \"x\"] has 'require = parallel-run' without 'impact', which "
		    "says whether one is asked\n" },
		{ SOUND X "[freeze \"f\"]\nfrom = 2027-01-02\nto = 2027-01-01\n",
		    "17: [freeze \"f\"]: 'to' is before 'from'\n" },
		{ SOUND X "[freeze \"f\"]\nfrom = 2027-01-01\nto = 2027-01-01\nenvironment = "
		          "x\nenvironment = dev\n",
		    "17: [freeze \"f\"] names [environment \"dev\"], where work starts: a freeze "
		    "stops promotions only\n" },
		{ SOUND X "[freeze \"f\"]\nfrom = 2027-01-01\nto = 2027-01-01\nenvironment = x\n",
		    "" },
		{ SOUND EVIDENCE X WEB("x"), "" },
		{ SOUND X WEB("x"),
		    "17: [target \"web\"] names [environment \"x\"], and there is no [evidence] to "
		    "record its deployment in\n" },
		{ SOUND EVIDENCE WEB("dev"),
		    "16: [target \"web\"] names [environment \"dev\"], where work starts: nothing "
		    "is "
		    "promoted there\n" },
		{ SOUND EVIDENCE X "fast-forward = yes\n" WEB("x"),
		    "20: [target \"web\"] names [environment \"x\"], which has 'fast-forward = "
		    "yes': a "
		    "fast-forward has no id to record its deployment under\n" },
		{ SOUND EVIDENCE "[environment \"x\"]\nref = refs/heads/x*\nfrom = dev\n" WEB("x"),
		    "19: [target \"web\"] names [environment \"x\"], which has more than one ref: "
		    "nobody can say which one a target shows\n" },
		{ SOUND EVIDENCE "[environment \"t\"]\nref = refs/tags/v1\nfrom = dev\n" WEB("t"),
		    "19: [target \"web\"] names [environment \"t\"], which is of tags: a tag is "
		    "made "
		    "and never promoted to\n" },
		{ SOUND EVIDENCE X WEB("x") "except = **\n",
		    "19: [target \"web\"]: 'except = **' leaves nothing to compare\n" },
	};

	CASES(*state, table);
}

static void signoffs(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND SIGNERS "count = 2\n" X "signoff = s\n", "" },
		{ SOUND SIGNERS "count = 3\n",
		    "17: [signoff \"s\"] asks for 3 persons, and the role 'a' has 2 who can give "
		    "it: els, kim\n" },
		{ SOUND "[person \"x\"]\nlogin = x\n[role \"a\"]\nmember = x\n[signoff "
		        "\"s\"]\ntrailer = T\nrole = a\n",
		    "18: [signoff \"s\"] can be given by nobody: no person of role 'a' has an "
		    "'email'\n" },
		{ SOUND "[service \"ci\"]\nlogin = ci\n[role \"a\"]\nmember = ci\n[signoff "
		        "\"s\"]\ntrailer = T\nrole = a\n",
		    "18: [signoff \"s\"]: the role 'a' has [service \"ci\"], and a service never "
		    "signs\n"
		    "18: [signoff \"s\"] can be given by nobody: no person of role 'a' has an "
		    "'email'\n" },
		{ SOUND "[service \"ci\"]\nlogin = ci\n[role \"a\"]\nmember = ci\nmember = "
		        "els\n[signoff \"s\"]\ntrailer = T\n"
		        "role = a\n",
		    "19: [signoff \"s\"]: the role 'a' has [service \"ci\"], and a service never "
		    "signs\n" },
		{ SOUND "[service \"ci\"]\nemail = ci@example.org\nowner = els\n[role "
		        "\"a\"]\nmember = ci\nmember = els\n"
		        "[signoff \"s\"]\ntrailer = T\nrole = a\ncount = 2\n",
		    "20: [signoff \"s\"]: the role 'a' has [service \"ci\"], and a service never "
		    "signs\n"
		    "20: [signoff \"s\"] asks for 2 persons, and the role 'a' has 1 who can give "
		    "it: els\n" },
		{ SOUND "[role \"a\"]\n[signoff \"s\"]\ntrailer = T\nrole = a\n",
		    "14: [role \"a\"] has no member\n" },
		{ SOUND "[role \"a\"]\nmember = elz\n[signoff \"s\"]\ntrailer = T\nrole = a\ncount "
		        "= 3\n",
		    "15: 'member = elz': there is no [person \"elz\"]\n" },
	};
	struct fixture *f = *state;

	CASES(f, table);
	/* One without an address, and one who is in the role twice. */
	assert_problems(f,
	    read_whole(f,
	        SOUND GONE "[role \"a\"]\nmember = gone\nmember = els until 2026-11-23\n"
	                   "member = els from 2026-11-25\n[signoff \"s\"]\ntrailer = T\nrole = "
	                   "a\ncount = 2\n"),
	    "24: [signoff \"s\"] asks for 2 persons, and the role 'a' has 1 who can give it: "
	    "els\n");
	assert_problems(f,
	    read_whole(f,
	        SOUND
	        "[person \"x\"]\nname = X \"\\\nemail = x@x\n[person \"y\"]\nemail = y@y\n"
	        "[role \"a\"]\nmember = els\nmember = kim\nmember = dirk\nmember = x\nmember = y\n"
	        "[signoff \"s\"]\ntrailer = T\nrole = a\ncount = 6\n"),
	    "25: [signoff \"s\"] asks for 6 persons, and the role 'a' "
	    "has 5 who can give it: els, kim, dirk, X \"\\\\ and 1 more\n");
}

/* Roles a: els; b: els, kim; c: els, kim, dirk; with a sign-off of each. Lines 14 to 31. */
#define LADDER \
	"[role \"a\"]\nmember = els\n[role \"b\"]\nmember = els\nmember = kim\n" \
	"[role \"c\"]\nmember = els\nmember = kim\nmember = dirk\n" \
	"[signoff \"c\"]\ntrailer = C\nrole = c\n[signoff \"b\"]\ntrailer = B\nrole = " \
	"b\n[signoff \"a\"]\ntrailer = A\nrole = a\n"
#define LADDER_X X "signoff = c\nsignoff = b\nsignoff = a\n"
#define FEW(title, n) \
	title " asks for " n " sign-offs, and too few people can give them together: with " \
	      "'one-signer-one-role = yes' everybody gives one\n"

static void together(void **state)
{
	static const struct policy_case table[] = {
		/* Only one way to seat them: a by els, b by kim, c by dirk. */
		{ SOUND LADDER LADDER_X, "" },
		{ SOUND LADDER "[signoff \"a2\"]\ntrailer = A2\nrole = a\n" X
		               "signoff = a\nsignoff = a2\n",
		    FEW("35: [environment \"x\"]", "2") },
		{ SOUND LADDER "[signoff \"b2\"]\ntrailer = B2\nrole = b\n" LADDER_X
		               "signoff = b2\n",
		    FEW("35: [environment \"x\"]", "4") },
		{ SOUND LADDER "[signoff \"b2\"]\ntrailer = B2\nrole = b\n" LADDER_X
		               "signoff = b2\n"
		               "[separation]\none-signer-one-role = no\n",
		    "" },
		{ SOUND LADDER "[signoff \"c2\"]\ntrailer = C2\nrole = c\ncount = 2\n" X
		               "signoff = c2\nsignoff = a\n",
		    "" },
		{ SOUND LADDER "[signoff \"c2\"]\ntrailer = C2\nrole = c\ncount = 2\n" X
		               "signoff = c2\nsignoff = a\nsignoff = b\n",
		    FEW("36: [environment \"x\"]", "4") },
		{ SOUND LADDER EVIDENCE X "require = impact\nsignoff = b\nsignoff = c\n[impact "
		                          "\"low\"]\n[impact \"high\"]\n"
		                          "signoff = b\nsignoff = a\nsignoff = a2\n[signoff "
		                          "\"a2\"]\ntrailer = A2\nrole = a\n",
		    FEW("41: [impact \"high\"] in [environment \"x\"]", "4") },
		{ SOUND LADDER EVIDENCE X
		    "require = impact\nsignoff = b\nsignoff = c\n[impact \"high\"]\nsignoff = b\n"
		    "signoff = a\n",
		    "" },
		{ SOUND LADDER "[emergency]\nsignoff = a\nsignoff = a2\nreview-within-days = "
		               "5\n[signoff \"a2\"]\ntrailer = A2\n"
		               "role = a\n",
		    FEW("32: [emergency]", "2") },
		{ SOUND LADDER "[emergency]\nsignoff = a\nsignoff = b\nreview-within-days = 5\n",
		    "" },
	};

	CASES(*state, table);
}

/* More than a promotion could ever carry. */
static void too_many(void **state)
{
	struct fixture *f = *state;
	char text[16384];
	size_t at = (size_t)snprintf(
	    text, sizeof(text), "%s", SOUND X "signoff = s\nsignoff = t\n[role \"a\"]\n");

	for (int i = 0; i < 60; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "member = p%d\n", i);
	at += (size_t)snprintf(text + at, sizeof(text) - at,
	    "[signoff \"s\"]\ntrailer = S\nrole = a\ncount = 51\n"
	    "[signoff \"t\"]\ntrailer = T\nrole = a\ncount = 50\n");
	for (int i = 0; i < 60; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    "[person \"p%d\"]\nemail = p%d@example.org\n", i, i);
	assert_problems(f, read_whole(f, text),
	    "14: [environment \"x\"] asks for 101 sign-offs, and 100 are the most\n");
}

#define MAKERS \
	"[role \"dev\"]\nmember = dirk\nmember = kim\n" /* lines 15 to 17, after `push = dev` */
#define BY_MAKER \
	"[role \"a\"]\nmember = kim\n[signoff \"s\"]\ntrailer = S\nrole = a\n" /* 18 to 22 */
#define NOBODY(title) \
	title ": nobody can give the sign-off 's', as everyone of role 'a' may also push to " \
	      "'dev', where " \
	      "work starts, and authors may not sign: kim\n"

static void makers(void **state)
{
	static const struct policy_case table[] = {
		{ SOUND "push = dev\n" MAKERS BY_MAKER X "signoff = s\n",
		    NOBODY("23: [environment \"x\"]") },
		/* Also further on. */
		{ SOUND "push = dev\n" MAKERS BY_MAKER X ENV(
		      "y", "refs/heads/y") "from = x\nsignoff = s\n",
		    NOBODY("26: [environment \"y\"]") },
		{ SOUND "push = dev\n" MAKERS BY_MAKER X
		        "signoff = s\n[separation]\nauthors-may-sign = yes\n",
		    "" },
		{ SOUND "push = dev\n" MAKERS "[role \"a\"]\nmember = kim\nmember = els\n[signoff "
		        "\"s\"]\ntrailer = S\nrole = a\n" X "signoff = s\n",
		    "" },
		/* Everybody known may start work: somebody else always can sign. */
		{ SOUND MAKERS BY_MAKER X "signoff = s\n", "" },
		{ SOUND "push = dev\n" MAKERS BY_MAKER EVIDENCE X
		        "require = impact\n[impact \"low\"]\n[impact \"high\"]\n"
		        "signoff = s\n",
		    NOBODY("30: [impact \"high\"] in [environment \"x\"]") },
		/* Said once, though a level asks for it too. */
		{ SOUND "push = dev\n" MAKERS BY_MAKER EVIDENCE X
		        "require = impact\nsignoff = s\n[impact \"high\"]\n"
		        "signoff = t\n[role \"b\"]\nmember = els\n[signoff \"t\"]\ntrailer = "
		        "T\nrole = b\n",
		    NOBODY("25: [environment \"x\"]") },
		{ SOUND "push = dev\n" MAKERS BY_MAKER
		        "[emergency]\nsignoff = s\nreview-within-days = 1\n",
		    NOBODY("23: [emergency]") },
		/* He makes nothing any more. */
		{ SOUND "push = dev\n[role \"dev\"]\nmember = dirk\nmember = kim until "
		        "2026-11-23\n" BY_MAKER X "signoff = s\n",
		    "" },
	};

	CASES(*state, table);
}

/* A day that passes makes no sound policy unsound; that people left is for the rules. */
static void stays_sound(void **state)
{
	static const char text[] =
	    SOUND "push = dev\n[role \"dev\"]\nmember = dirk\nmember = kim until 2026-11-23\n"
	          "[role \"a\"]\nmember = kim from 2026-11-24\nmember = els until "
	          "2027-03-01\n[signoff \"s\"]\ntrailer = S\nrole = a\n"
	          "count = 2\n[separation]\nconflict = a dev\n" X "signoff = s\npush = a\n"
	          "[freeze \"f\"]\nfrom = 2026-12-01\nto = 2026-12-31\n";
	struct fixture *f = *state;
	struct policy_reading r;

	for (int64_t now = NOW; now < NOW + INT64_C(40000) * 86400; now += INT64_C(30) * 86400) {
		assert_int_equal(policy_parse(&f->arena, text, strlen(text), &r, &f->policy,
		                     &f->problems, &f->error),
		    0);
		assert_int_equal(policy_check(&f->arena, &f->policy, now, &f->problems), 0);
		assert_problems(f, 0, "");
	}
}

/* A policy with many errors shows them all, in the order of lines. */
static void all_at_once(void **state)
{
	assert_refused(*state,
	    HEAD PEOPLE "[environment \"dev\"]\nref = refs/heads/*\npush = developer\n"
	                "[environment \"prod\"]\nref = refs/heads/prod\nfrom = acc\nsignoff = "
	                "users\nrequire = acceptance\n"
	                "[role \"empty\"]\n[signoff \"users\"]\ntrailer = Impact\nrole = "
	                "empty\ncount = 0\n[policy]\nx = y\n",
	    "14: 'push = developer': there is no [role \"developer\"]\n"
	    "15: [environment \"prod\"] and [environment \"dev\"] on line 12 govern the same ref: "
	    "refs/heads/prod and "
	    "refs/heads/*\n"
	    "15: [environment \"prod\"] has 'require = acceptance', and there is no [evidence] to "
	    "find it in\n"
	    "17: 'from = acc': there is no [environment \"acc\"]\n"
	    "20: [role \"empty\"] has no member\n"
	    "22: 'trailer = Impact' has a meaning of its own: take another word\n"
	    "24: 'count' is a number from 1 to 100, not '0'\n"
	    "25: [policy] appears twice\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(persons),
		T(shared),
		T(roles),
		T(conflicts),
		T(refs),
		T(circles),
		T(never_asked),
		T(signoffs),
		T(together),
		T(too_many),
		T(makers),
		T(stays_sound),
		T(all_at_once),
	};

	return cmocka_run_group_tests_name("policy_check", tests, NULL, NULL);
}
