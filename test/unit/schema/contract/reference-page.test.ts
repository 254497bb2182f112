// The reference page is what authors copy from: its example must read without a finding.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';

const page = readFileSync(packageFile('docs/reference/contract.md'), 'utf8');
const [example = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text);

describe('the example of the reference page', () => {
  const { contract, problems } = readContract(example, 'contract.yaml');

  it('reads without a finding', () => {
    expect(problems).toEqual([]);
  });

  it('keeps the text byte by byte', () => {
    expect(contract?.text).toBe(example);
  });

  it('names the product, its owner and its promise', () => {
    expect(contract).toMatchObject({
      urn: 'gordian:product:customers/customer-profile',
      domain: 'customers',
      kind: 'SOURCE_ALIGNED',
      status: 'ACTIVE',
      capability: 'Know the customer',
      billingTag: 'CC-1001',
      owner: { id: 'customer-data', name: 'Customer data', onCall: 'customer-data-oncall' },
    });
    expect(contract?.slas[0]).toMatchObject({
      id: 'profile-freshness',
      kind: 'FRESHNESS',
      element: 'Customer.updatedAt',
      thresholdSeconds: 900,
      target: 0.995,
      windowSeconds: 30 * 86_400,
    });
  });

  it('says what each field is and where it comes from', () => {
    expect(contract?.fields.get('Customer.email')).toMatchObject({
      classification: 'CONFIDENTIAL',
      tags: ['pii', 'pii.email'],
      required: false,
      retention: 'P3Y',
      residency: ['EU'],
      sources: [{ urn: 'postgres://customers#customers.customer.email', transform: null }],
    });
    expect(contract?.fields.get('Customer.segment')?.sources.map(({ urn, transform }) => [urn, transform])).toEqual([
      ['postgres://customers#customers.customer.segment_code', 'name of the segment with this code'],
      ['postgres://customers#customers.segment.name', 'name of the segment with this code'],
    ]);
  });
});
