/* What was shaded is taken apart while a collector looks at one shade after the other.
 * mutants: MUTANT_SHADES_LOOKED_AT_ONCE MUTANT_REMOVED_NOT_SHADED
 */
#define BLOCKS 2
#include "reclamation.pml"

proctype Mutator(byte me) {
  MUTATOR;
  byte budget = 5;
  pass();
  if
  :: readRoot();
     store(ROOT, t0);
     endOfOperation();
     do
     :: pass()
     :: break
     od;
     if
     :: readRoot(); keep(); d_step { t0 = cell[t1] } store(t1, NONE)
     :: cell[ROOT] == NONE
     fi;
     endOfOperation()
  :: cell[ROOT] == NONE
  fi;
end:
  do
  :: pass()
  od
}

proctype Remover(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: may && mayBegin && cell[ROOT] != NONE -> store(ROOT, NONE)
  od
}

init {
  d_step { cell[ROOT] = 1; cell[1] = 0 }
  atomic { run Mutator(0); run Remover(1, 1); run Collector() }
}
