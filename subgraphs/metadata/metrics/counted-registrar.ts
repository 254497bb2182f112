// A registrar whose judgements are counted, whichever way they were asked for.
import type { Registrar } from '../registry/register.ts';
import type { MetadataMetrics } from './metadata-metrics.ts';

export function countedRegistrar(registrar: Registrar, metrics: Pick<MetadataMetrics, 'judged'>): Registrar {
  return {
    async check(registration, isNamed, asker) {
      const checked = await registrar.check(registration, isNamed, asker);
      metrics.judged('check', checked.code ?? 'passed');
      return checked;
    },
    async register(registration, publisher) {
      const outcome = await registrar.register(registration, publisher);
      metrics.judged('register', outcome.ok ? 'passed' : outcome.code);
      return outcome;
    },
  };
}
