// The waterfall: each request to a subgraph as a bar over the time of all, in a table that says the same in numbers.

import { fetchesOf } from '../answer-extensions.ts';
import type { Answer } from '../answer-log.ts';
import { type Bar, waterfallOf } from './waterfall.ts';

export function TimingPanel({ answer }: { readonly answer: Answer }) {
  const fetches = fetchesOf(answer.body);
  if (fetches === null)
    return (
      <p className="muted">
        This gateway does not tell you what it fetched: that is for callers with the scope{' '}
        <code>gordian:plan:read</code>, and for answers of which no record is judged by itself.
      </p>
    );
  if (fetches.length === 0) return <p className="muted">Nothing was fetched for this answer.</p>;
  const { bars, steps, totalMs, busyMs } = waterfallOf(fetches);
  return (
    <>
      <p>
        {bars.length} {bars.length === 1 ? 'request' : 'requests'} in {steps} {steps === 1 ? 'step' : 'steps'},{' '}
        {ms(totalMs)} of {ms(answer.durationMs)} in all
        {busyMs > totalMs * 1.05 && `; one after the other they would have taken ${ms(busyMs)}`}
      </p>
      <table className="waterfall">
        <caption className="visually-hidden">Requests to subgraphs. Those of one step ran at the same time.</caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Subgraph</th>
            <th scope="col" className="waterfall-when">
              <span className="visually-hidden">When</span>
            </th>
            <th scope="col">Took</th>
            <th scope="col">Entities</th>
            <th scope="col">Bytes</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: requests of one answer have no other name
            <BarRow key={index} bar={bar} beginsStep={bars[index - 1]?.step !== bar.step} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function BarRow({ bar, beginsStep }: { readonly bar: Bar; readonly beginsStep: boolean }) {
  const { step, subgraph, status, startMs, durationMs, representations, responseBytes, left, width } = bar;
  return (
    <tr className={beginsStep ? 'begins-step' : undefined}>
      <td>{step}</td>
      <th scope="row">
        {subgraph}
        {status !== 'ok' && ` (${status})`}
      </th>
      <td className="waterfall-when" title={`from ${ms(startMs)} to ${ms(startMs + durationMs)}`}>
        <span className="visually-hidden">begins at {ms(startMs)}</span>
        <div
          className={status === 'ok' ? 'bar' : 'bar bar-failed'}
          style={{ marginLeft: `${left * 100}%`, width: `${width * 100}%` }}
        />
      </td>
      <td>{ms(durationMs)}</td>
      <td>{representations || ''}</td>
      <td>{responseBytes.toLocaleString('en')}</td>
    </tr>
  );
}

function ms(duration: number): string {
  return duration < 10 ? `${duration.toFixed(1)} ms` : `${Math.round(duration)} ms`;
}
