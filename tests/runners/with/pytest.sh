# shellcheck shell=bash
# pytest, with pytest-subtests and pytest-rerunfailures where they are installed.
forms='xml'
py=/usr/bin/python3
version() { "$py" -m pytest --version; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='def test_fail(): assert 1 == 2' ;;
	error) more='@pytest.fixture
def db(): raise OSError("no database")
def test_error(db): pass' ;;
	skip) more='@pytest.mark.skip(reason="no printer")
def test_skip(): pass' ;;
	todo) more='@pytest.mark.xfail
def test_todo(): assert 1 == 2' ;;
	strict) more='@pytest.mark.xfail(strict=True)
def test_todo(): pass' ;;
	subtest) "$py" -c 'import pytest_subtests' 2>/dev/null || return 1
		more='def test_sub(subtests):
    for i in range(3):
        with subtests.test(i=i): assert i < 9' ;;
	subfail) "$py" -c 'import pytest_subtests' 2>/dev/null || return 1
		more='def test_sub(subtests):
    for i in range(3):
        with subtests.test(i=i): assert i != 1' ;;
	retry) "$py" -c 'import pytest_rerunfailures' 2>/dev/null || return 1
		more='tries = []
@pytest.mark.flaky(reruns=1)
def test_flaky():
    tries.append(1)
    assert len(tries) > 1' ;;
	missing) more='import sluis_no_such_module' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'import pytest' 'def test_pass(): pass' "$more" >test_suite.py
}
run() { "$py" -m pytest -q -p no:cacheprovider --junitxml=out.xml; }
