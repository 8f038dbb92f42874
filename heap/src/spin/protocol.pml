/* SPDX-License-Identifier: Apache-2.0
 * The commit protocol of org.sharedobjects.heap.txn, one step per access to shared memory. The scenarios include this
 * file and state what must hold; each names in its first lines the mutants (-D switches) that the checker has to find.
 *
 * A lock word holds a version (unlocked) or LOCKED + (slot, seq). One slot per process; seq grows with each use.
 * Undecided owners (LOCKING, VALID) may be aborted by anyone and their locks given back by anyone; a COMMITTED owner is
 * waited for. While the owner is LOCKING the old value in place is right. Memory is sequentially consistent here: the fences of the code are not modelled.
 */
#ifndef OBJECTS
#define OBJECTS 2
#endif
#ifndef SLOTS
#define SLOTS 3
#endif
#ifndef BODIES
#define BODIES OBJECTS
#endif

#include "words.pml"

#define IDLE 0
#define LOCKING 1
#define VALID 2
#define COMMITTED 3
#define ABORTED 4
#define status(q, state) ((q) * 8 + (state))

#define UNREAD 255

byte clock = 1;
byte word[OBJECTS];
byte body[OBJECTS];
byte cell[BODIES];
byte slot[SLOTS];
byte oldVersion[SLOTS * OBJECTS];
byte running;
#define NO_BODY 255
bool unused[BODIES];

#define logged(s, o) oldVersion[(s) * OBJECTS + (o)]

/* The private state of one process, which uses slot "me". */
#define MUTATOR \
  byte seq = 0, w, s, t, v, b, val, rv, nrv, wv, i; \
  bool ok, doomed = false, committed = false; \
  byte readVersion[OBJECTS]; \
  byte newValue[OBJECTS]; \
  bool written[OBJECTS]; \
  byte newBody[OBJECTS]

inline raiseClock(version) {
  d_step { if :: clock < version -> clock = version :: else fi }
}

inline forget() {
  d_step { w = 0; s = 0; t = 0; v = 0; b = 0; ok = false; i = 0 }
}

/* Lock word w of object o is locked: make the owner decide, give back the lock of an aborted owner, wait for a committed one. */
inline settle(o) {
  s = slotOf(w);
  t = slot[s];
  if
  :: t / 8 != seqOf(w) -> word[o] != w
  :: else ->
     if
     :: t % 8 == LOCKING || t % 8 == VALID ->
        if
        :: cas(slot[s], t, status(t / 8, ABORTED))
        :: word[o] != w
        fi
     :: t % 8 == ABORTED ->
        v = logged(s, o);
        cas(word[o], w, v)
     :: t % 8 == COMMITTED -> word[o] != w
     :: else -> word[o] != w
     fi
  fi
}

#ifdef MUTANT_READ_OF_VALID_RETURNS_OLD
#define mayReadInPlace(w) (slot[slotOf(w)] == status(seqOf(w), LOCKING) || slot[slotOf(w)] == status(seqOf(w), VALID))
#else
#define mayReadInPlace(w) (slot[slotOf(w)] == status(seqOf(w), LOCKING))
#endif
#ifdef MUTANT_NO_STATUS_RECHECK
#define stillInPlace(w, o) (word[o] == w)
#else
#define stillInPlace(w, o) (word[o] == w && mayReadInPlace(w))
#endif

/* One linearizable read outside a transaction, into val. */
inline plainRead(o) {
  do
  :: w = word[o];
     if
     :: isLocked(w) && mayReadInPlace(w) ->
        b = body[o];
        val = cell[b];
        if :: stillInPlace(w, o) -> break :: else -> skip fi
     :: isLocked(w) && !mayReadInPlace(w) -> settle(o)
     :: else ->
        b = body[o];
        val = cell[b];
#ifdef MUTANT_NO_LOCK_RECHECK
        break
#else
        if :: word[o] == w -> break :: else -> skip fi
#endif
     fi
  od;
  forget()
}

/* One linearizable change of a cell outside a transaction: the CAS of the lock is its commit point. */
inline plainUpdate(o, expression) {
  do
  ::
#ifdef MUTANT_PLAIN_WRITE_READS_BODY_FIRST
     v = body[o];
#endif
     w = word[o];
     if
     :: isLocked(w) -> settle(o)
     :: else ->
#ifdef MUTANT_PLAIN_WRITE_READS_BODY_FIRST
        b = v;
#else
        b = body[o];
#endif
        val = cell[b];
        logged(me, o) = w;
        slot[me] = status(seq, COMMITTED);
#ifdef MUTANT_PLAIN_WRITE_SAMPLES_CLOCK_BEFORE_LOCK
        wv = (clock > w -> clock : w) + 1;
#endif
        cas(word[o], w, lockOf(me, seq));
        if
        :: ok ->
#ifndef MUTANT_PLAIN_WRITE_SAMPLES_CLOCK_BEFORE_LOCK
           wv = (clock > w -> clock : w) + 1;
#endif
           cell[b] = expression;
           word[o] = wv;
           break
        :: else -> nextSeq()
        fi
     fi
  od;
  nextSeq();
  forget()
}

