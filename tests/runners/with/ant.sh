# shellcheck shell=bash
# JUnit 4 under Ant's junit task.
forms='xml'
slow=yes
version() { command -v ant javac >/dev/null && [ -e /usr/share/java/junit4.jar ] && [ -e /usr/share/ant/lib/ant-junit4.jar ] && ant -version; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='@Test public void fails() { org.junit.Assert.assertEquals(1, 2); }' ;;
	error) more='@Test public void errs() { throw new RuntimeException("no database"); }' ;;
	skip) more='@Test public void skips() { org.junit.Assume.assumeTrue("no printer", false); }' ;;
	todo) more='@org.junit.Ignore("later") @Test public void later() { }' ;;
	before) more='@org.junit.BeforeClass public static void db() { throw new RuntimeException("no database"); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'import org.junit.Test;' 'public class SuiteTest {' '@Test public void passes() { }' "$more" '}' >SuiteTest.java
	javac -cp /usr/share/java/junit4.jar SuiteTest.java
	cat >build.xml <<-'X'
		<project default="t"><target name="t"><junit haltonfailure="yes" fork="no"><classpath><pathelement path="."/>
		<pathelement path="/usr/share/java/junit4.jar"/><pathelement path="/usr/share/java/hamcrest-core.jar"/></classpath>
		<formatter type="xml"/><test name="SuiteTest" outfile="out"/></junit></target></project>
	X
}
run() { ant -q; }
