// SPDX-License-Identifier: Apache-2.0

/** A Java program that shares its live data with Python interpreters. */
@NullMarked
package org.sharedobjects.samples;

import org.jspecify.annotations.NullMarked;
