// A notification in a sentence, and the page that it leads to. What it holds depends on its topic; one that is not known, or cannot be
// read, is told by its topic alone. Pure.

import { textOf, textsOf, valuesIn } from '../graph/json-text.ts';
import { hrefOf } from '../shell/routes.ts';

export interface ToldNotification {
  readonly text: string;
  /** Where there is more about it. */
  readonly to: string | null;
}

/** @param body JSON, by the topic */
export function tellNotification(topic: string, body: string): ToldNotification {
  const told = valuesIn(body);
  const said = (name: string) => textOf(told[name]) ?? '…';
  const targets = textsOf(told.targets).join(', ');
  const [request, incident] = [textOf(told.request), textOf(told.incident)];
  if (topic === 'access.requested' && request)
    return {
      text: `${said('requester')} asks for ${targets}, for ${said('purpose')}.`,
      to: hrefOf('access', { tab: 'decide', request }),
    };
  if (topic === 'access.glass-broken' && targets)
    return {
      text: `${said('brokenBy')} has broken glass for ${targets} with the ticket ${said('ticket')}.`,
      to: hrefOf('access', { tab: 'emergencies' }),
    };
  if (topic.startsWith('incident.') && incident)
    return {
      text: `Incident of ${said('product')}, ${topic.slice('incident.'.length)}: ${said('title')}`,
      to: hrefOf('incidents', { id: incident }),
    };
  return { text: topic, to: null };
}
