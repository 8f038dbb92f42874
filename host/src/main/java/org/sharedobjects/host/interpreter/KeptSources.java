// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.source.Source;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Texts of programs and modules whose code stays for the next interpreter. An engine keeps what it has parsed and
 * compiled only as long as the source object lives that it was first parsed from, and Python's {@code compile} drops
 * that at once; here it is kept, the least recently used going first. Thread-safe.
 */
final class KeptSources {

    private static final long MAX_CHARACTERS = 16 << 20;

    private static final KeptSources ALL = new KeptSources();

    private final Map<Key, Source> sources = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    private record Key(String name, String text) {}

    /** Parses what {@code compile(text, name, "exec", dont_inherit=True)} will ask for; to be called inside the interpreter. */
    static void keep(String text, String name) {
        PythonContext python = PythonContext.get(null);
        Source source = ALL.source(python, new Key(name, text));
        try {
            var _ = python.getEnv().parsePublic(source);
        } catch (AbstractTruffleException e) {
            // compile() will raise the same SyntaxError, in its place
        }
    }

    private synchronized Source source(PythonContext python, Key key) {
        Source known = sources.get(key);
        if (known != null) {
            return known;
        }
        Source made = PythonLanguage.newSource(
                python,
                PythonUtils.toTruffleStringUncached(key.text()),
                PythonUtils.toTruffleStringUncached(key.name()),
                true,
                PythonLanguage.getCompileMimeType(0, 0));
        sources.put(key, made);
        characters += key.text().length();
        for (Iterator<Key> eldest = sources.keySet().iterator(); characters > MAX_CHARACTERS && sources.size() > 1; ) {
            characters -= eldest.next().text().length();
            eldest.remove();
        }
        return made;
    }
}
