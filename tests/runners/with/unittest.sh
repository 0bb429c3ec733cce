# shellcheck shell=bash
# unittest of Python, with unittest-xml-reporting and tap.py.
forms='xml tap'
version() { /usr/bin/python3 -c 'import sys, xmlrunner, tap; print("Python", sys.version.split()[0], "unittest-xml-reporting", xmlrunner.__version__ if hasattr(xmlrunner, "__version__") else "")'; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='    def test_z_fail(self): self.assertEqual(1, 2)' ;;
	error) more='    def test_z_error(self): raise OSError("no database")' ;;
	skip) more='    @unittest.skip("no printer")
    def test_z_skip(self): pass' ;;
	todo) more='    @unittest.expectedFailure
    def test_z_todo(self): self.assertEqual(1, 2)' ;;
	unexpected) more='    @unittest.expectedFailure
    def test_z_todo(self): pass' ;;
	subtest) more='    def test_z_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertLess(i, 9)' ;;
	subfail) more='    def test_z_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)' ;;
	missing) more='import sluis_no_such_module' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'import unittest' 'class T(unittest.TestCase):' '    def test_pass(self): pass' "$more" >test_suite.py
}
run() {
	case $1 in
	xml) /usr/bin/python3 -m xmlrunner discover --output-file out.xml ;;
	tap) /usr/bin/python3 -c 'import sys, unittest, tap
r = tap.TAPTestRunner()
r.set_stream(True)
sys.exit(not r.run(unittest.defaultTestLoader.discover(".")).wasSuccessful())' >out.tap ;;
	esac
}
