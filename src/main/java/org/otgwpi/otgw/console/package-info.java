/** The debug console on port 23. */
@NullMarked
package org.otgwpi.otgw.console;

import org.jspecify.annotations.NullMarked;
