/* The client's side of RFC 6455, as much as a load client needs. */
#ifndef WS_H
#define WS_H

#include <stddef.h>
#include <stdint.h>

enum { WS_CONTINUATION = 0, WS_TEXT = 1, WS_BINARY = 2, WS_CLOSE = 8, WS_PING = 9, WS_PONG = 10 };

struct ws_frame {
    int opcode;
    const uint8_t *payload;
    size_t length;
};

/* Finds the first frame in bytes. Returns its whole size, 0 when more bytes are needed, -1 when it is no server frame. */
long ws_parse(const uint8_t *bytes, size_t length, struct ws_frame *frame);

/* Writes a masked frame of at most 65535 payload bytes; the mask is zero, which the RFC allows. Returns its size. */
size_t ws_build(uint8_t *out, int opcode, const uint8_t *payload, size_t length);

/* Writes the upgrade request; subprotocol may be NULL. Returns its size. */
size_t ws_request(char *out, size_t room, int port, const char *subprotocol);

#endif
