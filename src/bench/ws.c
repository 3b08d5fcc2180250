#include "ws.h"

#include <stdio.h>
#include <string.h>

long ws_parse(const uint8_t *bytes, size_t length, struct ws_frame *frame)
{
    if (length < 2)
        return 0;
    size_t payload = bytes[1];
    size_t header = 2;
    if (payload > 127)
        return -1; /* a server never masks */
    if (payload == 126) {
        if (length < 4)
            return 0;
        payload = (size_t)bytes[2] << 8 | bytes[3];
        header = 4;
    } else if (payload == 127) {
        return -1; /* nothing here sends 64 KB */
    }
    if (length < header + payload)
        return 0;
    frame->opcode = bytes[0] & 15;
    frame->payload = bytes + header;
    frame->length = payload;
    return (long)(header + payload);
}

size_t ws_build(uint8_t *out, int opcode, const uint8_t *payload, size_t length)
{
    size_t at = 0;
    out[at++] = (uint8_t)(0x80 | opcode);
    if (length < 126) {
        out[at++] = (uint8_t)(0x80 | length);
    } else {
        out[at++] = 0x80 | 126;
        out[at++] = (uint8_t)(length >> 8);
        out[at++] = (uint8_t)length;
    }
    memset(out + at, 0, 4);
    at += 4;
    memcpy(out + at, payload, length);
    return at + length;
}

size_t ws_request(char *out, size_t room, int port, const char *subprotocol)
{
    int size = snprintf(out, room,
                        "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s%s%s\r\n",
                        port, subprotocol ? "Sec-WebSocket-Protocol: " : "", subprotocol ? subprotocol : "",
                        subprotocol ? "\r\n" : "");
    return (size_t)size;
}
