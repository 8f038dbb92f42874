// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

/**
 * A cell to run.
 *
 * @param number it is shown with
 * @param silent nothing of it is to be shown or remembered
 * @param expressions names and expressions to evaluate afterwards, as JSON
 * @param request the message it came with
 */
record Cell(
        String code,
        int number,
        boolean silent,
        boolean stored,
        boolean allowsQuestions,
        String expressions,
        Message request) {

    Cell withCode(String other) {
        return new Cell(other, number, silent, stored, allowsQuestions, expressions, request);
    }
}
