# shellcheck shell=bash
# Mocha with mocha-junit-reporter.
# shellcheck source=tests/runners/with/mocha.sh
. "$RUNNERS/with/mocha.sh"
forms='xml'
version() { npm_version mocha mocha-junit-reporter; }
run() { npm_bin mocha --reporter mocha-junit-reporter --reporter-option mochaFile=out.xml suite.test.js; }
