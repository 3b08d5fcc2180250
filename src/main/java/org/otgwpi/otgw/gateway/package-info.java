/** The one owner of the serial line: reader, frame ring, command queue, supervisor and state. */
@NullMarked
package org.otgwpi.otgw.gateway;

import org.jspecify.annotations.NullMarked;
