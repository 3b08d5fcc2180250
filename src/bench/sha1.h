/* SHA-1, which the WebSocket handshake asks for. */
#ifndef SHA1_H
#define SHA1_H

#include <stddef.h>
#include <stdint.h>

/* Of at most 119 bytes. */
void sha1(const char *text, size_t length, uint8_t digest[20]);

/* Base64 of 20 bytes: 28 characters and the end of the string. */
void base64_of_20(const uint8_t bytes[20], char text[29]);

#endif
