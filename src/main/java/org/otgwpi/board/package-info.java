/** The Pi: serial line, GPIO lines and facts about the machine. The only package that sees Pi4J, jSerialComm and the C library. */
@NullMarked
package org.otgwpi.board;

import org.jspecify.annotations.NullMarked;
