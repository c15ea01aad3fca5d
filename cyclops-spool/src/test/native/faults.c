/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 *
 * Loaded before the C library (LD_PRELOAD), it counts the calls that concern files below one
 * folder, and lets the k-th of them fail. What is to fail stands in a small file that the process
 * and this library both map: see struct control, and FaultControl.java, which writes it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ONCE = 0, FROM_THEN_ON = 1, SHORT_ONCE = 2, SHORT_FROM_THEN_ON = 3 };

struct control {
  _Atomic int64_t calls;   /* counted since it was set to 0 */
  _Atomic int64_t fails;   /* the number of the call that fails; 0: none */
  _Atomic int64_t error;   /* an errno */
  _Atomic int64_t how;     /* one of the above */
  _Atomic int64_t failed;  /* how many have failed */
  _Atomic int64_t hangs;   /* 1: syncs do not return until it is 0 */
  _Atomic int64_t hanging; /* how many hang now */
  _Atomic int64_t only;    /* bits of enum kind: which calls are counted; 0: all */
  _Atomic int64_t folder;  /* changes with the folder: files opened before concern nobody */
  char path[4024];         /* of the folder, absolute, with a zero behind it */
};

enum kind { OPENS = 1, READS = 2, WRITES = 4, SYNCS = 8, SIZES = 16, NAMES = 32, LOOKS = 64 };

static struct control *control;
static _Atomic int64_t ours[65536];

__attribute__((constructor)) static void map_control(void) {
  const char *path = getenv("CYCLOPS_FAULTS");
  int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped != MAP_FAILED) control = mapped;
}

static int is_below(const char *path) {
  if (control == NULL || path == NULL || control->path[0] == 0) return 0;
  size_t length = strlen(control->path);
  return strncmp(path, control->path, length) == 0 && (path[length] == 0 || path[length] == '/');
}

static int is_ours(int fd) {
  return control != NULL && fd >= 0 && fd < 65536 && ours[fd] != 0 && ours[fd] == control->folder;
}

/* 0: let it through. 1: it fails, errno is set. 2: write a part only. */
static int verdict(enum kind kind) {
  if (control->only != 0 && (control->only & kind) == 0) return 0;
  int64_t call = atomic_fetch_add(&control->calls, 1) + 1;
  int64_t fails = control->fails;
  int64_t how = control->how;
  int is_short = how == SHORT_ONCE || how == SHORT_FROM_THEN_ON;
  if (fails == 0 || call < fails) return 0;
  if (is_short && call == fails && kind == WRITES) {
    atomic_fetch_add(&control->failed, 1);
    return 2;
  }
  /* What follows a short write tells why it was short. */
  int64_t last = how == SHORT_ONCE ? fails + 1 : fails;
  if ((how == ONCE || how == SHORT_ONCE) && call > last) return 0;
  atomic_fetch_add(&control->failed, 1);
  errno = (int)control->error;
  return 1;
}

#define REAL(result, name, ...)                                   \
  static result (*real)(__VA_ARGS__);                             \
  if (real == NULL) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int opened(int fd, int below) {
  if (fd >= 0 && fd < 65536) ours[fd] = below && control != NULL ? control->folder : 0;
  return fd;
}

