// How a product stands, at a glance: the same badges in the catalogue and on its page.

import type { AccessFragment, HealthFragment } from '../generated/graph.ts';
import type { Sensitivity } from '../generated/product.ts';
import { Badge } from '../parts/badge.tsx';
import { accessWords, levelWords, standingWords } from './product-words.ts';

export function HealthBadge({ health: { status, reasons } }: { readonly health: HealthFragment }) {
  const { word, tone } = standingWords[status];
  return (
    <Badge tone={tone} title={reasons.join(' ') || 'Everything promised is kept, and no incident is open.'}>
      {word}
    </Badge>
  );
}

export function AccessBadge({ access }: { readonly access: AccessFragment }) {
  const { word, tone, detail } = accessWords(access);
  return (
    <Badge tone={tone} title={detail}>
      {word}
    </Badge>
  );
}

export function LevelBadge({ level }: { readonly level: Sensitivity }) {
  const { word, tone } = levelWords[level];
  return <Badge tone={tone}>{word}</Badge>;
}

export function ExamplesBadge({ examples }: { readonly examples: readonly { readonly verified: boolean }[] }) {
  const verified = examples.filter((example) => example.verified).length;
  if (examples.length === 0) return null;
  if (verified === examples.length)
    return (
      <Badge tone="good" title={`${verified} of ${examples.length} worked when last run`}>
        ✓ Verified examples
      </Badge>
    );
  return (
    <Badge tone="warning" title={`${verified} of ${examples.length} worked when last run`}>
      Examples not verified
    </Badge>
  );
}
