/* A process is killed at any step, and one that recovers too. Who adopts a dead one's pair of slots ends what was begun there,
 * the takeover first, before the pair is used again; who dies over that is adopted in turn. The living do without all of it.
 * mutants: MUTANT_GIVEN_BACK_WITHOUT_REPAIR MUTANT_LIVING_OWNER_ADOPTED MUTANT_REPAIR_KEEPS_SEQ
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

/* As long as the lock of one of its slots is there, do what its owner left undone. */
inline repair(slot) {
  do
  :: word == lockOf(slot, slotSeq[slot]) -> w = lockOf(slot, slotSeq[slot]); takeOver()
  :: else -> break
  od;
#ifndef MUTANT_REPAIR_KEEPS_SEQ
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
