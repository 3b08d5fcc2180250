/*
 * The load: feeds lines to a server and is all of its viewers at once. Commands come as lines on standard input, each is
 * answered by one JSON object on standard output:
 *
 *   connect port=P n=N [stall=K] [mqtt=1]       N viewers, the first K of which stop reading
 *   broker port=P                               publish over MQTT from now on instead of writing to the terminal
 *   flood window=W pid=PID [ticks=T] [lines=L] least_ms=A most_ms=B
 *                                               W lines in flight, the next W when the slowest reading viewer has them,
 *                                               until the server has used T ticks (or L lines are through) and A ms passed
 *   paced rate=R lines=L pid=PID                R lines a second
 *   close                                       ends the viewers
 *
 * The first line of output names the terminal's slave. The end of the input ends the program.
 */
#define _GNU_SOURCE
#include "clients.h"
#include "feed.h"
#include "process.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS = CLIENTS_MOST, TERMINAL, PACE };
enum { MOST_LINES = 20000, HANDSHAKES_AT_ONCE = 100, SETTLE_MS = 5000, CONNECT_MS = 30000, LOOK_EVERY_MS = 20 };

enum phase { IDLE, CONNECTING, FLOOD, PACED };

struct load {
    struct feed feed;
    struct clients clients;
    int timer;
    enum phase phase;
    int64_t began_ns;
    int64_t looked_ns;
    uint64_t next;          /* sequence number of the next line to feed */
    int behind;             /* flood: reading viewers that have not yet all that was fed */
    /* what the running command asked for */
    int window, rate, pid;
    long ticks, lines, least_ms, most_ms;
    /* what it began with */
    uint64_t first, received_before, missing_before, repeated_before;
    int lost_before;
    long ticks_before;
    int started;            /* connecting: clients begun */
    int failed;
    /* paced: when each line was written and how long the first and the last viewer waited for it */
    int64_t sent_ns[MOST_LINES], first_ns[MOST_LINES], last_ns[MOST_LINES];
    int viewers[MOST_LINES];
    long complete;
};

static int64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long option(const char *line, const char *name, long otherwise)
{
    char key[32];
    snprintf(key, sizeof key, " %s=", name);
    const char *at = strstr(line, key);
    return at ? atol(at + strlen(key)) : otherwise;
}

static void on_line(void *owner, uint64_t before, uint64_t sequence)
{
    struct load *load = owner;
    if (load->phase == FLOOD && before < load->next && sequence + 1 == load->next)
        load->behind--;
    if (load->phase != PACED || sequence < load->first || sequence - load->first >= MOST_LINES)
        return;
    size_t line = (size_t)(sequence - load->first);
    int64_t waited = now_ns() - load->sent_ns[line];
    if (load->viewers[line]++ == 0)
        load->first_ns[line] = waited;
    load->last_ns[line] = waited;
    if (load->viewers[line] == load->clients.live)
        load->complete++;
}

static void on_lost(void *owner, uint64_t expected)
{
    struct load *load = owner;
    if (load->phase == FLOOD && expected < load->next)
        load->behind--;
}

static void begin(struct load *load, enum phase phase, const char *line)
{
    load->phase = phase;
    load->window = (int)option(line, "window", 1);
    load->rate = (int)option(line, "rate", 100);
    load->pid = (int)option(line, "pid", 0);
    load->ticks = option(line, "ticks", 0);
    load->lines = option(line, "lines", 0);
    load->least_ms = option(line, "least_ms", 0);
    load->most_ms = option(line, "most_ms", 10000);
    load->first = load->next;
    load->received_before = load->clients.lines;
    load->missing_before = load->clients.missing;
    load->repeated_before = load->clients.repeated;
    load->lost_before = load->clients.lost;
    load->ticks_before = load->pid ? process_ticks(load->pid) : 0;
    load->behind = 0;
    load->complete = 0;
    load->began_ns = load->looked_ns = now_ns();
}

