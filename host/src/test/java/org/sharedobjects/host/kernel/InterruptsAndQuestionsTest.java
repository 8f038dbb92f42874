// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cells that are interrupted, and cells that ask the user. */
class InterruptsAndQuestionsTest extends KernelCase {

    @Test
    void shouldRaiseKeyboardInterruptAndKeepState() {
        page.run("kept = []");
        String looping = page.execute("kept.append(1)\nprint('begun')\nwhile True: pass", Map.of());
        page.await(looping, "stream");
        assertEquals("ok", page.ask("control", "interrupt_request", Map.of()).get("status"));
        assertTrue(error(page.collect(looping)).contains("KeyboardInterrupt"));
        String sleeping = page.execute("print('begun')\nimport time\ntime.sleep(100)", Map.of());
        page.await(sleeping, "stream");
        kernel.interrupt();
        assertTrue(error(page.collect(sleeping)).contains("KeyboardInterrupt"));
        kernel.interrupt();
        assertEquals("[1]", page.run("kept").result());
    }

    @Test
    void shouldInterruptCellsThatWaitInCallsOfTheSystemAndTheirCommands() {
        for (String waiting : List.of(
                "import os\nr, w = os.pipe()\nprint('begun')\nos.read(r, 1)",
                "import asyncio\nprint('begun')\nawait asyncio.sleep(100)",
                "!echo begun; sleep 100; echo not this")) {
            String id = page.execute(waiting, Map.of());
            page.await(id, "stream");
            page.ask("control", "interrupt_request", Map.of());
            Page.Run run = page.collect(id);
            assertTrue(error(run).contains("KeyboardInterrupt"), error(run));
            assertEquals("", run.stream("stdout"));
        }
    }

    @Test
    void shouldInterruptACellInWhoseWeakrefCallbackTheInterruptArrives() {
        String id = page.execute("""
                import gc, os, time, weakref
                begun = []
                def busy(_):
                    begun.append(1)
                    print('begun')
                    end = time.monotonic() + 0.5
                    while time.monotonic() < end:
                        pass
                class Dropped:
                    pass
                dropped = Dropped()
                reference = weakref.ref(dropped, busy)
                del dropped
                while not begun:
                    gc.collect()
                os.read(os.pipe()[0], 1)
                """, Map.of());
        page.await(id, "stream");
        page.ask("control", "interrupt_request", Map.of());
        assertTrue(error(page.collect(id)).contains("KeyboardInterrupt"));
    }

    @Test
    void shouldInterruptCellsWhoseInterpreterIsStarting() throws InterruptedException {
        String id = page.execute("%%interp 10\nimport time; time.sleep(100)", Map.of());
        page.await(id, "execute_input");
        Thread.sleep(50);
        kernel.interrupt();
        assertTrue(error(page.collect(id)).contains("KeyboardInterrupt"));
    }

    @Test
    void shouldAskTheUser() {
        String asking = page.execute("answer = input('name? '); import getpass; answer + getpass.getpass()", Map.of());
        Page.Received question = page.receive("stdin");
        assertEquals("input_request", question.type());
        assertEquals(Map.of("prompt", "name? ", "password", false), question.content());
        page.send("stdin", "input_reply", Map.of("value", "ann"));
        assertEquals(true, page.receive("stdin").content().get("password"));
        page.send("stdin", "input_reply", Map.of("value", "secret"));
        assertEquals("'annsecret'", page.collect(asking).result());
        assertTrue(error(page.run("input()", Map.of("allow_stdin", false))).contains("StdinNotImplementedError"));
    }

    @Test
    void shouldEndAQuestionByAnInterruptAndIgnoreItsLateAnswer() {
        String asking = page.execute("input('?')", Map.of());
        Page.Received dropped = page.receive("stdin");
        kernel.interrupt();
        assertTrue(error(page.collect(asking)).contains("KeyboardInterrupt"));
        String again = page.execute("input('again?')", Map.of());
        Page.Received question = page.receive("stdin");
        page.answer(dropped, "too late");
        page.answer(question, "in time");
        assertEquals("'in time'", page.collect(again).result());
    }

    @Test
    void shouldDropAQuestionThatItsCellHasLeft() {
        page.run("input.__self__._host.ask('left?', False)");
        page.run("""
                import threading, time
                ended = []
                def wait():
                    try:
                        input('by a thread?')
                    except EOFError as error:
                        ended.append(str(error))
                waiting = threading.Thread(target=wait)
                waiting.start()
                time.sleep(0.3)""");
        String next = page.execute("waiting.join(); input('next?')", Map.of());
        Page.Received question = page.receive("stdin");
        while (!question.text("prompt").equals("next?")) {
            question = page.receive("stdin");
        }
        page.answer(question, "heard");
        assertEquals("'heard'", page.collect(next).result());
        assertEquals("['the cell that asked has ended']", page.run("ended").result());
    }

    @Test
    void shouldGiveEachThreadTheAnswerToItsOwnQuestion() {
        String asking = page.execute(
                "from concurrent.futures import ThreadPoolExecutor\n"
                        + "with ThreadPoolExecutor(2) as pool:\n    told = list(pool.map(input, ['a', 'b']))\ntold",
                Map.of());
        for (int i = 0; i < 2; i++) {
            Page.Received question = page.receive("stdin");
            page.answer(question, question.text("prompt") + "!");
        }
        assertEquals("['a!', 'b!']", page.collect(asking).result());
    }
}
