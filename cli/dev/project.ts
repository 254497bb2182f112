// A project as `gordian dev` runs it: a folder of the layout that `gordian init` writes. Gordian's own repository is one.
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { GordianError } from '../../kit/errors.ts';
import { packageFile } from '../../kit/package-files.ts';

export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly name: string;
  /** Holds the rules; those of the package for a project without any. */
  readonly policyDirectory: string;
}

/** @throws GordianError CONFIG_INVALID when the folder holds no project */
export function openProject(folder: string): Project {
  const root = resolve(folder);
  if (!existsSync(join(root, 'subgraphs')))
    throw new GordianError(
      'CONFIG_INVALID',
      `${root} holds no project: there is no subgraphs/ in it. Go to the folder of one, name it (gordian dev FOLDER), or make one: gordian init.`,
    );
  const own = join(root, 'policies');
  return {
    root,
    name: basename(root),
    policyDirectory: existsSync(join(own, 'rules.ts')) ? own : packageFile('policies'),
  };
}
