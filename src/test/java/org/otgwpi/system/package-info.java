/** Tests. */
@NullMarked
package org.otgwpi.system;

import org.jspecify.annotations.NullMarked;
