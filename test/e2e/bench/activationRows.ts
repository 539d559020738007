/** How long our code keeps VS Code busy before the first command: loading `extension.cjs` and `activate`, in a real extension host. */
import { benchRow, median } from '../../bench/benchRow.ts';
import type { BenchRow } from '../../bench/benchRow.ts';
import type { ActivationTimes } from './hostBench.ts';
import type { BenchEditor } from './openBenchEditor.ts';

const hosts = 5;
const again = 4;

/** Several fresh hosts, and several times more in each. */
export async function activationRows(editor: BenchEditor): Promise<BenchRow[]> {
  const first: ActivationTimes[] = [];
  const later: ActivationTimes[] = [];
  for (let i = 0; i < hosts; i++) {
    const window = await editor.openWindow();
    try {
      const times = await window.host('activate', { again });
      first.push(times.first);
      later.push(...times.again);
    } finally {
      await window.close();
    }
  }
  return [
    activationRow('editor: activation', first, `the first in each of ${hosts} extension hosts`),
    activationRow(
      'editor: activation again',
      later,
      'in the same hosts, everything disposed and forgotten before',
    ),
  ];
}

function activationRow(name: string, times: readonly ActivationTimes[], when: string): BenchRow {
  const samples = times.map((one) => one.require + one.activate);
  const parts = (['require', 'activate'] as const).map(
    (part) => `${part} ${median(times.map((one) => one[part])).toFixed(1)} ms`,
  );
  const detail = `median; ${when}; ${parts.join(', ')}`;
  return benchRow({ name, value: median(samples), unit: 'ms', samples, detail, target: { atMost: 60 } });
}
