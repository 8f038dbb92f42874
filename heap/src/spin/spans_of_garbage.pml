/* Blocks become garbage, which two collectors sweep, one of them late.
 * mutants: MUTANT_TAGS_RESET MUTANT_SWEEP_WITHOUT_TAG
 */
#define WITH_GARBAGE
#include "spans.pml"

init {
  atomic {
    run Claimer(0, 2);
    run Claimer(1, 1);
    run Retirer(1);
    run Sweeper();
    run Sweeper()
  }
}
