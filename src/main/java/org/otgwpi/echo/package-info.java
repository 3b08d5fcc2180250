/** The personality that stands in for ESP-IDF's WebSocket echo server (railhub-remote-echo D). */
@NullMarked
package org.otgwpi.echo;

import org.jspecify.annotations.NullMarked;
