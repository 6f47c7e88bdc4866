/*
 * Loaded before libc into a program, it keeps a record of what that program's disk would have after a power cut: of each
 * file below ORRERY_POWER_ROOT what was in it at its last sync, and of each folder what was in it at its own. Nothing is
 * taken from the program, which sees its files as ever; power-cut.ts puts the recorded state in their place.
 *
 * ORRERY_POWER_DISK is a folder of the same file system with
 *   content/INODE  a file's bytes when it was last synced
 *   live/INODE     a hard link to the file, which keeps its inode from being used for another
 *   names/INODE    a folder's entries when it was last synced: INODE, a space, the name, a line each
 *   fault          one byte: '-' none, 'e' a sync fails, and what it should have written never gets to the disk
 *
 * With ORRERY_POWER_LIES set, a sync over a descriptor that only reads does nothing: so Orrery syncs its logs.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES (1 << 16)
#define CHUNK (1 << 20)

/* What was written to a file since its last sync lies in [from, to). */
struct range { ino_t inode; off_t from, to; };

static struct range ranges[FILES];
static pthread_mutex_t of_ranges = PTHREAD_MUTEX_INITIALIZER;
/* A sync is over once all that was written before it is recorded, by whichever sync. */
static pthread_mutex_t of_syncs = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX], disk[PATH_MAX];
static volatile char *fault;
static int lies;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_sync)(int);

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwritev = dlsym(RTLD_NEXT, "pwritev64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_sync = dlsym(RTLD_NEXT, "fdatasync");
  const char *of_root = getenv("ORRERY_POWER_ROOT"), *of_disk = getenv("ORRERY_POWER_DISK");
  if (!of_root || !of_disk) return;
  snprintf(root, sizeof root, "%s/", of_root);
  snprintf(disk, sizeof disk, "%s", of_disk);
  lies = getenv("ORRERY_POWER_LIES") != NULL;
  char path[PATH_MAX + 16];
  snprintf(path, sizeof path, "%s/fault", disk);
  int file = open(path, O_RDONLY);
  if (file < 0) abort();
  fault = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
  close(file);
}

static struct range *range_of(ino_t inode) {
  size_t at = inode % FILES;
  while (ranges[at].inode && ranges[at].inode != inode) at = (at + 1) % FILES;
  ranges[at].inode = inode;
  return &ranges[at];
}

/* After the write, so that a sync in between does not take it for recorded. */
static void note(int file, off_t from, off_t length) {
  struct stat found;
  int kept = errno;
  if (*root && length > 0 && fstat(file, &found) == 0 && S_ISREG(found.st_mode)) {
    if (from < 0) from = lseek(file, 0, SEEK_CUR) - length;
    if (fcntl(file, F_GETFL) & O_APPEND) from = found.st_size - length;
    pthread_mutex_lock(&of_ranges);
    struct range *range = range_of(found.st_ino);
    if (range->to == 0 || from < range->from) range->from = from;
    if (from + length > range->to) range->to = from + length;
    pthread_mutex_unlock(&of_ranges);
  }
  errno = kept;
}

static struct range take_range(ino_t inode) {
  pthread_mutex_lock(&of_ranges);
  struct range *range = range_of(inode), taken = *range;
  range->from = range->to = 0;
  pthread_mutex_unlock(&of_ranges);
  return taken;
}

static int is_ours(int file) {
  char name[64], path[PATH_MAX + 1];
  snprintf(name, sizeof name, "/proc/self/fd/%d", file);
  ssize_t length = readlink(name, path, sizeof path - 2);
  if (!*root || length < 0) return 0;
  path[length] = '/';
  path[length + 1] = 0;
  return strncmp(path, root, strlen(root)) == 0;
}

