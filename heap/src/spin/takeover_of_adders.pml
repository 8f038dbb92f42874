/* Transactions that add to a cell without having read it. The sum is made under the lock and stands in the log before the commit is
 * decided, so whoever finishes it stores the same value; until then anybody may abort it.
 * mutants: MUTANT_SUM_BEFORE_LOCK MUTANT_SUM_AFTER_DECISION MUTANT_THIEF_ADDS MUTANT_SUM_OF_ABORTED_RUN_KEPT
 */
#ifdef MUTANT_THIEF_ADDS
#define THIEF_STORES cell[to] = cell[from] + 1
#endif
#include "takeover.pml"

#define IDLE 0
#define LOCKING 1
#define COMMITTED 2
#define ABORTED 3
byte status[WRITERS + 1];

/* An owner that is a takeover is always committed. Each adder is aborted once at most, so that its seqs suffice. */
#define ABORTS 1
inline settle() {
  d_step { s = slotOf(w); q = (s > WRITERS -> COMMITTED : status[s]) }
  if
  :: q == LOCKING -> d_step { if :: slotSeq[s] == seqOf(w) && status[s] == LOCKING && seqOf(w) < ABORTS -> status[s] = ABORTED :: else -> skip fi }
  :: q == ABORTED ->
     old = oldVersion[s];
     d_step { if :: slotSeq[s] == seqOf(w) && status[s] == ABORTED -> ok = true :: else -> ok = false fi }
     if :: ok -> cas(word, w, old) :: else -> skip fi
  :: q == COMMITTED -> takeOver()
  :: else -> skip
  fi;
  d_step { s = 0; q = 0; old = 0; ok = false }
}

inline sum() {
#ifdef MUTANT_SUM_OF_ABORTED_RUN_KEPT
  if :: value == 0 -> value = cell[from] + 1 :: else -> skip fi;
#else
  value = cell[from] + 1;
#endif
  newValue[me] = value
}

inline add() {
  do
  :: true ->
     d_step { status[me] = LOCKING; newBody[me] = NONE; newValue[me] = 0 }
     do
     :: status[me] == ABORTED -> break
     :: else ->
#ifdef MUTANT_SUM_BEFORE_LOCK
        from = body;
        sum();
#endif
        w = word;
        if
        :: isLocked(w) -> settle()
        :: else ->
           from = body;
           d_step { oldVersion[me] = w; logBody[me] = from; mine = lockOf(me, slotSeq[me]) }
           cas(word, w, mine);
           if :: ok -> break :: else -> skip fi
        fi
     od;
#if !defined(MUTANT_SUM_BEFORE_LOCK) && !defined(MUTANT_SUM_AFTER_DECISION)
     sum();
#endif
     true;
     d_step {
       if
       :: status[me] == LOCKING -> status[me] = COMMITTED; commits++; ok = true
       :: else -> ok = false
       fi
     }
     if
     :: ok -> break
     :: else ->
        if :: mine != 0 -> cas(word, mine, w) :: else -> skip fi;
        d_step { slotSeq[me]++; status[me] = IDLE; mine = 0 }
     fi
  od;
#ifdef MUTANT_SUM_AFTER_DECISION
  sum();
#endif
  assert(state[from] == mine || state[from] == USED && (word != mine || body == from));
  cell[from] = value;
  cas(word, mine, w + 1);
  d_step { slotSeq[me]++; status[me] = IDLE; w = 0; from = 0; value = 0; mine = 0; ok = false }
}

proctype Adder(byte me; byte rounds) {
  MUTATOR;
  byte q;
  do
  :: rounds > 0 -> add(); rounds--
  :: else -> break
  od;
  running--
}

/* Finds at any moment what was committed before, and no more than was after. */
proctype Observer(byte me) {
  MUTATOR;
  byte q, least, seen;
  do
  :: d_step { w = word; least = commits }
     if
     :: isLocked(w) -> settle()
     :: else ->
        from = body;
        seen = cell[from];
        if :: word == w -> break :: else -> skip fi
     fi
  od;
  assert(seen >= least && seen <= commits);
  running--
}

init {
  setUp();
  atomic { run Adder(0, 1); run Adder(1, 1); run Observer(2) }
  running == 0;
  nothingLost(2)
}
