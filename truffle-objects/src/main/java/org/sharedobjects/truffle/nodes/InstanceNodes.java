// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.object.ObjectBuiltins.GetAttributeNode;
import com.oracle.graal.python.builtins.objects.object.ObjectBuiltins.SetattrNode;
import com.oracle.graal.python.builtins.objects.object.ObjectBuiltinsFactory.GetAttributeNodeFactory;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotGetAttr.GetAttrBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotSetAttr.SetAttrBuiltinNode;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Exclusive;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.NeverDefault;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedBranchProfile;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.struct.Shape;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.access.DataDescriptors;
import org.sharedobjects.truffle.nodes.access.InstanceOperations;
import org.sharedobjects.truffle.nodes.access.NewTexts;
import org.sharedobjects.truffle.nodes.access.TransactionalSteps;
import org.sharedobjects.truffle.nodes.value.CopyInNode;
import org.sharedobjects.truffle.nodes.value.DecodeNode;

/**
 * Attributes of shared instances: fields of the heap first, then what the class has. Compiled code knows the place of a
 * field by the instance's shape; the shape it looks at to choose is a guess that the read itself checks again.
 */
public final class InstanceNodes {
    static final int MAX_SHAPES = 3;

    private InstanceNodes() {}

    static int shapeGuess(SharedInstance self) {
        Memory memory = self.home.memory;
        return ObjectLayout.shape(memory.getGuess(memory.getGuess(self.ref + ObjectLayout.BODY)));
    }

    static boolean isShape(SharedInstance self, long heapNumber, int shapeId) {
        return self.home.heapNumber == heapNumber && shapeGuess(self) == shapeId;
    }

    /** {@code x.name} */
    @GenerateNodeFactory
    public abstract static class GetAttribute extends GetAttrBuiltinNode {
        /** A field, at a place of the program that always uses the same name. */
        @Specialization(
                guards = {"name == cachedName", "index >= 0", "isShape(self, heapNumber, shapeId)"},
                assumptions = "classes()",
                limit = "MAX_SHAPES")
        static Object field(
                VirtualFrame frame,
                SharedInstance self,
                TruffleString name,
                @Bind Node node,
                @SuppressWarnings("unused") @Cached("name") TruffleString cachedName,
                @SuppressWarnings("unused") @Cached("self.home.heapNumber") long heapNumber,
                @Cached("shapeGuess(self)") int shapeId,
                @Cached("index(self, shapeId, name)") int index,
                @Cached DecodeNode decode,
                @Cached @Exclusive InlinedBranchProfile slow,
                @Cached @Exclusive InlinedConditionProfile plain,
                @Cached @Exclusive InlinedConditionProfile inTransaction,
                @Cached @Shared("generic") Generic generic) {
            AttachedHeap home = self.home;
            boolean inside = false;
            if (!plain.profile(node, home.isPlain())) {
                if (home.areClassesOld()) {
                    slow.enter(node);
                    return generic.lookup(frame, node, self, name);
                }
                inside = TransactionalSteps.isInside(node, home, inTransaction);
            }
            int passes = home.passage.count();
            long cell = load(node, home, self, shapeId, index, passes, inside);
            if (cell != Cell.EMPTY && cell != Cell.MISS_SLOW) {
                Object value = decode.execute(home, cell, passes);
                if (value != null && home.passage.unchangedSince(passes)) {
                    return value;
                }
            }
            slow.enter(node);
            return generic.field(frame, node, self, name);
        }

        private static long load(
                Node node, AttachedHeap home, SharedInstance self, int shapeId, int index, int passes, boolean inside) {
            try {
                return inside
                        ? TransactionalSteps.field(node, self, shapeId, index)
                        : Records.tryGet(home.memory, self.ref, shapeId, index);
            } catch (HeapException e) {
                Guard.throwUnlessPassed(node, home, passes, e);
                return Cell.MISS_SLOW;
            }
        }

        /** A method or another attribute of the class. */
        @Specialization(
                guards = {"name == cachedName", "index == ABSENT", "!special", "isShape(self, heapNumber, shapeId)"},
                limit = "MAX_SHAPES")
        static Object ofClass(
                VirtualFrame frame,
                SharedInstance self,
                TruffleString name,
                @Bind Node node,
                @SuppressWarnings("unused") @Cached("name") TruffleString cachedName,
                @SuppressWarnings("unused") @Cached("self.home.heapNumber") long heapNumber,
                @Cached("shapeGuess(self)") int shapeId,
                @SuppressWarnings("unused") @Cached("index(self, shapeId, name)") int index,
                @SuppressWarnings("unused") @Cached("isSpecial(name)") boolean special,
                @Cached @Exclusive InlinedBranchProfile slow,
                @Cached @Exclusive InlinedConditionProfile plain,
                @Cached @Exclusive InlinedConditionProfile inTransaction,
                @Cached @Shared("generic") Generic generic) {
            boolean asSeen = true;
            if (!plain.profile(node, self.home.isPlain())) {
                if (self.home.areClassesOld()) {
                    slow.enter(node);
                    return generic.lookup(frame, node, self, name);
                }
                asSeen = !TransactionalSteps.isInside(node, self.home, inTransaction)
                        || TransactionalSteps.hasShape(node, self, shapeId);
            }
            return asSeen ? generic.ofClass(frame, self, name) : generic.lookup(frame, node, self, name);
        }

