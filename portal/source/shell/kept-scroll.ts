// Where the viewer was on a page that is gone back to. The browser goes there at once, while the answer that makes the page that long
// is still on its way; so it is gone there again as the page grows, until the viewer does something or it has taken too long.

const tops = new Map<string, number>();
const GIVE_UP_AFTER_MS = 10_000;
const doings = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

let entries = 0;
let goingBack: AbortController | null = null;

addEventListener('scroll', remember, { passive: true });

/** The state of a new entry in the history. */
export function newEntry(): { readonly entry: string } {
  entries += 1;
  return { entry: `${performance.timeOrigin} ${entries}` };
}

/** On an entry that the viewer has left before. */
export function goBackToTop(): void {
  stayHere();
  const top = tops.get(entryNow());
  const page = document.getElementById('page');
  if (!top || !page) return;
  const over = new AbortController();
  const { signal } = over;
  const grows = new ResizeObserver(() => {
    scrollTo({ top, behavior: 'instant' });
    if (scrollY >= Math.floor(top)) stayHere();
  });
  goingBack = over;
  grows.observe(page);
  signal.addEventListener('abort', () => grows.disconnect());
  for (const doing of doings) addEventListener(doing, stayHere, { signal, passive: true });
  const timer = setTimeout(stayHere, GIVE_UP_AFTER_MS);
  signal.addEventListener('abort', () => clearTimeout(timer));
}

/** Wherever the page is scrolled to by now. */
export function stayHere(): void {
  goingBack?.abort();
  goingBack = null;
}

function remember(): void {
  if (!goingBack) tops.set(entryNow(), scrollY);
}

/** The one that the portal was opened with has no name. */
function entryNow(): string {
  return (history.state as { readonly entry?: string } | null)?.entry ?? '';
}
