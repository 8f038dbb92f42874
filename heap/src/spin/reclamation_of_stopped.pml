/* A process stands still in the middle of anything, and goes on at any time. What was live when it was seen to stand still is kept
 * as long as it does.
 * mutants: MUTANT_KEPT_NOT_MARKED MUTANT_COMMITTED_NOT_SHADED
 */
#define BLOCKS 2
#define STOPPING
#include "reclamation.pml"

proctype Observer() {
#ifdef MUTANT_KEPT_TOO_EARLY
  kept = live;
  still = true
#else
  d_step { kept = live; still = true }
#endif
}

proctype Stopped(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: mayBegin && may ->
     if
     :: readRoot(); if :: readCell() :: store(t0, NONE) fi
     :: cell[ROOT] == NONE -> budget = 0
     fi;
     endOfOperation()
  od
}

proctype Mutator(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: mayBegin && may ->
     if
     :: cell[ROOT] != NONE -> store(ROOT, NONE)
     :: cell[ROOT] != NONE -> readRoot(); if :: readCell() :: budget = 0 fi
     :: cell[ROOT] == NONE -> budget = 0
     fi;
     endOfOperation()
  od
}

init {
  d_step { cell[ROOT] = 0; cell[0] = 1 }
  atomic { run Stopped(0, 2); run Mutator(1, 2); run Observer(); run Collector() }
}
