#!/usr/bin/perl
# Commit messages that are awkward to read, as a stream for git fast-import; the same for the same arguments.
#   generate.pl random SEED COUNT     messages put together at random
#   generate.pl all LENGTH            every message of up to LENGTH lines of a small alphabet that could have a trailer
#   generate.pl limits                one message at each limit and one beyond
#   generate.pl file NAME             the messages of a file, each after a line "%% ...", written as they stand
#   generate.pl changelogs MAX NAME...  up to MAX messages of files that hold the output of git log, compressed
use strict;
use warnings;

my $count = 0;
binmode STDOUT;

sub message {
	my ($text) = @_;

	$count++;
	printf "commit refs/heads/messages\ncommitter Els <els\@example.org> %d +0000\ndata %d\n%s\n",
	    1700000000 + $count, length $text, $text;
}

sub pick { return $_[int rand @_]; }
sub chance { return rand() < $_[0]; }
sub some { return map { $_[0]->() } 1 .. int(rand $_[1] + 1); }

my @keys = qw(Promotion Accepted-by accepted-BY Key k K-2 -dash 2026 X Signed-off-by Fixes Change-Id Conflicts);
my @odd_keys = ('Key ', "Key\t", 'Two words', 'Under_score', 'dot.ted', "\xc3\xa9t\xc3\xa9", "\xe9", ' Key', "\tKey", '', '#Key',
	"Key\x0b", "Key\x0c", "\xef\xbb\xbfKey", "Key\r", '(key)', '---', '--- x', 'http', 'Key  - x', "Key \t ");
my @values = ('v', '', ' ', 'Els de Vries <els@example.org>', 'a: b', ': c', "\xff\xfe\x80", "caf\xc3\xa9", "tab\tin", 'end ', "cr\rin",
	'git:a/b.ini sha256:00', '#1', "\x1b[31mred", 'x' x 300, "nul\0in", "\x0bvt", "ff\x0c", "\xc2\xa0nbsp\xc2\xa0");
my @prose = ('words and more words', 'area: say what', 'https://example.org/x', 'word', '* item', '- item', '> quoted', "\xe9\xe8", 'a=b',
	'Merge branch \'x\' into y', 'This reverts commit 0123456789abcdef0123456789abcdef01234567.', ':colon', '-', 'no:space', "\x0b", "\x0c");
my @comments = ('#', '# words', '#Key: v', "# Conflicts:", "#\tpath", '# ------------------------ >8 ------------------------',
	'# ------------------------ >8 ------------------------ ', ';', '; Key: v', '# ------------------------ 8< ------------------------');
my @dividers = ('---', '--- ', "---\t", '--- a/file', '----', '--', ' ---', "---\r", '---x', '- - -');
my @generated = ('Signed-off-by: Els <els@example.org>', 'Signed-off-by:x', 'signed-off-by: y', 'Signed-off-by : z', ' Signed-off-by: w',
	'(cherry picked from commit 0123456789abcdef0123456789abcdef01234567)', '(cherry picked from commit ', '(Cherry picked from commit x)',
	'(cherry picked from x)', 'Signed-off-by: ');
my @conflicts = ('Conflicts:', 'Conflicts: ', "\tsrc/a.c", "\tsrc/b.c", '# Conflicts:', 'conflicts:', "Conflicts:\r");
my @signatures = ('-----BEGIN PGP SIGNATURE-----', '-----BEGIN SSH SIGNATURE-----', '-----END PGP SIGNATURE-----', '-----BEGIN PGP MESSAGE-----',
	'-----BEGIN SIGNED MESSAGE----- x', ' -----BEGIN PGP SIGNATURE-----', 'iQEzBAABCAAdFiEE');
my @blanks = ('', '', '', '', ' ', "\t", "\r", " \t ", "\x0b", " \r");
my @folds = (' more', "\tmore", '  ', ' a: b', " # no comment", "\t---", ' .', "\rcr");

sub trailer { return pick(@keys) . ':' . pick(' ', ' ', ' ', '', "\t", '  ') . pick(@values); }
sub odd_trailer { return pick(@keys, @odd_keys) . pick(':', ': ', ' : ', '=', '', ' :') . pick(@values); }
sub any_line {
	return pick(\&trailer, \&trailer, \&odd_trailer, sub { pick(@prose) }, sub { pick(@comments) }, sub { pick(@dividers) },
	    sub { pick(@generated) }, sub { pick(@conflicts) }, sub { pick(@signatures) }, sub { pick(@blanks) }, sub { pick(@blanks) },
	    sub { pick(@folds) })->();
}
sub block_line {
	return trailer() if chance(0.7);
	return pick(@generated) if chance(0.3);
	return pick(@folds) if chance(0.4);
	return pick(@comments) if chance(0.2);
	return chance(0.5) ? odd_trailer() : pick(@prose);
}

