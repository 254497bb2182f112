// Access beyond the rules: asked for, decided about, held, given back.

import './access.css';
import type { RequestFragment } from '../generated/access.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useViewer } from '../shell/portal-context.ts';
import { setSearch, useLocation } from '../shell/use-location.ts';
import { Emergencies } from './emergencies.tsx';
import { MyAccess } from './my-access.tsx';
import { Notifications } from './notifications.tsx';
import { OthersAccess } from './others-access.tsx';
import { RequestForm } from './request-form.tsx';

export function AccessPage() {
  const { claims, identity } = useViewer();
  const { search } = useLocation();
  const coordinate = search.get('coordinate');
  const isAsking = coordinate !== null || search.has('ask');
  const named = search.get('request') ?? '';

  const show = ({ id }: RequestFragment) => setSearch({ coordinate: null, ask: null, tab: null, request: id });
  const close = () => setSearch({ coordinate: null, ask: null });

  return (
    <Page
      title="Access"
      subtitle="What the rules close can be asked for: for a purpose, for a time, and decided by those whom the contract names."
      actions={claims && !isAsking && <Button onClick={() => setSearch({ ask: 'yes' })}>Request access</Button>}
    >
      {claims === null ? (
        <Empty title="Nobody is signed in.">
          <p>Access is asked for and given by somebody: sign in, or choose who you are above.</p>
        </Empty>
      ) : (
        <>
          {isAsking && (
            <RequestForm
              key={`${identity} ${coordinate}`}
              coordinate={coordinate ?? ''}
              onAsked={show}
              onClose={close}
            />
          )}
          <Tabs
            label="Access"
            tabs={[
              { id: 'mine', title: 'Mine', content: () => <MyAccess named={named} /> },
              { id: 'decide', title: 'To decide', content: () => <OthersAccess named={named} /> },
              { id: 'emergencies', title: 'Emergencies', content: () => <Emergencies /> },
              { id: 'notifications', title: 'Notifications', content: () => <Notifications /> },
            ]}
          />
        </>
      )}
    </Page>
  );
}
