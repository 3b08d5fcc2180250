/** The raw serial stream on port 25238. */
@NullMarked
package org.otgwpi.otgw.bridge;

import org.jspecify.annotations.NullMarked;
