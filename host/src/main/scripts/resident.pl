# SPDX-License-Identifier: Apache-2.0
# The launcher's side of the resident host (docs/resident.md): hands a program to a member that has nothing to do, and
# is that program to its own parent; starts, stops and lists members. Linux only: message layouts and numbers are its.
# No modules beyond these two, each costs milliseconds.
use strict;
use warnings;

my %SYSCALLS = (
    x86_64 => { close => 3, sendmsg => 46, setsid => 112 },
    aarch64 => { close => 57, sendmsg => 211, setsid => 157 },
);
my ($AF_UNIX, $SOCK_STREAM_NONBLOCK, $SOL_SOCKET, $SCM_RIGHTS, $SO_PEERCRED) = (1, 0x801, 1, 1, 17);
my ($EINTR, $EAGAIN) = (4, 11);
my $LOCK_EX = 2;
my $CLOSE_ON_EXEC = 02000000;
my $PATIENCE_SECONDS = 3; # for a member that should have nothing to do
my $ENDING_SECONDS = 5; # for a process that has told the status of its program and ends
my $DYING_SECONDS = 5; # how long after a deadly signal an end without status is taken for its doing
my $MAGIC = 0x50534f31;
my ($KILLED, $NOT_UP, $FAILED, $USAGE) = (137, 3, 1, 2);
# Numbers are those of Linux on both machines; the first seven end a process that does not handle them.
my %FORWARDED = (HUP => 1, INT => 2, QUIT => 3, USR1 => 10, USR2 => 12, ALRM => 14, TERM => 15, WINCH => 28);
my $SIGTSTP = 20;
my %DEADLY = map { $FORWARDED{$_} => $_ } grep { $_ ne 'WINCH' } keys %FORWARDED;

# What pso tells: verb, its own path, the installed layout, the JDK, the user's folder.
my ($verb, $pso, $dist, $jdk, $runtime) = splice @ARGV, 0, 5;
delete $ENV{PERL_BADLANG}; # pso's
my $machine = machine();
my $identity = identity();
my $folder = folder();
my %stale; # members that are ending or do not answer, as far as this launcher knows
my $received = ''; # what the member has sent after the lines that were read

sub say_line { print STDERR "pso: $_[0]\n" }

sub fail { say_line($_[0]); exit $FAILED }

sub machine {
    my $name = read_file('/proc/sys/kernel/arch') || `uname -m`; # kernels before 6.1 have no such file
    chomp $name;
    return $name;
}

# Members of another build or JDK must not run our programs.
sub identity {
    my @built = stat "$dist/built" or return '';
    my @java = stat "$jdk/release" or return '';
    return join ' ', $dist, $built[9], $jdk, $java[9];
}

sub folder {
    my @dist = stat $dist or return '';
    return "$runtime/$dist[0]-$dist[1]";
}

sub is_private {
    my ($path) = @_;
    my @status = lstat $path or return 0;
    return -d _ && $status[4] == $> && ($status[2] & 07777) == 0700;
}

sub read_file {
    open my $file, '<', $_[0] or return '';
    local $/;
    my $text = <$file>;
    return defined $text ? $text : '';
}

sub members {
    opendir my $entries, $folder or return ();
    my @pids = map { /^member-(\d+)$/ ? $1 : () } readdir $entries;
    return sort { $a <=> $b } grep { is_alive($_) || forget($_) } @pids;
}

# A number may belong to another process by now. A member that is starting is this script for a moment.
sub is_alive {
    my ($pid) = @_;
    my $command = read_file("/proc/$pid/cmdline");
    return 1 if index($command, "\0$folder\0") >= 0;
    return read_file("/proc/$pid/stat") =~ /\) [^ZX]/ if $command eq ''; # in the middle of exec, or a zombie
    my %state = state_of($pid);
    return ($state{state} || '') eq 'starting' && index($command, "/resident.pl\0") >= 0;
}

sub forget {
    my ($pid) = @_;
    unlink map { "$folder/member-$pid$_" } '', '.sock', '.new';
    return 0;
}

sub is_stopped { return read_file("/proc/$_[0]/stat") =~ /\) T/ }

# One that is stopped does not see that its launcher has gone.
sub end_abandoned {
    for my $pid (grep { is_stopped($_) } @_) {
        my %state = state_of($pid);
        kill 'KILL', $pid if ($state{launcher} || 0) > 0 && !-d "/proc/$state{launcher}";
    }
}

sub state_of {
    my ($pid) = @_;
    return map { /^(\w+) (.*)$/ ? ($1, $2) : () } split /\n/, read_file("$folder/member-$pid");
}

sub wanted { my ($count) = read_file("$folder/wanted") =~ /^(\d+)/; return $count || 0 }

# Connected to a member that runs as this user, or nothing. Never blocks: a full queue is a failure.
sub connect_to {
    my ($pid) = @_;
    my $path = "$folder/member-$pid.sock";
    -S $path or return;
    if (is_stopped($pid)) {
        $stale{$pid} = 1;
        return;
    }
    $received = '';
    socket(my $socket, $AF_UNIX, $SOCK_STREAM_NONBLOCK, 0) or return;
    connect($socket, pack('S a108', $AF_UNIX, $path)) or return;
    my (undef, $user) = unpack 'l3', getsockopt($socket, $SOL_SOCKET, $SO_PEERCRED) || return;
    return $user == $> ? $socket : undef;
}

# One message carries the header and the descriptors.
sub send_header {
    my ($socket, $header, @descriptors) = @_;
    my $control = '';
    $control = pack 'Q l l l*', 16 + 4 * @descriptors, $SOL_SOCKET, $SCM_RIGHTS, @descriptors if @descriptors;
    my $control_bytes = length $control;
    $control .= "\0" x (-$control_bytes % 8);
    my $part = pack 'P Q', $header, length $header;
    my $message = pack 'Q L x4 P Q P Q l x4', 0, 0, $part, 1, $control, length $control, 0;
    return syscall($SYSCALLS{$machine}{sendmsg}, fileno($socket), $message, 0x4000) == length $header;
}

sub send_all {
    my ($socket, $bytes) = @_;
    local $SIG{PIPE} = 'IGNORE';
    my $end = time + $PATIENCE_SECONDS;
    for (my $sent = 0; $sent < length $bytes;) {
        my $now = syswrite $socket, $bytes, length($bytes) - $sent, $sent;
        $sent += $now || 0;
        next if defined $now || $! == $EINTR;
        return 0 if $! != $EAGAIN || time > $end;
        my $ready = bit_of($socket);
        select undef, $ready, undef, 0.5;
    }
    return 1;
}

sub bit_of {
    my ($socket) = @_;
    my $bits = '';
    vec($bits, fileno $socket, 1) = 1;
    return $bits;
}

sub request {
    my ($socket, $kind, $where, @words) = @_;
    my $arguments = join '', map { "$_\0" } @words;
    my $environment = join '', map { "$_=$ENV{$_}\0" } keys %ENV;
    my $body = pack '(L/a*)*', $kind, $identity, read_file('/proc/self/limits'), $where,
        sprintf('%o', umask), $arguments, $environment;
    return send_header($socket, pack('l2', $MAGIC, length $body), $kind eq 'run' ? (0 .. 2) : ()) && send_all($socket, $body);
}

# A line of the member's; nothing at its end, an empty one when it takes longer than that. Signals are handled while it waits: one
# that comes just before the wait is seen a little later.
sub answer {
    my ($socket, $seconds) = @_;
    my $end = time + ($seconds || 0);
    while ($received !~ /\n/) {
        return '' if $seconds && time > $end;
        my $ready = bit_of($socket);
        next if select($ready, undef, undef, 0.5) <= 0;
        my $read = sysread $socket, $received, 64, length $received;
        return if defined $read ? !$read : $! != $EINTR && $! != $EAGAIN;
    }
    (my $line, $received) = split /\n/, $received, 2;
    return $line;
}

# --- a program ---------------------------------------------------------------------------------------------------

sub run {
    if (is_private($folder) && wanted() && $SYSCALLS{$machine} && !inherits_descriptors()) {
        utime undef, undef, "$folder/wanted";
        my $where = readlink '/proc/self/cwd';
        if (defined $where && $where !~ / \(deleted\)$/) {
            offer($_, $where) for members();
        }
        repair();
    }
    start_cold();
}

# Only the standard streams are handed over. Others are meant for the program when they are single digits, as a shell's
# redirections make them, or when an argument names them (/dev/fd/63); terminals and editors leave others open by mistake.
# Perl's own are closed on exec.
sub inherits_descriptors {
    opendir my $entries, '/proc/self/fd' or return 1;
    for my $number (grep { /^\d+$/ && $_ > 2 } readdir $entries) {
        next if $number > 9 && !grep { /(?<!\d)$number(?!\d)/ } @ARGV;
        my ($flags) = read_file("/proc/self/fdinfo/$number") =~ /^flags:\s*(\d+)/m;
        return 1 if defined $flags && !(oct($flags) & $CLOSE_ON_EXEC);
    }
    return 0;
}

# Never returns when the member runs the program.
sub offer {
    my ($member, $where) = @_;
    my $socket = connect_to($member) or return;
    my $line = request($socket, 'run', $where, @ARGV) ? answer($socket, $PATIENCE_SECONDS) : undef;
    return if !defined $line;
    $stale{$member} = 1 if $line eq '' || $line eq 'declined stale';
    return if $line ne 'taken';
    my @held;
    handle_forwarded(sub { push @held, $_[0] }); # the program may run before we know that it does
    $SIG{TSTP} = sub { push @held, $SIGTSTP };
    $line = send_all($socket, 'g') ? answer($socket) : undef;
    be_program($socket, $1, \@held) if defined $line && $line =~ /^running (\d+)$/;
    $SIG{$_} = 'DEFAULT' for grep { ref $SIG{$_} } keys %FORWARDED, 'TSTP';
    kill $_, $$ for @held;
}

# Has the handler get the number of each that is not ignored.
sub handle_forwarded {
    my ($handler) = @_;
    for my $name (grep { ($SIG{$_} || '') ne 'IGNORE' } keys %FORWARDED) {
        my $number = $FORWARDED{$name};
        $SIG{$name} = sub { $handler->($number) };
    }
}

# Signals that came before are the program's, too.
sub be_program {
    my ($socket, $member, $held) = @_;
    my ($last, $last_time) = (0, 0);
    my $forward = sub { ($last, $last_time) = ($_[0], time); syswrite $socket, chr $_[0] };
    $SIG{PIPE} = 'IGNORE';
    handle_forwarded($forward);
    $SIG{TSTP} = sub { kill 'STOP', is_answered($socket) ? $$ : ($member, $$) };
    $SIG{CONT} = sub { kill 'CONT', $member };
    $_ == $SIGTSTP ? kill $_, $$ : $forward->($_) for @$held;
    open STDIN, '<', '/dev/null';
    open STDOUT, '>', '/dev/null';
    my $line = answer($socket);
    $SIG{$_} = 'DEFAULT' for 'TSTP', 'CONT';
    $stale{$member} = 1;
    if (defined $line && $line =~ /^status (-?)(\d+)( ended)?$/) {
        my ($by_signal, $status, $ended) = ($1, $2, $3);
        answer($socket, $ENDING_SECONDS) if $ended; # its locks and ports are free when it has
        die_by($status) if $by_signal;
        repair() if $ended;
        exit $status;
    }
    die_by($last) if $DEADLY{$last} && time - $last_time <= $DYING_SECONDS;
    say_line('the resident host that ran ' . program_name() . ' was killed; start the program again');
    repair();
    exit $KILLED;
}

# Then the member may be another launcher's by now.
sub is_answered {
    my $ready = bit_of($_[0]);
    return $received =~ /\n/ || select($ready, undef, undef, 0) > 0;
}

sub die_by {
    my ($signal) = @_;
    repair();
    $SIG{$_} = 'DEFAULT' for 'PIPE', $DEADLY{$signal} || ();
    kill $signal, $$;
    exit 128 + $signal;
}

sub program_name {
    my ($name) = grep { !/^-/ } @ARGV;
    return defined $name ? $name : 'the program';
}

sub start_cold {
    $ENV{PSO_DECLINED} = 1;
    exec 'bash', $pso, @ARGV;
    exit $FAILED;
}

# --- members -----------------------------------------------------------------------------------------------------

# Starts members until there are as many as wanted. Under a lock, so that twenty launchers do not start twenty.
sub repair {
    end_abandoned(members());
    my $missing = missing();
    return if $missing <= 0;
    open my $lock, '>>', "$folder/lock" or return;
    until (flock $lock, $LOCK_EX) {
        return if $! != $EINTR;
    }
    $missing = missing();
    start_member() while $missing-- > 0;
    close $lock;
}

sub missing { my @members = grep { !$stale{$_} } members(); return wanted() - @members }

# Its file is there before this returns, so that it counts as one.
sub start_member {
    pipe my $ready, my $done or return;
    my $child = fork;
    return if !defined $child;
    if ($child) {
        close $done;
        my $pid = <$ready>;
        waitpid $child, 0;
        return $pid;
    }
    close $ready;
    syscall $SYSCALLS{$machine}{setsid};
    my $grandchild = fork; # no leader of a session, which could come to have a terminal
    exit 0 if !defined $grandchild || $grandchild;
    close_others(fileno $done);
    $SIG{$_} = 'DEFAULT' for keys %FORWARDED, 'PIPE', 'TSTP', 'CONT';
    write_file("member-$$", "state starting\nsince ${\time}\nserved 0\ninterpreters 0\n");
    become_member($done);
}

# A member must not keep what its launcher was given: pipes would never end.
sub close_others {
    my ($kept) = @_;
    opendir my $entries, '/proc/self/fd' or return;
    my @numbers = grep { /^\d+$/ && $_ > 2 && $_ != $kept } readdir $entries;
    closedir $entries;
    syscall $SYSCALLS{$machine}{close}, $_ + 0 for @numbers;
}

# In one step.
sub write_file {
    my ($name, $text) = @_;
    open my $file, '>', "$folder/$name.new" or return 0;
    print $file $text;
    return close($file) && rename "$folder/$name.new", "$folder/$name";
}

# All members start with the environment of the shell that said pso up, whoever starts them.
sub save_environment {
    umask 077;
    return write_file('environment', join "\0", map { ($_, $ENV{$_}) } grep { $_ ne 'PSO_DECLINED' } keys %ENV);
}

sub restore_environment {
    my @saved = split /\0/, read_file("$folder/environment"), -1;
    %ENV = @saved if @saved && @saved % 2 == 0;
    $ENV{JAVA_HOME} = $jdk;
}

sub become_member {
    my ($done) = @_;
    open STDIN, '<', '/dev/null';
    open STDOUT, '>>', "$folder/log";
    open STDERR, '>&', \*STDOUT;
    chdir '/';
    umask 077;
    restore_environment();
    delete $ENV{PSO_DECLINED};
    # Interpreters are prepared with the PYTHON* variables of now, but a relative path means a place of the caller's.
    delete $ENV{PYTHONPATH} if grep { !m{^/} } split /:/, $ENV{PYTHONPATH} || '', -1;
    $ENV{PSO_BUILD} = 'off';
    my $minutes = ($ENV{PSO_IDLE_MINUTES} || '') =~ /^\d+$/ ? $ENV{PSO_IDLE_MINUTES} : 60;
    print $done $$;
    close $done;
    # is_alive knows members by their folder on the command line; bash, then java keep the process.
    exec 'bash', $pso, 'resident-member', $folder, $identity, $minutes;
    exit $FAILED;
}

# --- up, down, status --------------------------------------------------------------------------------------------

sub require_private {
    for my $path ($runtime, $folder) {
        next if !-e $path && !-l $path;
        is_private($path) or fail("$path must be a folder of yours that only you can enter (mode 0700)");
    }
}

sub make_folder {
    for my $path ($runtime, $folder) {
        mkdir $path, 0700;
    }
    require_private();
    -d $folder or fail("$folder cannot be made");
}

