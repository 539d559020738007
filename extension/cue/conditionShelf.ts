/** The conditions of a cue as panels show them. Files are looked at when their path is new or a watched folder says so. */
import { pathToFileURL } from 'node:url';
import { conditionLabel } from './conditionLabel.ts';
import { placeOfPath } from './cuePath.ts';
import { inspectCondition } from './inspectCondition.ts';
import type { Condition } from '../../bridge/protocol/cue.ts';
import type { ConditionView } from '../../bridge/protocol/panels/cuePanel.ts';
import type { Inspection } from './inspectCondition.ts';

/** See the head of the file. */
export class ConditionShelf {
  #looked = new Map<string, Promise<Inspection>>();
  #found = new Map<string, Inspection>();

  /** Looks at the files that were not looked at yet; all of them, where `again`. `folder` is the cue's. Never throws. */
  async look(conditions: readonly Condition[], folder: string | undefined, again: boolean): Promise<void> {
    const before = again ? new Map<string, Promise<Inspection>>() : this.#looked;
    const looked = new Map<string, Promise<Inspection>>();
    for (const condition of conditions) {
      const path = fileOf(condition, folder);
      if (path === undefined) continue;
      const key = keyOf(condition, path);
      looked.set(key, before.get(key) ?? looked.get(key) ?? inspectCondition(condition.kind, path));
    }
    this.#looked = looked;
    const found = await Promise.all(
      [...looked].map(async ([key, inspection]) => [key, await inspection] as const),
    );
    this.#found = new Map(found);
  }

  /** What is known of them. `thumbnail` is a file's URI, which the panel's webview has to be allowed to show. */
  views(conditions: readonly Condition[], folder: string | undefined): ConditionView[] {
    return conditions.map((condition) => {
      const path = fileOf(condition, folder);
      const found = path === undefined ? undefined : this.#found.get(keyOf(condition, path));
      const view: ConditionView = { condition, label: conditionLabel(condition) };
      if (found?.fault !== undefined) view.fault = found.fault;
      if (path !== undefined && found?.thumbnailStamp !== undefined)
        view.thumbnail = `${pathToFileURL(path).toString()}?${found.thumbnailStamp}`;
      return view;
    });
  }
}

/** The file of a condition on this machine, if it has one. */
export function fileOf(condition: Condition, folder: string | undefined): string | undefined {
  const path = 'path' in condition ? condition.path : undefined;
  return path === undefined || folder === undefined ? undefined : placeOfPath(path, folder);
}

function keyOf({ kind }: Condition, path: string): string {
  return `${kind} ${path}`;
}