inline nextSeq() {
#ifdef MUTANT_SEQ_REUSE
  slot[me] = status(seq, IDLE)
#else
  seq++;
  slot[me] = status(seq, IDLE)
#endif
}

inline begin() {
  d_step {
    doomed = false; committed = false; i = 0;
    do :: i < OBJECTS -> readVersion[i] = UNREAD; written[i] = false; newBody[i] = NO_BODY; i++ :: else -> break od;
    i = 0
  }
  rv = clock
}

/* Dooms unless object o is, or was under a LOCKING owner, at the version it was read; its own locks were compared before. */
inline validateOne(o) {
  do
  :: w = word[o];
     if
     :: w == lockOf(me, seq) -> break
#ifdef MUTANT_VALIDATION_IGNORES_FOREIGN_LOCK
     :: isLocked(w) && w != lockOf(me, seq) -> break
#else
     :: isLocked(w) && w != lockOf(me, seq) && mayReadInPlace(w) ->
        v = logged(slotOf(w), o);
        if :: stillInPlace(w, o) -> doomed = doomed || v != readVersion[o]; break :: else -> skip fi
     :: isLocked(w) && w != lockOf(me, seq) && slot[slotOf(w)] == status(seqOf(w), COMMITTED) ->
        doomed = true; break
     :: isLocked(w) && w != lockOf(me, seq) && !mayReadInPlace(w) && slot[slotOf(w)] != status(seqOf(w), COMMITTED) ->
        settle(o)
#endif
     :: !isLocked(w) -> doomed = doomed || w != readVersion[o]; break
     fi
  od
}

inline validate() {
  i = 0;
  do
  :: i < OBJECTS && !doomed && readVersion[i] != UNREAD -> validateOne(i); i++
  :: i < OBJECTS && !doomed && readVersion[i] == UNREAD -> i++
  :: i == OBJECTS || doomed -> break
  od
}

/* Raises the clock to version and moves rv there, if all that was read still stands. */
inline extend(version) {
  raiseClock(version);
  nrv = clock;
#ifndef MUTANT_EXTENSION_WITHOUT_VALIDATION
  validate();
#endif
  rv = nrv
}

/* A read in a transaction, into val, which is to be used only if the transaction is not doomed then. */
inline load(o) {
  do
  :: w = word[o];
     if
     :: isLocked(w) && mayReadInPlace(w) ->
        t = logged(slotOf(w), o);
        b = body[o];
        val = cell[b];
        ok = stillInPlace(w, o)
     :: isLocked(w) && !mayReadInPlace(w) ->
        settle(o);
        ok = false
     :: else ->
        t = w;
        b = body[o];
        val = cell[b];
#ifdef MUTANT_NO_LOCK_RECHECK
        ok = true
#else
        ok = (word[o] == w)
#endif
     fi;
     if
     :: !ok -> skip
#ifdef MUTANT_NO_VERSION_CHECK
     :: ok -> readVersion[o] = t; break
#else
     :: ok && t <= rv -> readVersion[o] = t; break
     :: ok && t > rv ->
        b = t;
        extend(b);
        if
        :: doomed -> break
#ifdef MUTANT_NO_REREAD_AFTER_EXTENSION
        :: !doomed -> readVersion[o] = b; break
#else
        :: else -> skip
#endif
        fi
#endif
     fi
  od;
  forget()
}

inline store(o, value) {
  d_step { newValue[o] = value; written[o] = true }
}

/* A private body for object o, filled with its one value while readers of its former life may still look at it. */
inline replaceBody(o, value) {
  atomic {
    if
    :: unused[0] -> b = 0
    :: unused[1] -> b = 1
#if BODIES > 2
    :: unused[2] -> b = 2
#endif
    fi;
    unused[b] = false
  }
  cell[b] = value;
  d_step { newBody[o] = b; written[o] = true }
}

inline release(block) {
  d_step { assert(!unused[block]); unused[block] = true }
}