static int by_size(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void print_spread(const char *name, int64_t *waits, long count)
{
    qsort(waits, (size_t)count, sizeof *waits, by_size);
    printf(",\"%s_p50_us\":%.1f,\"%s_p99_us\":%.1f,\"%s_max_us\":%.1f", name, (double)waits[count / 2] / 1e3, name,
           (double)waits[count * 99 / 100] / 1e3, name, (double)waits[count - 1] / 1e3);
}

static void end(struct load *load, bool complete)
{
    double seconds = (double)(now_ns() - load->began_ns) / 1e9;
    long ticks = load->pid ? process_ticks(load->pid) : 0;
    printf("{\"complete\":%s,\"lines\":%llu,\"deliveries\":%llu,\"missing\":%llu,\"repeated\":%llu,\"lost\":%d,"
           "\"seconds\":%.4f,\"ticks\":%ld,\"resident_kb\":%ld",
           complete ? "true" : "false", (unsigned long long)(load->next - load->first),
           (unsigned long long)(load->clients.lines - load->received_before),
           (unsigned long long)(load->clients.missing - load->missing_before),
           (unsigned long long)(load->clients.repeated - load->repeated_before), load->clients.lost - load->lost_before,
           seconds, ticks < 0 ? -1 : ticks - load->ticks_before, load->pid ? process_resident_kb(load->pid) : 0);
    if (load->phase == PACED && complete) {
        print_spread("first", load->first_ns, load->lines);
        print_spread("last", load->last_ns, load->lines);
    }
    printf("}\n");
    fflush(stdout);
    load->phase = IDLE;
}

static void refuse(struct load *load, const char *why)
{
    printf("{\"error\":\"%s\"}\n", why);
    fflush(stdout);
    load->phase = IDLE;
}

static void set_pace(struct load *load, int rate)
{
    struct itimerspec pace = {0};
    if (rate > 0) {
        pace.it_interval.tv_sec = rate == 1;
        pace.it_interval.tv_nsec = rate == 1 ? 0 : 1000000000L / rate;
        pace.it_value = pace.it_interval;
    }
    timerfd_settime(load->timer, 0, &pace, NULL);
}

static void pace(struct load *load)
{
    uint64_t due;
    if (read(load->timer, &due, sizeof due) != sizeof due || load->phase != PACED)
        return;
    while (due-- > 0 && load->next - load->first < (uint64_t)load->lines) {
        load->sent_ns[load->next - load->first] = now_ns();
        load->next++;
        if (!feed_lines(&load->feed, load->next - 1, 1)) {
            set_pace(load, 0);
            refuse(load, "the server does not take the lines");
            return;
        }
    }
}

static void connect_more(struct load *load)
{
    struct clients *clients = &load->clients;
    while (load->started < clients->count
           && load->started - load->failed - clients->open - clients->lost < HANDSHAKES_AT_ONCE) {
        if (!clients_connect(clients, load->started, load->next))
            load->failed++;
        load->started++;
    }
    bool late = now_ns() - load->began_ns > CONNECT_MS * 1000000LL;
    if (late || (load->started == clients->count && clients->open + load->failed + clients->lost == clients->count)) {
        printf("{\"connected\":%d,\"seconds\":%.4f}\n", clients->open, (double)(now_ns() - load->began_ns) / 1e9);
        fflush(stdout);
        load->phase = IDLE;
    }
}

static void flood_more(struct load *load)
{
    int64_t now = now_ns();
    long passed_ms = (long)((now - load->began_ns) / 1000000);
    bool through = load->behind == 0;
    if (passed_ms >= load->most_ms && (through || passed_ms >= load->most_ms + SETTLE_MS)) {
        end(load, through);
        return;
    }
    if (!through)
        return;
    if (load->clients.live == 0) {
        end(load, false);
        return;
    }
    if (load->lines > 0) {
        if (load->next - load->first >= (uint64_t)load->lines) {
            end(load, true);
            return;
        }
    } else if (passed_ms >= load->least_ms && now - load->looked_ns > LOOK_EVERY_MS * 1000000LL) {
        /* reading /proc costs: look seldom */
        load->looked_ns = now;
        long ticks = load->ticks > 0 ? process_ticks(load->pid) : load->ticks_before;
        if (ticks < 0 || ticks - load->ticks_before >= load->ticks) {
            end(load, ticks >= 0);
            return;
        }
    }
    load->behind = load->clients.live;
    load->next += (uint64_t)load->window;
    if (!feed_lines(&load->feed, load->next - (uint64_t)load->window, load->window))
        refuse(load, "the server does not take the lines");
}

static void paced_check(struct load *load)
{
    if (load->complete < load->lines) {
        int64_t planned_ns = load->lines * 1000000000LL / load->rate;
        if (now_ns() - load->began_ns < planned_ns + SETTLE_MS * 1000000LL)
            return;
    }
    set_pace(load, 0);
    end(load, load->complete == load->lines);
}

static void command(struct load *load, const char *line)
{
    struct clients *clients = &load->clients;
    if (strncmp(line, "connect ", 8) == 0) {
        begin(load, CONNECTING, line);
        clients->port = (int)option(line, "port", 0);
        clients->count = (int)option(line, "n", 1);
        clients->stalled = (int)option(line, "stall", 0);
        clients->mqtt = option(line, "mqtt", 0) != 0;
        clients->lost = load->started = load->failed = 0;
        if (clients->count > CLIENTS_MOST) {
            clients->count = 0;
            refuse(load, "too many viewers");
        }
    } else if (strncmp(line, "flood ", 6) == 0) {
        begin(load, FLOOD, line);
    } else if (strncmp(line, "paced ", 6) == 0) {
        begin(load, PACED, line);
        memset(load->viewers, 0, sizeof load->viewers);
        if (load->lines < 1 || load->lines > MOST_LINES || load->rate < 1)
            refuse(load, "lines or rate out of range");
        else
            set_pace(load, load->rate);
    } else if (strncmp(line, "broker ", 7) == 0) {
        if (feed_to_broker(&load->feed, (int)option(line, "port", 0)))
            printf("{}\n");
        else
            printf("{\"error\":\"the broker refuses the publisher\"}\n");
    } else if (strncmp(line, "close", 5) == 0) {
        clients_close(clients);
        printf("{}\n");
    } else {
        refuse(load, "unknown command");
    }
    fflush(stdout);
}

static void watch(struct load *load, int fd, uint32_t tag)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = tag};
    if (epoll_ctl(load->clients.epoll, EPOLL_CTL_ADD, fd, &event)) {
        perror("epoll");
        exit(2);
    }
}

