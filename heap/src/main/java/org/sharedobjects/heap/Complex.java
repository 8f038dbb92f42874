// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

/** A complex number, as Python's {@code complex}. */
public record Complex(double real, double imaginary) {}
