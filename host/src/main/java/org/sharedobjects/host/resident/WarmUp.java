// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sharedobjects.host.interpreter.Caller;

/** Runs small programs before the first caller's: what they load and compile the caller's do not wait for. */
final class WarmUp {

    private static final int ROUNDS = Integer.getInteger("pso.member.warmUps", 2);
    private static final List<String> PROGRAMS = List.of("print(1)", """
            import ctypes, json, linecache, re
            import shared_objects as so
            ctypes.CFUNCTYPE(None)(print)
            so.root["words"] = [1, "two"]
            tasks = [so.spawn(linecache.getlines, json.__file__) for _ in range(2)]
            if all(json.loads(json.dumps(task.result())) for task in tasks):
                print(so.root["words"])
            """);

    private WarmUp() {}

    /** Blocks until the interpreters for the first callers are ready too. */
    static void run(Programs programs) throws InterruptedException {
        programs.prepare();
        for (int round = 0; round < ROUNDS; round++) {
            programs.awaitPrepared();
            PROGRAMS.forEach(program -> programs.run(call(program)));
        }
        programs.awaitPrepared();
    }

    private static Programs.Call call(String program) {
        Map<String, String> environment = System.getenv();
        String entries = environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\0"));
        Caller caller = new Caller(List.of(entries.split("\0", -1)), _ -> {});
        return new Programs.Call(List.of("-c", program), environment, Path.of("/"), false, caller);
    }
}
