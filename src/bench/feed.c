#define _GNU_SOURCE
#include "feed.h"

#include "mqtt.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

enum { MOST_LINES = 1024, MOST_BYTES = MOST_LINES * 160 };

static void die(const char *what)
{
    perror(what);
    exit(2);
}

void feed_open(struct feed *feed, const char *before, const char *after)
{
    *feed = (struct feed){.broker = -1, .before = before, .after = after};
    feed->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (feed->master < 0 || grantpt(feed->master) || unlockpt(feed->master)
        || ptsname_r(feed->master, feed->slave_path, sizeof feed->slave_path))
        die("no pseudo terminal");
    feed->slave = open(feed->slave_path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios raw;
    if (feed->slave < 0 || tcgetattr(feed->slave, &raw))
        die(feed->slave_path);
    cfmakeraw(&raw);
    if (tcsetattr(feed->slave, TCSANOW, &raw))
        die(feed->slave_path);
}

bool feed_to_broker(struct feed *feed, int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    uint8_t packet[64];
    int on = 1;
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
        return false;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    size_t size = mqtt_connect(packet, 1000000);
    if (write(fd, packet, size) != (ssize_t)size || read(fd, packet, 4) != 4 || packet[0] >> 4 != MQTT_CONNACK)
        return false;
    feed->broker = fd;
    return true;
}

static void line_text(char *out, uint64_t sequence)
{
    uint32_t bits = 0x10180000 | (uint32_t)(sequence & 0xFFFF); /* Write-Data of the room temperature */
    if (__builtin_parity(bits))
        bits |= 0x80000000;
    snprintf(out, FEED_LINE_SIZE + 1, "R%08X", bits);
}

static size_t build_for_broker(struct feed *feed, char *out, const char *line)
{
    char text[256];
    int size = snprintf(text, sizeof text, "%s%s%s", feed->before, line, feed->after);
    return mqtt_publish((uint8_t *)out, text, (size_t)size);
}

bool feed_lines(struct feed *feed, uint64_t first_sequence, int count)
{
    static char bytes[MOST_BYTES];
    size_t size = 0;
    for (int i = 0; i < count && i < MOST_LINES; i++) {
        char line[FEED_LINE_SIZE + 1];
        line_text(line, first_sequence + (uint64_t)i);
        if (feed->broker >= 0) {
            size += build_for_broker(feed, bytes + size, line);
        } else {
            memcpy(bytes + size, line, FEED_LINE_SIZE);
            memcpy(bytes + size + FEED_LINE_SIZE, "\r\n", 2);
            size += FEED_LINE_SIZE + 2;
        }
    }
    return write(feed->broker >= 0 ? feed->broker : feed->master, bytes, size) == (ssize_t)size;
}

static void answer_command(struct feed *feed)
{
    char answer[128];
    char *command = feed->command;
    if (feed->command_size < 3 || command[2] != '=')
        return;
    int size = strcmp(command, "PR=A") == 0
                   ? snprintf(answer, sizeof answer, "PR: A=OpenTherm Gateway 6.6\r\n")
                   : snprintf(answer, sizeof answer, "%.2s: %s\r\n", command, command + 3);
    if (write(feed->master, answer, (size_t)size) != size)
        fprintf(stderr, "the answer to %s was not taken\n", command);
}

void feed_answer(struct feed *feed)
{
    char bytes[256];
    ssize_t size = read(feed->master, bytes, sizeof bytes);
    for (ssize_t i = 0; i < size; i++) {
        if (bytes[i] == '\r' || bytes[i] == '\n') {
            feed->command[feed->command_size] = 0;
            answer_command(feed);
            feed->command_size = 0;
        } else if (feed->command_size < sizeof feed->command - 1) {
            feed->command[feed->command_size++] = bytes[i];
        }
    }
}

static int hex(uint8_t digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

int feed_sequence(const uint8_t *text, size_t length)
{
    if (length < FEED_COLUMN + FEED_LINE_SIZE || text[FEED_COLUMN] != 'R')
        return -1;
    int value = 0;
    for (int i = FEED_COLUMN + 5; i < FEED_COLUMN + FEED_LINE_SIZE; i++) {
        int digit = hex(text[i]);
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}
