# shellcheck shell=bash
# PHPUnit: a risky test stands as an error in the file, whatever the exit status.
forms='xml'
version() { phpunit --version | grep .; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='function testFail() { $this->assertSame(1, 2); }' ;;
	error) more='function testError() { throw new Exception("no database"); }' ;;
	skip) more='function testSkip() { $this->markTestSkipped("no printer"); }' ;;
	todo) more='function testTodo() { $this->markTestIncomplete("later"); }' ;;
	risky) more='function testRisky() { }' ;;
	warning) more='/** @dataProvider none */ function testWarning($x) { $this->assertTrue(true); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' '<?php' 'class SuiteTest extends PHPUnit\Framework\TestCase {' 'function testPass() { $this->assertSame(1, 1); }' "$more" '}' >SuiteTest.php
}
run() { phpunit --no-configuration --log-junit out.xml SuiteTest.php; }
