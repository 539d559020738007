/** Figures of a MIDI clock as a peer heard it. */
import { benchRow } from '../benchRow.ts';
import { fittedLine, intervals, percentile, shares } from './statistics.ts';
import { readSamples } from './sampleLog.ts';
import type { BenchRow } from '../benchRow.ts';
import type { BeatsPerMinute, Milliseconds } from '../../../bridge/protocol/units.ts';

/** Times at which pulses came. */
export function readPulses(folder: string): Milliseconds[] {
  return readSamples(folder, 'midi')
    .filter(([, type]) => type === 'clock')
    .map(([at]) => Number(at));
}

/** Between two pulses at a tempo in quarters. */
export function pulseInterval(tempo: BeatsPerMinute): Milliseconds {
  return 60_000 / tempo / 24;
}

/** The longest span that is judged at once, as the target says it. */
const span: Milliseconds = 600_000;

/** Tempo error and jitter of intervals; `where` ends their names. Of a run that is longer than ten minutes the worst ten minutes count for the tempo. */
export function midiClockRows(
  pulses: readonly Milliseconds[],
  tempo: BeatsPerMinute,
  how: string,
  where = '',
): BenchRow[] {
  const nominal = pulseInterval(tempo);
  const spans = spansOf(pulses, Math.round(span / nominal));
  const errors = spans.map((part) => 100 * (fittedLine(part).slope / nominal - 1));
  const off = intervals(pulses).map((interval) => Math.abs(interval - nominal));
  const minutes = (pulses.length * nominal) / 60_000;
  const heard = `${pulses.length} pulses over ${minutes.toFixed(1)} min at ${tempo} BPM, stamped by an RTP-MIDI peer in another process, ${how}`;
  return [
    benchRow({
      name: `bridge: tempo error of MIDI clock over 10 min${where}`,
      value: Math.max(...errors.map(Math.abs)),
      unit: '%',
      target: { atMost: 0.01 },
      samples: errors,
      detail: `${heard}; the slope of a line through the pulses of ten minutes (or of all, where there are fewer) against the tempo; the worst of ${spans.length}; samples: each`,
    }),
    benchRow({
      name: `bridge: interval jitter of MIDI clock${where}, p99`,
      value: percentile(off, 0.99),
      unit: 'ms',
      target: { atMost: 2 },
      samples: shares(off),
      detail: `${heard}; how far an interval is from ${nominal} ms; a lost pulse counts as one too long; samples: p50, p90, p99, p99.9, most`,
    }),
  ];
}

/** Spans of `length` that overlap by half, the last one at the end; all, where there are fewer values. */
function spansOf(values: readonly number[], length: number): number[][] {
  if (values.length <= length) return [[...values]];
  const [latest, step] = [values.length - length, Math.floor(length / 2)];
  return Array.from({ length: Math.ceil(latest / step) + 1 }, (_, i) => {
    const from = Math.min(latest, i * step);
    return values.slice(from, from + length);
  });
}
