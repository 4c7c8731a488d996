/*
 * Preloaded into a program under measurement: counts its syncs, and makes each take longer, as on a slow disk.
 *   SLOW_SYNC_US     microseconds added to every fsync and fdatasync
 *   SLOW_SYNC_COUNT  a file of eight bytes that holds how many there were, over all threads and processes
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static uint64_t *count;
static useconds_t delay;

__attribute__((constructor)) static void begin(void) {
  real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  const char *us = getenv("SLOW_SYNC_US");
  if (us) delay = (useconds_t)atoi(us);
  const char *path = getenv("SLOW_SYNC_COUNT");
  int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (file >= 0) {
    void *shared = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) count = shared;
    close(file);
  }
}

static void note(void) {
  if (count) __atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
  if (delay) usleep(delay);
}

int fsync(int file) {
  note();
  return real_fsync(file);
}

int fdatasync(int file) {
  note();
  return real_fdatasync(file);
}
