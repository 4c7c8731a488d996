/*
 * Preloaded into the kiosk or the portal (LD_PRELOAD), this writes down every change the program makes below one folder, and
 * every sync, in the order in which they happened. tests/crash/disk-after-cut.ts works out from it what a disk would hold after a
 * power cut. Nothing the program does is changed.
 *
 *   DIEM_CHAM_WATCHED   the folder, as realpath says it
 *   DIEM_CHAM_WATCH_LOG where to write
 *
 * A change is written down after it was made and before the program hears of it: what the log lacks was never answered.
 * A sync notes how long the log was when it began, and is written down only when it succeeded: it covers what stood there then.
 * Not seen: writes through mapped memory (of the programs here only caches, and SQLite's -shm file, which holds nothing of its own)
 * and copies made inside the kernel by a bare system call (fs.copyFile; only the backup of the portal, which is not run here).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATED = 1, WRITTEN, TRUNCATED, RENAMED, REMOVED, FOLDER_MADE, SYNCED, FOLDER_SYNCED, LINKED };

struct record {
  uint32_t magic;
  uint32_t kind;
  uint64_t inode;
  uint64_t number;
  uint32_t first;
  uint32_t second;
};

static const uint32_t magic = 0x31574344; /* DCW1 */
static char watched[PATH_MAX];
static size_t watched_length;
static int log_file = -1;
static dev_t log_device;
static ino_t log_inode;

