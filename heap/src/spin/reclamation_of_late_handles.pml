/* A process is seen to stand still, goes on in the middle of the cycle, and takes a free block of a cache for its handles.
 * mutants: MUTANT_CHAIN_LOOKED_AT_ONCE
 */
#define BLOCKS 1
#define STOPPING
#include "reclamation.pml"

proctype Observer() {
  d_step { kept = live; still = true }
}

/* The block is its temporary, which stands for one in a cache that has not passed. */
proctype Stopped(byte me) {
  MUTATOR;
  if
  :: d_step { chained = t0; t0 = NONE; moves }
  :: d_step { t0 = NONE; live = 0; tag[0]++; moves }
  fi;
end:
  do
  :: pass()
  od
}

proctype Other(byte me) {
  MUTATOR;
end:
  do
  :: pass()
  od
}

init {
  d_step { temporary[0] = 0; slot[0] = epoch; slot[1] = epoch }
  atomic { run Stopped(0); run Other(1); run Observer(); run Collector() }
}
