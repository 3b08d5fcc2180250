/** The personality that stands in for the OpenTherm Gateway's network board. */
@NullMarked
package org.otgwpi.otgw;

import org.jspecify.annotations.NullMarked;
