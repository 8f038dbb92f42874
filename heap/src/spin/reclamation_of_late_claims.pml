/* A process stands still before it claims a block, and goes on at any time. What was live when it was seen to stand still is kept
 * as long as it does.
 * mutants: MUTANT_EXCUSED_ONCE MUTANT_KEPT_TOO_EARLY
 */
#define BLOCKS 1
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

/* The block is marked as born in the cycle that was on when the process looked. */
inline claimOne() {
  d_step { may && t0 == NONE && !holds(live, 0) -> budget--; at = 0; moves }
  d_step { e = epoch; moves }
  d_step { set(born[at], e); moves }
  d_step {
    if
    :: !holds(live, at) -> claim(bit(at)); t0 = at; cell[t0] = NONE
    :: else
    fi;
    e = 0; at = 0; moves
  }
}

proctype Stopped(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: mayBegin && may ->
     if :: claimOne() :: holds(live, 0) -> budget = 0 fi;
     endOfOperation()
  od
}

/* A transaction gives back what only it knew. */
inline free() {
  d_step { t0 != NONE -> at = t0; t0 = NONE }
  d_step { live = live & ~bit(at); tag[at]++; e = 0; at = 0 }
}

proctype Mutator(byte me) {
  MUTATOR;
  do
  :: passWith()
  :: break
  od;
  free();
end:
  do
  :: pass()
  od
}

init {
  d_step { live = 1; temporary[2] = 0; slot[1] = epoch }
  atomic { run Stopped(0, 1); run Mutator(1); run Observer(); run Collector() }
}
