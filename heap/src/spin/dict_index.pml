/* A writer moves an entry from one key to the other, twice: the place of the last entry is used again or left, the index is split
 * or not. A transaction finds one of the two keys, never both or none; who looks for a key that stays finds it.
 * mutants: MUTANT_LEAF_NOT_RECHECKED MUTANT_MISS_BY_HINT MUTANT_BRANCH_NOT_READ MUTANT_HINT_TRUSTED
 * mutants: MUTANT_SPLIT_SHOWN_EARLY MUTANT_CHUNK_FILLED_AT_BIRTH
 */
#include "dict_tree.pml"

/* Entry of key k at from becomes one of the other key at place to. */
inline commitMove() {
  d_step {
    validate();
    if
    :: !doomed ->
       x = clock + 1;
       choose(NODE); choose(LEAVES); choose(LEAVES + 1); choose(TAIL); choose(CHUNK + from - 1); choose(CHUNK + to);
#ifdef MUTANT_SPLIT_SHOWN_EARLY
       if :: splits -> split(); version[NODE] = x :: else fi;
#else
       if :: splits && !branch -> split(); version[NODE] = x :: else fi;
#endif
       wordOf(k) = 0;
       wordOf(1 - k) = to + 1;
       if
       :: branch && !splits -> version[LEAVES] = x; version[LEAVES + 1] = x
       :: !branch -> version[NODE] = x
       :: else
       fi;
       if :: to != from - 1 -> entry[from - 1] = REMOVED; tail = to + 1; version[TAIL] = x :: else fi;
       version[CHUNK + from - 1] = x;
       entry[to] = 1 - k + 1;
#ifdef MUTANT_CHUNK_FILLED_AT_BIRTH
       if :: to == from - 1 -> version[CHUNK + to] = x :: else fi
#else
       version[CHUNK + to] = x
#endif
    :: else
    fi;
    x = 0
  }
}

proctype Mover() {
  TRANSACTION;
  byte k, from, to, round;
  bool splits;
  do
  :: round < 2 ->
     begin();
     find(0);
     k = 0;
     if :: !doomed && found == 0 -> k = 1; find(1) :: else fi;
     from = found;
     if
     :: !doomed ->
        atomic { load(TAIL); to = tail };
        if :: from == to -> to = from - 1 :: to < CHUNKS - 1 -> ensureChunkBehind(to) fi;
        atomic { load(CHUNK + to); load(NODE); splits = false };
        if :: !branch -> splits = true :: true fi;
        if :: !doomed && branch -> atomic { load(leafOf(0)); load(leafOf(1)) } :: else fi;
#ifdef MUTANT_SPLIT_SHOWN_EARLY
        if :: splits && !branch -> branch = true :: else fi;
#endif
        commitMove()
     :: else
     fi;
     round++
  :: else -> break
  od;
  running--
}

proctype Reader() {
  TRANSACTION;
  byte first, seen;
  if :: first = 0 :: first = 1 fi;
  begin();
  find(first);
  seen = found;
  if :: !doomed -> find(1 - first) :: else fi;
  assert(doomed || (seen > 0) != (found > 0));
  running--
}

proctype PlainReader() {
  byte x;
  hint(2);
  assert(x == 1);
  running--
}

init {
  setUp(3);
  atomic { run Mover(); run Reader(); run PlainReader() }
  running == 0
}
