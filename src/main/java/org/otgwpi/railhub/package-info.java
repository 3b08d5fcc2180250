/** Personality: RailHub 32 and RailHub 8266, boards with dimmed and blinking outputs. */
@NullMarked
package org.otgwpi.railhub;

import org.jspecify.annotations.NullMarked;
