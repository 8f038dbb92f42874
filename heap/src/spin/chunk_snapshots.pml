/* A transaction appends and notes that in X. Another, which may have begun before, sees both or neither, whether the element
 * lies in a chunk that was there before or not. And who has found nothing at an index does not commit after somebody who has
 * put something there has seen that it had not committed. The directory is in nobody's read set.
 * mutants: MUTANT_CHUNK_PUBLISHED_FILLED MUTANT_ABSENT_CHUNK_IS_ENOUGH
 */
#include "chunks.pml"

bool mayNotCommit;

proctype Writer() {
  MUTATOR;
  do
  :: committed -> break
  :: else ->
     begin();
     load(1);
     if :: !doomed && val == 0 -> load(0) :: else -> doomed = true fi;
     if :: !doomed && val == CELLS -> load(X) :: else -> doomed = true fi;
     if
     :: !doomed -> attachBefore(3); store(1, 1); store(X, 1); commit(); attachAfter(3)
     :: else -> skip
     fi
  od;
  append();
  append();
  if :: count[Y] == 0 -> mayNotCommit = true :: else fi;
  running--
}

proctype Reader() {
  MUTATOR;
  byte noted;
  begin();
  load(X);
  if
  :: !doomed ->
     noted = val;
     load(1);
     if :: !doomed -> assert((val > 0) == noted) :: else fi
  :: else
  fi;
  running--
}

/* Looks for the first element of chunk 2, and notes in Y that there is none. */
proctype Absent() {
  MUTATOR;
  bool absent = false;
  begin();
  if
  :: attached > 2 ->
     load(2);
     absent = !doomed && val == 0
  :: else ->
#ifdef MUTANT_ABSENT_CHUNK_IS_ENOUGH
     absent = true
#else
     search();
     load(t);
     absent = !doomed && t < 2 && val < CELLS;
     if
     :: !doomed && val == CELLS -> load(t + 1); absent = !doomed && t < 2 && val == 0
     :: else
     fi
#endif
  fi;
  if :: absent -> load(Y); store(Y, 1) :: else fi;
  if
  :: absent && !doomed ->
     atomic { commit(); assert(!committed || !mayNotCommit) }
  :: else
  fi;
  running--
}

init {
  setUp(CELLS);
  running = 3;
  atomic { run Writer(); run Reader(); run Absent() }
  running == 0
}
