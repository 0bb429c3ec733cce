# Sluis. `make help` prints the lines here that start with #: and what a target says of itself behind ##.
#
#: Choices, on the command line:
#:   DEV=1                         warnings are errors
#:   SANITIZE=address,undefined    sanitizers, in a build folder of their own
#:   LIBGIT2=shared                shared libraries, by pkg-config, in place of Debian's archives: slower to start
#:   BUILD=DIR                     where everything that is made goes
#:   PREFIX=DIR DESTDIR=DIR        where make install puts the programs
#:   STRIP=                        installs them with their symbols
#:   T=NAME                        make check runs only the tests that have NAME in their names
#:   V=1                           shows the commands
#:
#: Targets:

VERSION = 0.1.0
# What is built from a commit without a tag of its own says which: two builds can be told apart, and put in order.
GIT = git -c safe.directory='$(CURDIR)'
RELEASE := $(shell [ -e .git ] && { $(GIT) describe --exact-match --match 'v$(VERSION)' >/dev/null 2>&1 && echo '$(VERSION)' || \
	TZ=UTC $(GIT) log -1 --date=format-local:%Y%m%d%H%M --format='$(VERSION)+%cd.%h' 2>/dev/null; } || echo '$(VERSION)')
PREFIX = /usr/local
LIBGIT2 = static
SANITIZE =
BUILD = build$(if $(SANITIZE),-sanitize)

CC = gcc
AR = ar
STRIP = strip
PROVE = prove
# Many tests wait for others.
JOBS = $(shell expr 3 '*' $$(nproc))
T =
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wformat=2 -Wundef -Wno-missing-field-initializers -Wno-deprecated-declarations $(if $(DEV),-Werror)
OPT = $(if $(SANITIZE),-O1,-O2) -g
# Not every processor has it; asked when something is compiled.
CF_PROTECTION = $(eval CF_PROTECTION := $(shell echo 'int x;' | $(CC) -fcf-protection -x c -c -o /dev/null - 2>/dev/null && echo -fcf-protection))$(CF_PROTECTION)
HARDEN = -fstack-protector-strong -fstack-clash-protection $(CF_PROTECTION) -fPIE $(if $(SANITIZE),-fno-omit-frame-pointer,-D_FORTIFY_SOURCE=2)
SAN = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all)
CPPFLAGS = -D_GNU_SOURCE -DSLUIS_VERSION='"$(RELEASE)"' -iquote common
# What a program does not call is no part of it: a hook starts faster, and is half a megabyte smaller.
CFLAGS = -std=c11 $(OPT) $(WARN) $(HARDEN) -ffunction-sections -fdata-sections $(SAN)
# A sanitizer describes each check in data, which a program that moves would have to relocate whenever it starts.
LDFLAGS = $(if $(SANITIZE),-no-pie,-pie $(RELR) -Wl,--gc-sections) -Wl,-z,relro,-z,now $(SAN)
# Relocations are packed, which starts faster, where the C library reads that: a program made so is run.
PACKED = -Wl,-z,pack-relative-relocs
RELR = $(eval RELR := $(shell t=$$(mktemp 2>/dev/null) && echo 'int main(void) { return 0; }' | \
	$(CC) -fPIE -pie $(PACKED) -o $$t -x c - 2>/dev/null && $$t && echo $(PACKED); rm -f $$t))$(RELR)

shared = $(foreach l,$(1),$(shell pkg-config --silence-errors --libs $l || echo -l$(l:lib%=%)))
CRYPTO_static = -l:libmbedcrypto.a
CRYPTO_shared = $(call shared,mbedcrypto)
LIBS_static = -l:libgit2.a $(CRYPTO_static) -l:libhttp_parser.a -l:libpcre2-8.a -l:libz.a -l:libinih.a -l:libexpat.a -l:libjansson.a
LIBS_shared = $(call shared,libgit2 mbedcrypto inih expat jansson)
SSH2 = $(call shared,libssh2)
ifeq ($(LIBGIT2),shared)
LIBS_shared := $(LIBS_shared)
endif
# The calls of the C library that base/trouble answers, wherever ours or libgit2.a makes them.
WRAP = access calloc fstat lstat malloc mmap open opendir pread read readdir realloc realpath \
	stat strdup waitid waitpid write
WRAPPED = $(WRAP:%=-Wl,--wrap=%)
LDLIBS = $(WRAPPED) $(LIBS_$(LIBGIT2)) $(LIB)
KNOWN = It is known to build on Debian 12 and 13, where ./install.sh --deps installs what it needs; elsewhere try LIBGIT2=shared.

Q = $(if $(V),,@$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,echo '  $(1) $@';))

