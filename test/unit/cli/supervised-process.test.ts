// Real processes: small scripts that log like ours.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type ProcessEvent, type SupervisedProcess, superviseProcess } from '../../../cli/stack/supervised-process.ts';

const listening = `console.log(JSON.stringify({ event: 'listening', url: 'http://here' }));`;
const untilTerm = `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);`;
const started: SupervisedProcess[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((process) => process.stop(1_000)));
});

describe('a supervised process', () => {
  test('is ready when it says where it listens', async () => {
    const { process } = run(`${listening}${untilTerm}`);
    await expect(process.ready).resolves.toBe('http://here');
  });

  test('that ends before it is ready is reported with its last words and its log', async () => {
    const { process, logFile } = run(
      `console.log(JSON.stringify({ level: 'error', msg: 'no database' })); process.exit(3);`,
    );
    await expect(process.ready).rejects.toThrow(new RegExp(`exit code 3.*no database\\nIts log: ${logFile}`));
    await expect.poll(() => readFileSync(logFile, 'utf8')).toContain('no database');
  });

  test('that ends before it is ready is reported under the code of the error it logged last', async () => {
    const line = { level: 'fatal', msg: 'taken', err: { code: 'PORT_IN_USE' } };
    const { process } = run(`console.log('${JSON.stringify(line)}'); process.exit(1);`);
    await expect(process.ready).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  });

  test('that dies later is started again', async () => {
    const { process, events } = run(`${listening}${untilTerm}`);
    await process.ready;
    const first = process.pid()!;
    global.process.kill(first, 'SIGKILL');
    await expect.poll(() => process.pid(), { timeout: 5_000 }).not.toBe(first);
    expect(events).toEqual([{ kind: 'died', exit: 'SIGKILL', restartInMs: 250 }]);
  });

  test('that ignores SIGTERM is killed after the grace period', async () => {
    const { process } = run(`process.on('SIGTERM', () => {}); ${listening} setInterval(() => {}, 1000);`);
    await process.ready;
    const pid = process.pid()!;
    await process.stop(100);
    expect(() => global.process.kill(pid, 0)).toThrow();
  });

  test('sees only the environment it was given', async () => {
    const { process, logFile } = run(
      `console.log(JSON.stringify({ keys: Object.keys(process.env).filter((key) => key !== 'NODE_CHANNEL_FD' && key !== 'NODE_CHANNEL_SERIALIZATION_MODE') })); ${listening}${untilTerm}`,
    );
    await process.ready;
    await process.stop();
    await expect.poll(() => readFileSync(logFile, 'utf8')).toContain('{"keys":["GORDIAN_PORT"]}');
  });
});

function run(script: string): { process: SupervisedProcess; events: ProcessEvent[]; logFile: string } {
  const directory = mkdtempSync(join(tmpdir(), 'gordian-process-'));
  const file = join(directory, 'script.cjs');
  writeFileSync(file, script);
  const events: ProcessEvent[] = [];
  const logFile = join(directory, 'process.log');
  const process = superviseProcess(
    { name: 'sample', arguments: [file], environment: { GORDIAN_PORT: '1' }, logFile },
    (event) => events.push(event),
  );
  started.push(process);
  return { process, events, logFile };
}
