# shellcheck shell=bash
# git-http-backend behind a real web server with passwords, configured by what config/hosts shows. A server has a port of
# its own on 127.0.0.1, lives as long as the test, and is a process group, since fcgiwrap leaves its children behind.

HTTP_SERVERS=()

# http_people PERSON...: who has a password, which is "of-PERSON".
http_people() {
	local each

	for each; do
		printf '%s:%s\n' "$each" "$(openssl passwd -apr1 "of-$each")"
	done >"$T/htpasswd"
}

http_stop() {
	local each

	for each in "${HTTP_SERVERS[@]}"; do
		kill -TERM -- "-$each" 2>"$T/null" || :
		wait "$each" 2>"$T/null" || :
	done
	HTTP_SERVERS=()
}

# server COMMAND...: as this user, with nothing of the environment of the test but a home and what git is told there.
server() {
	setsid env -i PATH=/usr/bin:/bin HOME="$HOME" GIT_CONFIG_NOSYSTEM=1 "$@" </dev/null >>"$T/http.log" 2>&1 &
	HTTP_SERVERS+=($!)
}

http_port() {
	perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1)->sockport'
}

# http_up: waits for it; whoever took the port meanwhile is no server of ours.
http_up() {
	local i

	for ((i = 0; i < 500; i++)); do
		kill -0 "${HTTP_SERVERS[-1]}" 2>"$T/null" || break
		! (exec 3<>"/dev/tcp/127.0.0.1/$HTTP_PORT") 2>"$T/null" || return 0
		sleep 0.02
	done
	echo "Bail out! the web server did not start: $(cat "$T/http.log" "$T"/web/*.log)"
	exit 1
}

# snippet FILE: what config/hosts shows, with the places of this test.
snippet() {
	sed -e "s|/srv/git|${CENTRAL%/*}|" -e "s|/etc/[a-z0-9]*/git.htpasswd|$T/htpasswd|" \
		-e "s|unix:/run/fcgiwrap.socket|unix:$T/web/fcgi|" "$E2E/../../config/hosts/$1"
}

http_nginx() {
	mkdir -p "$T/web"
	{
		echo "daemon off; worker_processes 1; pid $T/web/pid; error_log $T/web/error.log;"
		[ "$(id -u)" -ne 0 ] || echo "user root;"
		echo "events { } http { access_log off;"
		for each in client_body proxy fastcgi uwsgi scgi; do
			echo "${each}_temp_path $T/web/$each;"
		done
		echo "server { listen 127.0.0.1:$HTTP_PORT;"
		snippet nginx.conf
		echo "} }"
	} >"$T/web/conf"
}

http_nginx_run() {
	rm -f "$T/web/fcgi"
	server /usr/sbin/fcgiwrap -s "unix:$T/web/fcgi" -c 2
	server /usr/sbin/nginx -p "$T/web" -e "$T/web/error.log" -c "$T/web/conf"
}

http_apache() {
	local modules=/usr/lib/apache2/modules each

	mkdir -p "$T/web"
	{
		for each in mpm_event authn_core authn_file authz_core authz_user auth_basic alias env cgid; do
			echo "LoadModule ${each}_module $modules/mod_$each.so"
		done
		printf '%s\n' "ServerRoot $T/web" "ServerName localhost" "Listen 127.0.0.1:$HTTP_PORT" "PidFile $T/web/pid" \
			"Mutex file:$T/web" "DefaultRuntimeDir $T/web" "ErrorLog $T/web/error.log" "ScriptSock $T/web/cgi" \
			"SetEnv HOME $HOME" "SetEnv GIT_CONFIG_NOSYSTEM 1"
		snippet apache.conf
	} >"$T/web/conf"
}

# Apache runs nothing as root; to itself it is somebody else, to whom root's files belong.
http_apache_run() {
	local as_other=()

	[ "$(id -u)" -ne 0 ] || as_other=(unshare --user --map-user=64001 --map-group=64001)
	server "${as_other[@]}" /usr/sbin/apache2 -d "$T/web" -f "$T/web/conf" -DFOREGROUND
}

# http_start nginx|apache: with the configuration that stands there.
http_start() {
	"http_$1_run"
	http_up
}

# http_make nginx|apache: from now on the world is reached through it.
http_make() {
	HTTP_PORT=$(http_port)
	HTTP_URL=127.0.0.1:$HTTP_PORT/git/${CENTRAL##*/}
	"http_$1"
	http_start "$1"
	TRANSPORT=http
}