sub structured {
	my @lines = some(sub { pick(@blanks) }, chance(0.15) ? 2 : 0);

	push @lines, pick(@prose, @keys, trailer()), some(\&any_line, chance(0.1) ? 3 : 0);
	push @lines, '', some(sub { pick(@prose) }, 4) if chance(0.5);
	push @lines, '', some(\&any_line, 4) if chance(0.2);
	push @lines, pick(@blanks), map { block_line() } 0 .. rand(chance(0.2) ? 12 : 5);
	push @lines, some(sub { chance(0.5) ? '' : pick(@comments, @conflicts, @blanks) }, 4) if chance(0.3);
	push @lines, '---', some(\&any_line, 5) if chance(0.08);
	return @lines;
}

# A block at the edge of the rule that a quarter of its lines are trailers.
sub quarter {
	my @lines = ((map { block_line() } 0 .. rand 3), (map { pick(@prose, @folds) } 0 .. rand 9), pick(@generated));

	return ('title', '', map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [rand, $_] } @lines);
}

sub random {
	my ($seed, $n) = @_;

	srand $seed;
	while ($n-- > 0) {
		my @lines = chance(0.6) ? structured() : chance(0.3) ? quarter() : map { any_line() } 0 .. rand 9;
		my $text = join pick("\n", "\n", "\n", "\n", "\n", "\r\n"), @lines;

		$text .= pick("\n", "\n", "\n", "\r\n", "\n\n", "\n \n") unless chance(0.2);
		$text =~ s/\0//g unless chance(0.1);
		message($text);
	}
}

sub all {
	my ($length) = @_;
	my @alphabet = ('word', '', ' ', 'Key: v', ' fold', '# c', 'Signed-off-by: x', '---', 'Conflicts:', "\tpath",
	    '# ------------------------ >8 ------------------------', '-----BEGIN PGP SIGNATURE-----');
	my @texts = ('');

	for (1 .. $length) {
		@texts = map { my $t = $_; map { $t . "$_\n" } @alphabet } @texts;
		for my $text (grep { /^(Key|Signed-off-by|Conflicts):/m } @texts) {
			message($text);
			message(substr $text, 0, -1) if $text =~ /^(Key: v|---|Conflicts:|# -.*|---.*)\n\z/m;
		}
	}
}

sub limits {
	my $max = 1 << 20;
	my $tail = "\n\nKey: v\n";

	message('x' x ($max - length $tail) . $tail);
	message('x' x ($max + 1 - length $tail) . $tail);
	message("title\n\n" . "Key: v\n" x 1000);
	message("title\n\n" . "Key: v\n" x 1001);
	message("title\n\nKey: " . 'v' x 900000 . "\n");
	message("title\n\nKey: v\n" . " w\n" x 300000);
	message("title\n" . "\n" x 1000000 . "Key: v\n");
	message("\n" x 1000000 . "Key: v\n\nKey: w\n");
}

sub file {
	my ($name) = @_;
	my ($text, $style);
	my $end = sub { message($style =~ /no final line feed/ ? $text =~ s/\n\z//r : $text) if defined $text; };

	open my $in, '<:raw', $name or die "$name: $!\n";
	while (my $line = <$in>) {
		if ($line =~ /^%% (.*)/) {
			$end->();
			($text, $style) = ('', $1);
		} elsif (defined $text) {
			$text .= $line;
		}
	}
	$end->();
}

# What git log shows of a message: its lines after four blanks. How many empty lines ended it is not to be told.
sub changelog {
	my ($in, $max) = @_;
	my $text = '';
	my $end = sub { message($text =~ s/\n+\z/\n/r) if $text ne '' and $count < $max; $text = ''; };

	while (my $line = <$in>) {
		if ($line =~ /^    (.*\n)/) {
			$text .= $1;
		} elsif ($line eq "\n") {
			$text .= $line if $text ne '';
		} else {
			$end->();
		}
	}
	$end->();
}

sub changelogs {
	my ($max, @names) = @_;
	my %seen;

	for my $name (@names) {
		open my $in, '-|:raw', 'gzip', '-dcf', $name or die "$name: $!\n";
		my $first = <$in> // '';

		changelog($in, $max) if $first =~ /^commit [0-9a-f]{40}\b/ and not $seen{$first}++;
	}
}

my %modes = (random => \&random, all => \&all, limits => \&limits, file => \&file, changelogs => \&changelogs);
my $mode = $modes{shift @ARGV // ''} or die "usage: generate.pl random SEED COUNT | all LENGTH | limits | file NAME | changelogs MAX NAME...\n";
$mode->(@ARGV);