        /** A field that the class, here or elsewhere, has a data descriptor for, or whose place is not known by the shape. */
        @InliningCutoff
        @Specialization(
                guards = {"name == cachedName", "index == UNKNOWN", "isShape(self, heapNumber, shapeId)"},
                limit = "MAX_SHAPES")
        static Object described(
                VirtualFrame frame,
                SharedInstance self,
                TruffleString name,
                @Bind Node node,
                @SuppressWarnings("unused") @Cached("name") TruffleString cachedName,
                @SuppressWarnings("unused") @Cached("self.home.heapNumber") long heapNumber,
                @SuppressWarnings("unused") @Cached("shapeGuess(self)") int shapeId,
                @SuppressWarnings("unused") @Cached("index(self, shapeId, name)") int index,
                @Cached @Shared("generic") Generic generic) {
            return generic.lookup(frame, node, self, name);
        }

        @InliningCutoff
        @Specialization(replaces = {"field", "ofClass", "described"})
        static Object any(
                VirtualFrame frame,
                Object self,
                Object name,
                @Bind Node node,
                @Cached @Shared("generic") Generic generic) {
            return generic.lookup(frame, node, self, name);
        }

        static int shapeGuess(SharedInstance self) {
            return InstanceNodes.shapeGuess(self);
        }

        static boolean isShape(SharedInstance self, long heapNumber, int shapeId) {
            return InstanceNodes.isShape(self, heapNumber, shapeId);
        }

        static int index(SharedInstance self, int shapeId, TruffleString name) {
            return InstanceOperations.index(self, shapeId, name);
        }

        static boolean isSpecial(TruffleString name) {
            return InstanceOperations.isSpecial(name);
        }

        /** The full way: the field if there is one, then Python's ordinary lookup. */
        static final class Generic extends Node {
            @Child
            private GetAttributeNode ofClass = GetAttributeNodeFactory.create();

            @NeverDefault
            static Generic create() {
                return new Generic();
            }

            Object lookup(VirtualFrame frame, Node node, Object self, Object name) {
                Object value = null;
                if (self instanceof SharedInstance instance) {
                    if (NewTexts.bringGetter(instance)) {
                        return NewTexts.get(node, instance, name);
                    }
                    value = InstanceOperations.find(node, instance, name);
                }
                return value != null ? value : ofClass.execute(frame, self, name);
            }

            /** The same for a name that no data descriptor has. */
            Object field(VirtualFrame frame, Node node, SharedInstance self, TruffleString name) {
                Object value = InstanceOperations.findField(node, self, name);
                return value != null ? value : ofClass.executeGetAttr(frame, self, name);
            }

            Object ofClass(VirtualFrame frame, Object self, TruffleString name) {
                return ofClass.executeGetAttr(frame, self, name);
            }
        }

        static Assumption classes() {
            return DataDescriptors.unchanged();
        }

        static final int MAX_SHAPES = InstanceNodes.MAX_SHAPES;
        static final int ABSENT = Shape.ABSENT;
        static final int UNKNOWN = InstanceOperations.UNKNOWN;
    }

    /** {@code x.name = v} and {@code del x.name} */
    @GenerateNodeFactory
    public abstract static class SetAttribute extends SetAttrBuiltinNode {
        static final int MAX_SHAPES = InstanceNodes.MAX_SHAPES;

        @Specialization(
                guards = {"name == cachedName", "index >= 0", "isShape(self, heapNumber, shapeId)"},
                assumptions = "classes()",
                limit = "MAX_SHAPES")
        static void field(
                SharedInstance self,
                TruffleString name,
                Object value,
                @Bind Node node,
                @SuppressWarnings("unused") @Cached("name") TruffleString cachedName,
                @SuppressWarnings("unused") @Cached("self.home.heapNumber") long heapNumber,
                @Cached("shapeGuess(self)") int shapeId,
                @Cached("index(self, shapeId, name)") int index,
                @Cached @Shared("encode") CopyInNode encode,
                @Cached @Exclusive InlinedBranchProfile slow,
                @Cached @Exclusive InlinedConditionProfile inTransaction) {
            AttachedHeap home = self.home;
            if (home.areClassesOld()) {
                slow.enter(node);
                any(self, name, value, node);
                return;
            }
            boolean stored;
            home.passage.enter();
            try {
                long cell = encode.execute(home, value);
                stored = cell != Cell.EMPTY && store(node, home, self, shapeId, index, cell, inTransaction);
            } finally {
                home.passage.leave();
            }
            if (!stored) {
                slow.enter(node);
                InstanceOperations.set(node, self, name, value);
            }
        }

