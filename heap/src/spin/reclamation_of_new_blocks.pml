/* One thread fills blocks of a cache with what it holds, and stores them; another one removes. Looks may be stale.
 * mutants: MUTANT_CACHE_NOT_BORN MUTANT_BORN_NOT_VISITED
 */
#define BLOCKS 2
#define STALE_LOOKS
#include "reclamation.pml"

proctype Maker(byte me; byte budget) {
  MUTATOR;
end:
  do
  :: pass()
  :: mayBegin && may && cell[ROOT] != NONE ->
     if
     :: readRoot(); keep(); allocate();
        if :: passWith() :: true fi;
        store(ROOT, t0)
     :: cell[ROOT] == NONE
     fi;
     endOfOperation()
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
  d_step { cell[ROOT] = 0; cached = bit(1); cacheEra = epoch }
  atomic { run Maker(0, 3); run Remover(1, 1); run Cache(); run Collector() }
}
