/** Tests. */
@NullMarked
package org.otgwpi.otgw.live;

import org.jspecify.annotations.NullMarked;
