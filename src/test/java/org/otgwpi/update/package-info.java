@NullMarked
package org.otgwpi.update;

import org.jspecify.annotations.NullMarked;
