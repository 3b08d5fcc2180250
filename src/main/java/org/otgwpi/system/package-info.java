/** The pages under {@code /_pi/} that every personality has. */
@NullMarked
package org.otgwpi.system;

import org.jspecify.annotations.NullMarked;
