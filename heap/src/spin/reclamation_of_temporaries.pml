/* What threads hold in the middle of operations is removed from its place, and stored in another one, by anybody.
 * mutants: MUTANT_NO_WAIT_IN_ARMED MUTANT_NO_WAIT_IN_SETTLED
 * mutants: MUTANT_HELD_NOT_SHADED MUTANT_READS_BEFORE_IT_STOPS_RESTING MUTANT_NOTHING_IS_EVER_RELEASED
 */
#define BLOCKS 2
#define GARBAGE_IS_RELEASED
#include "reclamation.pml"

proctype Mutator(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: mayBegin && may ->
     do
     :: readRoot()
     :: readCell()
     :: keep()
     :: may && cell[ROOT] != NONE -> store(ROOT, NONE)
     :: may && t0 != NONE -> store(ROOT, t0)
     :: may && t1 != NONE -> store(ROOT, t1)
     :: may && t0 != NONE -> store(t0, t1)
     :: passWith()
     :: endOfOperation(); break
     od
  od
}

init {
  d_step { cell[ROOT] = 0; cell[0] = 1 }
  atomic { run Mutator(0, 2); run Mutator(1, 1); run Collector() }
}
