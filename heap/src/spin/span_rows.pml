/* SPDX-License-Identifier: Apache-2.0
 * Rows of spans become large blocks and are given back, by some who are killed over it.
 * mutants: MUTANT_ANY_TAIL MUTANT_HEAD_NOT_LOOKED_AT MUTANT_HEAD_FREED_FIRST MUTANT_TAILS_CLAIMED_FIRST MUTANT_HEAD_TAG_KEPT
 * mutants: MUTANT_TAIL_TAG_KEPT
 */
#include "words.pml"

#define SPANS 3

/* A span's word: tag * 32 + argument * 8 + state. The argument is the length of a row, or how far a tail is from its head. */
#define FREE 0
#define PARTIAL 1
#define LARGE 2
#define TAIL 3
#define stateOf(w) ((w) % 8)
#define argument(w) ((w) / 8 % 4)
#define changedTag(w, s, a) (((w) / 32 + 1) * 32 + (a) * 8 + (s))
#ifdef MUTANT_HEAD_TAG_KEPT
#define changed(w, s, a) ((a) * 8 + (s))
#else
#define changed(w, s, a) changedTag(w, s, a)
#endif
#ifdef MUTANT_TAIL_TAG_KEPT
#define changedTail(w, s, a) ((a) * 8 + (s))
#else
#define changedTail(w, s, a) changed(w, s, a)
#endif

short span[SPANS];

/* For the assertions: who uses a span; and how many living claimers have a head that is not whole yet. */
byte user[SPANS];
byte claiming[SPANS];
byte ended;

#ifdef MUTANT_ANY_TAIL
#define isTail(w, d) (stateOf(w) == TAIL)
#else
#define isTail(w, d) (stateOf(w) == TAIL && argument(w) == (d))
#endif

/* Gives back what belongs to the head, whose word is this one. Anybody may do so, and several at once. */
inline giveBack(first, partial) {
#ifdef MUTANT_HEAD_FREED_FIRST
  cas(span[first], partial, changed(partial, FREE, 0));
#endif
  i = 1;
  do
  :: i < argument(partial) && first + i < SPANS ->
     tail = span[first + i];
#ifndef MUTANT_HEAD_NOT_LOOKED_AT
#ifndef MUTANT_HEAD_FREED_FIRST
     if :: span[first] != partial -> break :: else fi;
#endif
#endif
     if
     :: isTail(tail, i) ->
        atomic {
          cas(span[first + i], tail, changedTail(tail, FREE, 0));
          assert(!ok || user[first + i] == 0)
        }
     :: else
     fi;
     i++
  :: else -> break
  od;
#ifndef MUTANT_HEAD_FREED_FIRST
  cas(span[first], partial, changed(partial, FREE, 0));
#endif
  atomic { i = 0; tail = 0 }
}

inline mayDie() { if :: goto dead :: skip fi }

/* Claims and gives back, or is killed. */
proctype User(byte me; byte first; byte length; byte budget) {
  byte i, j;
  short word, tail;
  bool ok;
  do
  :: budget > 0 ->
     atomic { budget--; word = span[first]; if :: stateOf(word) != FREE -> goto next :: else fi }
#ifdef MUTANT_TAILS_CLAIMED_FIRST
     j = 1;
     do
     :: j < length ->
        tail = span[first + j];
        if :: stateOf(tail) != FREE -> goto next :: else fi;
        cas(span[first + j], tail, changedTail(tail, TAIL, j));
        if :: !ok -> goto next :: else fi;
        mayDie();
        j++
     :: else -> break
     od;
#endif
     atomic {
       cas(span[first], word, changed(word, PARTIAL, length));
       if :: !ok -> goto next :: else -> claiming[first]++ fi;
       word = changed(word, PARTIAL, length);
       j = 1
     }
     do
     :: j < length ->
        if :: atomic { claiming[first]--; goto dead } :: skip fi;
        tail = span[first + j];
        ok = false;
#ifdef MUTANT_TAILS_CLAIMED_FIRST
        ok = true;
#else
        if
        :: stateOf(tail) == FREE -> cas(span[first + j], tail, changedTail(tail, TAIL, j))
        :: else
        fi;
#endif
        if :: !ok -> goto lost :: else fi;
        j++
     :: else -> break
     od;
     atomic {
       claiming[first]--;
       cas(span[first], word, changed(word, LARGE, length));
       assert(ok);
       word = changed(word, LARGE, length);
       j = 0;
       do
       :: j < length -> assert(user[first + j] == 0); user[first + j] = me; j++
       :: else -> break
       od
     }
     atomic {
       j = 0;
       do
       :: j < length ->
          assert(user[first + j] == me);
          assert(j == 0 || (stateOf(span[first + j]) == TAIL && argument(span[first + j]) == j));
          user[first + j] = 0;
          j++
       :: else -> break
       od;
       cas(span[first], word, changed(word, PARTIAL, length));
       assert(ok);
       word = changed(word, PARTIAL, length)
     }
     mayDie();
     giveBack(first, word);
     mayDie();
     goto next;
lost:
     atomic { claiming[first]-- }
     giveBack(first, word);
next:
     atomic { j = 0; word = 0; tail = 0; ok = false }
  :: else -> break
  od;
dead:
  ended++
}

/* Knows of a head that is not whole that nobody living is claiming it: all have passed since it saw the word. */
inline sweep(first) {
  atomic { word = span[first]; known = stateOf(word) == PARTIAL && claiming[first] == 0 }
  if :: known -> giveBack(first, word) :: else fi;
  word = 0; known = false
}

proctype Sweeper() {
  byte i;
  short word, tail;
  bool ok, known;
  if :: sweep(0) :: sweep(1) fi;
  ended++
}

init {
  byte i;
  short word, tail;
  bool ok, known;
  atomic {
    run User(1, 0, 3, 1);
    run User(2, 1, 2, 2);
    run Sweeper()
  }
  ended == 3;
  sweep(0);
  sweep(1);
  sweep(2);
  assert(stateOf(span[0]) == FREE && stateOf(span[1]) == FREE && stateOf(span[2]) == FREE)
}