int main(int argc, char **argv)
{
    static struct load load;
    static struct client all[CLIENTS_MOST];
    struct epoll_event events[1024];
    char line[256];
    if (argc != 3) {
        fprintf(stderr, "usage: load TEXT_BEFORE_THE_LINE TEXT_AFTER_IT\n");
        return 2;
    }
    load.clients = (struct clients){.all = all, .owner = &load, .on_line = on_line, .on_lost = on_lost};
    load.clients.epoll = epoll_create1(EPOLL_CLOEXEC);
    load.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    feed_open(&load.feed, argv[1], argv[2]);
    watch(&load, STDIN_FILENO, COMMANDS);
    watch(&load, load.feed.master, TERMINAL);
    watch(&load, load.timer, PACE);
    printf("{\"terminal\":\"%s\"}\n", load.feed.slave_path);
    fflush(stdout);

    for (;;) {
        int count = epoll_wait(load.clients.epoll, events, 1024, load.phase == IDLE ? -1 : LOOK_EVERY_MS);
        for (int i = 0; i < count; i++) {
            uint32_t tag = events[i].data.u32;
            if (tag == COMMANDS) {
                ssize_t size = read(STDIN_FILENO, line, sizeof line - 1);
                if (size <= 0)
                    return 0;
                line[size] = 0;
                command(&load, line);
            } else if (tag == TERMINAL) {
                feed_answer(&load.feed);
            } else if (tag == PACE) {
                pace(&load);
            } else {
                clients_read(&load.clients, (int)tag);
            }
        }
        if (load.phase == CONNECTING)
            connect_more(&load);
        if (load.phase == FLOOD)
            flood_more(&load);
        else if (load.phase == PACED)
            paced_check(&load);
    }
}
