/* Increments of one object by transactions and by a plain operation: none is lost, no lock is left behind.
 * mutants: MUTANT_LOCKS_ANY_VERSION MUTANT_UNLOCK_WITH_OLD_VERSION MUTANT_UNLOCK_BEFORE_STORE
 * mutants: MUTANT_ABORT_KEEPS_LOCKS
 * explored at length, checksum 1733f258: PROTOCOL
 */
#define OBJECTS 1
#include "protocol.pml"

byte done;

proctype Incrementer(byte me) {
  MUTATOR;
  begin();
  load(0);
  if :: !doomed -> store(0, val + 1) :: else fi;
  commit();
  d_step { if :: committed -> done++ :: else fi; running-- }
}

proctype PlainIncrementer(byte me) {
  MUTATOR;
  plainUpdate(0, val + 1);
  d_step { done++; running-- }
}

init {
  setUp(3);
  atomic { run Incrementer(0); run Incrementer(1); run PlainIncrementer(2) }
  running == 0;
  nothingLeftLocked(0);
  assert(cell[0] == done)
}
