/** What stands in the way of a file or a folder, and what is to be done; by the system's code. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user has no right to it. Change its owner or its rights, or run the command as who owns it",
  EPERM: "this user has no right to it. Change its owner or its rights, or run the command as who owns it",
  EROFS: "it lies on a file system that is read only. Run the command where the project can be written",
  ENOSPC: "the disk is full. Make room, and run the command again",
  EDQUOT: "this user's share of the disk is full. Make room, and run the command again",
  EMFILE: "this process has too many files open. Raise the limit (`ulimit -n`), and run the command again",
  ENFILE: "this machine has too many files open. Close some, and run the command again",
};

const ACTIONS: Readonly<Record<string, string>> = {
  mkdir: "made",
  rmdir: "removed",
  unlink: "removed",
  rename: "written",
  write: "written",
  fsync: "written",
  scandir: "listed",
};

/** What a person is told of a failure of the file system: which file, why, and what to do. Null where it is another one. */
export function fileFailure(error: Error): string | null {
  const { code = "", syscall = "", path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const named = dest ?? path;
  if (named === undefined) return REASONS[code] === undefined ? null : `${error.message}: ${REASONS[code]}`;
  // Files are written beside their place first, under a name with a number behind it.
  const place = named.replace(/\.\d{6,}$/u, "");
  const isDraft = place !== named;
  const action = isDraft ? "written" : (ACTIONS[syscall] ?? "opened");
  if (code === "ENOTDIR" || (code === "EEXIST" && syscall === "mkdir")) {
    return `${place} cannot be ${action}: a file is where a folder ought to be. Move it away, or name another folder in ormgen.config.ts`;
  }
  if (code === "EISDIR") return `${place} cannot be ${action}: it is a folder. Move it away`;
  const reason = REASONS[code];
  return reason === undefined ? null : `${place} cannot be ${action}: ${reason} (${code})`;
}
