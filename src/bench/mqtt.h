/* The few MQTT 3.1.1 packets that QoS 0 needs. Every builder returns the size of the packet. */
#ifndef MQTT_H
#define MQTT_H

#include <stddef.h>
#include <stdint.h>

enum { MQTT_CONNACK = 2, MQTT_PUBLISH = 3, MQTT_SUBACK = 9 };

#define MQTT_TOPIC "log"

struct mqtt_packet {
    int type;
    const uint8_t *payload; /* of a PUBLISH: the message; of others: the body */
    size_t length;
};

size_t mqtt_connect(uint8_t *out, int client_number);
size_t mqtt_subscribe(uint8_t *out);
size_t mqtt_publish(uint8_t *out, const char *text, size_t length);

/* Finds the first packet. Returns its whole size, 0 when more bytes are needed, -1 when it makes no sense. */
long mqtt_parse(const uint8_t *bytes, size_t length, struct mqtt_packet *packet);

#endif
