/* SPDX-License-Identifier: Apache-2.0
 * How memory is released (docs/reclamation.md): no block is released that is in a cache, or that anybody can get hold of, from the root, a
 * handle, or a temporary in the middle of an operation. What is garbage when a cycle begins is released at its end.
 *
 * A block has one cell, so what a collector visits is a chain; ROOT is an object that is never released. A temporary is read in one step,
 * which stands for a look that was validated. Each word of marks holds one block, and is the cycle it was last set in. Threads
 * do in each operation whatever they like, a few steps in all. Handles are looked at once, before SETTLED, which is enough as long as
 * nothing is filled without shading after its handle was published. Not modelled: bodies, who dies, takeover, cycles that are
 * given up, memory order.
 * The scenarios include this file and name the mutants that the checker has to find.
 */
#ifndef CYCLES
#define CYCLES 1
#endif
#define ROOT BLOCKS
#define NONE (BLOCKS + 1)
#define bit(x) (1 << (x))
#define holds(set, x) (((set) & bit(x)) != 0)

#define ALL (bit(BLOCKS) - 1)

#define IDLE 0
#define eraOf(cycle, phase) (3 * (cycle) + (phase))
#define cycleOf(era) ((era) / 3)
#define settled(era) ((era) % 3 == 2)
#define on(era) ((era) % 3 != IDLE)
#define RESTING 255

byte epoch = eraOf(1, IDLE);
byte slot[2] = RESTING;
byte cell[BLOCKS + 1] = NONE;
/* Who has locked a cell, plus one, and what he is going to store. */
byte lock[BLOCKS + 1], log[2];
byte shade[BLOCKS], born[BLOCKS];
byte temporary[4] = NONE;
byte handle[2] = NONE;
/* A block that handles lie in. */
byte chained = NONE;
/* Live bits with their tags; the one cache of free blocks, with its lock and the era it has passed into; blocks that wait to get there. */
byte live = ALL, tag[BLOCKS];
byte cached, waiting, cacheEra = RESTING;
bool cacheBusy;
/* Only to check: what was garbage when the cycle began. */
byte garbage;
hidden byte found, k, l;

#define t0 temporary[2 * me]
#define t1 temporary[2 * me + 1]
#define MUTATOR byte e, at

#ifdef STOPPING
/* What was live at some moment, whether the first thread has not moved since, and whether the cycle does without it. */
byte kept = 0;
bool still, absent;
#define moves still = still && me != 0
#else
#define moves skip
#endif

inline set(word, era) {
  if :: on(era) && word < cycleOf(era) -> word = cycleOf(era) :: else fi
}

inline setShade(x, era) {
  if :: x < BLOCKS -> set(shade[x], era) :: else fi
}

inline pass() {
  d_step { slot[me] != epoch -> e = epoch; moves }
  d_step { slot[me] = e; e = 0; moves }
}

/* A transaction passes with what it has in hand. */
inline passWith() {
  slot[me] != epoch -> e = epoch;
#ifndef MUTANT_HELD_NOT_SHADED
  d_step { if :: settled(e) -> setShade(t0, e); setShade(t1, e) :: else fi }
#endif
  d_step { slot[me] = e; e = 0 }
}

#ifdef MUTANT_READS_BEFORE_IT_STOPS_RESTING
#define mayBegin true
#else
#define mayBegin (slot[me] != RESTING)
#endif
#define may (budget > 0)

inline readRoot() {
  d_step { may && cell[ROOT] != NONE -> budget--; t0 = cell[ROOT]; moves }
}

inline readCell() {
  d_step { may && t0 < BLOCKS && cell[t0] != NONE -> budget--; t0 = cell[t0]; moves }
}

inline keep() {
  d_step { may && t1 == NONE && t0 != NONE -> t1 = t0; t0 = NONE }
}

/* What is removed is shaded by who has the lock, before it stores. Who is late has lost it to who took over. */
inline store(x, v) {
  d_step { lock[x] == 0 -> budget--; lock[x] = me + 1; at = x; log[me] = v; moves }
  d_step { e = epoch; moves }
#ifndef MUTANT_REMOVED_NOT_SHADED
  d_step { setShade(cell[at], e); moves }
#endif
  d_step {
    if :: lock[at] == me + 1 -> cell[at] = log[me]; lock[at] = 0 :: else fi;
    e = 0; at = 0; log[me] = 0; moves
  }
}

inline publish() {
  d_step { may && t0 != NONE && handle[me] == NONE -> budget--; handle[me] = t0 }
  e = epoch;
#ifndef MUTANT_PUBLISHED_NOT_SHADED
  d_step { setShade(t0, e) }
#endif
  e = 0
}

