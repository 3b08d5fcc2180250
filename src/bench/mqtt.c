#include "mqtt.h"

#include <stdio.h>
#include <string.h>

size_t mqtt_connect(uint8_t *out, int client_number)
{
    /* protocol name and level 4, clean session, keep-alive 0: the broker never times out an idle client */
    static const uint8_t variable[] = {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0};
    char name[16];
    size_t name_size = (size_t)snprintf(name, sizeof name, "c%d", client_number);
    size_t at = 0;
    out[at++] = 0x10;
    out[at++] = (uint8_t)(sizeof variable + 2 + name_size);
    memcpy(out + at, variable, sizeof variable);
    at += sizeof variable;
    out[at++] = 0;
    out[at++] = (uint8_t)name_size;
    memcpy(out + at, name, name_size);
    return at + name_size;
}

size_t mqtt_subscribe(uint8_t *out)
{
    size_t topic = strlen(MQTT_TOPIC);
    size_t at = 0;
    out[at++] = 0x82;
    out[at++] = (uint8_t)(2 + 2 + topic + 1);
    out[at++] = 0;
    out[at++] = 1;
    out[at++] = 0;
    out[at++] = (uint8_t)topic;
    memcpy(out + at, MQTT_TOPIC, topic);
    at += topic;
    out[at++] = 0;
    return at;
}

size_t mqtt_publish(uint8_t *out, const char *text, size_t length)
{
    size_t topic = strlen(MQTT_TOPIC);
    size_t rest = 2 + topic + length;
    size_t at = 0;
    out[at++] = 0x30;
    if (rest > 127) {
        out[at++] = (uint8_t)(0x80 | (rest & 127));
        out[at++] = (uint8_t)(rest >> 7);
    } else {
        out[at++] = (uint8_t)rest;
    }
    out[at++] = 0;
    out[at++] = (uint8_t)topic;
    memcpy(out + at, MQTT_TOPIC, topic);
    at += topic;
    memcpy(out + at, text, length);
    return at + length;
}

long mqtt_parse(const uint8_t *bytes, size_t length, struct mqtt_packet *packet)
{
    if (length < 2)
        return 0;
    size_t header = 2;
    size_t rest = bytes[1] & 127;
    if (bytes[1] > 127) {
        if (length < 3)
            return 0;
        if (bytes[2] > 127)
            return -1; /* nothing here sends 16 KB */
        rest |= (size_t)bytes[2] << 7;
        header = 3;
    }
    if (length < header + rest)
        return 0;
    packet->type = bytes[0] >> 4;
    packet->payload = bytes + header;
    packet->length = rest;
    if (packet->type == MQTT_PUBLISH) {
        size_t skip = rest < 2 ? rest + 1 : 2 + ((size_t)packet->payload[0] << 8 | packet->payload[1]);
        if (skip > rest)
            return -1;
        packet->payload += skip;
        packet->length -= skip;
    }
    return (long)(header + rest);
}
