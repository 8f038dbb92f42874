/* Who asks for the length outside of transactions gets one the list had meanwhile, whatever others append and remove.
 * mutants: MUTANT_LENGTH_WITHOUT_SECOND_LOOK
 */
#include "chunks.pml"

proctype Appender() {
  MUTATOR;
  append();
  append();
  running--
}

/* The last two at once, when they lie in two chunks. */
proctype Cutter() {
  MUTATOR;
  search();
  if
  :: t > 0 ->
     begin();
     load(t);
     if
     :: !doomed && val == 1 ->
        load(t - 1);
        if :: !doomed -> store(t, 0); store(t - 1, CELLS - 1); commit() :: else fi
     :: else
     fi
  :: else
  fi;
  d_step { running-- }
}

/* Starts from any hint. */
proctype Looker() {
  MUTATOR;
  byte behind;
  d_step { sizes = 1 << size() }
  do
  :: if :: t = 0 :: t = 1 fi;
     look(t);
     if
     :: c > 0 && c < CELLS || c == 0 && t == 0 -> break
     :: c == CELLS ->
        assert(attached > t + 1);
        behind = count[t + 1];
        if
#ifdef MUTANT_LENGTH_WITHOUT_SECOND_LOOK
        :: behind == 0 -> break
#else
        :: behind == 0 && version[t] == v -> break
#endif
        :: else -> skip
        fi
     :: else -> skip
     fi
  od;
  assert(sizes & (1 << (t * CELLS + c)));
  running--
}

init {
  setUp(CELLS + 1);
  running = 4;
  atomic { run Appender(); run Cutter(); run Cutter(); run Looker() }
  running == 0
}
