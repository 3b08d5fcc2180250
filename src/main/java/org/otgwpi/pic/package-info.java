/** The gateway chip: its serial language both ways. Pure: no I/O, no clock. */
@NullMarked
package org.otgwpi.pic;

import org.jspecify.annotations.NullMarked;