        /** A field that instances of this shape have not got yet, as in {@code __init__}. */
        @Specialization(
                guards = {
                    "name == cachedName",
                    "widerId != 0",
                    "!isNoValue(value)",
                    "isShape(self, heapNumber, shapeId)"
                },
                assumptions = "classes()",
                limit = "MAX_SHAPES")
        static void newField(
                SharedInstance self,
                TruffleString name,
                Object value,
                @Bind Node node,
                @SuppressWarnings("unused") @Cached("name") TruffleString cachedName,
                @SuppressWarnings("unused") @Cached("self.home.heapNumber") long heapNumber,
                @Cached("shapeGuess(self)") int shapeId,
                @Cached("widerShape(self, shapeId, name)") int widerId,
                @Cached("nextIndex(self, widerId, shapeId)") int index,
                @Cached @Shared("encode") CopyInNode encode,
                @Cached @Exclusive InlinedBranchProfile slow,
                @Cached @Exclusive InlinedConditionProfile inTransaction) {
            AttachedHeap home = self.home;
            if (home.areClassesOld()) {
                slow.enter(node);
                any(self, name, value, node);
                return;
            }
            boolean stored;
            home.passage.enter();
            try {
                long cell = encode.execute(home, value);
                stored = cell != Cell.EMPTY && add(node, home, self, shapeId, widerId, index, cell, inTransaction);
            } finally {
                home.passage.leave();
            }
            if (!stored) {
                slow.enter(node);
                InstanceOperations.set(node, self, name, value);
            }
        }

        /** Objects that {@code object.__new__} has made, and whatever the method is called with unbound. */
        @Specialization(guards = "!isShared(self)")
        static void other(
                VirtualFrame frame,
                Object self,
                Object name,
                Object value,
                @Bind Node node,
                @Cached SetattrNode ofObject) {
            try {
                ofObject.execute(frame, self, name, value);
            } catch (PException e) {
                throw InstanceOperations.explained(node, self, e);
            }
        }

        @InliningCutoff
        @Specialization(replaces = {"field", "newField"})
        static void any(SharedInstance self, Object name, Object value, @Bind Node node) {
            if (NewTexts.bringSetter(self)) {
                NewTexts.set(node, self, name, value);
            } else {
                InstanceOperations.set(node, self, name, value);
            }
        }

        static boolean isShared(Object self) {
            return self instanceof SharedInstance;
        }

        static Assumption classes() {
            return DataDescriptors.unchanged();
        }

        private static boolean store(
                Node node,
                AttachedHeap home,
                SharedInstance self,
                int shapeId,
                int index,
                long cell,
                InlinedConditionProfile inTransaction) {
            try {
                return TransactionalSteps.isInside(node, home, inTransaction)
                        ? TransactionalSteps.setField(node, self, shapeId, index, cell)
                        : Records.trySet(home.mutator(), self.ref, shapeId, index, cell);
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        private static boolean add(
                Node node,
                AttachedHeap home,
                SharedInstance self,
                int shapeId,
                int widerId,
                int index,
                long cell,
                InlinedConditionProfile inTransaction) {
            try {
                return TransactionalSteps.isInside(node, home, inTransaction)
                        ? TransactionalSteps.addField(node, self, shapeId, widerId, index, cell)
                        : Records.tryAdd(home.mutator(), self.ref, shapeId, widerId, index, cell);
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        static int shapeGuess(SharedInstance self) {
            return InstanceNodes.shapeGuess(self);
        }

        static boolean isShape(SharedInstance self, long heapNumber, int shapeId) {
            return InstanceNodes.isShape(self, heapNumber, shapeId);
        }

        static boolean isNoValue(Object value) {
            return value == PNone.NO_VALUE;
        }

        static int widerShape(SharedInstance self, int shapeId, TruffleString name) {
            return InstanceOperations.widerShape(self, shapeId, name);
        }

        static int nextIndex(SharedInstance self, int widerId, int shapeId) {
            return widerId == 0 ? 0 : InstanceOperations.nextIndex(self, shapeId);
        }

        /** Not for names whose assignment the class handles itself. */
        static int index(SharedInstance self, int shapeId, TruffleString name) {
            return InstanceOperations.assignableIndex(self, shapeId, name);
        }
    }
}
