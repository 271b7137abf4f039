const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether a Host header names this machine itself. A page elsewhere can make a browser ask our port under its own name
 * (DNS rebinding); its Host header gives it away.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  return LOOPBACK_NAMES.has(host.toLowerCase().replace(/:\d+$/, ""));
}
