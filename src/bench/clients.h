/* The viewers: many WebSocket clients of one server that read everything, answer pings and watch the sequence. */
#ifndef CLIENTS_H
#define CLIENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLIENTS_MOST = 5000 };

enum client_state { CLIENT_CLOSED, CLIENT_HANDSHAKE, CLIENT_SUBSCRIBING, CLIENT_OPEN };

struct client {
    int fd;
    enum client_state state;
    bool stalled;        /* has stopped reading for good */
    uint64_t got;        /* sequence number that must come next; all before it are here or counted as missing */
    size_t rest_size;    /* start of a frame whose end is still to come */
    uint8_t rest[1024];
    size_t packet_size;  /* the same for MQTT packets */
    uint8_t packet[512];
};

struct clients {
    int epoll;
    int port;
    bool mqtt;
    int count;           /* asked for */
    int stalled;         /* the first so many stop reading once connected */
    int open;
    int live;            /* open and reading */
    uint64_t lines;      /* received by all, in order */
    uint64_t missing;    /* never came */
    uint64_t repeated;   /* came twice or late */
    int lost;            /* connections that the server ended */
    struct client *all;
    void *owner;
    /* a client has received a line; before is the number that it expected */
    void (*on_line)(void *owner, uint64_t before, uint64_t sequence);
    /* a client is gone; it expected this number */
    void (*on_lost)(void *owner, uint64_t expected);
};

/* Starts connecting client number index; next is the number of the first line that it will get. False at failure. */
bool clients_connect(struct clients *clients, int index, uint64_t next);

/* Reads what has come for this client. */
void clients_read(struct clients *clients, int index);

/* Ends all connections. */
void clients_close(struct clients *clients);

#endif
