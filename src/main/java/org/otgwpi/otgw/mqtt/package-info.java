/** Topics, commands and Home Assistant discovery over MQTT. */
@NullMarked
package org.otgwpi.otgw.mqtt;

import org.jspecify.annotations.NullMarked;
