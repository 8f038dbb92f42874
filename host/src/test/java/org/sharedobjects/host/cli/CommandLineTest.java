// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    @Test
    void shouldLeaveEverythingAfterTheScriptToTheScript() {
        CommandLine line = CommandLine.split(List.of("-n", "4", "-u", "s.py", "-n", "--heap", "-c"));
        assertEquals(List.of("-n", "4", "-u"), line.options());
        assertEquals(ProgramKind.FILE, line.kind());
        assertEquals("s.py", line.target());
        assertEquals(List.of("-n", "--heap", "-c"), line.arguments());
    }

    @Test
    void shouldEndOptionsAtCommandAndModule() {
        CommandLine command = CommandLine.split(List.of("-Ec", "print(1)", "-x"));
        assertEquals(ProgramKind.COMMAND, command.kind());
        assertEquals(List.of("-E"), command.options());
        assertEquals("print(1)", command.target());
        assertEquals(List.of("-x"), command.arguments());
        assertEquals("json.tool", CommandLine.split(List.of("-mjson.tool")).target());
    }

    @Test
    void shouldTakeValuesOfOptionsForNoScript() {
        CommandLine line = CommandLine.split(List.of("--heap", "shop", "--size=1g", "-W", "error", "-Xdev", "s.py"));
        assertEquals(List.of("--heap", "shop", "--size=1g", "-W", "error", "-X", "dev"), line.options());
        assertEquals("s.py", line.target());
    }

    @Test
    void shouldReadStandardInputForDashAndForNothing() {
        assertEquals(List.of("a"), CommandLine.split(List.of("-", "a")).arguments());
        assertEquals(ProgramKind.STDIN, CommandLine.split(List.of("-")).kind());
        assertEquals(ProgramKind.STDIN, CommandLine.split(List.of("-i")).kind());
    }

    @Test
    void shouldRefuseCommandWithoutText() {
        UsageException e = assertThrows(UsageException.class, () -> CommandLine.split(List.of("-c")));
        assertEquals("Argument expected for the -c option", e.getMessage());
    }

    @Test
    void shouldTakeAnythingAsScriptAfterTwoDashes() {
        assertEquals(
                "-odd.py", CommandLine.split(List.of("-u", "--", "-odd.py")).target());
    }
}
