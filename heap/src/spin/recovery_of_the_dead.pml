/* A process is killed at any step, and one that recovers too. Who adopts a dead one's pair of slots ends what was begun there
 * before it is used again; who dies over that is adopted in turn. The living do without all of it.
 * mutants: MUTANT_GIVEN_BACK_WITHOUT_REPAIR MUTANT_LIVING_OWNER_ADOPTED MUTANT_REPAIR_KEEPS_SEQ
 * mutants: MUTANT_SEQ_GOES_ON_BEFORE_THE_STORES
 * explored at length, checksum 7befae6a: PROTOCOL MUTANT_SEQ_GOES_ON_BEFORE_THE_STORES
 */
#include "takeover.pml"

#define NOBODY 15
/* Who has the pair of slots number 0: this process, or one of two that recover, of which the first may die too and the last comes when all is quiet. */
#define MORTAL 0
#define RECOVERER 1
#define LAST 2
bool killed[3];
byte owner = MORTAL;

#ifdef MUTANT_LIVING_OWNER_ADOPTED
#define isDead(process) (process != LAST)
#else
#define isDead(process) killed[process]
#endif

proctype Killer() {
  killed[MORTAL] = true;
  if :: killed[RECOVERER] = true :: true fi;
  running--
}

proctype Mortal(byte me) {
  MUTATOR;
  {
    if :: increment(true) :: increment(false) fi;
    owner = NOBODY
  } unless { killed[MORTAL] };
  running--
}

/* What a late owner of this slot would do, stores in place included: a body that was abandoned meanwhile is still unused. */
inline repair(slot) {
  w = lockOf(slot, slotSeq[slot]);
#ifdef MUTANT_SEQ_GOES_ON_BEFORE_THE_STORES
  slotSeq[slot]++;
#endif
  if
  :: word == w ->
     d_step { from = logBody[slot]; to = newBody[slot] }
     if
     :: to != NONE -> cas(body, from, to)
     :: else ->
        assert(state[from] == w || state[from] == USED && (word != w || body == from));
        cell[from] = newValue[slot]
     fi;
     cas(word, w, oldVersion[slot] + 1)
  :: else -> skip
  fi;
  d_step { w = 0; from = 0; to = 0; ok = false }
#if !defined(MUTANT_REPAIR_KEEPS_SEQ) && !defined(MUTANT_SEQ_GOES_ON_BEFORE_THE_STORES)
  slotSeq[slot]++
#endif
}

inline recover(process) {
  d_step {
    if
    :: owner != NOBODY && isDead(owner) -> owner = process; adopted = true
    :: else -> adopted = false
    fi
  }
  if
  :: adopted ->
     hazard[me] = NONE;
#ifndef MUTANT_GIVEN_BACK_WITHOUT_REPAIR
     repair(takeoverSlot);
     repair(me);
#endif
     increment(true);
     owner = NOBODY
  :: else -> skip
  fi
}

proctype Recoverer(byte process) {
  MUTATOR;
  byte me;
  bool adopted;
  { recover(process) } unless { killed[process] };
  running--
}

init {
  setUp();
  running = 4;
  atomic { run Killer(); run Mortal(0); run Writer(1, 1); run Recoverer(RECOVERER) }
  running == 0;
  running = 1;
  run Recoverer(LAST);
  running == 0;
  assert(owner == NOBODY && !isLocked(word) && cell[body] == commits)
}
