#!/usr/bin/perl
# Opens transparent sockets and starts a program that takes them over, where
# there is no systemd: in a container, for instance. It needs root with the
# capability NET_ADMIN, and nothing but perl-base; the program needs neither.
#
#   launch-transparent.pl [--user NAME] ADDRESS:PORT... -- COMMAND [ARGUMENT...]
#
# The sockets are handed over as systemd does it, see sd_listen_fds(3).
use strict;
use warnings;
use Fcntl qw(F_DUPFD);
use POSIX ();
use Socket qw(AF_INET AF_INET6 SOCK_STREAM SOL_SOCKET SO_REUSEADDR IPPROTO_IPV6 IPV6_V6ONLY
  inet_pton pack_sockaddr_in pack_sockaddr_in6);

# Numbers of Linux that the module Socket does not know.
use constant { SOL_IP => 0, IP_TRANSPARENT => 19, IPV6_TRANSPARENT => 75 };
use constant { FIRST => 3, BACKLOG => 511, OUT_OF_THE_WAY => 100 };

sub fail { print STDERR 'launch-transparent: ', @_, "\n"; exit 1 }

# Descriptors above this number would be closed by exec.
$^F = 1023;

my ($user, @addresses);
while (@ARGV) {
    my $word = shift @ARGV;
    last if $word eq '--';
    if ($word eq '--user') { $user = shift @ARGV }
    else                   { push @addresses, $word }
}
fail('usage: [--user NAME] ADDRESS:PORT... -- COMMAND [ARGUMENT...]') unless @addresses && @ARGV;

sub transparent_socket {
    my ($text) = @_;
    my ($host, $port) = $text =~ /^\[?([0-9A-Fa-f:.]+?)\]?:(\d+)$/ or fail("reading \"$text\": no address and port");
    my $is6 = $host =~ /:/;
    my $address = inet_pton($is6 ? AF_INET6 : AF_INET, $host) or fail("reading \"$text\": no address");
    socket(my $socket, $is6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or fail("opening \"$text\": $!");
    my @options = ([SOL_SOCKET, SO_REUSEADDR], $is6
        ? ([IPPROTO_IPV6, IPV6_V6ONLY], [IPPROTO_IPV6, IPV6_TRANSPARENT])
        : [SOL_IP, IP_TRANSPARENT]);
    for my $option (@options) {
        setsockopt($socket, $option->[0], $option->[1], pack('i', 1)) or fail("opening \"$text\": $!");
    }
    bind($socket, $is6 ? pack_sockaddr_in6($port, $address) : pack_sockaddr_in($port, $address))
        or fail("binding \"$text\": $!");
    listen($socket, BACKLOG) or fail("listening on \"$text\": $!");
    return $socket;
}

my @sockets = map { transparent_socket($_) } @addresses;
# The places from 3 on may be in use, also by one of the sockets: all go out of
# the way first. The copies up there are closed by exec.
my @copies = map { fcntl($_, F_DUPFD, OUT_OF_THE_WAY) } @sockets;
for my $i (0 .. $#copies) {
    defined POSIX::dup2($copies[$i], FIRST + $i) or fail("handing over: $!");
}
# Nothing else is handed over.
POSIX::close($_) for FIRST + @copies .. 1023;

$ENV{LISTEN_FDS} = @copies;
$ENV{LISTEN_PID} = $$;
if (defined $user) {
    my (undef, undef, $uid, $gid) = getpwnam $user or fail("no user \"$user\"");
    $) = "$gid $gid";
    POSIX::setgid($gid);
    POSIX::setuid($uid);
    fail("becoming \"$user\": $!") unless $< == $uid && $> == $uid && $( == $gid;
}
exec { $ARGV[0] } @ARGV or fail("starting \"$ARGV[0]\": $!");
