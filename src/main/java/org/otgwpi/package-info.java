/** Entry point: reads the command line, picks the personality, composes everything and starts it. */
@NullMarked
package org.otgwpi;

import org.jspecify.annotations.NullMarked;