static void record_content(int file, ino_t inode) {
  char own[64], path[PATH_MAX + 64], link[PATH_MAX + 64];
  static char chunk[CHUNK];
  snprintf(own, sizeof own, "/proc/self/fd/%d", file);
  snprintf(path, sizeof path, "%s/content/%lu", disk, inode);
  snprintf(link, sizeof link, "%s/live/%lu", disk, inode);
  struct range range = take_range(inode);
  /* Only now: what grows the file from here on is noted for the next sync. */
  struct stat found;
  if (fstat(file, &found) != 0) abort();
  int is_new = access(path, F_OK) != 0;
  int from = open(own, O_RDONLY), to = open(path, O_WRONLY | O_CREAT, 0600);
  if (from < 0 || to < 0) abort();
  linkat(AT_FDCWD, own, AT_FDCWD, link, AT_SYMLINK_FOLLOW);
  if (is_new) range = (struct range){inode, 0, found.st_size};
  while (range.from < range.to) {
    size_t size = range.to - range.from < CHUNK ? range.to - range.from : CHUNK;
    ssize_t length = pread(from, chunk, size, range.from);
    if (length <= 0) break;
    if (real_pwrite(to, chunk, length, range.from) != length) abort();
    range.from += length;
  }
  real_ftruncate(to, found.st_size);
  close(from);
  close(to);
}

static void record_names(int folder, const struct stat *found) {
  char own[64], path[PATH_MAX + 64], draft[PATH_MAX + 80], link[PATH_MAX + 64];
  snprintf(own, sizeof own, "/proc/self/fd/%d", folder);
  snprintf(path, sizeof path, "%s/names/%lu", disk, found->st_ino);
  snprintf(draft, sizeof draft, "%s.draft", path);
  DIR *entries = opendir(own);
  FILE *names = fopen(draft, "w");
  if (!entries || !names) abort();
  for (struct dirent *entry; (entry = readdir(entries));) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    snprintf(link, sizeof link, "%s/live/%lu", disk, entry->d_ino);
    if (entry->d_type == DT_REG) linkat(folder, entry->d_name, AT_FDCWD, link, 0);
    fprintf(names, "%lu %s\n", entry->d_ino, entry->d_name);
  }
  fclose(names);
  closedir(entries);
  rename(draft, path);
}

static int sync_file(int file) {
  struct stat found;
  if (!is_ours(file) || fstat(file, &found) != 0) return real_sync(file);
  if (lies && S_ISREG(found.st_mode) && (fcntl(file, F_GETFL) & O_ACCMODE) == O_RDONLY) return 0;
  int failed = *fault == 'e';
  pthread_mutex_lock(&of_syncs);
  if (failed) take_range(found.st_ino);
  else if (S_ISDIR(found.st_mode)) record_names(file, &found);
  else record_content(file, found.st_ino);
  pthread_mutex_unlock(&of_syncs);
  if (failed) errno = EIO;
  return failed ? -1 : 0;
}

int fsync(int file) { return sync_file(file); }
int fdatasync(int file) { return sync_file(file); }

ssize_t write(int file, const void *bytes, size_t length) {
  ssize_t written = real_write(file, bytes, length);
  note(file, -1, written);
  return written;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t at) {
  ssize_t written = real_pwrite(file, bytes, length, at);
  note(file, at, written);
  return written;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) { return pwrite64(file, bytes, length, at); }

ssize_t writev(int file, const struct iovec *parts, int count) {
  ssize_t written = real_writev(file, parts, count);
  note(file, -1, written);
  return written;
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off_t at) {
  ssize_t written = real_pwritev(file, parts, count, at);
  note(file, at, written);
  return written;
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at) { return pwritev64(file, parts, count, at); }

/* What a file gets back behind where it was cut is zeros, also in the record. */
int ftruncate64(int file, off_t length) {
  struct stat before;
  int known = fstat(file, &before) == 0;
  int result = real_ftruncate(file, length);
  if (result == 0 && known && length < before.st_size) note(file, length, before.st_size - length);
  return result;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }
