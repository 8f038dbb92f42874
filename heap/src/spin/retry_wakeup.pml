/* A transaction that waits for a change: it marks the objects it read, looks again, sleeps. A committer that finds the mark
 * wakes. No wake-up is lost, although nothing here ends a sleep after some time.
 * mutants: MUTANT_SLEEPS_WITHOUT_LOOKING_AGAIN MUTANT_NO_WAKE MUTANT_WAKE_COUNT_READ_AFTER_LOOKING
 */
#define WAITERS 64

byte word = 1;
byte value;
byte wakes;

inline change(n) {
  do
  :: w = word;
     d_step { if :: word == w -> word = 128; ok = true :: else -> ok = false fi };
     if :: ok -> break :: else fi
  od;
  value = n;
  word = (w & 63) + 1;
#ifndef MUTANT_NO_WAKE
  if :: (w & WAITERS) -> wakes++ :: else fi
#endif
}

proctype Changer() {
  byte w;
  bool ok;
  change(1);
  change(2)
}

proctype Waiter(byte wanted) {
  byte w, w2, count, seen;
  bool ok;
  do
  :: do
     :: w = word;
        if :: w < 128 -> seen = value; if :: word == w -> break :: else fi :: else -> word != w fi
     od;
     if :: seen >= wanted -> break :: else fi;
#ifndef MUTANT_WAKE_COUNT_READ_AFTER_LOOKING
     count = wakes;
#endif
     do
     :: w2 = word;
        if
        :: w2 >= 128 -> ok = false; break
        :: else -> d_step { if :: word == w2 -> word = w2 | WAITERS; ok = true :: else -> ok = false fi }; if :: ok -> break :: else fi
        fi
     od;
#ifndef MUTANT_SLEEPS_WITHOUT_LOOKING_AGAIN
     ok = ok && (word & 191) == (w & 191);
#endif
#ifdef MUTANT_WAKE_COUNT_READ_AFTER_LOOKING
     count = wakes;
#endif
     if :: ok -> wakes != count :: else fi
  od
}

init { atomic { run Changer(); run Waiter(1); run Waiter(2) } }
