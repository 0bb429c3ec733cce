# shellcheck shell=bash
# JUnit 4 under Maven's Surefire, from Debian's repository alone.
forms='xml'
slow=yes
version() { command -v mvn javac >/dev/null && ls -d /usr/share/maven-repo/org/apache/maven/surefire/surefire-junit4/[0-9]* | sed 's,.*/,Surefire ,'; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='@Test public void fails() { org.junit.Assert.assertEquals(1, 2); }' ;;
	error) more='@Test public void errs() { throw new RuntimeException("no database"); }' ;;
	skip) more='@Test public void skips() { org.junit.Assume.assumeTrue("no printer", false); }' ;;
	todo) more='@org.junit.Ignore("later") @Test public void later() { }' ;;
	before) more='@org.junit.BeforeClass public static void db() { throw new RuntimeException("no database"); }' ;;
	retry) more='static int n; @Test public void flaky() { org.junit.Assert.assertTrue(n++ > 0); }' ;;
	*) return 1 ;;
	esac
	mkdir -p src/test/java target/test-classes
	printf '%s\n' 'import org.junit.Test;' 'public class SuiteTest {' '@Test public void passes() { }' "$more" '}' >src/test/java/SuiteTest.java
	javac -d target/test-classes -cp /usr/share/java/junit4.jar src/test/java/SuiteTest.java
	cat >pom.xml <<-'X'
		<project><modelVersion>4.0.0</modelVersion><groupId>s</groupId><artifactId>s</artifactId><version>1</version>
		<repositories><repository><id>central</id><url>file:///usr/share/maven-repo</url></repository></repositories>
		<pluginRepositories><pluginRepository><id>central</id><url>file:///usr/share/maven-repo</url></pluginRepository></pluginRepositories>
		<dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.x</version></dependency></dependencies></project>
	X
	echo '<settings><mirrors><mirror><id>d</id><mirrorOf>*</mirrorOf><url>file:///usr/share/maven-repo</url></mirror></mirrors></settings>' >settings.xml
}
run() {
	local rc=0
	mvn -q -B -s settings.xml -Dmaven.repo.local="$SHARED/m2" -Dsurefire.rerunFailingTestsCount=1 \
		org.apache.maven.plugins:maven-surefire-plugin:2.22.3:test || rc=$?
	mv target/surefire-reports/TEST-*.xml out.xml
	return "$rc"
}
