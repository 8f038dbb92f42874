/* A writer keeps two objects equal by transactions; a reader, even a doomed one, never sees them differ. Others raise the clock.
 * mutants: MUTANT_NO_REREAD_AFTER_EXTENSION MUTANT_EXTENSION_WITHOUT_VALIDATION MUTANT_NO_VERSION_CHECK
 * mutants: MUTANT_NO_LOCK_RECHECK MUTANT_CLOCK_BEFORE_LOCKS MUTANT_UNLOCK_BEFORE_STORE
 * mutants: MUTANT_READ_OF_VALID_RETURNS_OLD MUTANT_NO_STATUS_RECHECK
 */
#define SLOTS 2
#include "protocol.pml"

proctype Writer(byte me) {
  MUTATOR;
  byte round = 1;
  do
  :: round <= 2 ->
     begin();
     load(0);
     if :: !doomed -> store(0, round); load(1) :: else fi;
     if :: !doomed -> store(1, round) :: else fi;
     commit();
     round++
  :: else -> break
  od;
  running--
}

proctype Reader(byte me) {
  MUTATOR;
  byte first, seen;
  if :: first = 0 :: first = 1 fi;
  begin();
  load(first);
  if
  :: !doomed ->
     seen = val;
     load(1 - first);
     if :: !doomed -> assert(val == seen) :: else fi
  :: else
  fi;
  running--
}

init {
  setUp(3);
  atomic { run Writer(0); run Reader(1); run ClockRaiser() }
  running == 0;
  nothingLeftLocked(0);
  nothingLeftLocked(1)
}
