/** Where the programs of the system are looked for: the caller's own settings do not count. */
export const SEARCH_PATH = "/usr/bin:/bin:/usr/local/bin:/usr/sbin:/sbin";
