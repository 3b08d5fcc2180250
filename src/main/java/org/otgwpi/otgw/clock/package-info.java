/** The thermostat's clock is set by the gateway's. */
@NullMarked
package org.otgwpi.otgw.clock;

import org.jspecify.annotations.NullMarked;
