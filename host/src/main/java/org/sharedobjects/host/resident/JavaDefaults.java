// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.util.Locale;
import java.util.TimeZone;

/** What Java takes for time zone and locale in the whole process: {@code time.tzset} and {@code locale.setlocale} change it. */
record JavaDefaults(TimeZone timeZone, Locale locale, Locale display, Locale format) {

    static JavaDefaults now() {
        return new JavaDefaults(
                TimeZone.getDefault(),
                Locale.getDefault(),
                Locale.getDefault(Locale.Category.DISPLAY),
                Locale.getDefault(Locale.Category.FORMAT));
    }

    void restore() {
        TimeZone.setDefault(timeZone);
        Locale.setDefault(locale);
        Locale.setDefault(Locale.Category.DISPLAY, display);
        Locale.setDefault(Locale.Category.FORMAT, format);
    }
}