sub up {
    my $count = 1;
    while (@ARGV) {
        my $word = shift @ARGV;
        my $value = $word eq '-n' ? shift @ARGV : $word =~ /^-n(.+)/ ? $1 : '';
        if (!defined $value || $value !~ /^[1-9]\d?$/) {
            say_line("up takes only -n N, with N from 1 to 99");
            exit $USAGE;
        }
        $count = $value;
    }
    $SYSCALLS{$machine} or fail("no resident host on this kind of machine: $machine");
    length "$folder/member-0000000.sock" < 108 or fail("$runtime is too long a path for a socket");
    make_folder();
    save_environment() && write_file('wanted', "$count\n") or fail("cannot write into $folder");
    look($_) for members();
    end_surplus();
    repair();
    await_ready();
}

# Lets a member that has nothing to do see whether it is wanted, and by which installation.
sub look {
    my ($member) = @_;
    my $socket = connect_to($member) or return;
    request($socket, 'look', '/');
    answer($socket, $PATIENCE_SECONDS);
}

# Busy members count too, but only those that have nothing to do are ended.
sub end_surplus {
    my @members = members();
    my $surplus = @members - wanted();
    for my $member (reverse @members) {
        last if $surplus <= 0;
        my $socket = connect_to($member) or next;
        request($socket, 'leave', '/') or next;
        answer($socket, $PATIENCE_SECONDS);
        $surplus--;
    }
}

sub await_ready {
    my $told = 0;
    while (1) {
        my @members = members();
        my @ready = grep { my %state = state_of($_); ($state{state} || 'starting') ne 'starting' } @members;
        if (@ready) {
            my $more = @members > @ready ? ', more are starting' : '';
            print 'the resident host is up (', scalar @ready, @ready > 1 ? ' members' : ' member', "$more)\n";
            exit 0;
        }
        fail("the resident host did not start: $folder/log says\n" . read_file("$folder/log")) if !@members;
        say_line('starting the resident host…') if !$told++;
        select undef, undef, undef, 0.05;
    }
}

sub down {
    my $now = @ARGV && $ARGV[0] eq '--now' ? shift @ARGV : '';
    if (@ARGV) {
        say_line("down takes only --now");
        exit $USAGE;
    }
    require_private();
    unlink "$folder/wanted";
    my @members = members();
    if ($now) {
        kill 'KILL', @members;
    } else {
        look($_) for @members;
    }
    await_end($now);
}

sub await_end {
    my ($now) = @_;
    for (1 .. 200) {
        my @left = members();
        my @waiting = grep { my %state = state_of($_); ($state{state} || '') ne 'busy' } @left;
        if (!@left) {
            unlink map { "$folder/$_" } 'environment', 'lock', 'log';
            rmdir $folder;
            rmdir $runtime if !defined $ENV{PSO_RUNTIME_DIR}; # then it is the user's own
            exit 0;
        }
        if (!@waiting && !$now) {
            say_line("member $_ ends after its program") for @left;
            exit 0;
        }
        kill 'TERM', grep { my %state = state_of($_); ($state{state} || '') eq 'starting' } @waiting;
        select undef, undef, undef, 0.05;
    }
    fail('some members did not end: ' . join(' ', members()));
}

sub status {
    require_private();
    my @members = members();
    for my $pid (@members) {
        my %state = (state => 'starting', since => time, program => '', state_of($pid));
        my ($kib) = read_file("/proc/$pid/status") =~ /VmRSS:\s*(\d+)/;
        printf "%d %s for %d s%s, %d served, %d interpreters ready, %d MiB, %s\n", $pid, $state{state},
            time - $state{since}, $state{program} ne '' ? " ($state{program})" : '', $state{served} || 0,
            $state{interpreters} || 0, ($kib || 0) / 1024, $state{version} || 'version not known yet';
    }
    print "the resident host is not up\n" if !@members;
    exit(@members ? 0 : $NOT_UP);
}

$verb eq 'run' ? run() : $verb eq 'up' ? up() : $verb eq 'down' ? down() : status();
