// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.Set;
import org.sharedobjects.heap.conflict.ConflictTable;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.struct.Shapes;
import org.sharedobjects.heap.txn.Mutator;

/** Names of transactions that Java code runs: the method that called {@code atomically}. */
final class JavaNaming implements ConflictTable.Naming {
    private static final Set<String> OWN = Set.of(
            JavaNaming.class.getName(),
            Transactions.class.getName(),
            ThreadMutators.class.getName(),
            SharedHeap.class.getName());

    private final Mutator mutator;
    private final Shapes shapes;

    JavaNaming(Mutator mutator, Shapes shapes) {
        this.mutator = mutator;
        this.shapes = shapes;
    }

    @Override
    public String transaction() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(JavaNaming::isCaller).findFirst())
                .map(JavaNaming::name)
                .orElse("");
    }

    private static boolean isCaller(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return !OWN.contains(name) && !name.startsWith(ConflictTable.class.getPackageName() + ".");
    }

    /** {@code Shop.sell}, also for a lambda of that method. */
    private static String name(StackWalker.StackFrame frame) {
        String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
        String[] method = frame.getMethodName().split("\\$", -1);
        return type + "." + (method[0].equals("lambda") && method.length > 1 ? method[1] : frame.getMethodName());
    }

    @Override
    public String instanceType(long ref) {
        return "class " + Records.classId(mutator, shapes, ref);
    }
}
