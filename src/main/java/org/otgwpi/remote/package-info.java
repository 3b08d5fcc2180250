/** The personality that stands in for the tutorial's remote control: one LED, one button (railhub-remote-echo B). */
@NullMarked
package org.otgwpi.remote;

import org.jspecify.annotations.NullMarked;
