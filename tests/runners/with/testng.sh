# shellcheck shell=bash
# TestNG, its junitreports.
forms='xml'
slow=yes
jars=/usr/share/java/testng.jar:/usr/share/java/jcommander.jar:/usr/share/java/bsh.jar:/usr/share/java/snakeyaml.jar
version() { command -v javac >/dev/null && [ -e /usr/share/java/testng.jar ] && dpkg-query -W -f '${Package} ${Version}\n' testng; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='@Test public void fails() { org.testng.Assert.assertEquals(1, 2); }' ;;
	error) more='@Test public void errs() { throw new RuntimeException("no database"); }' ;;
	skip) more='@Test public void skips() { throw new org.testng.SkipException("no printer"); }' ;;
	before) more='@org.testng.annotations.BeforeClass public void db() { throw new RuntimeException("no database"); }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'import org.testng.annotations.Test;' 'public class SuiteTest {' '@Test public void passes() { }' "$more" '}' >SuiteTest.java
	javac -cp "$jars" SuiteTest.java
}
run() {
	local rc=0
	java -cp ".:$jars" org.testng.TestNG -verbose 0 -d out -testclass SuiteTest || rc=$?
	mv out/junitreports/TEST-*.xml out.xml
	return "$rc"
}
