#include "process.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int read_file(int pid, const char *name, char *text, size_t room)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    size_t size = fread(text, 1, room - 1, file);
    text[size] = 0;
    fclose(file);
    return size > 0;
}

long process_ticks(int pid)
{
    char text[1024];
    unsigned long user, system;
    if (!read_file(pid, "stat", text, sizeof text))
        return -1;
    /* the name in brackets may hold spaces: count from its end; utime and stime are fields 14 and 15 */
    char *after_name = strrchr(text, ')');
    if (!after_name
        || sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        return -1;
    return (long)(user + system);
}

long process_resident_kb(int pid)
{
    char text[256];
    long size, resident;
    if (!read_file(pid, "statm", text, sizeof text) || sscanf(text, "%ld %ld", &size, &resident) != 2)
        return -1;
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}
