# shellcheck shell=bash
# go test, by gotestsum: a test that was run again stands twice in the file.
forms='xml'
slow=yes
version() { command -v go gotestsum >/dev/null && dpkg-query -W -f '${Package} ${Version}\n' gotestsum golang-go; }
suite() {
	local more
	case $1 in
	pass) more= ;;
	fail) more='func TestFail(t *testing.T) { t.Error("no") }' ;;
	error) more='func TestPanic(t *testing.T) { panic("no database") }' ;;
	skip) more='func TestSkip(t *testing.T) { t.Skip("no printer") }' ;;
	subtest) more='func TestSub(t *testing.T) { t.Run("a", func(t *testing.T) {}); t.Run("b", func(t *testing.T) { t.Skip("no") }) }' ;;
	retry) more='func TestFlaky(t *testing.T) { if _, e := os.Stat("tried"); e != nil { os.WriteFile("tried", nil, 0o600); t.Error("first") } }' ;;
	twice) more='func TestTwice(t *testing.T) { if _, e := os.Stat("tried"); e == nil { t.Error("second") }; os.WriteFile("tried", nil, 0o600) }' ;;
	missing) more='func TestMissing(t *testing.T) { nothing() }' ;;
	*) return 1 ;;
	esac
	printf '%s\n' 'package suite' 'import ("os"; "testing")' 'var _ = os.Args' 'func TestPass(t *testing.T) {}' "$more" >suite_test.go
	printf '%s\n' 'module suite' 'go 1.19' >go.mod
}
run() {
	local -a more=()
	case $2 in
	retry) more=(--rerun-fails --packages ./...) ;;
	twice) more=(-- -count=2 ./...) ;;
	esac
	GOFLAGS=-mod=mod GOCACHE=$SHARED/go gotestsum --junitfile out.xml "${more[@]}"
}
