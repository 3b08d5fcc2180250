/* What the kernel knows about a process. */
#ifndef PROCESS_H
#define PROCESS_H

/* User and system time of all its threads in clock ticks of 1/100 s, or -1 when it is gone. */
long process_ticks(int pid);

/* Resident memory in KB, or -1 when it is gone. */
long process_resident_kb(int pid);

#endif
