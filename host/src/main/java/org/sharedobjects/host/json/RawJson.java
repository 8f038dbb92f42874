// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.json;

/** A text that is JSON already, to be written as it is. */
public record RawJson(String text) {}
