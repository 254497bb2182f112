// What `gordian dev` tells: short lines with the time and whom they are about, on any output, terminal or not. A problem is told once,
// however often it is found, and told again when it is over.
import { colorsFor, writeNote } from '../output.ts';

export interface DevReport {
  say(subject: string, message: string): void;
  /** Printed when it is new or reads differently. */
  problem(subject: string, message: string): void;
  /** Forgets the problem of the subject. @returns whether there was one; then it is said */
  solved(subject: string, message?: string): boolean;
  /** What is wrong now, by subject. */
  problems(): ReadonlyMap<string, string>;
}

/** Time and subject; further lines of a message stand below its first. */
const subjectWidth = 12;

/** @param write takes whole lines */
export function createDevReport(write: (text: string) => void = writeNote, now = () => new Date()): DevReport {
  const problems = new Map<string, string>();
  const colors = colorsFor('stderr');

  const print = (subject: string, message: string, paint: (text: string) => string): void => {
    const lines = message.trimEnd().split('\n');
    const first = `${colors.dim(timeOf(now()))}  ${subject.padEnd(subjectWidth)}  ${paint(lines[0]!)}`;
    write(`${[first, ...lines.slice(1).map((line) => `${' '.repeat(10)}${line}`)].join('\n')}\n`);
  };

  return {
    say: (subject, message) => print(subject, message, (text) => text),
    problem(subject, message) {
      if (problems.get(subject) === message) return;
      problems.set(subject, message);
      print(subject, message, colors.red);
    },
    solved(subject, message = 'is fine again') {
      const was = problems.delete(subject);
      if (was) print(subject, message, colors.green);
      return was;
    },
    problems: () => problems,
  };
}

function timeOf(date: Date): string {
  return date.toTimeString().slice(0, 8);
}
