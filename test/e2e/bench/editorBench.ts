/** The bench of the extension in a real editor. Built into `dist/editorBench.js`, which is loaded only where an editor is installed. */
import type { BenchRow } from '../../bench/benchRow.ts';
import { activationRows } from './activationRows.ts';
import { frameRows } from './frameRows.ts';
import { memoryRows } from './memoryRows.ts';
import { withBenchEditor } from './openBenchEditor.ts';
import { soundRows } from './soundRows.ts';

/** What can be measured, by the name of the part. */
export const editorParts = {
  editor: async () => [
    ...(await withBenchEditor(activationRows)),
    ...(await withBenchEditor(soundRows)),
    ...(await frameRows()),
  ],
  'editor:takes': () => withBenchEditor(memoryRows),
} satisfies Record<string, () => Promise<BenchRow[]>>;
