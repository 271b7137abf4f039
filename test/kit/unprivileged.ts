const NOBODY_ID = 65_534;

/** Runs the work as an account that mode bits hold for: as `nobody` where the tests run as root. */
export async function runUnprivileged<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.setegid?.(NOBODY_ID);
  process.seteuid?.(NOBODY_ID);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
