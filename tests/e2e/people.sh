# shellcheck shell=bash
# Who meets the gate. The policy (central.sh) says who has which role.

declare -A NAME=(
	[dirk]="Dirk Visser" [dora]="Dora Mulder" [tess]="Tess Bos" [kim]="Kim Jansen" [els]="Els de Vries"
	[noor]="Noor Kaya" [jan]="Jan Bakker" [luuk]="Luuk Smit" [ci]="Build machine" [mallory]="Mallory"
)

address() {
	echo "$1@example.org"
}

# "Name <address>", as in a trailer.
signature() {
	echo "${NAME[$1]} <$1@example.org>"
}

# Commits get a time of their own, one second after the other, so that history has one order.
clock=1700000000

# as PERSON COMMAND...: author and committer are that person.
as() {
	local who=$1

	shift
	clock=$((clock + 1))
	GIT_AUTHOR_NAME=${NAME[$who]} GIT_AUTHOR_EMAIL=$who@example.org GIT_AUTHOR_DATE="$clock +0100" \
	GIT_COMMITTER_NAME=${NAME[$who]} GIT_COMMITTER_EMAIL=$who@example.org GIT_COMMITTER_DATE="$clock +0100" "$@"
}
