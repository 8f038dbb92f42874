/* Blocks are made and given back, into the cache, into the bitmap, or to wait until somebody else needs them no more.
 * mutants: MUTANT_GIVEN_BACK_NOT_BORN MUTANT_CLAIMED_NOT_BORN MUTANT_BORN_AFTER_CLAIM MUTANT_WAITING_NOT_BORN
 */
#define BLOCKS 2
#define WAITING
#include "reclamation.pml"

proctype Maker(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: mayBegin && may ->
     do
     :: allocate()
     :: allocateInVain()
     :: may && t0 != NONE && cell[ROOT] == NONE -> store(ROOT, t0)
     :: endOfOperation(); break
     od
  od
}

init {
  d_step { live = 0; cacheEra = epoch }
  atomic { run Maker(0, 3); run Cache(); run Collector() }
}
