/** What the user chose. */
@NullMarked
package org.otgwpi.settings;

import org.jspecify.annotations.NullMarked;