/* Takes the lock of o: the version it had goes into the log before the CAS. */
inline lock(o) {
  do
  :: slot[me] == status(seq, ABORTED) -> doomed = true; break
  :: else ->
     w = word[o];
     if
     :: isLocked(w) -> settle(o)
#ifndef MUTANT_LOCKS_ANY_VERSION
     :: !isLocked(w) && readVersion[o] != UNREAD && readVersion[o] != w -> doomed = true; break
#endif
     :: else ->
#ifndef MUTANT_LOG_AFTER_LOCK
        logged(me, o) = w;
#endif
        cas(word[o], w, lockOf(me, seq));
        if
        :: ok ->
#ifdef MUTANT_LOG_AFTER_LOCK
           logged(me, o) = w;
#endif
           break
        :: else -> skip
        fi
     fi
  od
}

inline lockAll() {
  i = 0;
  do
  :: i < OBJECTS && !doomed && written[i] -> lock(i); i++
  :: i < OBJECTS && !doomed && !written[i] -> i++
  :: i == OBJECTS || doomed -> break
  od
}

inline decide(from, to) {
  cas(slot[me], status(seq, from), status(seq, to));
  doomed = doomed || !ok
}

/* wv: above the clock and above every version that is replaced. */
inline sampleClock() {
  wv = clock;
  d_step {
    i = 0;
    do
    :: i < OBJECTS -> if :: written[i] && logged(me, i) > wv -> wv = logged(me, i) :: else fi; i++
    :: else -> break
    od;
    wv++; i = 0
  }
}

inline giveBack() {
  i = 0;
  do
  :: i < OBJECTS && written[i] -> cas(word[i], lockOf(me, seq), logged(me, i)); i++
  :: i < OBJECTS && !written[i] -> i++
  :: i == OBJECTS -> break
  od
}

inline unlock(o) {
#ifdef MUTANT_UNLOCK_WITH_OLD_VERSION
  word[o] = logged(me, o)
#else
  word[o] = wv
#endif
}

inline applyOne(o) {
  b = body[o];
  if
  :: newBody[o] == NO_BODY ->
#ifdef MUTANT_UNLOCK_BEFORE_STORE
     unlock(o);
     cell[b] = newValue[o]
#else
     cell[b] = newValue[o];
     unlock(o)
#endif
  :: else ->
     body[o] = newBody[o];
     newBody[o] = b;
     unlock(o)
  fi
}

inline apply() {
  i = 0;
  do
  :: i < OBJECTS && written[i] -> applyOne(i); i++
  :: i < OBJECTS && !written[i] -> i++
  :: i == OBJECTS -> break
  od
}

/* Recycles at once: the replaced bodies after a commit, the new ones after an abort. */
inline releaseBodies() {
  i = 0;
  do
  :: i < OBJECTS && newBody[i] != NO_BODY -> release(newBody[i]); i++
  :: i < OBJECTS && newBody[i] == NO_BODY -> i++
  :: i == OBJECTS -> break
  od
}

/* Ends the transaction: committed says how. Read-only ones have been consistent all along. */
inline commit() {
  if
  :: doomed -> skip
  :: else ->
     slot[me] = status(seq, LOCKING);
#ifdef MUTANT_CLOCK_BEFORE_LOCKS
     wv = clock + 1;
#endif
     lockAll();
#ifdef MUTANT_RELEASES_BODY_BEFORE_DECISION
     i = 0;
     do
     :: i < OBJECTS && newBody[i] != NO_BODY -> release(body[i]); i++
     :: i < OBJECTS && newBody[i] == NO_BODY -> i++
     :: i == OBJECTS -> break
     od;
#endif
#ifdef MUTANT_VALIDATES_BEFORE_VALID
     validate();
#endif
     if :: !doomed -> decide(LOCKING, VALID) :: else fi;
#ifndef MUTANT_CLOCK_BEFORE_LOCKS
     if :: !doomed -> sampleClock() :: else fi;
#endif
#if !defined(MUTANT_VALIDATES_BEFORE_VALID) && !defined(MUTANT_NO_VALIDATION)
     if :: !doomed -> validate() :: else fi;
#endif
     if :: !doomed -> decide(VALID, COMMITTED) :: else fi;
     if
     :: doomed -> slot[me] = status(seq, ABORTED);
#ifndef MUTANT_ABORT_KEEPS_LOCKS
        giveBack()
#endif
     :: else -> apply(); committed = true
     fi;
     nextSeq()
  fi;
#ifndef MUTANT_RELEASES_BODY_BEFORE_DECISION
  releaseBodies();
#endif
  forget()
}

/* For init: every object at version 1 with a body of its own, and n processes to come. */
inline setUp(n) {
  d_step {
    word[0] = 1; body[0] = 0;
#if OBJECTS > 1
    word[1] = 1; body[1] = 1;
#endif
    running = n
  }
}

/* A reader of some other object, whose version is above the clock. */
proctype ClockRaiser() {
  raiseClock(clock + 1);
  running--
}

#define nothingLeftLocked(o) assert(!isLocked(word[o]))
