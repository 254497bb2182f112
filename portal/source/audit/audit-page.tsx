// Who did and saw what. Only auditors read it; everybody else is told how to ask.

import '../parts/filters.css';
import './audit.css';
import { Page } from '../parts/page.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { Events } from './events.tsx';
import { Verify } from './verify.tsx';
import { WhoSaw } from './who-saw.tsx';

export function AuditPage() {
  return (
    <Page
      title="Audit"
      subtitle="Every operation and every step of governance, in a chain of hashes. No values of data."
    >
      <Tabs
        label="Audit"
        tabs={[
          { id: 'entries', title: 'Entries', content: () => <Events /> },
          { id: 'who-saw', title: 'Who saw it', content: () => <WhoSaw /> },
          { id: 'verify', title: 'Is it whole?', content: () => <Verify /> },
        ]}
      />
    </Page>
  );
}
