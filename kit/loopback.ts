// Whether an address stays on this machine, as far as its text says.

/** @param address a URL; what is none stays nowhere */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}
