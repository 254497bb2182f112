// What is registered, who registered it and why, what waits, and which supergraph answers.

import './deployments.css';
import { useEffect, useState } from 'react';
import {
  ContractChangedDocument,
  type DeploymentsData,
  DeploymentsDocument,
  ProposalsDocument,
  RegistrationsDocument,
} from '../generated/deployments.ts';
import { Absent } from '../graph/absent.tsx';
import { Settled } from '../graph/settled.tsx';
import { useLive } from '../graph/use-live.ts';
import { useQuery } from '../graph/use-query.ts';
import { Button } from '../parts/button.tsx';
import { Command } from '../parts/command.tsx';
import { Empty } from '../parts/empty.tsx';
import { Select } from '../parts/field.tsx';
import { LiveNote } from '../parts/live-note.tsx';
import { Page } from '../parts/page.tsx';
import { Pages } from '../parts/pages.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { setSearch, useSearchParameter } from '../shell/use-location.ts';
import { ForPublishers } from './for-publishers.tsx';
import { PromoteDialog } from './promote-dialog.tsx';
import { ProposalsTable } from './proposals-table.tsx';
import { RegistrationsTable } from './registrations-table.tsx';
import { RollBackDialog } from './roll-back-dialog.tsx';
import { ServingNow } from './serving-now.tsx';
import { SubgraphsTable } from './subgraphs-table.tsx';

const usualVariant = 'prod';

/** The dialog over the page; a number is that of the registration to go back to. */
type Opened = 'promotion' | number;

export function DeploymentsPage() {
  const [chosen] = useSearchParameter('variant');
  const [after] = useSearchParameter('after');
  const [opened, setOpened] = useState<Opened | null>(null);
  const variant = chosen || usualVariant;
  const deployments = useQuery(DeploymentsDocument, { variant });
  const registrations = useQuery(RegistrationsDocument, { variant, after: after || null });
  const proposals = useQuery(ProposalsDocument, {});

  function reload(): void {
    for (const query of [deployments, registrations, proposals]) query.reload();
  }
  const close = () => setOpened(null);
  function closeAndReload(): void {
    close();
    reload();
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked about one variant is not done to the next.
  useEffect(() => close, [variant]);
  const live = useLive(ContractChangedDocument, {}, reload, { onGap: reload });

  const variants = (deployments.data ?? deployments.previous)?.variants ?? [];
  const names = new Set([...variants.map(({ name }) => name), variant]);
  const shown = variants.find(({ name }) => name === variant);
  const usual = variants.find(({ name }) => name === usualVariant);
  return (
    <Page
      title="Deployments"
      subtitle="What is registered of the graph, who registered it and why, what waits for consent, and which supergraph answers."
      actions={
        <>
          <LiveNote live={live} />
          {names.size > 1 && (
            <Select
              label="Variant"
              value={variant}
              options={[...names].map((name) => ({ value: name, label: name }))}
              onChange={(name) => setSearch({ variant: name === usualVariant ? null : name, after: null })}
            />
          )}
        </>
      }
    >
      <Section title="In force">
        <Settled query={deployments} failure="What is in force cannot be shown." skeleton={<Skeleton height={340} />}>
          {(data) => (
            <>
              {shown && <ServingNow variant={shown} generation={deployments.generation} />}
              {data.variants && data.subgraphs ? (
                <InForce variant={variant} subgraphs={data.subgraphs} onPromote={() => setOpened('promotion')} />
              ) : (
                <Absent what="The registry" query={deployments} path={data.variants ? 'subgraphs' : 'variants'} />
              )}
            </>
          )}
        </Settled>
      </Section>

      <Section title="Changes that need consent">
        <Settled query={proposals} failure="The proposals cannot be shown." skeleton={<Skeleton height={110} />}>
          {(data) =>
            data.proposals ? (
              <ProposalsTable proposals={data.proposals.nodes} />
            ) : (
              <Absent what="What waits for consent" query={proposals} path="proposals" />
            )
          }
        </Settled>
      </Section>

      <Section title="Registrations">
        <Settled
          query={registrations}
          failure="The registrations cannot be shown."
          skeleton={<Skeleton height={400} />}
        >
          {(data) =>
            data.registrations ? (
              <>
                <RegistrationsTable
                  registrations={data.registrations.nodes}
                  latest={shown?.registration ?? 0}
                  onRollBack={({ number }) => setOpened(number)}
                />
                <Pages {...data.registrations.pageInfo} totalCount={data.registrations.totalCount} />
              </>
            ) : (
              <Absent what="Who registered what" query={registrations} path="registrations" />
            )
          }
        </Settled>
      </Section>

      {typeof opened === 'number' && shown && (
        <RollBackDialog
          variant={variant}
          to={opened}
          latest={shown.registration}
          onClose={close}
          onDone={closeAndReload}
        />
      )}
      {opened === 'promotion' && usual && (
        <PromoteDialog
          from={variant}
          to={usualVariant}
          latest={usual.registration}
          onClose={close}
          onDone={closeAndReload}
        />
      )}
    </Page>
  );
}

interface InForceProps {
  readonly variant: string;
  readonly subgraphs: NonNullable<DeploymentsData['subgraphs']>;
  readonly onPromote: () => void;
}

/** With what brings it to the variant that clients see, or something to one that is empty. */
function InForce({ variant, subgraphs, onPromote }: InForceProps) {
  if (subgraphs.length === 0)
    return (
      <Empty title={`Nothing is registered in ${variant}.`}>
        <Command words={promotion(usualVariant, variant)} />
      </Empty>
    );
  return (
    <>
      <SubgraphsTable subgraphs={subgraphs} />
      {variant !== usualVariant && (
        <div className="promote">
          To bring this to {usualVariant}:
          <ForPublishers>
            <Button onClick={onPromote}>Promote to {usualVariant}</Button>
          </ForPublishers>
          <Command words={promotion(variant, usualVariant)} />
        </div>
      )}
    </>
  );
}

function promotion(from: string, to: string): readonly string[] {
  return ['gordian', 'subgraph', 'promote', '--from', from, '--variant', to, '--dry-run'];
}