HOOKS = pre-receive update reference-transaction post-receive pre-push
PROGRAMS = $(HOOKS) git-sluis
FETCH = sluis-fetch
# The symbols stay in the build folder.
INSTALLED = $(if $(STRIP),$(BUILD)/stripped,$(BUILD))
SAMPLES = $(addprefix config/,ci demo five-minutes fleet hosts monitor notify policy-repository school-board signers.txt two-organisations witness)
MANUALS = $(wildcard hooks/*.[1-8] common/*.[1-8] common/*/*.[1-8] config/*.[1-8])

SOURCES = $(filter-out common/git/offline.c,$(wildcard common/*/*.c common/base/say/*.c))
OBJECTS = $(SOURCES:%.c=$(BUILD)/%.o)
OFFLINE = $(if $(filter static,$(LIBGIT2)),$(BUILD)/common/git/offline.o)
LIB = $(BUILD)/libsluis.a
UNIT = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
TOOLS = $(BUILD)/tests/trailers-compare $(BUILD)/tests/runners-verdict $(BUILD)/tests/fault-malloc.so
BENCH = $(patsubst tests/bench/%.c,$(BUILD)/tests/bench-%,$(wildcard tests/bench/*.c))
FUZZ = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

# Of what installers, servers, signals and the kernel do with the programs, of what other readers read, and of many promotions:
# a sanitizer sees nothing there that it does not see elsewhere.
PLAIN = tests/trailers/trailers.t $(addprefix tests/e2e/,cluster.t install.t house.t readme.t fault-cut.t fault-disconnect.t fault-kill.t \
	fault-parallel.t host-gitolite.t host-http.t host-forges.t clients.t completion.t ci.t notify.t export.t)

TESTS = $(UNIT) $(filter-out $(if $(SANITIZE),$(PLAIN)),$(wildcard tests/trailers/*.t tests/runners/*.t tests/e2e/*.t))
CHOSEN = $(if $(T),$(foreach t,$(TESTS),$(if $(findstring $(T),$t),$t)),$(TESTS))

all: $(PROGRAMS:%=$(INSTALLED)/%) $(INSTALLED)/$(FETCH) ## builds the programs

help: ## prints this
	@awk 'sub(/^#: ?/, "") { print } /^[a-z-]+:.*## / { name = $$1; sub(/.*## /, ""); \
		printf "  %-30s%s\n", substr(name, 1, index(name, ":") - 1), $$0 }' Makefile

$(BUILD)/stripped/%: $(BUILD)/%
	@mkdir -p $(@D)
	$(call Q,STRIP)$(STRIP) -o $@ $<

$(BUILD)/common/%.o: common/%.c
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OBJECTS) $(OFFLINE): | $(BUILD)/found

# Before anything is compiled: all that is not there, in one line.
$(BUILD)/found: Makefile
	@mkdir -p $(@D)
	@there() { printf '#include <stdio.h>\n%s\nint main(void) { return 0; }\n' "$$1" | \
		$(CC) $(CPPFLAGS) -x c -o $@.try - $$2 >/dev/null 2>&1; }; missing=; \
	there || missing=" $(CC)"; \
	for h in git2.h ini.h expat.h jansson.h mbedtls/sha256.h libssh2.h; do \
		there "#include <$$h>" || missing="$$missing $$h"; done; \
	for l in $(LIBS_$(LIBGIT2)) $(SSH2); do there '' "$$l" || missing="$$missing $$l"; done; rm -f $@.try; \
	[ -z "$$missing" ] || { echo "missing:$$missing. $(KNOWN)" >&2; exit 1; }
	@touch $@

# Which build it is.
$(patsubst %.c,$(BUILD)/%.o,$(shell grep -lw SLUIS_VERSION $(SOURCES))): $(BUILD)/release

$(BUILD)/release: always
	@mkdir -p $(@D)
	@echo '$(RELEASE)' | cmp -s - $@ || echo '$(RELEASE)' >$@

# What an export carries to verify itself, as bytes in C.
$(BUILD)/common/report/export.o: $(BUILD)/verify_sh.h
$(BUILD)/common/report/export.o: CPPFLAGS += -iquote $(BUILD)

$(BUILD)/verify_sh.h: common/report/verify.sh
	@mkdir -p $(@D)
	@od -A n -v -t u1 $< | sed 's/[0-9][0-9]*/&,/g' >$@

$(LIB): $(OBJECTS)
	@rm -f $@
	$(call Q,AR)$(AR) qcs $@ $^

# Made beside what is there and put in its place whole: a repository may take it for its hook, and a push goes through where
# git finds none.
PLACE = && mv -f $@.$$$$ $@

$(PROGRAMS:%=$(BUILD)/%): $(BUILD)/%: hooks/%.c $(LIB) $(OFFLINE)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MF $@.d -MT $@ $(LDFLAGS) -o $@.$$$$ $< $(OFFLINE) $(LIB) $(LDLIBS) $(PLACE)

# For the machines of people: name services, which a static program cannot count on, are asked on a server alone.
client: $(BUILD)/client/git-sluis ## builds git-sluis as one static file, for any Linux on this kind of processor

$(BUILD)/client/git-sluis: LIBGIT2 = static
$(BUILD)/client/git-sluis: hooks/git-sluis.c $(LIB) $(BUILD)/common/git/offline.o
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS:-pie=-static-pie) -s -Wl,--no-warnings -o $@ $< \
		$(BUILD)/common/git/offline.o $(LIB) $(LDLIBS)

