// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.module.PythonModule;
import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.Option;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.options.OptionCategory;
import org.graalvm.options.OptionDescriptors;
import org.graalvm.options.OptionKey;
import org.graalvm.options.OptionStability;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.truffle.interpreter.Bindings;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.natives.NativeModule;
import org.sharedobjects.truffle.nodes.CommitRoot;
import org.sharedobjects.truffle.slots.Slots;

/**
 * The language through which Python reaches the shared heap: whatever is evaluated in it gives the module of native
 * functions.
 */
@TruffleLanguage.Registration(
        id = SharedObjectsLanguage.ID,
        name = "Shared objects",
        version = "0.1",
        contextPolicy = TruffleLanguage.ContextPolicy.SHARED,
        dependentLanguages = "python",
        characterMimeTypes = SharedObjectsLanguage.MIME_TYPE,
        defaultMimeType = SharedObjectsLanguage.MIME_TYPE)
public final class SharedObjectsLanguage extends TruffleLanguage<SharedObjectsLanguage.State> {
    public static final String ID = "shared_objects";
    static final String MIME_TYPE = "application/x-shared-objects";

    private static final ContextReference<State> STATE = ContextReference.create(SharedObjectsLanguage.class);
    private static final Size LONE_HEAP_SIZE = Size.mib(1024);

    @Option(
            name = "Interpreter",
            category = OptionCategory.EXPERT,
            stability = OptionStability.STABLE,
            help = "Id under which the host has registered the interpreter's heap and services.")
    static final OptionKey<String> INTERPRETER = new OptionKey<>("");

    private final AtomicBoolean slotsPrepared = new AtomicBoolean();
    private @Nullable CallTarget commit;

    static {
        SlotStatics.load();
    }

    /** One interpreter; its heap is looked for, or made, when it is first used. */
    public static final class State {
        private final String id;
        private final CallTarget commit;
        private final Env env;
        private @Nullable InterpreterState interpreter;
        private @Nullable SharedHeap ownHeap;
        private @Nullable PythonModule module;
        private @Nullable Bindings bindings;

        State(Env env, CallTarget commit) {
            this.id = env.getOptions().get(INTERPRETER);
            this.env = env;
            this.commit = commit;
        }

        @TruffleBoundary
        private synchronized InterpreterState open() {
            InterpreterState known = interpreter;
            if (known != null) {
                return known;
            }
            Interpreters.Entry entry = Interpreters.find(id);
            if (entry == null) {
                if (!id.isEmpty()) {
                    throw new IllegalStateException("no interpreter is registered under this id: id=" + id);
                }
                ownHeap = SharedHeap.openPrivate(LONE_HEAP_SIZE);
                entry = new Interpreters.Entry(ownHeap, new LoneInterpreter());
            }
            known = new InterpreterState(entry.heap(), entry.services(), commit, env);
            if (bindings != null) {
                known.bind(bindings);
            }
            interpreter = known;
            return known;
        }

        private synchronized void bind(Bindings names) {
            bindings = names;
            if (interpreter != null) {
                interpreter.bind(names);
            }
        }
    }

    /** The running interpreter. */
    public static InterpreterState interpreter(@Nullable Node node) {
        State state = STATE.get(node);
        InterpreterState known = state.interpreter;
        return known != null ? known : state.open();
    }

    /** Makes Python's classes known to the running interpreter, which may still have no heap. */
    public static void bind(Bindings names) {
        STATE.get(null).bind(names);
    }

    @Override
    protected State createContext(Env env) {
        return new State(env, commit());
    }

    private synchronized CallTarget commit() {
        CallTarget known = commit;
        if (known == null) {
            commit = known = new CommitRoot(this).getCallTarget();
        }
        return known;
    }

    @Override
    protected OptionDescriptors getOptionDescriptors() {
        return new SharedObjectsLanguageOptionDescriptors();
    }

    @Override
    protected boolean isThreadAccessAllowed(Thread thread, boolean singleThreaded) {
        return true;
    }

    @Override
    protected void disposeThread(State state, Thread thread) {
        InterpreterState interpreter = state.interpreter;
        if (interpreter != null) {
            interpreter.disposeThread(thread);
        }
    }

    @Override
    protected void disposeContext(State state) {
        InterpreterState interpreter = state.interpreter;
        if (interpreter != null) {
            interpreter.dispose();
        }
        if (state.ownHeap != null) {
            state.ownHeap.close();
        }
    }

    @Override
    protected CallTarget parse(ParsingRequest request) {
        return new RootNode(this) {
            @Override
            public Object execute(VirtualFrame frame) {
                return module(STATE.get(this));
            }
        }.getCallTarget();
    }

    @TruffleBoundary
    private Object module(State state) {
        PythonModule known = state.module;
        if (known == null) {
            GraalPyVersion.check();
            PythonLanguage python = PythonLanguage.get(null);
            if (slotsPrepared.compareAndSet(false, true)) {
                Slots.prepare(python);
            }
            state.module = known = NativeModule.create(python);
        }
        return known;
    }
}
