// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.object.PFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedHeapBuilder;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.memory.HeapFolder;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.store.Values;

/** Heaps by their numbers; 0 is the host's. */
final class HeapNatives {
    private HeapNatives() {}

    static void add(NativeModule module) {
        module.add("root", 0, (interpreter, arguments) -> root(interpreter.currentHeap()))
                .add(
                        "system",
                        0,
                        (interpreter, arguments) -> wrapper(
                                interpreter.currentHeap(),
                                interpreter.currentHeap().heap.systemRef()))
                .add("heap_open", 3, (interpreter, arguments) -> open(interpreter, arguments))
                .add("heap_enter", 1, (interpreter, arguments) -> {
                    interpreter.enter(heap(interpreter, arguments[0]));
                    return PNone.NONE;
                })
                .add("heap_exit", 1, (interpreter, arguments) -> {
                    interpreter.exit(heap(interpreter, arguments[0]));
                    return PNone.NONE;
                })
                .add("enter_heap_of", 1, (interpreter, arguments) -> {
                    interpreter.enter(Arguments.shared(arguments[0]).home());
                    return PNone.NONE;
                })
                .add("exit_heap_of", 1, (interpreter, arguments) -> {
                    interpreter.exit(Arguments.shared(arguments[0]).home());
                    return PNone.NONE;
                })
                .add("heap_close", 1, (interpreter, arguments) -> {
                    interpreter.detach(heap(interpreter, arguments[0]));
                    return PNone.NONE;
                })
                .add("heap_root", 1, (interpreter, arguments) -> root(heap(interpreter, arguments[0])))
                .add(
                        "heap_share",
                        2,
                        (interpreter, arguments) -> Values.share(heap(interpreter, arguments[0]), arguments[1]))
                .add("heap_info", 1, (interpreter, arguments) -> info(interpreter, heap(interpreter, arguments[0])))
                .add("heap_list", 0, (interpreter, arguments) -> names(interpreter));
    }

    private static AttachedHeap heap(InterpreterState interpreter, Object number) {
        return interpreter.heap(Arguments.integer(number));
    }

    private static Object root(AttachedHeap home) {
        return wrapper(home, home.heap.rootRef());
    }

    private static Object wrapper(AttachedHeap home, long ref) {
        return home.interpreter.classes().wrapper(home, ref);
    }

    /** Its number, and its root, which holds it. */
    private static Object open(InterpreterState interpreter, Object[] arguments) {
        SharedHeapBuilder builder = SharedHeap.builder().name(Arguments.text(arguments[0]));
        long size = Arguments.integer(arguments[1]);
        if (size > 0) {
            builder.size(Size.bytes(size));
        }
        if (Arguments.truth(arguments[2])) {
            builder.createIfMissing();
        }
        AttachedHeap attached = interpreter.attach(builder::open);
        return PFactory.createTuple(interpreter.pythonLanguage(), new Object[] {attached.heapNumber, root(attached)});
    }

    private static Object info(InterpreterState interpreter, AttachedHeap home) {
        Path path = home.heap.path();
        return PFactory.createTuple(interpreter.pythonLanguage(), new Object[] {
            PythonText.of(home.heap.name()),
            path == null ? PNone.NONE : PythonText.of(path.toString()),
            home.heap.sizeBytes(),
            home.heap.usedBytes()
        });
    }

    private static Object names(InterpreterState interpreter) throws IOException {
        Path folder = HeapFolder.folder();
        if (!Files.isDirectory(folder)) {
            return PFactory.createList(interpreter.pythonLanguage());
        }
        try (Stream<Path> files = Files.list(folder)) {
            Object[] names = files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .map(PythonText::of)
                    .toArray();
            return PFactory.createList(interpreter.pythonLanguage(), names);
        }
    }
}
