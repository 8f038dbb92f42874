/* Handles are published, passed on from thread to thread, and dropped, while a collector looks at one after the other.
 * mutants: MUTANT_PUBLISHED_NOT_SHADED MUTANT_HANDLES_LOOKED_AT_LATE
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
     :: readHandle(1 - me)
     :: readCell()
     :: publish()
     :: endOfOperation(); break
     od
  :: dropHandle()
  od
}

init {
  d_step { cell[0] = 1; handle[1] = 0 }
  atomic { run Mutator(0, 2); run Mutator(1, 1); run Collector() }
}
