// Asks a gateway at a rate, whether it answers or not: a process of its own, so that nothing it waits for slows what it measures.
// Arguments: URL, requests a second. Prints what came back when it is told to stop.
import { Pool } from 'undici';

const [url, rate] = process.argv.slice(2);
const pool = new Pool(url, { connections: 64, pipelining: 1, headersTimeout: 30_000, bodyTimeout: 30_000 });
const body = JSON.stringify({ query: '{ item { one two nick } }' });
/** By what they say: answers of one kind and one generation are one. */
const answers = new Map();
const latenciesMs = [];
let sent = 0;
let underWay = 0;
let isOver = false;

async function ask() {
  underWay++;
  const startedAt = performance.now();
  let seen;
  try {
    const answer = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { data, errors = [] } = await answer.body.json();
    const { one, two, nick } = data?.item ?? {};
    const codes = errors.map(({ extensions }) => extensions.code);
    seen = JSON.stringify([answer.statusCode, answer.headers['gordian-generation'] ?? null, one, two, nick, codes]);
  } catch (error) {
    seen = JSON.stringify([0, null, null, null, null, [String(error)]]);
  }
  latenciesMs.push(performance.now() - startedAt);
  answers.set(seen, (answers.get(seen) ?? 0) + 1);
  underWay--;
}

const startedAt = performance.now();
const timer = setInterval(() => {
  const due = ((performance.now() - startedAt) / 1_000) * Number(rate);
  while (!isOver && sent < due) {
    sent++;
    void ask();
  }
}, 2);

// The campaign is gone: nobody is left to stop this process later.
process.on('disconnect', () => process.exit(1));

process.on('message', async () => {
  isOver = true;
  clearInterval(timer);
  while (underWay > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  latenciesMs.sort((a, b) => a - b);
  const at = (share) => Math.round(latenciesMs[Math.floor((latenciesMs.length - 1) * share)] ?? 0);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  process.send({ sent, seconds, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), answers: [...answers] }, () =>
    process.exit(0),
  );
});
