/* SPDX-License-Identifier: Apache-2.0
 * Two processes hand the memory of a span back to the system, and may be killed over it, while others want to use it.
 * mutants: MUTANT_TAKEN_FROM_THE_LIVING MUTANT_BACKED_LATE MUTANT_TAG_KEPT MUTANT_PUNCHED_WHILE_FREE MUTANT_NOBODY_TAKES_OVER
 */
#include "words.pml"

/* The span's word: tag * 8 + state. */
#define UNBACKED 0
#define FREE 1
#define USED 2
#define PUNCHING(p) (3 + (p))
#define stateOf(w) ((w) % 8)
#ifdef MUTANT_TAG_KEPT
#define changed(w, s) (s)
#else
#define changed(w, s) (((w) / 8 + 1) * 8 + (s))
#endif

byte span = FREE;
bool backed = true;
bool dead[2];

#define mayDie() if :: atomic { dead[me] = true; goto over } :: skip fi

/* Which spans have been free for long does not matter here. */
proctype Puncher(byte me; byte budget) {
  byte seen;
  bool ok;
  do
  :: atomic { budget > 0 -> budget--; seen = span };
     if
     :: stateOf(seen) == FREE ->
#ifdef MUTANT_PUNCHED_WHILE_FREE
        backed = false;
        cas(span, seen, changed(seen, UNBACKED))
#else
        cas(span, seen, changed(seen, PUNCHING(me)));
        if
        :: ok ->
           seen = changed(seen, PUNCHING(me));
           mayDie();
           backed = false;
           mayDie();
           cas(span, seen, changed(seen, UNBACKED))
        :: else
        fi
#endif
     :: stateOf(seen) == PUNCHING(1 - me) ->
#ifndef MUTANT_TAKEN_FROM_THE_LIVING
        if :: !dead[1 - me] -> goto next :: else fi;
#endif
#ifndef MUTANT_NOBODY_TAKES_OVER
        cas(span, seen, changed(seen, UNBACKED))
#endif
     :: else
     fi;
next:
     atomic { seen = 0; ok = false }
  :: else -> break
  od;
over:
  skip
}

proctype User(byte budget) {
  byte seen;
  bool ok;
  do
  :: atomic { budget > 0 -> budget--; seen = span };
     if
     :: stateOf(seen) == UNBACKED ->
#ifdef MUTANT_BACKED_LATE
        cas(span, seen, changed(seen, FREE));
        backed = true
#else
        backed = true;
        cas(span, seen, changed(seen, FREE))
#endif
     :: stateOf(seen) == FREE ->
        cas(span, seen, changed(seen, USED));
        if
        :: ok ->
           assert(backed);
           atomic { assert(backed && stateOf(span) == USED); span = changed(span, FREE) }
        :: else
        fi
     :: else
     fi;
     atomic { seen = 0; ok = false }
  :: else -> break
  od
}

/* The last one comes when everybody else is gone. */
init {
  atomic {
    run Puncher(0, 2);
    run Puncher(1, 2);
    run User(3);
    run User(3)
  }
  _nr_pr == 1;
  atomic { dead[0] = true; dead[1] = false; run Puncher(1, 1) }
  _nr_pr == 1;
  assert(stateOf(span) != PUNCHING(0))
}
