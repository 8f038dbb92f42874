/* SPDX-License-Identifier: Apache-2.0
 * Takeover of committed owners that stand still, as it is to replace waiting for them: writers of one object finish each other's
 * commits and may stop for good at any step; no committed increment is lost or done twice, and nobody stores into a body that
 * has a new owner. No step waits for another process; that retries come to an end is not checked.
 *
 * A log says {old version, body, new body or NONE, new value}. A log with a new body is finished
 * by anyone: CAS the body, CAS the lock. One that writes in place is first turned into such a log, of the thief's own takeover
 * slot under a fresh seq: the late owner stores into a body that nobody uses any more, and its CAS of the lock fails.
 * An abandoned body is used again only when the owner that may still store into it has gone on, and nobody names it as hazard.
 * Not modelled here: versions from the clock (see protocol.pml), bodies that are lost with a thief that dies, memory order.
 * The scenarios include this file and name the mutants that the checker has to find.
 */
#define WRITERS 2
#ifndef BODIES
#define BODIES 4
#endif
#define NONE 15
#ifndef THIEF_STORES
#define THIEF_STORES cell[to] = value
#endif

#include "words.pml"
#define takeoverSlot (WRITERS + 1 + me)

byte word = 1, body = 0;
byte cell[BODIES];
byte slotSeq[2 * (WRITERS + 1)];
byte oldVersion[2 * (WRITERS + 1)], logBody[2 * (WRITERS + 1)], newBody[2 * (WRITERS + 1)], newValue[2 * (WRITERS + 1)];
byte hazard[WRITERS + 1];
/* A body is current or private (used), given up with the lock word of who may still store into it, or free (0). */
#define FREE 0
#define USED 1
byte state[BODIES];
byte commits, running;

#ifdef MUTANT_ABANDONED_BODY_REUSED_AT_ONCE
#define ownerWentOn(x) true
#else
#define ownerWentOn(x) (slotSeq[slotOf(state[x])] != seqOf(state[x]))
#endif
#ifdef MUTANT_NO_HAZARD
#define isHazard(x) false
#else
#define isHazard(x) (hazard[0] == x || hazard[1] == x || hazard[2] == x)
#endif
#define reusable(x) ((state[x] == FREE || (isLocked(state[x]) && ownerWentOn(x))) && !isHazard(x))

/* One step here, though the code looks at hazards one by one: a body is given up after the lock that leads to it is gone, so who
 * names it as a hazard later finds the lock word changed. */
inline allocate(x) {
  x = 0;
  do :: x < BODIES && !reusable(x) -> x++ :: else -> break od;
  if :: x < BODIES -> state[x] = USED :: else -> x = NONE fi
}

/* A new body entry: whoever does it, it happens once. */
inline install(locked, old, from, to) {
  cas(body, from, to);
  cas(word, locked, old + 1)
}

/* The object is locked by w: finish what its owner has committed. */
inline takeOver() {
  s = slotOf(w);
  d_step { old = oldVersion[s]; from = logBody[s]; }
  d_step { to = newBody[s]; value = newValue[s] }
  hazard[me] = from;
#ifdef MUTANT_NO_RECHECK_AFTER_LOG
  if
  :: true ->
#else
  if
  :: word == w ->
#endif
     if
     :: to != NONE -> install(w, old, from, to)
     :: else ->
#ifdef MUTANT_THIEF_OVERWRITES_IN_PLACE
        cell[from] = value;
        cas(word, w, old + 1)
#else
        d_step {
          allocate(to);
          if
          :: to != NONE ->
             THIEF_STORES;
             oldVersion[takeoverSlot] = old; logBody[takeoverSlot] = from; newBody[takeoverSlot] = to;
             mine = lockOf(takeoverSlot, slotSeq[takeoverSlot])
          :: else -> skip /* heap full */
          fi
        }
        if
        :: to == NONE -> skip
        :: else ->
           cas(word, w, mine);
           if
           :: ok -> install(mine, old, from, to); state[from] = w
           :: else -> state[to] = FREE
           fi;
           nextTakeover()
        fi
#endif
     fi
  :: else -> skip
  fi;
  d_step { hazard[me] = NONE; s = 0; old = 0; from = 0; to = 0; value = 0; mine = 0; ok = false }
}

inline nextTakeover() {
#ifdef MUTANT_TAKEOVER_SEQ_REUSE
  skip
#else
  slotSeq[takeoverSlot]++
#endif
}

#define MUTATOR byte w, s, old, from, to, value, mine; bool ok

inline increment(inPlace) {
  do
  :: w = word;
     if
     :: isLocked(w) -> takeOver()
     :: else ->
        from = body;
        value = cell[from] + 1;
        d_step {
          to = NONE;
          if :: !inPlace -> allocate(to) :: else -> skip fi;
          if :: to != NONE -> cell[to] = value :: else -> skip fi;
          oldVersion[me] = w; logBody[me] = from; newBody[me] = to; newValue[me] = value;
          mine = lockOf(me, slotSeq[me])
        }
        d_step {
          if
          :: word == w -> word = mine; ok = true; commits++
          :: else -> ok = false
          fi
        }
        if
        :: ok -> break
        :: else ->
           d_step {
             if :: to != NONE -> state[to] = FREE :: else -> skip fi;
             slotSeq[me]++; from = 0; to = 0; value = 0; mine = 0
           }
        fi
     fi
  od;
  if
  :: to == NONE ->
     assert(state[from] == mine || state[from] == USED && (word != mine || body == from));
     cell[from] = value
#ifdef MUTANT_OWNER_UNLOCKS_BY_STORE
     ; word = w + 1
#else
     ; cas(word, mine, w + 1)
#endif
  :: else ->
#ifdef MUTANT_OWNER_STORES_BODY
     body = to;
     cas(word, mine, w + 1);
#else
     install(mine, w, from, to);
#endif
     state[from] = FREE
  fi;
  d_step { slotSeq[me]++; w = 0; from = 0; to = 0; value = 0; mine = 0; ok = false }
}

/* Stands still wherever the scheduler leaves it: nothing here waits for it. */
proctype Writer(byte me; byte rounds) {
  MUTATOR;
  do
  :: rounds > 0 ->
     if :: increment(true) :: increment(false) fi;
     rounds--
  :: else -> break
  od;
  running--
}

/* At any moment: finishes whoever is in the way, then finds all that was committed before, and no more than was after. */
proctype Reader(byte me) {
  MUTATOR;
  byte least, seen;
  do
  :: d_step { w = word; least = commits }
     if
     :: isLocked(w) -> takeOver()
     :: else ->
        from = body;
        seen = cell[from];
        if :: word == w -> break :: else -> skip fi
     fi
  od;
  assert(seen >= least && seen <= commits);
  running--
}

inline setUp() {
  d_step { state[0] = USED; hazard[0] = NONE; hazard[1] = NONE; hazard[2] = NONE; running = WRITERS + 1 }
}

#define nothingLost(increments) assert(!isLocked(word) && cell[body] == commits && commits == increments)
