/* A process stands still before it claims a block, and goes on at any time. What was live when it was seen to stand still is kept
 * as long as it does.
 * mutants: MUTANT_EXCUSED_ONCE MUTANT_FREED_NOT_BORN MUTANT_KEPT_TOO_EARLY
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

/* The block is marked as born in the cycle that was on when the process looked. */
inline claimOne() {
  d_step { may && t0 == NONE && live != ALL -> budget--; k = 0; do :: holds(live, k) -> k++ :: else -> break od; at = k; moves }
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
     if :: claimOne() :: live == ALL -> budget = 0 fi;
     endOfOperation()
  od
}

proctype Mutator(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: mayBegin && may ->
     if :: allocateInVain() :: cached == 0 && live == ALL -> budget = 0 fi;
     endOfOperation()
  od
}

init {
  d_step { live = 0; cacheEra = epoch }
  atomic { run Stopped(0, 1); run Mutator(1, 2); run Observer(); run Cache(); run Collector() }
}
