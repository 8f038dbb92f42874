/* Several append and remove at the bounds of chunks, one of them more than one element at once: the chunks keep their shape,
 * and no element is lost.
 * mutants: MUTANT_APPEND_WITHOUT_THE_CHUNK_BEFORE MUTANT_POP_WITHOUT_THE_CHUNK_BEHIND MUTANT_NO_CHUNK_BEHIND
 */
#include "chunks.pml"

byte appended, removed;

proctype Appender(byte times) {
  MUTATOR;
  append();
  if :: times == 2 -> append() :: else fi;
  d_step { appended = appended + times; running-- }
}

proctype Popper() {
  MUTATOR;
  pop();
  d_step { if :: committed -> removed++ :: else fi; running-- }
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
  d_step { if :: committed -> removed = removed + 2 :: else fi; running-- }
}

init {
  setUp(CELLS);
  running = 4;
  atomic { run Appender(2); run Appender(1); run Popper(); run Cutter() }
  running == 0;
  assert(size() == CELLS + appended - removed)
}
