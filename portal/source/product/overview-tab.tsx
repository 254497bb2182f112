// What a product is for, who answers for it, and how it stands with the reasons.

import type { ReactNode } from 'react';
import { type Problem, problemAt } from '../graph/problem.ts';
import { Command } from '../parts/command.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Section } from '../parts/section.tsx';
import { useViewer } from '../shell/portal-context.ts';
import type { Product } from './overview-product.ts';
import { Contacts, Team } from './product-people.tsx';
import { Purpose, Words } from './product-purpose.tsx';
import { Health, Incidents, Scorecard } from './product-standing.tsx';
import { UnfoldedTrust } from './trust-score.tsx';

interface Props {
  readonly product: Product;
  readonly problems: readonly Problem[];
}

export function OverviewTab({ product, problems }: Props) {
  const { token } = useViewer();
  const isForSignedIn = token === null && problems.length > 0;
  // Whoever has to sign in for nearly all of it is told so once.
  const denied = (field: string) => (isForSignedIn ? null : problemAt(problems, `dataProduct.${field}`));
  return (
    <div className="overview-columns">
      <div>
        <Section title="What it is for">
          <Purpose product={product} />
        </Section>
        {isForSignedIn && <DeniedNote what="How it stands" problem={{ ...problems[0]!, coordinate: null }} />}
        <Part title="Trust" what="How far it is to be trusted" value={product.trust} problem={denied('trust')}>
          {(trust) => <UnfoldedTrust trust={trust} />}
        </Part>
        <Part title="Health" what="How it stands" value={product.health} problem={denied('health')}>
          {(health) => <Health health={health} />}
        </Part>
        <Part
          title="Open incidents"
          what="What is wrong with it"
          value={product.incidents}
          problem={denied('incidents')}
        >
          {(incidents) => <Incidents incidents={incidents} />}
        </Part>
        <Part title="Scorecard" what="The scorecard" value={product.scorecard} problem={denied('scorecard')}>
          {(scorecard) => <Scorecard scorecard={scorecard} />}
        </Part>
      </div>
      <aside>
        <Part title="Who answers for it" what="Who answers for it" value={product.owners} problem={denied('owners')}>
          {(owners) => owners.map((team) => <Team key={team.id} team={team} />)}
        </Part>
        <Part title="Ask" what="Whom to ask" value={product.domain.contacts} problem={denied('domain.contacts')}>
          {(contacts) => <Contacts contacts={contacts} />}
        </Part>
        <Section title="Hear of changes">
          <div className="card">
            <p>This page shows what changes while it is open. To be told elsewhere:</p>
            <Command
              words={[
                'gordian',
                'changes',
                'subscribe',
                'WEBHOOK_URL',
                ...product.contracts.slice(0, 1).map(({ id }) => id),
              ]}
            />
          </div>
        </Section>
        <Words product={product} />
      </aside>
    </div>
  );
}

interface PartProps<Value> {
  readonly title: string;
  readonly what: string;
  readonly value: Value | null;
  readonly problem: Problem | null;
  readonly children: (value: Value) => ReactNode;
}

/** A section, or why it is not shown. What has no value and no problem is not there. */
function Part<Value>({ title, what, value, problem, children }: PartProps<Value>) {
  if (value === null && problem === null) return null;
  return (
    <Section title={title}>
      {value !== null ? <div className="card">{children(value)}</div> : <DeniedNote what={what} problem={problem!} />}
    </Section>
  );
}
