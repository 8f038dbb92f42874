/* A transaction reads all entries, in order, and looks for a key that somebody adds at the end meanwhile: both agree.
 * mutants: MUTANT_NO_EMPTY_CHUNK_BEHIND
 */
#include "dict_tree.pml"

proctype Inserter() {
  TRANSACTION;
  byte to;
  begin();
  find(3);
  if
  :: !doomed ->
     atomic { load(TAIL); to = tail };
     ensureChunkBehind(to);
     load(CHUNK + to);
     d_step {
       validate();
       if
       :: !doomed ->
          x = clock + 1;
          choose(NODE); choose(TAIL); choose(CHUNK + to);
          word(NODE, 3) = to + 1;
          entry[to] = 3 + 1;
          tail = to + 1;
          version[NODE] = x; version[TAIL] = x; version[CHUNK + to] = x
       :: else
       fi;
       x = 0
     }
  :: else
  fi;
  running--
}

proctype Reader() {
  TRANSACTION;
  byte p;
  bool seen = false, more = true;
  begin();
  do
  :: !doomed && more && p < attached ->
     atomic { load(CHUNK + p); seen = seen || entry[p] == 3 + 1; more = entry[p] != 0 };
     p++
  :: else -> break
  od;
  if :: !doomed -> find(3) :: else fi;
  assert(doomed || seen == (found > 0));
  running--
}

init {
  setUp(2);
  atomic { run Inserter(); run Reader() }
  running == 0
}
