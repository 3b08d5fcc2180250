/*
 * Where the lines come from: a pseudo terminal whose slave the server reads as its UART, or, for a broker, a plain MQTT
 * connection that publishes the same text. Every line is a request frame (origin R, data id 24) that carries the low 16
 * bits of its sequence number as data value.
 */
#ifndef FEED_H
#define FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct feed {
    int master;          /* the terminal's side that plays the gateway chip */
    int slave;           /* kept open so that a server may come and go without a hang-up */
    char slave_path[64];
    int broker;          /* the publishing connection, or -1 */
    const char *before;  /* what stands around the line in the text that viewers get */
    const char *after;
    char command[64];    /* the command that the server is writing */
    size_t command_size;
};

/* Where the line stands in the text that viewers get. */
#define FEED_COLUMN 35
#define FEED_LINE_SIZE 9

/* Makes the terminal. Ends the program when the system has none. */
void feed_open(struct feed *feed, const char *before, const char *after);

/* Publishes to the broker on this port from now on. */
bool feed_to_broker(struct feed *feed, int port);

/* Writes count lines in one write. False when the server does not take them. */
bool feed_lines(struct feed *feed, uint64_t first_sequence, int count);

/* Reads what the server writes to the chip and answers each command as the chip does. */
void feed_answer(struct feed *feed);

/* The sequence number in a text that viewers got, or -1 when it is no line of ours. */
int feed_sequence(const uint8_t *text, size_t length);

#endif
