/* A disk that fails as it is told, for the files of one folder: preloaded into a server (LD_PRELOAD), between it and the system.

   FAILING_FOLDER: whose files. FAILING_HOW: the path of a file that says how, looked at with each call:
   nothing, or no such file: as usual. e30: writing and flushing fail with errno 30. s4000: flushing takes 4000 milliseconds longer. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int usual_open(const char *path, int flags) {
  static int (*usual)(const char *, int, ...);
  if (!usual) usual = dlsym(RTLD_NEXT, "open");
  return usual(path, flags);
}

static int told(char *kind) {
  const char *where = getenv("FAILING_HOW");
  char said[16] = "";
  int file = where ? usual_open(where, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return 0;
  if (read(file, said, sizeof said - 1) < 2) said[0] = 0;
  close(file);
  *kind = said[0];
  return said[0] ? atoi(said + 1) : 0;
}

static int is_ours(const char *path) {
  const char *folder = getenv("FAILING_FOLDER");
  return folder && path && !strncmp(path, folder, strlen(folder));
}

static int holds_ours(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_ours(path);
}

/* Whether this call fails; errno says how. */
static int fails(int ours, int flushes) {
  int before = errno, number;
  char kind = 0;
  if (!ours || !(number = told(&kind))) {
    errno = before;
    return 0;
  }
  if (kind == 's' && flushes) usleep(number * 1000);
  errno = kind == 'e' ? number : before;
  return kind == 'e';
}

#define WRITING(type, name, flushes, said, passed)                       \
  type name said {                                                       \
    static type (*usual) said;                                           \
    if (!usual) usual = dlsym(RTLD_NEXT, #name);                         \
    return fails(holds_ours(fd), flushes) ? (type)-1 : usual passed;     \
  }

WRITING(ssize_t, write, 0, (int fd, const void *data, size_t size), (fd, data, size))
WRITING(ssize_t, pwrite, 0, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
WRITING(ssize_t, pwrite64, 0, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
WRITING(int, fsync, 1, (int fd), (fd))
WRITING(int, fdatasync, 1, (int fd), (fd))
WRITING(int, ftruncate, 0, (int fd, off_t size), (fd, size))
WRITING(int, ftruncate64, 0, (int fd, off64_t size), (fd, size))

#define OPENING(name)                                                    \
  int name(const char *path, int flags, ...) {                           \
    static int (*usual)(const char *, int, ...);                         \
    if (!usual) usual = dlsym(RTLD_NEXT, #name);                         \
    va_list more;                                                        \
    va_start(more, flags);                                               \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;            \
    va_end(more);                                                        \
    return fails((flags & O_CREAT) && is_ours(path), 0) ? -1 : usual(path, flags, mode); \
  }

OPENING(open)
OPENING(open64)
