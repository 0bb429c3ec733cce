#!/bin/bash
# git-http-backend behind nginx and behind Apache, as config/hosts shows them, with a password for each person.
# shellcheck source=tests/e2e/lib.sh
. "${0%/*}/lib.sh"
world_make
policy 's/^source = .*/source = http/'
world_keep
http_people dirk tess noor mallory
printf '%s\n' '#!/bin/sh' "env >$T/environment" >"$T/spy"
chmod 755 "$T/spy"

# Every case once for each server.
cases() {
	it "$1: accept: a promotion by who the password is"
	push_as noor production
	accepted "$(promoted)"

	it "$1: accept: work"
	change dirk src/pay.c "Pay later"
	push_as dirk development
	accepted

	it "$1: refuse: a developer"
	push_as dirk production
	refused production push-access author-not-promoter

	it "$1: refuse: a promotion without a sign-off"
	promotion drop Released-by
	push_as noor production
	refused production signoff-present

	it "$1: refuse: somebody with a password whom the policy does not know"
	push_as mallory production
	refused production pusher-known
	says pusher-known "nobody in the policy has the login 'mallory'"

	it "$1: refuse: names that the client sends along"
	git -C "$CLONE" config http.extraHeader "Remote-User: noor"
	git -C "$CLONE" config --add http.extraHeader "REMOTE_USER: noor"
	git -C "$CLONE" config --add http.extraHeader "X-Forwarded-User: noor"
	push_as dirk production
	refused production push-access author-not-promoter

	it "$1: refuse: no password, where the server lets everyone push"
	sed -i -e '/^\tauth_basic/d' -e 's/Require valid-user/Require all granted/' "$T/web/conf"
	git -C "$CENTRAL" config http.receivepack true
	http_stop
	http_start "$1"
	push_as "" production
	refused production pusher-known
	says pusher-known "the server did not say who pushes: REMOTE_USER is $([ "$1" = nginx ] && echo empty || echo not set)"
	http_stop
	"http_$1"
	http_start "$1"

	it "$1: the hook is not told the password"
	mkdir "$CENTRAL/hooks/pre-receive.d"
	cp "$T/spy" "$CENTRAL/hooks/pre-receive.d/20-spy"
	push_as noor production
	accepted "$(promoted)"
	has "the environment" "$(cat "$T/environment")" "REMOTE_USER=noor"
	hasnt "the environment" "$(cat "$T/environment")" "$(printf noor:of-noor | base64)"
}

for web in nginx apache; do
	if [ "$web" = apache ] && [ "$(id -u)" = 0 ] && ! unshare --user --map-user=64001 true 2>"$T/null"; then
		it "apache: people, pushes and passwords"
		skip "Apache runs nothing as root, and this machine gives root no user namespace"
		continue
	fi
	http_make "$web"
	cases "$web"
	close_case
	http_stop
	rm -r "$T/web"
done
finish
