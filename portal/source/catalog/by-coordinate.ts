// The problems of a long answer, each field once, under its reason. Pure.

import type { Problem } from '../graph/problem.ts';

export interface Reason {
  readonly reason: string;
  readonly coordinates: readonly string[];
}

export function byCoordinate(problems: readonly Problem[]): readonly Reason[] {
  const reasons = new Map<string, Set<string>>();
  for (const { reason, message, coordinate, path } of problems) {
    const why = reason ?? message;
    const coordinates = reasons.get(why) ?? new Set();
    reasons.set(why, coordinates.add(coordinate ?? path));
  }
  return [...reasons].map(([reason, coordinates]) => ({ reason, coordinates: [...coordinates] }));
}
