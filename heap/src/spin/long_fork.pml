/* One process writes x; another writes y and then finds x old, so its write came first; a reading transaction never sees the
 * new x beside the old y.
 * mutants: MUTANT_PLAIN_WRITE_SAMPLES_CLOCK_BEFORE_LOCK
 * explored at length, checksum 34fb02a9: MUTANT_PLAIN_WRITE_SAMPLES_CLOCK_BEFORE_LOCK
 */
#include "protocol.pml"
#define X 0
#define Y 1

bool yCameFirst, newXOldY;

proctype WriterOfX(byte me) {
  MUTATOR;
  plainUpdate(X, 1);
  running--
}

proctype WriterOfY(byte me) {
  MUTATOR;
  plainUpdate(Y, 1);
  plainRead(X);
  yCameFirst = (val == 0);
  running--
}

proctype Reader(byte me) {
  MUTATOR;
  byte first, seen;
  if :: first = X :: first = Y fi;
  begin();
  load(first);
  seen = val;
  if :: !doomed -> load(1 - first) :: else fi;
  newXOldY = !doomed && (first == X -> seen == 1 && val == 0 : seen == 0 && val == 1);
  running--
}

init {
  setUp(4);
  atomic { run WriterOfX(0); run WriterOfY(1); run Reader(2); run ClockRaiser() }
  running == 0;
  assert(!(yCameFirst && newXOldY))
}
