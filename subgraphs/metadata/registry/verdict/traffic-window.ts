// How far back somebody counts as a user: what nobody has asked for in all of this time is unused.
const windowDays = 30;
const dayMs = 86_400_000;

export function trafficWindow(now: Date): { readonly from: Date; readonly to: Date } {
  return { from: new Date(now.getTime() - windowDays * dayMs), to: now };
}
