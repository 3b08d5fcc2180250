/** The firmware of the gateway chip: how it is written by way of the boot loader, and where its files come from. */
@NullMarked
package org.otgwpi.otgw.flash;

import org.jspecify.annotations.NullMarked;
