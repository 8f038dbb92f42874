/* SPDX-License-Identifier: Apache-2.0
 * Large lists as trees of chunks (org.sharedobjects.heap.listtree). What protocol.pml shows of single objects is taken for
 * granted: a look at one object, a plain write of it and a commit are one step each. A version is of the object; a
 * transaction reads a snapshot and extends it. The scenarios include this file and say what must hold.
 *
 * Chunks are full, then at most one is partly filled, then empty: asserted at every change. Children of the directory are
 * attached empty, at version 0, and a chunk with elements has one behind it. Where a list ends is found by a search that is
 * one step here, but only a hint: it is verified by reading. Not modelled: which elements there are, and rewriting a list.
 */
#define CHUNKS 4
#define CELLS 2
/* Objects that are no chunks. */
#define X CHUNKS
#define Y (CHUNKS + 1)
#define OBJECTS (CHUNKS + 2)
#define UNREAD 255

byte clock = 1;
byte version[OBJECTS];
/* Elements of a chunk, value of another object. */
byte count[OBJECTS];
byte attached;
byte running;
/* Sizes the list has had since somebody began to look. */
short sizes;

#define size() (count[0] + count[1] + count[2] + count[3])
#define newer(v) ((clock > v -> clock : v) + 1)

inline requireShape() {
  assert(count[0] == CELLS || count[1] == 0);
  assert(count[1] == CELLS || count[2] == 0);
  assert(count[2] == CELLS || count[3] == 0);
  sizes = sizes | (1 << size())
}

inline setUp(elements) {
  d_step {
    count[0] = (elements > CELLS -> CELLS : elements);
    count[1] = elements - count[0];
    attached = (elements > CELLS -> 3 : 2);
    version[0] = 1; version[1] = (elements > CELLS -> 1 : 0);
    sizes = 1 << size()
  }
}

/* The private state of one process. */
#define MUTATOR \
  byte i, t, v, c, rv, wv, val; \
  bool doomed = false, committed = false; \
  byte readVersion[OBJECTS]; \
  byte newCount[OBJECTS]

inline begin() {
  d_step {
    doomed = false; committed = false; i = 0;
    do :: i < OBJECTS -> readVersion[i] = UNREAD; newCount[i] = UNREAD; i++ :: else -> break od;
    i = 0;
    rv = clock
  }
}

inline validate() {
  i = 0;
  do
  :: i < OBJECTS ->
     if :: readVersion[i] != UNREAD && readVersion[i] != version[i] -> doomed = true :: else fi;
     i++
  :: else -> break
  od;
  i = 0
}

/* Into val, to be used only if the transaction is not doomed then. */
inline load(o) {
  d_step {
    if
    :: version[o] > rv ->
       if :: clock < version[o] -> clock = version[o] :: else fi;
       validate();
       rv = clock
    :: else
    fi;
    if :: readVersion[o] == UNREAD -> readVersion[o] = version[o] :: else fi;
    if :: readVersion[o] != version[o] -> doomed = true :: else fi;
    val = count[o]
  }
}

inline store(o, value) {
  newCount[o] = value
}

inline commit() {
  d_step {
    validate();
    if
    :: !doomed ->
       wv = clock;
       do
       :: i < OBJECTS -> if :: newCount[i] != UNREAD && version[i] > wv -> wv = version[i] :: else fi; i++
       :: else -> break
       od;
       i = 0;
       do
       :: i < OBJECTS ->
          if
          :: newCount[i] != UNREAD ->
#ifdef MUTANT_CHUNK_PUBLISHED_FILLED
             if :: i < CHUNKS && version[i] == 0 -> skip :: else -> version[i] = wv + 1 fi;
#else
             version[i] = wv + 1;
#endif
             count[i] = newCount[i]
          :: else
          fi;
          i++
       :: else -> break
       od;
       i = 0; wv = 0;
       committed = true;
       requireShape()
    :: else
    fi
  }
}

/* Into v and c: one look at a chunk. */
inline look(chunk) {
  d_step { v = version[chunk]; c = count[chunk] }
}

/* One look at a chunk and a write of it if it has not changed since. */
inline plainWrite(chunk, value) {
  d_step {
    if
    :: version[chunk] == v -> version[chunk] = newer(v); count[chunk] = value; committed = true; requireShape()
    :: else -> committed = false
    fi
  }
}

/* Into t: the last chunk with elements, as of now. */
inline search() {
  d_step {
    t = attached - 1;
    do :: t > 0 && count[t] == 0 -> t-- :: else -> break od
  }
}

inline attach(children) {
  d_step { if :: attached < children -> attached = children :: else fi }
}

#ifdef MUTANT_NO_CHUNK_BEHIND
#define attachBefore(children)
#define attachAfter(children) attach(children)
#else
#define attachBefore(children) attach(children)
#define attachAfter(children)
#endif

/* One more element. */
inline append() {
  committed = false;
  do
  :: committed -> break
  :: else ->
     search();
     look(t);
     if
     :: c > 0 && c < CELLS -> plainWrite(t, c + 1)
     :: else ->
        begin();
#ifdef MUTANT_APPEND_WITHOUT_THE_CHUNK_BEFORE
        val = count[t];
#else
        load(t);
#endif
        if
        :: doomed -> skip
        :: !doomed && t == 0 && val == 0 -> attachBefore(2); store(0, 1); commit()
        :: !doomed && val == CELLS ->
           load(t + 1);
           if
           :: !doomed && val == 0 -> attachBefore(t + 3); store(t + 1, 1); commit(); attachAfter(t + 3)
           :: else -> skip
           fi
        :: else -> skip
        fi
     fi
  od;
  skip;
  d_step { t = 0; v = 0; c = 0; val = 0 }
}

/* The last element, if there is one. */
inline pop() {
  committed = false;
  do
  :: committed -> break
  :: else ->
     search();
     look(t);
     if
     :: c == 0 && t == 0 -> break
     :: c > 0 && c < CELLS -> plainWrite(t, c - 1)
     :: c == CELLS ->
        begin();
        load(t);
        if
        :: !doomed && val == CELLS ->
#ifdef MUTANT_POP_WITHOUT_THE_CHUNK_BEHIND
           val = count[t + 1];
#else
           assert(attached > t + 1);
           load(t + 1);
#endif
           if :: !doomed && val == 0 -> store(t, CELLS - 1); commit() :: else -> skip fi
        :: else -> skip
        fi
     :: else -> skip
     fi
  od;
  skip;
  d_step { t = 0; v = 0; c = 0; val = 0 }
}
