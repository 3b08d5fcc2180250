/** A gateway chip, a boiler and a thermostat in a house, for use without hardware. */
@NullMarked
package org.otgwpi.simulator;

import org.jspecify.annotations.NullMarked;
