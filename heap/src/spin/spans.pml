/* SPDX-License-Identifier: Apache-2.0
 * A span without live blocks is given back and divided anew, while others claim blocks of it, and sweep. Files that include this
 * one say who does what.
 */
#include "words.pml"

/* A span of class 0 has two blocks, one of class 1 has one; each has a word of the bitmap to itself. */
#define blocksOf(c) (2 - (c))

/* The span's word: tag * 8 + state. */
#define FREE 0
#define SMALL(c) (1 + (c))
#define CLOSED(c) (3 + (c))
#define stateOf(w) ((w) % 8)
#define classOf(w) ((stateOf(w) - 1) % 2)
#define isOpen(w, c) (stateOf(w) == SMALL(c))
#ifdef MUTANT_SPAN_TAG_KEPT
#define changed(w, s) (s)
#else
#define changed(w, s) (((w) / 8 + 1) * 8 + (s))
#endif

/* A word of the bitmap: tag * 2 + live. */
#define isLive(w) ((w) % 2)
#define flipped(w) ((w) + 2 + 1 - 2 * isLive(w))

byte span = SMALL(0);
byte bitmap[2];

/* For the assertions. */
bool used[2];
bool garbage[2];

#define holds(c) (stateOf(span) == SMALL(c) || stateOf(span) == CLOSED(c))

proctype Claimer(byte class; byte budget) {
  byte word, i, seen;
  bool ok;
end:
  do
  :: atomic {
       budget > 0 ->
       budget--;
       if :: i = 0 :: blocksOf(class) > 1 -> i = 1 fi;
       seen = span
     }
     if
     :: stateOf(seen) == FREE || stateOf(seen) == CLOSED(class) -> cas(span, seen, changed(seen, SMALL(class)))
     :: else
     fi;
#ifdef MUTANT_SPAN_LOOKED_AT_FIRST
     if :: !isOpen(span, class) -> goto next :: else fi;
#endif
     atomic { word = bitmap[i]; if :: isLive(word) -> goto next :: else fi }
#ifndef MUTANT_SPAN_LOOKED_AT_FIRST
#ifndef MUTANT_SPAN_NOT_LOOKED_AT
     if :: !isOpen(span, class) -> goto next :: else fi;
#endif
#endif
     atomic {
       cas(bitmap[i], word, flipped(word));
       if
       :: ok -> assert(!used[i] && !garbage[i] && holds(class)); used[i] = true
       :: else -> goto next
       fi
     }
     atomic {
       assert(used[i] && isLive(bitmap[i]) && holds(class));
       used[i] = false;
#ifdef WITH_GARBAGE
       garbage[i] = true
#else
       bitmap[i] = flipped(bitmap[i])
#endif
     }
next:
     atomic { i = 0; word = 0; seen = 0; ok = false }
  :: else -> break
  od
}

inline retire() {
  atomic {
    seen = span;
    if
    :: stateOf(seen) == FREE -> goto over
    :: else -> class = classOf(seen)
    fi
  }
#ifndef MUTANT_NOT_CLOSED
  if
  :: stateOf(seen) == SMALL(class) ->
     atomic {
       cas(span, seen, changed(seen, CLOSED(class)));
       if :: !ok -> goto over :: else -> seen = changed(seen, CLOSED(class)) fi
     }
  :: else
  fi;
#endif
  do
  :: atomic { i < blocksOf(class) -> word = bitmap[i] }
     if :: isLive(word) -> goto live :: else fi;
#ifndef MUTANT_SAME_TAGS
     atomic { cas(bitmap[i], word, word + 2); if :: !ok -> goto live :: else fi }
#endif
     i++
  :: else -> break
  od;
  atomic {
    cas(span, seen, changed(seen, FREE));
    if
    :: ok ->
       assert(!used[0] && !used[1] && !isLive(bitmap[0]) && !isLive(bitmap[1]));
#ifdef MUTANT_TAGS_RESET
       bitmap[0] = 0; bitmap[1] = 0
#endif
    :: else
    fi
  }
  goto over;
live:
  cas(span, seen, changed(seen, SMALL(class)))
}

proctype Retirer(byte budget) {
  byte seen, class, i, word;
  bool ok;
  do
  :: budget > 0 -> budget--; retire();
over:
     atomic { seen = 0; class = 0; i = 0; word = 0; ok = false }
  :: else -> break
  od
}

/* That the block is garbage is what births and era say, both looked at after the word; from then on anything may happen. */
proctype Sweeper() {
  byte i, word;
  bool ok;
  atomic { if :: i = 0 :: i = 1 fi; word = bitmap[i] }
  if :: !isLive(word) || !garbage[i] -> goto over :: else fi;
  atomic {
#ifdef MUTANT_SWEEP_WITHOUT_TAG
    ok = isLive(bitmap[i]);
    word = bitmap[i];
    if :: ok -> bitmap[i] = flipped(word) :: else fi;
#else
    cas(bitmap[i], word, flipped(word));
#endif
    if
    :: ok -> assert(garbage[i] && !used[i]); garbage[i] = false
    :: else
    fi
  }
over:
  skip
}
