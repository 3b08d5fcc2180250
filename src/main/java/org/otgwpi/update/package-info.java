/**
 * Signed updates of the whole system, backups, restarts: what the files are, in which order everything falls silent, and
 * what became of it after the restart.
 */
@NullMarked
package org.otgwpi.update;

import org.jspecify.annotations.NullMarked;
