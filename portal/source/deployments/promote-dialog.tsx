// Brings what is registered in one variant to another: what goes, what it would mean there, and the deed, for who may publish.

import { PromoteDocument, VariantsSideBySideDocument } from '../generated/deployments.ts';
import { Settled } from '../graph/settled.tsx';
import { useQuery } from '../graph/use-query.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ChangeForm } from './change-form.tsx';
import { Revision } from './revision.tsx';
import { type Promotion, promotionOf } from './what-it-takes.ts';

interface Props {
  readonly from: string;
  readonly to: string;
  /** The registration in force where it goes that the viewer has seen. */
  readonly latest: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function PromoteDialog({ from, to, latest, onClose, onDone }: Props) {
  const query = useQuery(VariantsSideBySideDocument, { from, to });
  return (
    <Dialog title={`Promote ${from} to ${to}`} onClose={onClose}>
      <p>
        Registers in {to} the schemas and contracts as they are in {from}, judged in full there. Where each subgraph
        runs stays as it is.
      </p>
      <Settled query={query} whole failure="The two variants cannot be compared.">
        {(data) => {
          const promotion = promotionOf(data.from ?? [], data.to ?? []);
          const subgraphs = promotion.goes.map(({ name }) => name);
          return (
            <>
              <Goes promotion={promotion} to={to} />
              {subgraphs.length > 0 && (
                <ChangeForm
                  document={PromoteDocument}
                  input={{ from, variant: to, subgraphs, onTopOf: latest }}
                  action={`Promote to ${to}`}
                  onDone={onDone}
                />
              )}
            </>
          );
        }}
      </Settled>
    </Dialog>
  );
}

function Goes({ promotion: { goes, unknown }, to }: { readonly promotion: Promotion; readonly to: string }) {
  return (
    <>
      <ul className="plain-list" aria-label="What goes">
        {goes.map(({ name, now, next }) => (
          <li key={name}>
            {name}: <Revision of={now} /> → <Revision of={next} />
          </li>
        ))}
      </ul>
      {unknown.length > 0 && (
        <p>
          Not {unknown.join(', ')}: {to} does not know where it runs. The command at the prompt can say so (
          <code>--routing</code>).
        </p>
      )}
    </>
  );
}
