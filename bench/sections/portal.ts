// How long the pages of the portal take to open, and to follow a click in the header, in a browser before the whole system: what a
// viewer waits for, and what is sent for it.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { startSystem } from '../real-stack.ts';
import type { Section } from '../section.ts';
import { median, quantile } from '../statistics.ts';

const rounds = 5;
const persona = 'analyst';
const paths: Readonly<Record<string, string>> = {
  catalog: '/catalog',
  product: '/products/gordian:product:orders%2Forders',
  lineage: '/lineage?node=Customer.email',
  impact: '/impact?change=FIELD_REMOVED:Customer.email',
  explain: '/policy/explain?persona=analyst&coordinate=Customer.email',
  access: '/access',
  deployments: '/deployments',
  incidents: '/incidents',
};

interface PageTimes {
  readonly page: string;
  /** Into an empty browser. */
  readonly firstMs: readonly number[];
  /** With the assets of the visit before. */
  readonly againMs: readonly number[];
  /** From another page of the portal. */
  readonly followedMs: readonly number[];
  readonly sentKilobytes: number;
}

export const portal: Section = {
  name: 'portal',
  about: 'how long the pages of the portal take to open in a browser',
  async run({ workshop }) {
    const { url } = await startSystem(workshop);
    const browser = await launchBrowser();
    workshop.atEnd(() => browser.close());
    // Plans of their queries are made once for all viewers; that is what the section `cold` measures.
    for (const path of Object.values(paths))
      await (await newContext(browser)).newPage().then((page) => open(page, url + path));
    const timed: PageTimes[] = [];
    for (const [page, path] of Object.entries(paths)) timed.push(await timesOf(browser, url, page, path));
    return {
      markdown: `As the persona \`${persona}\`, ${rounds} times each; browser, gateway, subgraphs and database share the machine. From the request for the page, or from the click, until the page shows what it asked for, in ms: median (worst). KB are those that the first visit is sent, compressed, answers included.

| page | first visit | again | from another page | KB |
|---|---|---|---|---|
${timed.map(shown).join('\n')}
`,
      data: timed,
      targets: [],
    };
  },
};

async function timesOf(browser: Browser, url: string, page: string, path: string): Promise<PageTimes> {
  const [firstMs, againMs, followedMs]: number[][] = [[], [], []];
  let sentKilobytes = 0;
  for (let round = 0; round < rounds; round++) {
    const context = await newContext(browser);
    const tab = await context.newPage();
    firstMs!.push(await open(tab, url + path));
    sentKilobytes = await kilobytesSentTo(tab);
    againMs!.push(await open(tab, url + path));
    await open(tab, `${url}${path === paths.incidents ? paths.deployments : paths.incidents}`);
    followedMs!.push(await follow(tab, path));
    await context.close();
  }
  return { page, firstMs: firstMs!, againMs: againMs!, followedMs: followedMs!, sentKilobytes };
}

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  await context.addInitScript(`sessionStorage['gordian:persona'] = '${persona}';`);
  await context.addInitScript(noteWhenSettled);
  return context;
}

/** Runs in the page: notes when all that was asked for is drawn. */
const noteWhenSettled = `
  window.untilSettled = () => new Promise((resolve) => {
    const look = () => document.querySelector('main:has(h1):not(:has(.skeleton, [aria-busy=true]))')
      ? setTimeout(() => resolve(performance.now()))
      : requestAnimationFrame(look);
    requestAnimationFrame(look);
  });`;

async function open(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  return Number(await page.evaluate('untilSettled()'));
}

/** As a link of the portal does it. */
async function follow(page: Page, path: string): Promise<number> {
  return Number(
    await page.evaluate(`(async () => {
      const startedAt = performance.now();
      history.pushState(null, '', ${JSON.stringify(path)});
      dispatchEvent(new PopStateEvent('popstate'));
      return (await untilSettled()) - startedAt;
    })()`),
  );
}

async function kilobytesSentTo(page: Page): Promise<number> {
  const bytes = await page.evaluate(
    '[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce((sum, { transferSize }) => sum + transferSize, 0)',
  );
  return Math.round(Number(bytes) / 1_000);
}

function shown({ page, firstMs, againMs, followedMs, sentKilobytes }: PageTimes): string {
  const figures = [firstMs, againMs, followedMs].map(
    (times) => `${median(times).toFixed(0)} (${quantile(times, 1).toFixed(0)})`,
  );
  return `| ${[page, ...figures, sentKilobytes].join(' | ')} |`;
}