#define OPEN(function)                                            \
  int function(const char *path, int flags, ...) {                \
    REAL(int, #function, const char *, int, ...);                 \
    va_list more;                                                 \
    va_start(more, flags);                                        \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                 \
    int below = is_below(path);                                   \
    if (below && verdict(OPENS)) return -1;                       \
    return opened(real(path, flags, mode), below);                \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(function)                                          \
  int function(int at, const char *path, int flags, ...) {        \
    REAL(int, #function, int, const char *, int, ...);            \
    va_list more;                                                 \
    va_start(more, flags);                                        \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                 \
    int below = path[0] == '/' ? is_below(path) : is_ours(at);    \
    if (below && verdict(OPENS)) return -1;                       \
    return opened(real(at, path, flags, mode), below);            \
  }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
  REAL(int, "close", int);
  if (fd >= 0 && fd < 65536) ours[fd] = 0;
  return real(fd);
}

#define DATA(function, kind, buffer, at_types, at_arguments, ...)                  \
  ssize_t function(int fd, buffer bytes, size_t length at_types) {                 \
    REAL(ssize_t, #function, int, buffer, size_t __VA_OPT__(, ) __VA_ARGS__);      \
    int how = is_ours(fd) ? verdict(kind) : 0;                                     \
    return how == 1 ? -1 : real(fd, bytes, how == 2 ? length / 2 : length at_arguments); \
  }
#define AT_TYPE , off_t at
#define AT64_TYPE , off64_t at
#define AT , at
#define NOTHING
DATA(read, READS, void *, NOTHING, NOTHING)
DATA(pread, READS, void *, AT_TYPE, AT, off_t)
DATA(pread64, READS, void *, AT64_TYPE, AT, off64_t)
DATA(write, WRITES, const void *, NOTHING, NOTHING)
DATA(pwrite, WRITES, const void *, AT_TYPE, AT, off_t)
DATA(pwrite64, WRITES, const void *, AT64_TYPE, AT, off64_t)

static void hang(void) {
  struct timespec moment = {0, 1000000};
  atomic_fetch_add(&control->hanging, 1);
  while (control->hangs) nanosleep(&moment, NULL);
  atomic_fetch_sub(&control->hanging, 1);
}

#define SYNC(function)                                            \
  int function(int fd) {                                          \
    REAL(int, #function, int);                                    \
    if (is_ours(fd)) {                                            \
      if (control->hangs) hang();                                 \
      if (verdict(SYNCS)) return -1;                              \
    }                                                             \
    return real(fd);                                              \
  }
SYNC(fsync)
SYNC(fdatasync)

#define BY_FD(function, kind, type)                               \
  int function(int fd, type value) {                              \
    REAL(int, #function, int, type);                              \
    if (is_ours(fd) && verdict(kind)) return -1;                  \
    return real(fd, value);                                       \
  }
BY_FD(ftruncate, SIZES, off_t)
BY_FD(ftruncate64, SIZES, off64_t)
BY_FD(fchmod, NAMES, mode_t)
BY_FD(fstat, LOOKS, struct stat *)
BY_FD(fstat64, LOOKS, struct stat64 *)

#define BY_PATH(function, kind, parameters, types, ...)           \
  int function parameters {                                       \
    REAL(int, #function, types);                                  \
    if (is_below(path) && verdict(kind)) return -1;               \
    return real(__VA_ARGS__);                                     \
  }
#define TYPES(...) __VA_ARGS__
BY_PATH(unlink, NAMES, (const char *path), const char *, path)
BY_PATH(mkdir, NAMES, (const char *path, mode_t mode), TYPES(const char *, mode_t), path, mode)
BY_PATH(chmod, NAMES, (const char *path, mode_t mode), TYPES(const char *, mode_t), path, mode)
BY_PATH(rename, NAMES, (const char *path, const char *to), TYPES(const char *, const char *), path, to)
BY_PATH(access, LOOKS, (const char *path, int mode), TYPES(const char *, int), path, mode)
BY_PATH(stat64, LOOKS, (const char *path, struct stat64 *found), TYPES(const char *, struct stat64 *), path, found)
BY_PATH(lstat64, LOOKS, (const char *path, struct stat64 *found), TYPES(const char *, struct stat64 *), path, found)

/* What a library built for an older C library calls instead. */
int __fxstat64(int version, int fd, struct stat64 *found) {
  REAL(int, "__fxstat64", int, int, struct stat64 *);
  if (is_ours(fd) && verdict(LOOKS)) return -1;
  return real(version, fd, found);
}

#define OLD_STAT(function)                                        \
  int function(int version, const char *path, struct stat64 *found) { \
    REAL(int, #function, int, const char *, struct stat64 *);     \
    if (is_below(path) && verdict(LOOKS)) return -1;              \
    return real(version, path, found);                            \
  }
OLD_STAT(__xstat64)
OLD_STAT(__lxstat64)
