// Reports that count: the log says what each operation was, the metrics how many there were.
import { GordianError } from '../../kit/errors.ts';
import type { OperationReport, Reporter } from '../report/report.ts';
import type { Metrics } from './metrics.ts';

export function countedReporter(reporter: Reporter, metrics: Metrics): Reporter {
  return { begin: (requestId) => countedReport(reporter.begin(requestId), metrics) };
}

function countedReport(report: OperationReport, metrics: Metrics): OperationReport {
  let kind = 'unknown';
  let outcome = 'answered';
  return {
    ...report,
    prepared(prepared, generation) {
      kind = prepared.kind;
      report.prepared(prepared, generation);
    },
    explains(parts) {
      outcome = 'explained';
      report.explains(parts);
    },
    authorized(authorization, variables) {
      if (outcome !== 'explained') metrics.judged(authorization.operation);
      return report.authorized(authorization, variables);
    },
    failed(error) {
      outcome = error instanceof GordianError ? error.code : 'INTERNAL';
      report.failed(error);
    },
    end() {
      metrics.ended(kind, outcome);
      return report.end();
    },
    recorded() {
      metrics.ended(kind, outcome);
      return report.recorded();
    },
  };
}
