// What became of the requests of a campaign, by what their answers say of themselves.
import type { Answers } from './reload-world.ts';

export interface Verdict {
  /** Neither 200 nor what the rules leave of the answer. */
  readonly failed: readonly string[];
  /** Of two publications, or of a generation whose other answers say otherwise. */
  readonly mixed: readonly string[];
}

export function judgeAnswers({ answers }: Pick<Answers, 'answers'>): Verdict {
  const failed: string[] = [];
  const mixed: string[] = [];
  const byGeneration = new Map<string, string>();
  for (const [text] of answers) {
    const [status, generation, one, two, nick, codes] = JSON.parse(text) as [
      number,
      string,
      string,
      string,
      unknown,
      string[],
    ];
    const isAsTheRulesSay = nick === 'nick' ? codes.length === 0 : /^(UNAUTHENTICATED|FORBIDDEN)$/.test(codes.join());
    if (status !== 200 || one == null || two == null || !isAsTheRulesSay) failed.push(text);
    else if (one !== two || (byGeneration.get(generation) ?? text) !== text) mixed.push(text);
    byGeneration.set(generation, text);
  }
  return { failed, mixed };
}
