/* A collector stands still and another one begins a cycle in its place.
 * mutants: MUTANT_ERA_NOT_LOOKED_AT MUTANT_TAG_READ_AFTER_ERA MUTANT_BORN_AFTER_CLAIM
 */
#define BLOCKS 2
#define CYCLES 2
#include "reclamation.pml"

proctype Maker(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: mayBegin && may ->
     if
     :: readRoot(); if :: cell[ROOT] != NONE -> store(ROOT, NONE) :: else fi
     :: allocate()
     :: budget = 0
     fi;
     endOfOperation()
  od
}

init {
  cell[ROOT] = 0;
  atomic { run Maker(0, 2); run Collector() }
  epoch != eraOf(1, IDLE);
  run Collector()
}
