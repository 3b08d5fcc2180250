/** The files that the gateway keeps for its user: listing, upload, download, deletion, the log of its starts. */
@NullMarked
package org.otgwpi.otgw.files;

import org.jspecify.annotations.NullMarked;
