/* One thief takes two commits over while somebody else is still about to finish the first of its takeovers.
 * mutants: MUTANT_TAKEOVER_SEQ_REUSE
 * explored at length, checksum bba7038e: PROTOCOL
 */
#include "takeover.pml"

init {
  setUp();
  atomic { run Writer(0, 2); run Reader(1); run Reader(2) }
  running == 0;
  nothingLost(2)
}
