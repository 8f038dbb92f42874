/* SPDX-License-Identifier: Apache-2.0
 * Lock words and compare-and-set, as all models have them. A word below LOCKED is a version.
 */
#define LOCKED 128
#define isLocked(w) (w >= LOCKED)
#define lockOf(slot, q) (LOCKED + (slot) * 16 + (q))
#define slotOf(w) ((w - LOCKED) / 16)
#define seqOf(w) ((w - LOCKED) % 16)

inline cas(place, expected, value) {
  d_step { if :: place == expected -> place = value; ok = true :: else -> ok = false fi }
}
