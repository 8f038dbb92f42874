/* One thief takes two commits over while somebody else is still about to finish the first of its takeovers.
 * mutants: MUTANT_TAKEOVER_SEQ_REUSE
 */
#include "takeover.pml"

init {
  d_step { state[0] = USED; hazard[0] = NONE; hazard[1] = NONE; hazard[2] = NONE; running = WRITERS + 1 }
  atomic { run Writer(0, 2); run Reader(1); run Reader(2) }
  running == 0;
  assert(!isLocked(word) && cell[body] == commits && commits == 2)
}
