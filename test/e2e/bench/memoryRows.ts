/** What fifty takes leave behind in the extension host and in the page that shows panel and player. */
import type { CDPSession } from 'playwright-core';
import { benchRow } from '../../bench/benchRow.ts';
import type { BenchRow } from '../../bench/benchRow.ts';
import { residentBytes } from '../../bench/sidecarSession.ts';
import type { BenchEditor, BenchWindow } from './openBenchEditor.ts';

const takes = 50;
const every = 5;

/** Bytes of one process. */
interface Memory {
  resident: number;
  heap: number;
}

const shortCue = {
  leitmotif: 1,
  conditions: [{ kind: 'caption', id: 'caption', text: 'calm piano in D minor' }],
  attributes: { seconds: 6 },
};

/** One cue gets fifty takes, each shown, heard and stopped; every fifth time there is a draft as well. */
export async function memoryRows(editor: BenchEditor): Promise<BenchRow[]> {
  const window = await editor.openWindow();
  try {
    await window.host('open', { name: 'takes.leitmotif', cue: shortCue });
    const host: Memory[] = [];
    const page: Memory[] = [];
    for (let i = 1; i <= takes; i++) {
      await window.host('take');
      if (i % every !== 0) continue;
      await window.host('draft', { tempo: 60 + i });
      await window.host('rest');
      host.push(await window.host('memory'));
      page.push(await pageMemory(editor, window));
    }
    return [
      ...rowsOf('the extension host', host, 10),
      ...rowsOf('the page with panel and player', page, 20, '; the page is the whole window’s'),
    ];
  } finally {
    await window.close();
  }
}

function rowsOf(what: string, memory: readonly Memory[], most: number, note = ''): BenchRow[] {
  const mebibytes = (key: keyof Memory) => memory.map((one) => one[key] / 2 ** 20);
  const [resident, heap] = [mebibytes('resident'), mebibytes('heap')];
  const after = `after every ${every} of ${takes} takes${note}`;
  return [
    benchRow({
      name: `editor: memory of ${what} after ${takes} takes`,
      value: resident.at(-1) ?? Number.NaN,
      unit: 'MiB',
      samples: resident,
      detail: `resident, ${after}`,
    }),
    benchRow({
      name: `editor: growth of ${what} over takes`,
      value: (heap.at(-1) ?? Number.NaN) - (heap[0] ?? Number.NaN),
      unit: 'MiB',
      samples: heap,
      detail: `heap after a collection, ${after}; the last less the first`,
      target: { atMost: most },
    }),
  ];
}

async function pageMemory({ browser }: BenchEditor, { context, page }: BenchWindow): Promise<Memory> {
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  await whole.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  // Frames that the browser put into processes of their own have heaps of their own.
  const sessions = [await context.newCDPSession(page)];
  for (const frame of page.frames()) {
    const session = await context.newCDPSession(frame).catch(() => undefined);
    if (session !== undefined) sessions.push(session);
  }
  const heaps: number[] = [];
  for (const session of sessions) heaps.push(await heapOf(session));
  return { resident: residentBytes(renderers), heap: heaps.reduce((sum, heap) => sum + heap, 0) };
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize + backingStorageSize;
}
