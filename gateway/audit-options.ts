// From the configuration to the audit: whether there is one, where it is kept, and who takes it over.
import { join } from 'node:path';
import { createEntityReference } from '../kit/entity-reference.ts';
import { GordianError } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import { createServiceToken } from '../kit/service-token.ts';
import { type Audit, noAudit } from './audit/audit.ts';
import { httpSink } from './audit/audit-sink.ts';
import { openAudit } from './audit/open-audit.ts';
import type { GatewayConfig } from './config.ts';

/** @throws GordianError CONFIG_INVALID or DIRECTORY_NOT_WRITABLE */
export function auditOf(config: GatewayConfig, log: Log): Audit {
  const { audit, auditKey, service, clientSecret, stateDirectory, supergraph } = config;
  if (!isAuditOn(config)) return noAudit;
  const sinkUrl = audit.sinkUrl ?? (supergraph.kind === 'registry' ? supergraph.url : undefined);
  if (!sinkUrl || !service || !clientSecret)
    throw new GordianError(
      'CONFIG_INVALID',
      'The audit needs somebody who takes it over: set audit.sinkUrl, service.tokenUrl, service.clientId and GORDIAN_CLIENT_SECRET, or audit.mode: off.',
    );
  if (auditKey === null)
    log.warn('No GORDIAN_AUDIT_KEY: the audit will not know whose data was shown, only which fields.');
  const accessToken = createServiceToken({ tokenUrl: service.tokenUrl, clientId: service.clientId, clientSecret });
  return openAudit({
    directory: audit.directory ?? join(stateDirectory, 'audit'),
    maxBytes: audit.maxBytes,
    segmentBytes: Math.min(audit.segmentBytes, audit.maxBytes / 4),
    deliverEveryMs: audit.deliverEveryMs,
    sink: httpSink(sinkUrl, accessToken, log),
    entityReference: auditKey === null ? null : createEntityReference(auditKey),
    log,
  });
}

/** A gateway whose graph comes from a registry has somebody to tell, and rules that are worth telling about. */
export function isAuditOn({ audit: { mode }, supergraph, policy }: GatewayConfig): boolean {
  return mode === undefined ? supergraph.kind === 'registry' && policy !== null : mode === 'on';
}
