/* Two writers, in place or with a new body, and a reader take each other's commits over.
 * mutants: MUTANT_OWNER_UNLOCKS_BY_STORE MUTANT_NO_HAZARD MUTANT_NO_RECHECK_AFTER_LOG MUTANT_OWNER_STORES_BODY
 * mutants: MUTANT_ABANDONED_BODY_REUSED_AT_ONCE MUTANT_THIEF_OVERWRITES_IN_PLACE
 */
#include "takeover.pml"

init {
  setUp();
  atomic { run Writer(0, 1); run Writer(1, 1); run Reader(2) }
  running == 0;
  nothingLost(2)
}