inline readHandle(h) {
  d_step { may && t0 == NONE && handle[h] != NONE -> budget--; t0 = handle[h] }
}

inline dropHandle() {
  d_step { handle[me] != NONE -> handle[me] = NONE }
}

inline setAllBorn(blocks, era) {
  k = 0;
  do
  :: k < BLOCKS -> if :: holds(blocks, k) -> set(born[k], era) :: else fi; k++
  :: else -> break
  od
}

inline claim(blocks) {
  k = 0;
  do
  :: k < BLOCKS -> if :: holds(blocks, k) -> tag[k]++ :: else fi; k++
  :: else -> break
  od;
  live = live | blocks
}

/* A block of the cache or, if that is empty, of the bitmap; its cell is filled without being shaded. */
inline allocate() {
  d_step { may && t0 == NONE && !cacheBusy && (cached != 0 || live != ALL) -> budget--; cacheBusy = true }
  if
  :: cached != 0
  :: else ->
     e = epoch;
     at = ALL & ~live;
#if !defined(MUTANT_CLAIMED_NOT_BORN) && !defined(MUTANT_BORN_AFTER_CLAIM)
     d_step { setAllBorn(at, e) }
#endif
     d_step { claim(at) }
#ifdef MUTANT_BORN_AFTER_CLAIM
     d_step { setAllBorn(at, e) }
#endif
     d_step { cached = cached | at; e = 0; at = 0 }
  fi;
  d_step {
    k = 0;
    do :: !holds(cached, k) -> k++ :: else -> break od;
    t0 = k; cell[k] = NONE; cached = cached & ~bit(k); cacheBusy = false
  }
  if :: t1 != NONE -> cell[t0] = t1 :: true fi
}

/* What was allocated in vain comes back into the cache, or waits for that, or goes to the bitmap. */
inline allocateInVain() {
  allocate();
  d_step { !cacheBusy -> cacheBusy = true }
  e = epoch;
  if
  :: true ->
#ifndef MUTANT_GIVEN_BACK_NOT_BORN
     d_step { set(born[t0], e) }
#endif
     if
     :: d_step { cached = cached | bit(t0); t0 = NONE }
#ifdef WAITING
     :: d_step { waiting = waiting | bit(t0); t0 = NONE }
#endif
     fi
  :: d_step { live = live & ~bit(t0); tag[t0]++; t0 = NONE }
  fi;
  d_step { cacheBusy = false; e = 0 }
}

inline endOfOperation() {
  d_step { t0 = NONE; t1 = NONE; moves }
}

proctype Cache() {
  byte e;
end:
  do
  :: cacheEra != RESTING && cacheEra < epoch ->
     e = epoch;
     d_step {
       !cacheBusy ->
#ifndef MUTANT_CACHE_NOT_BORN
#ifdef MUTANT_WAITING_NOT_BORN
       setAllBorn(cached, e);
#else
       setAllBorn(cached | waiting, e);
#endif
#endif
       cacheEra = e; e = 0
     }
#ifdef WAITING
  :: d_step { waiting != 0 && !cacheBusy -> cached = cached | waiting; waiting = 0 }
#endif
  od
}

inline whatIsFound() {
  found = bit(ROOT) | bit(handle[0]) | bit(handle[1]);
  found = found | bit(temporary[0]) | bit(temporary[1]) | bit(temporary[2]) | bit(temporary[3]);
  k = 0;
  do
  :: k < BLOCKS ->
     l = 0;
     do
     :: l <= BLOCKS -> if :: holds(found, l) -> found = found | bit(cell[l]) :: else fi; l++
     :: else -> break
     od;
     k++
  :: else -> break
  od;
  found = found | cached | waiting | bit(chained)
}

#ifdef MUTANT_BORN_NOT_VISITED
#define toVisit(x) (x < BLOCKS && holds(live & ~marked, x) && born[x] != cycleOf(era))
#else
#define toVisit(x) (x < BLOCKS && holds(live & ~marked, x))
#endif

inline visit(x) {
  r = x;
  do
  :: toVisit(r) -> d_step { marked = marked | bit(r); r = cell[r]; more = true }
  :: else -> break
  od;
  r = 0
}

/* A look at what was a body and is something else now may lead anywhere. */
inline staleLook() {
#ifdef STALE_LOOKS
  if :: true :: i = 1; do :: i < BLOCKS -> i++ :: break od; visit(i - 1); i = 0 fi
#else
  skip
#endif
}

