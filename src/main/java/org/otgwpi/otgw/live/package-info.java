/** Log lines and events on the WebSockets. */
@NullMarked
package org.otgwpi.otgw.live;

import org.jspecify.annotations.NullMarked;
