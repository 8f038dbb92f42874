/* Two want blocks of different classes, of one span, and two give it back at once.
 * mutants: MUTANT_NOT_CLOSED MUTANT_SAME_TAGS MUTANT_TAGS_RESET MUTANT_SPAN_NOT_LOOKED_AT MUTANT_SPAN_LOOKED_AT_FIRST
 * mutants: MUTANT_SPAN_TAG_KEPT
 * explored at length, checksum 96ffbeb8: PROTOCOL
 */
#include "spans.pml"

init {
  atomic {
    run Claimer(0, 2);
    run Claimer(1, 1);
    run Retirer(1);
    run Retirer(1)
  }
}
