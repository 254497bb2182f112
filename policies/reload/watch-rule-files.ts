// Calls back when the files of a policy folder may have changed. What the operating system tells is fast and not to be relied on:
// folders that are replaced, links that are turned and network drives say nothing. So the folder is looked at from time to time.
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { contentFolders, lookAtRuleFiles } from './rule-files.ts';

export interface RuleFilesWatch {
  stop(): void;
}

const lookEveryMs = 500;
/** After a hint: others of the same storm shall come in the meantime. */
const afterHintMs = 20;

/** @param changed never called twice at once; must not reject */
export function watchRuleFiles(directory: string, changed: () => Promise<void>): RuleFilesWatch {
  let seen: string | null | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout;
  let watchers: FSWatcher[] = [];
  let isLooking = false;
  let isHinted = false;

  const look = async (): Promise<void> => {
    isLooking = true;
    const wasHinted = isHinted;
    isHinted = false;
    const now = await lookAtRuleFiles(directory);
    if (now !== seen || wasHinted) {
      if (now !== seen) watchAgain();
      seen = now;
      await changed();
    }
    isLooking = false;
    if (!stopped) timer = setTimeout(() => void look(), isHinted ? afterHintMs : lookEveryMs);
  };

  const hint = (): void => {
    if (stopped || isHinted) return;
    isHinted = true;
    if (isLooking) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), afterHintMs);
  };

  /** A watcher stays with the folder that it was given, also when another one has its name by now. */
  const watchAgain = (): void => {
    for (const watcher of watchers) watcher.close();
    watchers = stopped ? [] : ['.', ...contentFolders].flatMap((folder) => watchFolder(join(directory, folder), hint));
  };

  watchAgain();
  void look();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      watchAgain();
    },
  };
}

function watchFolder(folder: string, hint: () => void): FSWatcher[] {
  try {
    return [watch(folder, { persistent: false }, hint).on('error', () => {})];
  } catch {
    return [];
  }
}
