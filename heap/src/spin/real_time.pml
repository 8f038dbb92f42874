/* A transaction reads r and writes x, a plain writer changes r, a plain reader reads r and then x: who has seen the new r
 * may not see x as it was before a transaction that had seen the old r.
 * mutants: MUTANT_READ_OF_VALID_RETURNS_OLD MUTANT_NO_VALIDATION MUTANT_VALIDATES_BEFORE_VALID
 */
#include "protocol.pml"
#define R 0
#define X 1

bool transactionCommitted, newR, newX;

proctype Transaction(byte me) {
  MUTATOR;
  begin();
  load(R);
  if :: !doomed && val == 0 -> store(X, 1); commit() :: else fi;
  transactionCommitted = committed;
  running--
}

proctype PlainWriter(byte me) {
  MUTATOR;
  plainUpdate(R, 1);
  running--
}

proctype PlainReader() {
  byte me = 2;
  MUTATOR;
  plainRead(R);
  newR = val;
  plainRead(X);
  newX = val;
  running--
}

init {
  setUp(3);
  atomic { run Transaction(0); run PlainWriter(1); run PlainReader() }
  running == 0;
  assert(!(transactionCommitted && newR && !newX));
  nothingLeftLocked(R);
  nothingLeftLocked(X)
}
