/**
 * How a device gets into the user's network: the network page, the set-up access point with its captive page, and what
 * the set-up file of the FAT partition left for the program.
 */
@NullMarked
package org.otgwpi.system.setup;

import org.jspecify.annotations.NullMarked;
