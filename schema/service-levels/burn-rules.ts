// When the pace at which a budget of errors is used is an alarm: the same for what is announced, what is shown, and the rules that
// are generated for Prometheus. A rate of 1 uses in the window of the promise exactly what it allows.

export type BurnAlert = 'PAGE' | 'TICKET';

export interface BurnWindow {
  /** ISO-8601 */
  readonly window: string;
  readonly seconds: number;
}

export interface BurnRule {
  readonly alert: BurnAlert;
  readonly moreThan: number;
  readonly long: BurnWindow;
  /** Ends the alert soon after its cause; null where that is no hurry. */
  readonly short: BurnWindow | null;
}

const fiveMinutes = { window: 'PT5M', seconds: 300 };
const halfHour = { window: 'PT30M', seconds: 1_800 };
export const hour = { window: 'PT1H', seconds: 3_600 };
const sixHours = { window: 'PT6H', seconds: 21_600 };
const threeDays = { window: 'P3D', seconds: 259_200 };
const burnWindows: readonly BurnWindow[] = [fiveMinutes, halfHour, hour, sixHours, threeDays];

/** Fast is somebody's call, slow is somebody's work. */
const burnRules: readonly BurnRule[] = [
  { alert: 'PAGE', moreThan: 14.4, long: hour, short: fiveMinutes },
  { alert: 'PAGE', moreThan: 6, long: sixHours, short: halfHour },
  { alert: 'TICKET', moreThan: 1, long: threeDays, short: null },
];

/** Those that fit into the window of the promise: of a longer one it says nothing. */
export function burnWindowsOf(windowSeconds: number): readonly BurnWindow[] {
  return burnWindows.filter(({ seconds }) => seconds <= windowSeconds);
}

/** The most urgent first. */
export function burnRulesOf(windowSeconds: number): readonly BurnRule[] {
  return burnRules.filter(({ long }) => long.seconds <= windowSeconds);
}
