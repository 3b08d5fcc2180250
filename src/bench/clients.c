#define _GNU_SOURCE
#include "clients.h"

#include "feed.h"
#include "mqtt.h"
#include "ws.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void give_up(struct clients *clients, struct client *client)
{
    enum client_state was = client->state;
    close(client->fd);
    client->state = CLIENT_CLOSED;
    clients->lost++;
    if (was != CLIENT_OPEN)
        return;
    clients->open--;
    if (!client->stalled) {
        clients->live--;
        clients->on_lost(clients->owner, client->got);
    }
}

static bool send_all(struct client *client, const void *bytes, size_t size)
{
    return send(client->fd, bytes, size, MSG_NOSIGNAL) == (ssize_t)size;
}

static bool send_frame(struct client *client, int opcode, const uint8_t *payload, size_t length)
{
    uint8_t frame[256];
    return length < sizeof frame - 8 && send_all(client, frame, ws_build(frame, opcode, payload, length));
}

bool clients_connect(struct clients *clients, int index, uint64_t next)
{
    struct client *client = &clients->all[index];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)clients->port)};
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
    char request[512];
    int on = 1;
    int small = 4096;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    client->state = CLIENT_CLOSED;
    client->stalled = index < clients->stalled;
    client->got = next;
    client->rest_size = client->packet_size = 0;
    if (client->fd < 0)
        return false;
    if (client->stalled) /* the kernel must not take for it what it does not read */
        setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    size_t size = ws_request(request, sizeof request, clients->port, clients->mqtt ? "mqtt" : NULL);
    if (connect(client->fd, (struct sockaddr *)&address, sizeof address) || !send_all(client, request, size)
        || epoll_ctl(clients->epoll, EPOLL_CTL_ADD, client->fd, &event)) {
        close(client->fd);
        return false;
    }
    client->state = CLIENT_HANDSHAKE;
    return true;
}

static void opened(struct clients *clients, struct client *client)
{
    client->state = CLIENT_OPEN;
    clients->open++;
    if (!client->stalled) {
        clients->live++;
        return;
    }
    epoll_ctl(clients->epoll, EPOLL_CTL_DEL, client->fd, NULL);
}

static void text(struct clients *clients, struct client *client, const uint8_t *bytes, size_t length)
{
    int low = feed_sequence(bytes, length);
    if (low < 0 || client->state != CLIENT_OPEN)
        return;
    uint16_t ahead = (uint16_t)(low - (int)(client->got & 0xFFFF));
    if (ahead >= 0x8000) {
        clients->repeated++;
        return;
    }
    uint64_t before = client->got;
    clients->missing += ahead;
    clients->lines++;
    client->got += (uint64_t)ahead + 1;
    clients->on_line(clients->owner, before, client->got - 1);
}

static bool broker_bytes(struct clients *clients, struct client *client, const uint8_t *bytes, size_t length)
{
    struct mqtt_packet packet;
    uint8_t subscribe[32];
    long size;
    if (client->packet_size + length > sizeof client->packet)
        return false;
    memcpy(client->packet + client->packet_size, bytes, length);
    client->packet_size += length;
    while ((size = mqtt_parse(client->packet, client->packet_size, &packet)) > 0) {
        if (packet.type == MQTT_PUBLISH)
            text(clients, client, packet.payload, packet.length);
        else if (packet.type == MQTT_CONNACK)
            send_frame(client, WS_BINARY, subscribe, mqtt_subscribe(subscribe));
        else if (packet.type == MQTT_SUBACK)
            opened(clients, client);
        client->packet_size -= (size_t)size;
        memmove(client->packet, client->packet + size, client->packet_size);
    }
    return size == 0;
}

static bool frame_arrived(struct clients *clients, struct client *client, const struct ws_frame *frame)
{
    switch (frame->opcode) {
    case WS_TEXT:
        text(clients, client, frame->payload, frame->length);
        return true;
    case WS_BINARY:
        return !clients->mqtt || broker_bytes(clients, client, frame->payload, frame->length);
    case WS_PING:
        return send_frame(client, WS_PONG, frame->payload, frame->length);
    default:
        return frame->opcode == WS_PONG;
    }
}

/* The answer to the upgrade request. Returns its size, 0 when more bytes are needed, -1 when it is a refusal. */
static long handshake_answer(struct clients *clients, int index, const uint8_t *bytes, size_t length)
{
    struct client *client = &clients->all[index];
    const uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
    uint8_t packet[64];
    if (!end)
        return 0;
    if (length < 12 || memcmp(bytes, "HTTP/1.1 101", 12) != 0)
        return -1;
    if (clients->mqtt) {
        client->state = CLIENT_SUBSCRIBING;
        send_frame(client, WS_BINARY, packet, mqtt_connect(packet, index));
    } else {
        opened(clients, client);
    }
    return end + 4 - bytes;
}

void clients_read(struct clients *clients, int index)
{
    static uint8_t bytes[256 * 1024];
    struct client *client = &clients->all[index];
    if (client->state == CLIENT_CLOSED)
        return;
    memcpy(bytes, client->rest, client->rest_size);
    ssize_t size = recv(client->fd, bytes + client->rest_size, sizeof bytes - client->rest_size, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0) {
        give_up(clients, client);
        return;
    }
    size_t length = client->rest_size + (size_t)size;
    size_t at = 0;
    long used = 1;
    while (at < length) {
        if (client->state == CLIENT_HANDSHAKE) {
            used = handshake_answer(clients, index, bytes + at, length - at);
        } else {
            struct ws_frame frame;
            used = ws_parse(bytes + at, length - at, &frame);
            if (used > 0 && !frame_arrived(clients, client, &frame))
                used = -1;
        }
        if (used <= 0)
            break;
        at += (size_t)used;
    }
    if (used < 0 || length - at > sizeof client->rest) {
        give_up(clients, client);
        return;
    }
    client->rest_size = length - at;
    memcpy(client->rest, bytes + at, client->rest_size);
}

void clients_close(struct clients *clients)
{
    static const uint8_t normal[] = {0x03, 0xE8};
    for (int i = 0; i < clients->count; i++) {
        struct client *client = &clients->all[i];
        if (client->state == CLIENT_CLOSED)
            continue;
        if (!client->stalled)
            send_frame(client, WS_CLOSE, normal, sizeof normal);
        close(client->fd);
        client->state = CLIENT_CLOSED;
    }
    clients->count = clients->open = clients->live = 0;
}
