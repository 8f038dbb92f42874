/* Bodies of two objects are replaced and taken into use again at once, by the other object too, beside a plain writer and a
 * reader: nobody reads a value of the other object, no write goes to a body that has a new owner, no body is freed twice or lost.
 * mutants: MUTANT_NO_LOCK_RECHECK MUTANT_PLAIN_WRITE_READS_BODY_FIRST MUTANT_RELEASES_BODY_BEFORE_DECISION
 * explored at length, checksum 2c34a33e: PROTOCOL
 */
#define BODIES 3
#include "protocol.pml"

#define isValueOf(o, value) (value / 10 == o)

proctype Replacer(byte me) {
  MUTATOR;
  begin();
  load(me);
  if :: !doomed -> assert(isValueOf(me, val)); replaceBody(me, val + 1) :: else fi;
  commit();
  running--
}

proctype PlainWriter(byte me) {
  MUTATOR;
  plainUpdate(0, val + 1);
  running--
}

proctype Reader() {
  byte me = 3;
  MUTATOR;
  plainRead(0);
  assert(isValueOf(0, val));
  running--
}

init {
  setUp(4);
  d_step { cell[1] = 10; unused[2] = true }
  atomic { run Replacer(0); run Replacer(1); run PlainWriter(2); run Reader() }
  running == 0;
  nothingLeftLocked(0);
  nothingLeftLocked(1);
  assert(isValueOf(0, cell[body[0]]) && isValueOf(1, cell[body[1]]));
  assert(!unused[body[0]] && !unused[body[1]] && unused[0] + unused[1] + unused[2] == 1)
}
