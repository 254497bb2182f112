// What a test waits for in a page, asked within the page at each frame. A locator looks every half second once it has waited for a
// quarter, which a page that takes 300 ms pays for at every step.

import type { Page } from 'playwright-core';

/** As long as a locator waits. */
const patienceMs = 30_000;

/**
 * Waits until an expression of the page is true in two frames, one after the other: what a page shows between two of its own steps does
 * not count. Asked through the debugger, because a page that allows no eval cannot be asked for a function.
 * @throws Error naming the expression when it does not become true
 */
export async function becomesTrue(page: Page, expression: string): Promise<void> {
  await page.evaluate(`new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error('not true after ${patienceMs} ms: ' + ${JSON.stringify(expression)})), ${patienceMs});
    const look = (wasTrue) => requestAnimationFrame(() => {
      const isTrue = Boolean(${expression});
      if (!isTrue || !wasTrue) return look(isTrue);
      clearTimeout(tooLate);
      resolve();
    });
    look(false);
  })`);
}

/** Waits until something in the page fits a CSS selector and takes up room. */
export function isShown(page: Page, selector: string): Promise<void> {
  return becomesTrue(page, `document.querySelector(${JSON.stringify(selector)})?.checkVisibility()`);
}
