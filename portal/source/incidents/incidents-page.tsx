// What is promised and not kept: all of it, or one incident (`?id=`).

import './incidents.css';
import { useSearchParameter } from '../shell/use-location.ts';
import { IncidentList } from './incident-list.tsx';
import { IncidentView } from './incident-view.tsx';

export function IncidentsPage() {
  const [id] = useSearchParameter('id');
  return id ? <IncidentView key={id} id={id} /> : <IncidentList />;
}
