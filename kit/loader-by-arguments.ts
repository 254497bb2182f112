// DataLoaders for fields with arguments: all parents that ask with the same arguments share one batch, hence one
// statement. Made per request, like every loader.

import DataLoader from 'dataloader';

export interface LoaderByArguments<Key, Arguments, Value> {
  load(key: Key, args: Arguments): Promise<Value>;
}

/**
 * `batch` answers many keys for one set of arguments, in key order. Arguments are told apart by their JSON, so build them
 * as one object literal with a fixed order of properties.
 */
export function createLoaderByArguments<Key, Arguments, Value>(
  batch: (keys: readonly Key[], args: Arguments) => Promise<readonly Value[]>,
): LoaderByArguments<Key, Arguments, Value> {
  const loaders = new Map<string, DataLoader<Key, Value>>();
  return {
    load: (key, args) => {
      const name = JSON.stringify(args);
      const loader = loaders.get(name) ?? new DataLoader<Key, Value>((keys) => batch(keys, args));
      loaders.set(name, loader);
      return loader.load(key);
    },
  };
}
