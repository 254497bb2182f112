// Where every deferred fragment of an answer stands: announced once the fragment around it is delivered, delivered whole once
// all its fields are there, or failed when a null moved up to it (draft of incremental delivery, execution section).
import type { DeferredObject, FragmentInstance } from '../project/deferred-object.ts';
import type { ProjectedError } from '../project/projected-error.ts';

/** What has happened since it was last asked. */
export interface Happenings {
  readonly pending: PendingFragment[];
  /** JSON. */
  readonly incremental: string[];
  readonly completed: CompletedFragment[];
}

export interface PendingFragment {
  readonly id: string;
  readonly path: FragmentInstance['path'];
  readonly label?: string;
}

export interface CompletedFragment {
  readonly id: string;
  readonly errors?: readonly ProjectedError[];
}

export interface FragmentDeliveries {
  /** Some of the fields of these objects come later. */
  readonly add: (objects: readonly DeferredObject[]) => void;
  /** The deferred fields of the object can be read now. Reads them when it is their turn. */
  readonly deliver: (object: DeferredObject) => void;
  readonly take: () => Happenings;
  readonly areOver: () => boolean;
}

/** One fragment on one object. */
interface Delivery {
  readonly instance: FragmentInstance;
  /** Null until it is announced. */
  id: string | null;
  /** Objects whose fields are not read yet. */
  waiting: number;
  readonly increments: ReadIncrement[];
  isCompleted: boolean;
  /** Why its fields will not come; null while nothing went wrong. */
  errors: readonly ProjectedError[] | null;
  /** Those inside it, which are announced when it is completed. */
  readonly inside: Delivery[];
  /** Objects that could be read, but none of their fragments is announced. */
  readonly held: DeferredObject[];
}

/** Fields that are there, of one object; of several fragments the first that is whole brings them. */
interface ReadIncrement {
  readonly object: DeferredObject;
  /** JSON. */
  readonly data: string;
  readonly errors: readonly ProjectedError[];
  /** Those of its fragments that did not fail before. */
  readonly deliveries: readonly Delivery[];
  isSent: boolean;
}

/** @param onAdded told of every object that waits for something to be fetched */
export function createFragmentDeliveries(onAdded: (object: DeferredObject) => void): FragmentDeliveries {
  const deliveries = new Map<FragmentInstance, Delivery>();
  const read = new Set<DeferredObject>();
  let happenings = nothing();
  let announced = 0;
  let open = 0;

  const add = (objects: readonly DeferredObject[]): void => {
    const opened = objects.flatMap(({ fragments }) => fragments.flatMap(countObject));
    opened.forEach(announceInTurn);
    objects.forEach(onAdded);
  };

  /** Asked again when one around it is complete: by then a nearer one may be known, and no field of its own is unknown. */
  const announceInTurn = (delivery: Delivery): void => {
    const around = nearestAround(deliveries, delivery.instance);
    if (around && !around.isCompleted) around.inside.push(delivery);
    else announce(delivery);
  };

  /** @returns the delivery when it is new */
  const countObject = (instance: FragmentInstance): readonly Delivery[] => {
    const known = deliveries.get(instance);
    if (known) {
      known.waiting++;
      return [];
    }
    const delivery = newDelivery(instance);
    deliveries.set(instance, delivery);
    return [delivery];
  };

  const announce = (delivery: Delivery): void => {
    if (isAlreadyThere(delivery)) {
      complete(delivery);
      return;
    }
    const { fragment, path } = delivery.instance;
    const id = String(announced++);
    delivery.id = id;
    open++;
    happenings.pending.push(fragment.label === null ? { id, path } : { id, path, label: fragment.label });
    if (delivery.errors) close(delivery, id);
    else delivery.held.forEach(deliver);
    completeIfWhole(delivery);
  };

  const deliver = (object: DeferredObject): void => {
    if (read.has(object)) return;
    const waiting = object.fragments.map((instance) => deliveries.get(instance)!).filter(({ errors }) => !errors);
    if (waiting.every(({ id }) => id === null)) {
      for (const { held } of waiting) held.push(object);
      return;
    }
    read.add(object);
    const { data, errors, deferred } = object.project();
    if (data === null) {
      for (const delivery of waiting) fail(delivery, errors);
      return;
    }
    add(deferred);
    const increment: ReadIncrement = { object, data, errors, deliveries: waiting, isSent: false };
    for (const delivery of waiting) {
      delivery.waiting--;
      delivery.increments.push(increment);
    }
    waiting.forEach(completeIfWhole);
  };

  const fail = (delivery: Delivery, errors: readonly ProjectedError[]): void => {
    delivery.errors = errors;
    if (delivery.id !== null) close(delivery, delivery.id);
  };

  const completeIfWhole = (delivery: Delivery): void => {
    if (delivery.id === null || delivery.waiting > 0 || delivery.isCompleted) return;
    for (const increment of delivery.increments) {
      if (!increment.isSent) happenings.incremental.push(incrementText(increment));
      increment.isSent = true;
    }
    close(delivery, delivery.id);
    complete(delivery);
  };

  const complete = (delivery: Delivery): void => {
    delivery.isCompleted = true;
    delivery.inside.forEach(announceInTurn);
  };

  const close = ({ errors }: Delivery, id: string): void => {
    open--;
    happenings.completed.push(errors ? { id, errors } : { id });
  };

  return {
    add,
    deliver,
    areOver: () => open === 0,
    take() {
      const taken = happenings;
      happenings = nothing();
      return taken;
    },
  };
}

function newDelivery(instance: FragmentInstance): Delivery {
  return { instance, id: null, waiting: 1, increments: [], isCompleted: false, errors: null, inside: [], held: [] };
}

/** Other fragments have brought all of its fields. */
function isAlreadyThere({ waiting, increments, errors }: Delivery): boolean {
  return !errors && waiting === 0 && increments.every(({ isSent }) => isSent);
}

const nothing = (): Happenings => ({ pending: [], incremental: [], completed: [] });

/** The nearest of the fragments around it that has fields of its own to wait for. */
function nearestAround(
  deliveries: ReadonlyMap<FragmentInstance, Delivery>,
  { parent }: FragmentInstance,
): Delivery | undefined {
  if (!parent) return undefined;
  return deliveries.get(parent) ?? nearestAround(deliveries, parent);
}

function incrementText({ object: { path }, data, errors, deliveries }: ReadIncrement): string {
  const { id, instance } = nearest(deliveries);
  const members = [`"id":${JSON.stringify(id)}`];
  if (path.length > instance.path.length) members.push(`"subPath":${JSON.stringify(path.slice(instance.path.length))}`);
  if (errors.length > 0) members.push(`"errors":${JSON.stringify(errors)}`);
  return `{${members.join()},"data":${data}}`;
}

/** Of those that the client knows of, the one from which the path to the object is shortest. */
function nearest(deliveries: readonly Delivery[]): Delivery {
  const known = deliveries.filter(({ id, isCompleted, errors }) => id !== null && !isCompleted && !errors);
  return known.reduce((one, other) => (other.instance.path.length > one.instance.path.length ? other : one));
}