inline visitShaded() {
  do
  :: i < BLOCKS -> if :: shade[i] == cycleOf(era) -> visit(i) :: else fi; i++
  :: else -> i = 0; break
  od
}

inline shadeHandles() {
  d_step { setShade(chained, era) }
  d_step { setShade(handle[0], era) }
  d_step { setShade(handle[1], era) }
}

#ifdef STOPPING
inline markKept() {
#ifdef MUTANT_KEPT_NOT_MARKED
  skip
#else
  if
  :: absent ->
     do
     :: i < BLOCKS -> if :: holds(kept, i) -> visit(i) :: else fi; i++
     :: else -> i = 0; break
     od
  :: else
  fi
#endif
}

/* What it has committed and not applied; it has perhaps seen that no cycle was on. */
inline shadeFor(x) {
  d_step { if :: lock[x] == 1 -> setShade(cell[x], era) :: else fi }
}

inline shadeCommits() {
#ifdef MUTANT_COMMITTED_NOT_SHADED
  skip
#else
  if :: absent -> shadeFor(0); shadeFor(ROOT) :: else fi
#endif
}
#else
#define markKept() skip
#define shadeCommits() skip
#endif

inline waitForAll() {
#ifdef STOPPING
  if :: slot[0] >= era -> absent = false :: d_step { still -> absent = slot[0] < era } fi;
#else
  slot[0] >= era;
#endif
  slot[1] >= era;
  cacheEra >= era
}

/* Somebody else may have begun a cycle in our place. */
inline advance() {
  d_step { if :: epoch == era -> epoch++; era = epoch :: else -> era = 0 fi }
  if :: era == 0 -> goto cycle :: else fi
}

inline begin(newEra) {
  epoch = newEra; era = epoch;
  whatIsFound();
  garbage = live & ~found
}

inline release() {
  d_step {
    if
    :: holds(live, i) && tag[i] == t ->
       whatIsFound();
       assert(!holds(found, i));
       live = live & ~bit(i);
       tag[i]++;
       cell[i] = NONE
#ifdef MUTANT_NOTHING_IS_EVER_RELEASED
       ; assert(false)
#endif
    :: else
    fi
  }
}

inline sweep() {
  do
  :: d_step { i < BLOCKS -> do :: i < BLOCKS && !holds(before & live & ~marked, i) -> i++ :: else -> break od }
     if
     :: i < BLOCKS ->
        t = tag[i];
        if
        :: born[i] != cycleOf(era) ->
#ifndef MUTANT_ERA_NOT_LOOKED_AT
           if :: epoch != era -> break :: else fi;
#endif
#ifdef MUTANT_TAG_READ_AFTER_ERA
           t = tag[i];
#endif
           release()
        :: else
        fi;
        t = 0;
        i++
     :: else -> break
     fi
  :: else -> break
  od;
  i = 0;
  t = 0
}

proctype Collector() {
  byte era, i, r, t, marked, before;
  bool more;
cycle:
  era = 0;
  d_step { marked = 0; before = 0; more = false }
end:
  if
  :: d_step { !on(epoch) && cycleOf(epoch) <= CYCLES -> begin(epoch + 1) }
  :: d_step { on(epoch) && cycleOf(epoch) < CYCLES -> begin(eraOf(cycleOf(epoch) + 1, 1)) }
  :: cycleOf(epoch) > CYCLES -> goto done
  fi;
#ifndef MUTANT_NO_WAIT_IN_ARMED
  waitForAll();
#endif
  shadeCommits();
  before = live;
#ifndef MUTANT_HANDLES_LOOKED_AT_LATE
  shadeHandles();
#endif
  advance();
#if !defined(MUTANT_NO_WAIT_IN_SETTLED) && !defined(MUTANT_EXCUSED_ONCE)
  waitForAll();
#endif
#ifdef MUTANT_HANDLES_LOOKED_AT_LATE
  shadeHandles();
#endif
#ifndef MUTANT_CHAIN_LOOKED_AT_ONCE
  d_step { setShade(chained, era) }
#endif
  staleLook();
  markKept();
  visit(cell[ROOT]);
#ifdef MUTANT_SHADES_LOOKED_AT_ONCE
  visitShaded();
#else
  do
  :: more = false; visitShaded(); if :: !more -> break :: else fi
  od;
#endif
  sweep();
#ifdef GARBAGE_IS_RELEASED
  d_step { assert((live & garbage) == 0); garbage = 0 }
#endif
  advance();
  goto cycle;
done:
  skip
}
