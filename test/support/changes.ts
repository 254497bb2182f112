// Waits for a value to be what a test expects, without asking again and again: whoever changes it says so.

export interface Changes<Value> {
  changed(): void;
  /** Resolves as soon as the value fits. */
  until(fits: (value: Value) => boolean): Promise<void>;
}

export function changes<Value>(read: () => Value): Changes<Value> {
  const waiting = new Set<() => void>();
  return {
    changed() {
      for (const check of waiting) check();
    },
    until: (fits) =>
      new Promise((resolve) => {
        const check = () => {
          if (!fits(read())) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}