# The one program with ssh code in it: the hooks run it where a link leads to a result server.
$(BUILD)/$(FETCH): hooks/$(FETCH).c $(LIB)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MF $@.d -MT $@ $(LDFLAGS) -o $@.$$$$ $< $(LIB) $(WRAPPED) $(CRYPTO_$(LIBGIT2)) $(SSH2) $(PLACE)

$(BUILD)/tests/test_%: tests/unit/test_%.c $(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(OFFLINE) $(LIB) $(LDLIBS) -lcmocka

$(BUILD)/tests/trailers-compare: tests/trailers/compare.c $(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(OFFLINE) $(LIB) $(LDLIBS)

$(BUILD)/tests/runners-verdict: tests/runners/verdict.c $(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(OFFLINE) $(LIB) $(LDLIBS)

# For LD_PRELOAD, so not one of the programs above.
$(BUILD)/tests/fault-malloc.so: tests/fault/malloc.c
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) -D_GNU_SOURCE -std=c11 -O2 $(WARN) -fPIC -shared -o $@ $<

$(BUILD)/tests/bench-junit: tests/bench/junit.c $(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(OFFLINE) $(LIB) $(LDLIBS)

$(BUILD)/tests/bench-%: tests/bench/%.c
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

-include $(wildcard $(BUILD)/*.d $(BUILD)/tests/*.d) $(OBJECTS:.o=.d)

tests: all $(UNIT) $(TOOLS) ## builds the programs and the tests

# The unit tests speak TAP too, so that one prove runs and counts everything.
check: tests ## runs the tests
	@test -n '$(strip $(CHOSEN))' || { echo "no test has '$(T)' in its name" >&2; exit 1; }
	CMOCKA_MESSAGE_OUTPUT=TAP SLUIS_BUILD="$(CURDIR)/$(BUILD)" $(if $(SANITIZE),SLUIS_RUNNERS=kept) $(PROVE) --timer -j$(JOBS) $(CHECK_FLAGS) \
		--exec '' $(CHOSEN)

list: ## names the tests
	@printf '%s\n' $(TESTS)

bench: all $(BENCH) ## measures the gate beside an empty hook and what else there is, in one table; TURNS=N PEERS= COUNT= for less
	SLUIS_BUILD="$(CURDIR)/$(BUILD)" tests/bench/run

bench-audit: all $(BENCH) ## measures a large audit, in some minutes; VERDICTS=N for a smaller one
	SLUIS_BUILD="$(CURDIR)/$(BUILD)" tests/bench/audit

runners: $(TOOLS) ## runs every test runner that is installed, in minutes, and holds its files against how it ended
	SLUIS_BUILD="$(CURDIR)/$(BUILD)" SLUIS_RUNNERS=all $(PROVE) --exec '' tests/runners/runners.t

bench-results: $(BENCH) ## measures JUnit files of 100 MiB, which it makes in TMPDIR
	SLUIS_BUILD="$(CURDIR)/$(BUILD)" tests/bench/results

bench-apart: all $(BENCH) ## measures an audit that is kept elsewhere; REPEAT=N for less
	SLUIS_BUILD="$(CURDIR)/$(BUILD)" tests/bench/apart

bench-history: all ## measures a first promotion of 1,000,000 commits; COMMITS=N for fewer
	SLUIS_BUILD="$(CURDIR)/$(BUILD)" tests/bench/history

PUSHES = 20000
model: all ## judges random pushes once more, by an independent model; PUSHES=N for fewer
	tests/model/run --pushes $(PUSHES)

EACH =
SEED = 1
fault: all $(TOOLS) ## fails each call and allocation of the hooks in turn, in hours; EACH=N of each hook, chosen by SEED=N
	EACH=$(EACH) SEED=$(SEED) SLUIS_BUILD="$(CURDIR)/$(BUILD)" tests/fault/run

FUZZ_SECONDS = 20
fuzz: ## runs all fuzzers side by side for FUZZ_SECONDS (3600 for an hour); what is found is in build-fuzz/fuzz/
	$(MAKE) CC=clang BUILD=build-fuzz SANITIZE=fuzzer-no-link,address,undefined build-fuzz/run

build-fuzz/run: $(FUZZ)
	printf '%s\n' $(FUZZ:$(BUILD)/fuzz/fuzz_%=%) | xargs -P$$(nproc) -I{} tests/fuzz/run $(BUILD)/fuzz {} \
		$$(( $(FUZZ_SECONDS) * $$(nproc) / $(words $(FUZZ)) + 1 ))

coverage: ## says how much of each reader the corpora reach, and what of it nobody explains in tests/fuzz/README
	$(MAKE) CC=clang BUILD=build-coverage SANITIZE=fuzzer-no-link \
		OPT='-O0 -g -fprofile-instr-generate -fcoverage-mapping' build-coverage/run

build-coverage/run: $(FUZZ)
	tests/fuzz/coverage $(BUILD)/fuzz

$(BUILD)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(LIB) $(OFFLINE)
	@mkdir -p $(@D)
	$(call Q,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $< $(OFFLINE) $(LIB) $(LDLIBS)

# Another version of clang-format would lay the tree out anew.
CLANG_FORMAT = clang-format-14
C_FILES = $(shell git ls-files '*.c' '*.h')

format: ## lays the C files out anew
	$(CLANG_FORMAT) -i $(C_FILES)

# The tests without -x, which reads the library anew for each: eleven times as long, for four warnings that it explains.
lint: ## checks the layout, the style, the manual pages and the scripts
	@if command -v $(CLANG_FORMAT) >/dev/null; then $(CLANG_FORMAT) --dry-run -Werror $(C_FILES); \
		else echo "there is no $(CLANG_FORMAT) here: the layout is not checked"; fi
	mandoc -Tlint -Wwarning $(MANUALS)
	@printf '%s\n' install.sh .ci/run config/ci/sluis-ci config/debian/packages config/demo/run config/completion.bash config/notify/50-notify config/fleet/page common/report/verify.sh tests/all tests/bench/run tests/bench/world tests/bench/bash-hook tests/bench/audit tests/bench/apart tests/bench/results tests/bench/history tests/runners/runners.t tests/runners/keep tests/runners/lib.sh tests/e2e/*.sh tests/e2e/cluster/receive tests/systems/run tests/fault/run tests/fault/within tests/fault/calls.sh tests/fuzz/coverage | \
		xargs -n 8 -P 2 shellcheck -x -e SC2119
	@printf '%s\n' tests/e2e/*.t | xargs -n 32 -P 2 shellcheck -e SC1091,SC2153,SC2164,SC2317
	tests/lint
	tests/sayings
	CC="$(CC)" tests/shadows

# -C: what is there already keeps its time.
install: export DEST = $(DESTDIR)$(PREFIX)
install: all ## installs the programs, their manual pages, completions and schemas
	install -d "$$DEST/bin" "$$DEST/libexec/sluis"
	install -C -m 755 $(INSTALLED)/git-sluis "$$DEST/bin/"
	install -C -m 755 $(HOOKS:%=$(INSTALLED)/%) $(INSTALLED)/$(FETCH) "$$DEST/libexec/sluis/"
	install -d "$$DEST/share/bash-completion/completions" "$$DEST/share/zsh/site-functions"
	install -C -m 644 config/completion.bash "$$DEST/share/bash-completion/completions/git-sluis"
	install -C -m 644 config/_git-sluis "$$DEST/share/zsh/site-functions/"
	install -d "$$DEST/share/sluis/schema" "$$DEST/share/sluis/config" "$$DEST/sbin"
	install -C -m 644 config/schema/*.json "$$DEST/share/sluis/schema/"
	install -C -m 755 install.sh "$$DEST/sbin/sluis-arm"
	cp -R --preserve=timestamps $(SAMPLES) "$$DEST/share/sluis/config/"
	for m in $(MANUALS); do d=$$DEST/share/man/man$${m##*.}; \
		install -d "$$d" && install -C -m 644 $$m "$$d/" || exit 1; done

deb: ## builds the packages sluis and sluis-client for Debian, alike wherever they are built from one commit
	rm -rf build-deb/sluis build-deb/needs
	$(MAKE) BUILD=build-deb PREFIX=/usr OPT=-O2 SANITIZE= LIBGIT2=static all
	$(MAKE) -s BUILD=build-deb PREFIX=/usr OPT=-O2 SANITIZE= LIBGIT2=static DESTDIR=$(CURDIR)/build-deb/sluis install
	config/debian/packages build-deb '$(RELEASE)'

clean: ## removes all that was made
	rm -rf build build-*

.PHONY: always all deb help client tests check list bench bench-apart bench-audit bench-results bench-history runners model fault fuzz coverage format lint install clean build-fuzz/run build-coverage/run
.SUFFIXES:
