/* SPDX-License-Identifier: Apache-2.0
 * Large dicts: an index node that becomes a branch, leaves, and chunks of one entry each, in the order of insertion. A load of
 * one object by a transaction and a commit are one step each here; that they may be taken for that is what protocol.pml checks.
 * Key k is in the words of a node as position + 1, or not at all; after the split even and odd keys have a leaf of their own.
 * A hint is what a look at the index says without being part of what the transaction has read.
 */
#define KEYS 4
#define NODE 0
#define LEAVES 1
#define TAIL 3
#define CHUNK 4
#define CHUNKS 5
#define OBJECTS (CHUNK + CHUNKS)
#define UNREAD 255
#define REMOVED 9

#define leafOf(k) (LEAVES + (k) % 2)
#define word(node, k) words[(node) * KEYS + (k)]
#define wordOf(k) word((branch -> leafOf(k) : NODE), k)

byte clock = 1;
byte version[OBJECTS];
bool branch = false;
byte words[3 * KEYS];
/* Key + 1 of the entry of each chunk; 0: empty. */
byte entry[CHUNKS];
byte tail, attached;
byte running;

#define TRANSACTION \
  byte rv, i, x, found; \
  bool doomed = false; \
  byte readVersion[OBJECTS]

inline begin() {
  d_step {
    doomed = false; i = 0;
    do :: i < OBJECTS -> readVersion[i] = UNREAD; i++ :: else -> break od;
    i = 0; rv = clock
  }
}

inline validate() {
  i = 0;
  do
  :: i < OBJECTS -> if :: readVersion[i] != UNREAD && readVersion[i] != version[i] -> doomed = true :: else fi; i++
  :: else -> i = 0; break
  od
}

/* Part of what the transaction has read; to be followed by what it is to know, in the same step. */
inline load(o) {
  d_step {
    if
    :: version[o] > rv ->
       if :: clock < version[o] -> clock = version[o] :: else fi;
       rv = clock;
       validate()
    :: else
    fi;
    if
    :: readVersion[o] == UNREAD -> readVersion[o] = version[o]
    :: else -> doomed = doomed || readVersion[o] != version[o]
    fi
  }
}

/* Into x: position + 1 or 0, a moment's truth. */
inline hint(k) {
#ifdef MUTANT_LEAF_NOT_RECHECKED
  if :: branch -> x = word(leafOf(k), k) :: !branch -> skip; x = word(NODE, k) fi
#else
  if
  :: atomic { !branch -> x = word(NODE, k) }
  :: branch -> x = word(leafOf(k), k)
  fi
#endif
}

/* Into found: position + 1 of a key, 0: there is none. */
inline find(k) {
  found = 0;
  hint(k);
  if
  :: x > 0 -> look(k)
  :: else
  fi;
#ifdef MUTANT_MISS_BY_HINT
  skip
#else
  if
  :: !doomed && found == 0 ->
     atomic {
#ifdef MUTANT_BRANCH_NOT_READ
       if :: !branch -> load(NODE) :: else fi;
#else
       load(NODE);
#endif
       x = (branch -> 0 : word(NODE, k))
     };
     if
     :: !doomed && branch -> atomic { load(leafOf(k)); x = word(leafOf(k), k) }
     :: else
     fi;
     if
     :: !doomed && x > 0 -> look(k)
     :: else
     fi
  :: else
  fi
#endif
}

inline look(k) {
  atomic {
    load(CHUNK + x - 1);
    if
#ifdef MUTANT_HINT_TRUSTED
    :: !doomed -> found = x; assert(entry[x - 1] == k + 1)
#else
    :: !doomed && entry[x - 1] == k + 1 -> found = x
#endif
    :: else
    fi
  }
}

/* A plain step, whatever becomes of the transaction. */
inline ensureChunkBehind(p) {
#ifndef MUTANT_NO_EMPTY_CHUNK_BEHIND
  d_step { if :: attached < p + 2 -> attached = p + 2 :: else fi }
#else
  d_step { if :: attached < p + 1 -> attached = p + 1 :: else fi }
#endif
}

/* The write version, into x. */
inline choose(o) {
  if :: x <= version[o] -> x = version[o] + 1 :: else fi
}

inline split() {
  branch = true;
  i = 0;
  do
  :: i < KEYS -> word(leafOf(i), i) = word(NODE, i); word(NODE, i) = 0; i++
  :: else -> i = 0; break
  od
}

inline setUp(processes) {
  d_step {
    version[NODE] = 1; version[TAIL] = 1; version[CHUNK] = 1; version[CHUNK + 1] = 1;
    entry[0] = 2 + 1; word(NODE, 2) = 1;
    entry[1] = 0 + 1; word(NODE, 0) = 2;
    tail = 2;
#ifdef MUTANT_NO_EMPTY_CHUNK_BEHIND
    attached = 2;
#else
    attached = 3;
#endif
    running = processes
  }
}
