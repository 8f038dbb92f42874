/* A slot used for one transaction after another beside a process that still holds what it read of the first: an aborted
 * owner's lock is never "given back" in the name of its successor.
 * mutants: MUTANT_SEQ_REUSE MUTANT_LOG_AFTER_LOCK
 */
#define OBJECTS 1
#define SLOTS 2
#include "protocol.pml"

byte done;

inline increment() {
  begin();
  load(0);
  if :: !doomed -> store(0, val + 1) :: else fi;
  commit();
  d_step { if :: committed -> done++ :: else fi }
}

proctype Twice(byte me) {
  MUTATOR;
  increment();
  increment();
  running--
}

proctype Once(byte me) {
  MUTATOR;
  increment();
  running--
}

init {
  setUp(2);
  atomic { run Twice(0); run Once(1) }
  running == 0;
  nothingLeftLocked(0);
  assert(cell[0] == done)
}
