/** OpenTherm itself: frames, message types, the catalogue of data ids, values and how they are rendered. Pure: no I/O, no clock. */
@NullMarked
package org.otgwpi.opentherm;

import org.jspecify.annotations.NullMarked;
