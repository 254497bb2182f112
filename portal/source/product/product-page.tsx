// A data product: what it is, what it promises and how that stands, who uses it, and examples that run. What changes while it is
// open shows by itself.

import { type ReactNode, useState } from 'react';
import {
  ProductContractChangedDocument,
  ProductHealthChangedDocument,
  ProductOverviewDocument,
} from '../generated/product.ts';
import { StaleNote } from '../graph/stale-note.tsx';
import { useLive } from '../graph/use-live.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Page } from '../parts/page.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { ConsumersTab } from './consumers-tab.tsx';
import { ContractTab } from './contract-tab.tsx';
import { ExamplesTab } from './examples-tab.tsx';
import type { Product } from './overview-product.ts';
import { OverviewTab } from './overview-tab.tsx';
import { AccessBadge, HealthBadge } from './product-badges.tsx';
import { kindWords, lifecycleWords } from './product-words.ts';
import { QualityTab } from './quality-tab.tsx';
import { ServiceLevelsTab } from './service-levels-tab.tsx';
import './product.css';
import { useReloadOn } from './use-reload-on.ts';

interface Props {
  /** Of the path. */
  readonly parameters: { readonly urn?: string };
}

export function ProductPage({ parameters: { urn = '' } }: Props) {
  const [changes, setChanges] = useState(0);
  const { data, previous, status, error, problems, stale, reload } = useQuery(ProductOverviewDocument, { urn });
  useReloadOn(changes, reload);
  const renew = () => setChanges((count) => count + 1);
  useLive(ProductHealthChangedDocument, { urn }, renew);
  useLive(ProductContractChangedDocument, { urn }, renew);

  if (status === 'failed')
    return (
      <Page title="Data product">
        <Failed title="The product cannot be shown." error={error} onRetry={reload} />
      </Page>
    );
  const answer = data ?? previous;
  if (!answer)
    return (
      <Page title="Data product">
        <Skeleton height={640} label="Loading the product …" />
      </Page>
    );
  if (!answer.dataProduct) return <NoProduct urn={urn} />;
  return (
    <ShownProduct product={answer.dataProduct} {...{ problems, changes }}>
      <StaleNote query={{ stale, reload: renew }} />
    </ShownProduct>
  );
}

interface ShownProps {
  readonly product: Product;
  readonly problems: Parameters<typeof OverviewTab>[0]['problems'];
  /** Notices that came since the page was opened. */
  readonly changes: number;
  readonly children: ReactNode;
}

function ShownProduct({ product, problems, changes, children }: ShownProps) {
  const { urn, contracts, myAccess } = product;
  const id = contracts[0]?.id ?? urn;
  const tabs = [
    { id: 'overview', title: 'Overview', content: () => <OverviewTab {...{ product, problems }} /> },
    { id: 'contract', title: 'Contract', content: () => <ContractTab {...{ id, changes }} access={myAccess} /> },
    { id: 'service-levels', title: 'Service levels', content: () => <ServiceLevelsTab {...{ urn, changes }} /> },
    { id: 'quality', title: 'Quality', content: () => <QualityTab {...{ urn, changes }} /> },
    { id: 'consumers', title: 'Consumers', content: () => <ConsumersTab {...{ urn, id }} /> },
    { id: 'examples', title: 'Examples', content: () => <ExamplesTab {...{ urn, changes }} /> },
  ];
  return (
    <Page title={product.name} subtitle={<Subtitle product={product} />} actions={<Actions product={product} />}>
      {children}
      <Tabs label={`What there is to know of ${product.name}`} tabs={tabs} />
    </Page>
  );
}

function Subtitle({ product: { domain, kind, status, contracts, health, myAccess } }: { readonly product: Product }) {
  const lifecycle = lifecycleWords[status];
  const version = contracts[0]?.current.version;
  return (
    <span className="product-subtitle">
      <Link to={hrefOf('catalog', { domain: domain.slug })}>{domain.name}</Link>
      <span>{kindWords[kind]}</span>
      {version && <span>version {version}</span>}
      <Badge tone={lifecycle.tone}>{lifecycle.word}</Badge>
      {health && <HealthBadge health={health} />}
      {myAccess && <AccessBadge access={myAccess} />}
    </span>
  );
}

function Actions({ product: { urn, contracts, myAccess } }: { readonly product: Product }) {
  return (
    <>
      <Link className="quiet-button" to={hrefOf('lineage', { node: urn })}>
        Lineage
      </Link>
      {myAccess && myAccess.outcome !== 'ALLOW' && (
        <Link className="primary-button" to={hrefOf('access', { coordinate: contracts[0]?.id ?? urn })}>
          Request access
        </Link>
      )}
    </>
  );
}

function NoProduct({ urn }: { readonly urn: string }) {
  return (
    <Page title="No such product">
      <Empty title="There is no data product of this name, or not for you.">
        <p>
          <code>{urn}</code>
        </p>
        <p>
          All of them are in the <Link to={hrefOf('catalog')}>catalogue</Link>.
        </p>
      </Empty>
    </Page>
  );
}