#define REAL(result, name, ...) \
  static result (*real_##name)(__VA_ARGS__); \
  if (real_##name == NULL) *(void **)(&real_##name) = dlsym(RTLD_NEXT, #name)

static int raw_stat(int file, struct stat *found) { return (int)syscall(SYS_fstat, file, found); }

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("DIEM_CHAM_WATCHED");
  const char *path = getenv("DIEM_CHAM_WATCH_LOG");
  if (folder == NULL || path == NULL || strlen(folder) >= sizeof watched) return;
  int low = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (low < 0) return;
  /* Out of the way of programs that count on low numbers. */
  log_file = fcntl(low, F_DUPFD_CLOEXEC, 800);
  syscall(SYS_close, low);
  struct stat found;
  if (log_file < 0 || raw_stat(log_file, &found) != 0) return;
  log_device = found.st_dev;
  log_inode = found.st_ino;
  strcpy(watched, folder);
  watched_length = strlen(folder);
}

static int is_watched(const char *path) {
  return watched_length > 0 && strncmp(path, watched, watched_length) == 0 &&
         (path[watched_length] == '/' || path[watched_length] == 0);
}

static uint64_t log_length(void) {
  struct stat found;
  if (log_file < 0 || raw_stat(log_file, &found) != 0) return 0;
  return (uint64_t)found.st_size;
}

static void note(enum kind kind, uint64_t inode, uint64_t number, const void *first, size_t first_length, const void *second,
                 size_t second_length) {
  int kept = errno;
  struct stat found;
  /* Some programs close everything they do not know; then this number may be anybody's. */
  if (log_file >= 0 && raw_stat(log_file, &found) == 0 && found.st_dev == log_device && found.st_ino == log_inode) {
    struct record record = {magic, kind, inode, number, (uint32_t)first_length, (uint32_t)second_length};
    struct iovec pieces[3] = {{&record, sizeof record}, {(void *)first, first_length}, {(void *)second, second_length}};
    syscall(SYS_writev, log_file, pieces, 3);
  }
  errno = kept;
}

static void note_path(enum kind kind, uint64_t inode, uint64_t number, const char *path) {
  note(kind, inode, number, path, strlen(path), NULL, 0);
}

static int path_of(int file, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = (ssize_t)syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return 1;
}

/* As it was asked for, made absolute; what is left of dots is taken out when the log is read. */
static int absolute(int folder, const char *path, char *whole) {
  if (path[0] == '/') return snprintf(whole, PATH_MAX, "%s", path) < PATH_MAX;
  char base[PATH_MAX];
  if (folder == AT_FDCWD) {
    if (syscall(SYS_getcwd, base, sizeof base) < 0) return 0;
  } else if (!path_of(folder, base)) {
    return 0;
  }
  return snprintf(whole, PATH_MAX, "%s/%s", base, path) < PATH_MAX;
}

/* Watched-ness of a file is asked once and remembered with the number it is open under. */
#define MOST_FILES 4096
static struct { dev_t device; ino_t inode; char state; } known[MOST_FILES]; /* state: 1 watched, 2 not */

static int is_watched_file(int file, struct stat *found) {
  if (watched_length == 0 || file < 0 || raw_stat(file, found) != 0 || !S_ISREG(found->st_mode)) return 0;
  if (found->st_dev == log_device && found->st_ino == log_inode) return 0;
  int has_place = file < MOST_FILES;
  if (has_place && known[file].state && known[file].device == found->st_dev && known[file].inode == found->st_ino)
    return known[file].state == 1;
  char path[PATH_MAX];
  int is = path_of(file, path) && is_watched(path);
  if (has_place) {
    known[file].device = found->st_dev;
    known[file].inode = found->st_ino;
    known[file].state = is ? 1 : 2;
  }
  return is;
}

/* --- opening --- */

static int open_noted(int folder, const char *path, int flags, mode_t mode) {
  char whole[PATH_MAX];
  int may_change = watched_length > 0 && (flags & (O_CREAT | O_TRUNC)) && !(flags & O_DIRECTORY) && path != NULL &&
                   absolute(folder, path, whole);
  int was_there = 0;
  if (may_change) {
    int kept = errno;
    was_there = syscall(SYS_faccessat, AT_FDCWD, whole, F_OK) == 0;
    errno = kept;
  }
  int file = (int)syscall(SYS_openat, folder, path, flags, mode);
  if (file >= 0 && file < MOST_FILES) known[file].state = 0;
  if (file < 0 || !may_change) return file;
  int kept = errno;
  struct stat found;
  if (is_watched_file(file, &found)) {
    char real[PATH_MAX];
    if (!was_there && path_of(file, real)) note_path(CREATED, found.st_ino, 0, real);
    else if (flags & O_TRUNC) note(TRUNCATED, found.st_ino, 0, NULL, 0, NULL, 0);
  }
  errno = kept;
  return file;
}

#define MODE_OF(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }

int open(const char *path, int flags, ...) { MODE_OF(flags) return open_noted(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return open_noted(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE_OF(flags) return open_noted(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE_OF(flags) return open_noted(folder, path, flags | O_LARGEFILE, mode); }
int creat(const char *path, mode_t mode) { return open_noted(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

/* --- writing --- */

static void note_pieces(uint64_t inode, uint64_t at, const struct iovec *pieces, int count, ssize_t length) {
  uint64_t left = (uint64_t)length;
  for (int i = 0; i < count && left > 0; i++) {
    size_t taken = pieces[i].iov_len < left ? pieces[i].iov_len : left;
    if (taken > 0) note(WRITTEN, inode, at, pieces[i].iov_base, taken, NULL, 0);
    at += taken;
    left -= taken;
  }
}

/* Where it went: a file opened for adding takes everything at its end. */
static uint64_t place_of(int file, int64_t asked, ssize_t length) {
  struct stat now;
  if (asked >= 0 && !(fcntl(file, F_GETFL) & O_APPEND)) return (uint64_t)asked;
  if (asked >= 0 && raw_stat(file, &now) == 0) return (uint64_t)now.st_size - (uint64_t)length;
  return (uint64_t)syscall(SYS_lseek, file, 0, SEEK_CUR) - (uint64_t)length;
}

static ssize_t written(int file, int64_t asked, const struct iovec *pieces, int count, ssize_t length) {
  if (length <= 0) return length;
  int kept = errno;
  struct stat found;
  if (is_watched_file(file, &found)) note_pieces(found.st_ino, place_of(file, asked, length), pieces, count, length);
  errno = kept;
  return length;
}

ssize_t write(int file, const void *bytes, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  struct iovec piece = {(void *)bytes, length};
  return written(file, -1, &piece, 1, real_write(file, bytes, length));
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
  REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
  struct iovec piece = {(void *)bytes, length};
  return written(file, at, &piece, 1, real_pwrite(file, bytes, length, at));
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) { return pwrite(file, bytes, length, at); }
ssize_t writev(int file, const struct iovec *pieces, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  return written(file, -1, pieces, count, real_writev(file, pieces, count));
}
ssize_t pwritev(int file, const struct iovec *pieces, int count, off_t at) {
  REAL(ssize_t, pwritev, int, const struct iovec *, int, off_t);
  return written(file, at, pieces, count, real_pwritev(file, pieces, count, at));
}
ssize_t pwritev64(int file, const struct iovec *pieces, int count, off64_t at) { return pwritev(file, pieces, count, at); }
ssize_t pwritev2(int file, const struct iovec *pieces, int count, off_t at, int flags) {
  REAL(ssize_t, pwritev2, int, const struct iovec *, int, off_t, int);
  return written(file, at, pieces, count, real_pwritev2(file, pieces, count, at, flags));
}
ssize_t pwritev64v2(int file, const struct iovec *pieces, int count, off64_t at, int flags) { return pwritev2(file, pieces, count, at, flags); }

/* Whoever copies inside the kernel is told to do it by hand, so that every byte is seen. */
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags) {
  struct stat found;
  if (is_watched_file(to, &found)) return errno = ENOSYS, -1;
  return syscall(SYS_copy_file_range, from, from_at, to, to_at, length, flags);
}
ssize_t sendfile(int to, int from, off_t *at, size_t length) {
  struct stat found;
  if (is_watched_file(to, &found)) return errno = EINVAL, -1;
  return syscall(SYS_sendfile, to, from, at, length);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t length) { return sendfile(to, from, at, length); }

static int truncated(int file, uint64_t length, int result) {
  struct stat found;
  int kept = errno;
  if (result == 0 && is_watched_file(file, &found)) note(TRUNCATED, found.st_ino, length, NULL, 0, NULL, 0);
  errno = kept;
  return result;
}

int ftruncate(int file, off_t length) {
  REAL(int, ftruncate, int, off_t);
  return truncated(file, (uint64_t)length, real_ftruncate(file, length));
}
int ftruncate64(int file, off64_t length) { return ftruncate(file, length); }
int truncate(const char *path, off_t length) {
  int file = open_noted(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
  if (file < 0) return -1;
  int result = ftruncate(file, length);
  int kept = errno;
  close(file);
  errno = kept;
  return result;
}
int truncate64(const char *path, off64_t length) { return truncate(path, length); }

/* Room taken beforehand: only the length matters here. */
static int grown(int file, int mode, uint64_t end, int result) {
  struct stat found;
  int kept = errno;
  if (result == 0 && mode == 0 && is_watched_file(file, &found) && (uint64_t)found.st_size <= end)
    note(TRUNCATED, found.st_ino, end, NULL, 0, NULL, 0);
  errno = kept;
  return result;
}
int fallocate(int file, int mode, off_t at, off_t length) {
  return grown(file, mode, (uint64_t)(at + length), (int)syscall(SYS_fallocate, file, mode, at, length));
}
int fallocate64(int file, int mode, off64_t at, off64_t length) { return fallocate(file, mode, at, length); }
int posix_fallocate(int file, off_t at, off_t length) { return fallocate(file, 0, at, length) == 0 ? 0 : errno; }
int posix_fallocate64(int file, off64_t at, off64_t length) { return posix_fallocate(file, at, length); }

/* --- names --- */

static int renamed(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  int result = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
  if (result != 0 || watched_length == 0) return result;
  char one[PATH_MAX], other[PATH_MAX];
  int kept = errno;
  if (absolute(from_folder, from, one) && absolute(to_folder, to, other) && (is_watched(one) || is_watched(other)))
    note(RENAMED, 0, 0, one, strlen(one), other, strlen(other));
  errno = kept;
  return result;
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_folder, const char *from, int to_folder, const char *to) { return renamed(from_folder, from, to_folder, to, 0); }
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  return renamed(from_folder, from, to_folder, to, flags);
}

static int removed(int folder, const char *path, int flags) {
  int result = (int)syscall(SYS_unlinkat, folder, path, flags);
  char whole[PATH_MAX];
  int kept = errno;
  if (result == 0 && watched_length > 0 && absolute(folder, path, whole) && is_watched(whole)) note_path(REMOVED, 0, 0, whole);
  errno = kept;
  return result;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return removed(folder, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
  if (removed(AT_FDCWD, path, 0) == 0) return 0;
  return errno == EISDIR || errno == EPERM ? removed(AT_FDCWD, path, AT_REMOVEDIR) : -1;
}

int mkdirat(int folder, const char *path, mode_t mode) {
  int result = (int)syscall(SYS_mkdirat, folder, path, mode);
  char whole[PATH_MAX];
  int kept = errno;
  if (result == 0 && watched_length > 0 && absolute(folder, path, whole) && is_watched(whole)) note_path(FOLDER_MADE, 0, 0, whole);
  errno = kept;
  return result;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  int result = (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
  char one[PATH_MAX], other[PATH_MAX];
  int kept = errno;
  if (result == 0 && watched_length > 0 && absolute(from_folder, from, one) && absolute(to_folder, to, other) && is_watched(other))
    note(LINKED, 0, 0, one, strlen(one), other, strlen(other));
  errno = kept;
  return result;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

/* --- syncing --- */

static int synced(int file, int (*sync)(int)) {
  uint64_t covered = log_length();
  int result = sync(file);
  if (result != 0 || watched_length == 0) return result;
  int kept = errno;
  struct stat found;
  char path[PATH_MAX];
  if (raw_stat(file, &found) == 0 && path_of(file, path) && is_watched(path)) {
    if (S_ISDIR(found.st_mode)) note_path(FOLDER_SYNCED, found.st_ino, covered, path);
    else if (S_ISREG(found.st_mode)) note(SYNCED, found.st_ino, covered, NULL, 0, NULL, 0);
  }
  errno = kept;
  return result;
}
static int raw_fsync(int file) { return (int)syscall(SYS_fsync, file); }
static int raw_fdatasync(int file) { return (int)syscall(SYS_fdatasync, file); }
int fsync(int file) { return synced(file, raw_fsync); }
int fdatasync(int file) { return synced(file, raw_fdatasync); }
