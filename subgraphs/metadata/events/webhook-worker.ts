// Routes and sends webhooks for as long as the process serves: when something has happened, and when an attempt is due again.
// Several processes share the work; what one leaves undone another takes over.
import type { Clock } from '../../../kit/clock.ts';
import type { Database } from '../../../kit/postgres.ts';
import { gatherDigests } from './gather-digests.ts';
import { deleteFinishedBefore, nextDue } from './queries/deliveries.ts';
import { nextDigest } from './queries/digests.ts';
import { deleteEventsBefore, eventChannel } from './queries/outbox.ts';
import { deleteEndedBefore } from './queries/subscriptions.ts';
import { routeEvents } from './route-events.ts';
import { sendWebhooks, type WebhookSending } from './send-webhooks.ts';

export interface WebhookWorker {
  /** Resolves when everything is sent that is due now. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** When no notice comes: also what other processes have left. */
const lookEveryMs = 15_000;
const keepMs = 30 * 86_400_000;
const tidyEveryMs = 3_600_000;

export function startWebhookWorker(sending: WebhookSending): WebhookWorker {
  const { database, clock, log } = sending;
  let isOver = false;
  let tidiedAtMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const work = async (): Promise<void> => {
    await routeEvents(database, () => clock.now());
    await gatherDigests(database, () => clock.now());
    await sendWebhooks(sending);
    if (clock.now().getTime() - tidiedAtMs > tidyEveryMs) {
      tidiedAtMs = clock.now().getTime();
      await tidy(database, clock);
    }
  };
  let underWay: Promise<void> = Promise.resolve();
  const look = (): Promise<void> => {
    underWay = underWay
      .then(() => (isOver ? undefined : work()))
      .catch((error: unknown) => {
        log.error({ event: 'webhooks.waiting', err: error }, 'webhooks cannot be sent now; they wait');
      })
      .then(wakeInTime);
    return underWay;
  };
  const wakeInTime = async (): Promise<void> => {
    clearTimeout(timer);
    if (isOver) return;
    const due = await Promise.all([nextDue(database), nextDigest(database)]).catch(() => []);
    const inMs = Math.min(
      lookEveryMs,
      ...due.flatMap((at) => (at === null ? [] : at.getTime() - clock.now().getTime())),
    );
    timer = setTimeout(look, Math.max(0, inMs)).unref();
  };

  const notices = hear(database, look, () => isOver);
  void look();
  return {
    look,
    async stop() {
      isOver = true;
      clearTimeout(timer);
      await (await notices)?.return?.();
      await underWay;
    },
  };
}

/** Notices only make it quicker: without them the timer finds everything. */
async function hear(
  database: Database,
  look: () => Promise<void>,
  isOver: () => boolean,
): Promise<AsyncIterableIterator<true> | null> {
  const notices = await database.listen(eventChannel, () => true as const).catch(() => null);
  if (notices === null) return null;
  if (isOver()) await notices.return?.();
  void (async () => {
    for await (const _ of notices) void look();
  })().catch(() => {});
  return notices;
}

async function tidy(database: Database, clock: Clock): Promise<void> {
  const before = new Date(clock.now().getTime() - keepMs);
  await deleteFinishedBefore(database, before);
  await deleteEventsBefore(database, before);
  await deleteEndedBefore(database, before);
}
