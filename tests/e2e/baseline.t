#!/bin/bash
# A governed ref is created once, with a commit of its source.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make

gone() {
	local each

	for each; do
		git -C "$CENTRAL" update-ref -d "refs/heads/$each"
	done
}

it "accept: production starts with what acceptance has"
gone production
push_as noor acceptance:production
accepted

it "accept: production starts with what acceptance had"
gone production
push_as noor acceptance~:refs/heads/production
accepted

it "accept: the first environment"
gone development test acceptance production
push_as dirk development
accepted

it "accept: all environments of a new repository at once"
policy '/^push = /d'
gone development test acceptance production promotions
push_as tess acceptance:production development test acceptance promotions
accepted

it "refuse: production starts with what was never on acceptance"
gone production
change dirk src/pay.c
given development test
push_as noor development:production
refused production comes-from
says comes-from "$(title development) was not on acceptance (refs/heads/acceptance), and only what was there may go to production"

it "refuse: production starts while there is no acceptance"
gone production acceptance
push_as noor development:production
refused production comes-from

it "refuse: production is started by somebody without the role"
gone production
push_as dora acceptance:production
refused production push-access

it "refuse: production starts with something that is no commit"
gone production
push_as noor "$(oid "acceptance^{tree}"):refs/heads/production"
undecided production ref-protected

finish
