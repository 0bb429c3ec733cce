# shellcheck shell=bash
# The sums in files beside the refs, for who writes there what the gate did not.

# As base/lookup.c has it.
# shellcheck disable=SC2016
HASH='use integer;
	sub hash {
		my ($bytes, $from) = @_; my $h = unpack("q", pack "Q", 14695981039346656037) ^ $from;
		while ($bytes =~ /(.{8})|(.)/gs) {
			$h = ($h ^ (defined $1 ? unpack "q", $1 : ord $2)) * 1099511628211;
			$h ^= $h >> 32 & 0xffffffff if defined $1;
		}
		return $h ^ ($h >> 32 & 0xffffffff);
	}
	'

# stamped SCRIPT...: what sed makes of the stamp on its input, with a sum that is right.
stamped() {
	sed 1d | sed "$@" | perl -e "$HASH"'local $/; $_ = <STDIN>; printf "sluis-stamp-2 %016x\n%s", hash($_, 0), $_'
}
