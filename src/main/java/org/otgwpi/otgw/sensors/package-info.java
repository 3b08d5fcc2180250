/** What hangs on the Pi's own pins: temperature sensors, the S0 counter, the output that follows a status bit, two LEDs. */
@NullMarked
package org.otgwpi.otgw.sensors;

import org.jspecify.annotations.NullMarked;
