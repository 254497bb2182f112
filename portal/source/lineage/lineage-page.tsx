// Lineage: the explorer, and two lists that begin from elsewhere: where contracts and runs disagree, and where personal data gets to
// without a mask.

import { Page } from '../parts/page.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useSearchParameter } from '../shell/use-location.ts';
import { DriftView } from './drift-view.tsx';
import { ExplorerView } from './explorer-view.tsx';
import './lineage.css';
import { labelOfUrn } from './node-ref.ts';
import { UnmaskedView } from './unmasked-view.tsx';

const tabs = [
  { id: 'explore', title: 'Explore', content: () => <ExplorerView /> },
  { id: 'drift', title: 'Declared and seen', content: () => <DriftView /> },
  { id: 'unmasked', title: 'Unmasked data', content: () => <UnmaskedView /> },
];

export function LineagePage() {
  const [node] = useSearchParameter('node');
  return (
    <Page
      wide
      title={node ? `Lineage of ${labelOfUrn(node) ?? node}` : 'Lineage'}
      subtitle="Where values come from and where they go, down to the columns of the databases."
    >
      <Tabs label="Views of the lineage" parameter="view" tabs={tabs} />
    </Page>
  );
}
