/** How fast OSC is written and read, by the codec that the bridge uses. */
import { decodeOsc, encodeOsc } from '../../../bridge/osc/oscCodec.ts';
import { benchRow, median, timeRuns } from '../benchRow.ts';
import type { OscMessage, OscPacket } from '../../../bridge/osc/oscPacket.ts';
import type { BenchRow } from '../benchRow.ts';

const messages = 100_000;
const runs = 7;
const least = 100_000;

/** What goes over the wire while something is performed: a control, a choice, a place. */
const kinds: readonly OscMessage[] = [
  { address: '/leitmotif/attribute/dynamics', args: [{ type: 'f', value: 0.73 }] },
  { address: '/leitmotif/attribute/key', args: [{ type: 's', value: 'F# minor' }] },
  {
    address: '/leitmotif/position',
    args: [
      { type: 'i', value: 117 },
      { type: 'f', value: 3 },
      { type: 'f', value: 100 },
      { type: 's', value: '4/4' },
    ],
  },
];

/** Messages a second, written and read. */
export async function codecRows(how: string): Promise<BenchRow[]> {
  const bytes = kinds.map((message) => encodeOsc(message));
  const encode = async (): Promise<number> =>
    rate(() => encodeOsc(kinds[next++ % kinds.length] as OscPacket));
  const decode = async (): Promise<number> =>
    rate(() => decodeOsc(bytes[next++ % bytes.length] as Uint8Array));
  let next = 0;
  const rate = async (once: () => unknown): Promise<number> => {
    const [seconds = NaN] = await timeRuns(1, () => {
      for (let i = 0; i < messages; i++) once();
    });
    return messages / seconds;
  };
  const rows: BenchRow[] = [];
  for (const [name, measure] of [
    ['encode', encode],
    ['decode', decode],
  ] as const) {
    const samples: number[] = [];
    for (let i = 0; i < runs; i++) samples.push(await measure());
    rows.push(
      benchRow({
        name: `bridge: OSC ${name}`,
        value: median(samples),
        unit: 'messages/s',
        target: { atLeast: least },
        samples,
        detail: `${runs} times ${messages} messages of a control, a choice and a place in turn, one thread, by the clock on the wall; ${how}`,
      }),
    );
  }
  return rows;
}
