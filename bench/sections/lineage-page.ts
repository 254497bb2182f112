// How long the lineage page takes to open, and to draw more, on a graph of 10,000 columns: a browser, the gateway and the metadata
// service on one machine, all of them doing all that they do.

import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { startSystem } from '../real-stack.ts';
import { type ReportedGraph, reportGraph } from '../reported-graph.ts';
import type { Section } from '../section.ts';
import { median, quantile } from '../statistics.ts';

const columns = 10_000;
const rounds = 10;

interface Timed {
  readonly question: string;
  readonly nodes: number;
  readonly times: readonly number[];
}

export const lineagePage: Section = {
  name: 'lineage-page',
  about: 'how long the lineage page takes on a graph of 10,000 nodes',
  async run({ workshop }) {
    const { url, ports } = await startSystem(workshop);
    const startedAt = performance.now();
    const graph = await reportGraph(
      `http://127.0.0.1:${ports.get('metadata')}`,
      await tokenOf(url, 'pipeline'),
      columns,
    );
    const reportSeconds = (performance.now() - startedAt) / 1_000;
    await isKnown(url, graph);
    const browser = await launchBrowser();
    workshop.atEnd(() => browser.close());
    const timed = [
      await openings(browser, url, 'any column, into an empty browser', (round) => graph.urnOf(17 + round * 997)),
      await openings(
        browser,
        url,
        `the column with ${graph.consumersOfHub.toLocaleString('en')} consumers`,
        () => graph.hub,
      ),
      await drawingMore(browser, url, graph.hub),
    ];
    return {
      markdown: `${columns.toLocaleString('en')} columns in tables of twenty, each made from about five others anywhere; reported in ${reportSeconds.toFixed(1)} s as OpenLineage events. From the request for the page until the nodes are painted, in ms.

| | nodes drawn | median | p95 |
|---|---|---|---|
${timed.map(shown).join('\n')}
`,
      data: { columns, reportSeconds, timed },
      targets: [{ target: 'lineagePage', measured: median(timed[0]!.times) }],
    };
  },
};

async function tokenOf(url: string, persona: string): Promise<string> {
  const response = await fetch(`${url}/playground/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  return ((await response.json()) as { accessToken: string }).accessToken;
}

/** Waits until the copy in memory has all of it. */
async function isKnown(url: string, { hub, consumersOfHub }: ReportedGraph): Promise<void> {
  const authorization = `Bearer ${await tokenOf(url, 'analyst')}`;
  const query = `{ lineage(root: { urn: "${hub}" }, direction: DOWNSTREAM, limit: 1) { nodes { hiddenDownstream } } }`;
  let answer = '';
  for (let tries = 0; tries < 120; tries++) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query }),
    });
    answer = await response.text();
    const { data } = JSON.parse(answer) as { data?: { lineage?: { nodes: { hiddenDownstream: number }[] } } };
    if (data?.lineage?.nodes[0]?.hiddenDownstream === consumersOfHub) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(
    `The metadata service has not taken up the ${consumersOfHub} edges that were reported: ${answer.slice(0, 300)}`,
  );
}

async function openings(
  browser: Browser,
  url: string,
  question: string,
  rootOf: (round: number) => string,
): Promise<Timed> {
  const times: number[] = [];
  let nodes = 0;
  for (let round = 0; round < rounds; round++) {
    const page = await openLineage(browser, url, rootOf(round));
    times.push(await paintedAt(page));
    nodes = await page.locator('[data-node]').count();
    await page.context().close();
  }
  return { question, nodes, times };
}

async function openLineage(browser: Browser, url: string, root: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript(noteWhenPainted);
  const page = await context.newPage();
  await page.goto(`${url}/lineage?node=${encodeURIComponent(root)}`);
  await page.locator('[data-node]').first().waitFor();
  return page;
}

/** Runs in the page: when the frame with the first nodes in it was over. */
const noteWhenPainted = `
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[data-node]')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.paintedAtMs = performance.now(); }));
  }).observe(document, { childList: true, subtree: true });`;

async function paintedAt(page: Page): Promise<number> {
  await page.locator('.trust-note').waitFor();
  return Number(await page.evaluate('new Promise((resolve) => setTimeout(() => resolve(window.paintedAtMs), 100))'));
}

/** From the key to the paint, until nothing more is drawn. */
async function drawingMore(browser: Browser, url: string, hub: string): Promise<Timed> {
  const page = await openLineage(browser, url, hub);
  const times: number[] = [];
  for (let more = 0; more < 20; more++) {
    const ms = Number(await page.evaluate(pressMore));
    if (ms < 0) break;
    times.push(ms);
  }
  const nodes = await page.locator('[data-node]').count();
  await page.context().close();
  return { question: 'twelve more of them, up to as many as are drawn', nodes, times };
}

/** Runs in the page; -1 when nothing more comes. */
const pressMore = `new Promise((resolve) => {
  const count = document.querySelectorAll('[data-node]').length;
  const startedAt = performance.now();
  document.querySelector('.node-group').click();
  requestAnimationFrame(() => setTimeout(() => {
    const more = document.querySelectorAll('[data-node]').length > count;
    resolve(more ? performance.now() - startedAt : -1);
  }));
})`;

function shown({ question, nodes, times }: Timed): string {
  const figures = [0.5, 0.95].map((share) => quantile(times, share).toFixed(0));
  return `| ${[question, nodes, ...figures].join(' | ')} |`;
}
