/** The personality that answers {@code LED ON} on port 81 (railhub-remote-echo C). */
@NullMarked
package org.otgwpi.led;

import org.jspecify.annotations.NullMarked;
