package org.otgwpi.otgw;

/**
 * The TCP ports beside that of the web page; 0 takes any free one.
 *
 * @param webSocket the live log, 81
 * @param bridge the serial bridge, 25238
 * @param console the debug console, 23
 */
public record Ports(int webSocket, int bridge, int console) {}
