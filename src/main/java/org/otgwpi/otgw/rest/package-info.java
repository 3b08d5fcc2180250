/** The REST routes of port 80. */
@NullMarked
package org.otgwpi.otgw.rest;

import org.jspecify.annotations.NullMarked;
