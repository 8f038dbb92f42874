/* The thread of a collector looks at what a transaction has touched while its thread is in the user's code: what it finds is
 * whole, and is all that the thread has touched when it passes for it. Two words stand for the read set, which the thread fills
 * one after the other. The stack is read by a handshake with the thread, so at one moment.
 * mutants: MUTANT_LOOKS_BEFORE_SAYING_SO MUTANT_NO_WAIT_AT_THE_BEGINNING MUTANT_NO_WAIT_AFTER_THE_USERS_CODE MUTANT_NO_LOOK_AT_THE_STACK
 */
#define OPERATIONS 2

bool inOperation, looking, monitor, ended;
byte first, second;

inline awaitLook() {
  if
  :: looking -> atomic { !monitor -> monitor = true }; monitor = false
  :: else
  fi
}

/* Touches one more object. */
inline touch() {
  first++;
  second++
}

/* Operations that the user's function calls; after it the operation that has called the function goes on, and commits. */
active proctype Borrower() {
  byte i = 0;
  do
  :: i < OPERATIONS ->
     inOperation = true;
#ifndef MUTANT_NO_WAIT_AT_THE_BEGINNING
     awaitLook();
#endif
     touch();
     inOperation = false;
     i++
  :: else -> break
  od;
  inOperation = true;
#ifndef MUTANT_NO_WAIT_AFTER_THE_USERS_CODE
  awaitLook();
#endif
  first = 0;
  second = 0;
  ended = true
}

active proctype Collector() {
  bool outside;
  byte foundFirst, foundSecond;
  do
  :: atomic { !monitor -> monitor = true };
#ifdef MUTANT_LOOKS_BEFORE_SAYING_SO
     outside = !inOperation;
     looking = true;
#else
     looking = true;
     outside = !inOperation;
#endif
#ifdef MUTANT_NO_LOOK_AT_THE_STACK
     outside = true;
#endif
     if
     :: outside ->
        foundSecond = second;
        foundFirst = first;
        assert(foundFirst == foundSecond);
        /* It passes here: nothing may have been touched since. */
        assert(first == foundFirst)
     :: else
     fi;
     looking = false;
     monitor = false
  :: ended -> break
  od
}
