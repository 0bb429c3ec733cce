# shellcheck shell=bash
# What every end-to-end test sources. A test is a list of cases:
#
#	it "refuse: the merge holds an edit"
#	promotion tree "$(edited_tree)"
#	push_as noor production
#	refused production complete
#	says complete "differ in 1 file: src/pay.c"
#
# Each case starts from the same world: people, a central repository with the gate in it, a clone with
# one release that is ready for production. Pushes are those of git, through git-receive-pack.
set -eEu
trap 'echo "# ${0##*/}: line ${BASH_LINENO[*]} failed: $BASH_COMMAND" >&2' ERR

E2E=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SLUIS_BUILD=${SLUIS_BUILD:-$PWD/build}

# shellcheck source=tests/e2e/tap.sh
. "$E2E/tap.sh"
# shellcheck source=tests/e2e/schema.sh
. "$E2E/schema.sh"
# shellcheck source=tests/e2e/people.sh
. "$E2E/people.sh"
# shellcheck source=tests/e2e/central.sh
. "$E2E/central.sh"
# shellcheck source=tests/e2e/sshd.sh
. "$E2E/sshd.sh"
# shellcheck source=tests/e2e/http.sh
. "$E2E/http.sh"
# shellcheck source=tests/e2e/sftp.sh
. "$E2E/sftp.sh"
# shellcheck source=tests/e2e/commits.sh
. "$E2E/commits.sh"
# shellcheck source=tests/e2e/dossier.sh
. "$E2E/dossier.sh"
# shellcheck source=tests/e2e/norm.sh
. "$E2E/norm.sh"
# shellcheck source=tests/e2e/signoff.sh
. "$E2E/signoff.sh"
# shellcheck source=tests/e2e/promotion.sh
. "$E2E/promotion.sh"
# shellcheck source=tests/e2e/world.sh
. "$E2E/world.sh"
# shellcheck source=tests/e2e/answer.sh
. "$E2E/answer.sh"
# shellcheck source=tests/e2e/push.sh
. "$E2E/push.sh"
# shellcheck source=tests/e2e/held.sh
. "$E2E/held.sh"
# shellcheck source=tests/e2e/sluis.sh
. "$E2E/sluis.sh"
# shellcheck source=tests/e2e/verdict.sh
. "$E2E/verdict.sh"
