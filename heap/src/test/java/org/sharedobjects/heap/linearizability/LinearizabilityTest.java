// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.linearizability;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(14_400)
class LinearizabilityTest {
    @Test
    void shouldDoEachOperationOfAListInOneStep() {
        Linearizability.check(ListOperations.OfSharedList.class, ListOperations.OfArrayList.class);
    }

    @Test
    void shouldDoEachOperationOfAMapInOneStep() {
        Linearizability.check(MapOperations.OfSharedMap.class, MapOperations.OfLinkedHashMap.class);
    }

    @Test
    void shouldDoEachOperationOfASetInOneStep() {
        Linearizability.check(SetOperations.OfSharedSet.class, SetOperations.OfLinkedHashSet.class);
    }

    @Test
    void shouldDoEachOperationOfAnInstanceInOneStep() {
        Linearizability.check(InstanceOperations.OfSharedInstance.class, InstanceOperations.OfMap.class);
    }

    @Test
    void shouldDoEachOperationOfAnArrayInOneStep() {
        Linearizability.checkShortly(ArrayOperations.OfSharedArray.class, ArrayOperations.OfLongs.class);
    }

    @Test
    void shouldDoEachAtomicFunctionInOneStep() {
        Linearizability.check(AtomicOperations.OfSharedLists.class, AtomicOperations.OfArrayLists.class);
    }
}
