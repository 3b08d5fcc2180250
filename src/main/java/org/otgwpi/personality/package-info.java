/** What a personality is and what it is given. */
@NullMarked
package org.otgwpi.personality;

import org.jspecify.annotations.NullMarked;
