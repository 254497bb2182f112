// What was decided for one request, by the `decisionId` that its errors name: looked up in the audit, by way of the gateway and with
// the right to read it.
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import { askGraph, type GraphAccess } from '../../graph-client.ts';

const question = `query ($id: String!) {
  auditEvents(filter: { requestId: $id }, first: 20) { nodes { seq at actor actorKind action decisions } }
}`;

interface AuditEvent {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly actorKind: string;
  readonly action: string;
  /** JSON. */
  readonly decisions: string | null;
}

const byRule = z.record(z.string(), z.looseObject({ rule: z.string() })).default({});

const decisionSet = z.looseObject({
  policy: z.string(),
  shown: z.array(z.string()).default([]),
  byRow: byRule,
  masked: byRule,
  denied: byRule,
});

/** @throws GordianError NOT_FOUND when the audit has no such request, NOT_READY without a gateway, FORBIDDEN without the right */
export async function explainDecision(access: GraphAccess, id: string): Promise<string> {
  const { auditEvents } = await askGraph<{ auditEvents: { nodes: AuditEvent[] } }>(access, question, { id });
  const decided = auditEvents.nodes.find(({ decisions }) => decisions !== null);
  if (decided !== undefined) return printDecision(decided);
  throw new GordianError(
    'NOT_FOUND',
    `The audit has no request ${id}. It may not have arrived yet: the log of the gateway has a line with this decisionId.`,
  );
}

function printDecision({ seq, at, actor, actorKind, action, decisions }: AuditEvent): string {
  const { policy, shown, byRow, masked, denied } = decisionSet.parse(JSON.parse(decisions!));
  const lines = [
    `${at} ${action}, ${actorKind} ${actor}, entry ${seq} of the audit, policy ${policy}`,
    ...Object.entries(denied).map(([coordinate, { rule }]) => `${coordinate}: DENIED, ${rule}`),
    ...Object.entries(masked).map(([coordinate, { rule }]) => `${coordinate}: MASKED unless ${rule}`),
    ...Object.entries(byRow).map(([coordinate, { rule }]) => `${coordinate}: DECIDED BY THE ROW, ${rule}`),
    `allowed: ${shown.join(', ') || 'nothing'}`,
  ];
  return `${lines.join('\n')}\n`;
}
