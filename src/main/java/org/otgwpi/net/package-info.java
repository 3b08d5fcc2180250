/** Servers that any personality may use: HTTP on Undertow and WebSockets on XNIO with the gateway's heartbeat. */
@NullMarked
package org.otgwpi.net;

import org.jspecify.annotations.NullMarked;
