/** What runs before the network, and the pages that set it up. */
@NullMarked
package org.otgwpi.system.setup;

import org.jspecify.annotations.NullMarked;
