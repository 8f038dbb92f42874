/* Two transactions read both objects and each sets its own if both are 0: at most one commits.
 * mutants: MUTANT_VALIDATES_BEFORE_VALID MUTANT_NO_VALIDATION MUTANT_VALIDATION_IGNORES_FOREIGN_LOCK
 */
#define SLOTS 2
#include "protocol.pml"

proctype Setter(byte me) {
  MUTATOR;
  byte sum = 0;
  begin();
  load(me);
  sum = val;
  if :: !doomed -> load(1 - me); sum = sum + val :: else fi;
  if :: !doomed && sum == 0 -> store(me, 1); commit() :: else fi;
  running--
}

init {
  setUp(2);
  atomic { run Setter(0); run Setter(1) }
  running == 0;
  assert(cell[0] + cell[1] <= 1);
  nothingLeftLocked(0);
  nothingLeftLocked(1)
}
