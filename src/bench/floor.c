/*
 * The floor: the least that any server must do. It reads lines from a terminal, puts each into a frame that stands
 * ready, and writes it once to every viewer. It checks nothing and queues nothing: a viewer that cannot take a frame
 * loses it.
 *
 *   floor TERMINAL PORT TEXT_BEFORE_THE_LINE TEXT_AFTER_IT
 */
#define _GNU_SOURCE
#include "sha1.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE_SIZE = 9, MOST_FDS = 20000 };

struct viewer {
    int fd;
    int rest;  /* bytes of a cut frame that are still to be written: its end, kept in tail */
    char tail[256];
};

struct frame {
    char bytes[256];
    size_t size;
    size_t line_at;
};

static struct viewer viewers[MOST_FDS];
static int viewer_count;

static void frame_prepare(struct frame *frame, const char *before, const char *after)
{
    size_t payload = strlen(before) + LINE_SIZE + strlen(after);
    size_t header = payload < 126 ? 2 : 4;
    if (payload > 240) {
        fprintf(stderr, "floor: the text is too long\n");
        exit(2);
    }
    frame->bytes[0] = (char)0x81;
    frame->bytes[1] = (char)(payload < 126 ? payload : 126);
    if (header == 4) {
        frame->bytes[2] = 0;
        frame->bytes[3] = (char)payload;
    }
    memcpy(frame->bytes + header, before, strlen(before));
    frame->line_at = header + strlen(before);
    memcpy(frame->bytes + frame->line_at + LINE_SIZE, after, strlen(after));
    frame->size = header + payload;
}

static void deliver(struct viewer *viewer, const struct frame *frame)
{
    if (viewer->rest > 0) {
        ssize_t done = send(viewer->fd, viewer->tail + sizeof viewer->tail - viewer->rest, (size_t)viewer->rest,
                            MSG_DONTWAIT | MSG_NOSIGNAL);
        if (done > 0)
            viewer->rest -= (int)done;
        if (viewer->rest > 0)
            return;
    }
    ssize_t done = write(viewer->fd, frame->bytes, frame->size);
    if (done > 0 && (size_t)done < frame->size) {
        viewer->rest = (int)(frame->size - (size_t)done);
        memcpy(viewer->tail + sizeof viewer->tail - viewer->rest, frame->bytes + done, (size_t)viewer->rest);
    }
}

static void read_terminal(int terminal, struct frame *frame)
{
    static char line[64];
    static size_t line_size;
    char bytes[4096];
    ssize_t size = read(terminal, bytes, sizeof bytes);
    for (ssize_t i = 0; i < size; i++) {
        if (bytes[i] == '\n') {
            if (line_size == LINE_SIZE) {
                memcpy(frame->bytes + frame->line_at, line, LINE_SIZE);
                for (int v = 0; v < viewer_count; v++)
                    deliver(&viewers[v], frame);
            }
            line_size = 0;
        } else if (bytes[i] != '\r' && line_size < sizeof line) {
            line[line_size++] = bytes[i];
        }
    }
}

static void handshake(int fd, const char *request)
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const char *key = strcasestr(request, "Sec-WebSocket-Key: ");
    char joined[64], accept[29], answer[256];
    uint8_t digest[20];
    if (!key)
        return;
    memcpy(joined, key + 19, 24);
    memcpy(joined + 24, guid, 36);
    sha1(joined, 60, digest);
    base64_of_20(digest, accept);
    int size = snprintf(answer, sizeof answer,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: %s\r\n\r\n",
                        accept);
    if (write(fd, answer, (size_t)size) == size)
        viewers[viewer_count++] = (struct viewer){.fd = fd};
}

static void forget(int fd)
{
    for (int v = 0; v < viewer_count; v++) {
        if (viewers[v].fd == fd) {
            viewers[v] = viewers[--viewer_count];
            break;
        }
    }
    close(fd);
}

static void read_viewer(int fd)
{
    char bytes[2048];
    ssize_t size = read(fd, bytes, sizeof bytes - 1);
    if (size <= 0) {
        forget(fd);
        return;
    }
    bytes[size] = 0;
    if (size > 4 && memcmp(bytes, "GET ", 4) == 0)
        handshake(fd, bytes);
}

static int listen_on(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 4096)) {
        perror("floor: cannot listen");
        exit(2);
    }
    return fd;
}

int main(int argc, char **argv)
{
    struct epoll_event events[256];
    struct frame frame;
    if (argc != 5) {
        fprintf(stderr, "usage: floor TERMINAL PORT TEXT_BEFORE_THE_LINE TEXT_AFTER_IT\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    frame_prepare(&frame, argv[3], argv[4]);
    int terminal = open(argv[1], O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (terminal < 0) {
        perror(argv[1]);
        return 2;
    }
    int listener = listen_on(atoi(argv[2]));
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = terminal};
    epoll_ctl(epoll, EPOLL_CTL_ADD, terminal, &event);
    event.data.fd = listener;
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == terminal) {
                read_terminal(terminal, &frame);
            } else if (fd == listener) {
                int on = 1;
                int viewer = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
                if (viewer < 0)
                    continue;
                setsockopt(viewer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                event.data.fd = viewer;
                if (viewer >= MOST_FDS || epoll_ctl(epoll, EPOLL_CTL_ADD, viewer, &event))
                    close(viewer);
            } else {
                read_viewer(fd);
            }
        }
    }
}
