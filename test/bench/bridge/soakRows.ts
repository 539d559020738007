/** Figures of a watched performance. */
import { benchRow } from '../benchRow.ts';
import { pageLead, readFrames } from './enduranceRows.ts';
import { watchedUntil } from './soakRun.ts';
import { midiClockRows, readPulses } from './midiClockRows.ts';
import { breaksOf, dryRuns } from './soundGaps.ts';
import { performedRate, performedTempo } from './liveHouse.ts';
import { readSamples } from './sampleLog.ts';
import { beatLateness, noteLateness, pulseLateness, readBeats, tickTimes } from './schedule.ts';
import { percentile, shares } from './statistics.ts';
import { switchLatencies } from './switches.ts';
import { loadDetail } from './takeLoad.ts';
import type { BenchRow } from '../benchRow.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';
import type { SoakFacts } from './soakRun.ts';

/** How late things of one kind were. */
export interface Lateness {
  /** Such as `OSC beats`. */
  what: string;
  values: Milliseconds[];
  /** How it was measured. */
  detail: string;
}

/** All rows of a run. */
export function soakRows(folder: string, facts: SoakFacts): BenchRow[] {
  const how = `${loadDetail}; ${facts.takes} takes meanwhile, load ${facts.loads.map((load) => load.toFixed(1)).join(' to ')}; ${facts.scheduling}`;
  const pulses = readPulses(folder).filter((at) => at < watchedUntil(folder));
  return [
    latencyRow(folder, how),
    ...latenesses(folder, facts).flatMap((late) => latenessRows(late, how)),
    ...midiClockRows(pulses, performedTempo, how),
    gapRow(folder, how),
    beginningRow(folder, how),
  ];
}

/** Lateness of everything that is scheduled, for rows and for the picture. */
export function latenesses(folder: string, facts: SoakFacts): Lateness[] {
  const until = watchedUntil(folder);
  const beats = readBeats(folder).filter(({ at }) => at < until);
  const timeOf = tickTimes(beats);
  const pulses = readPulses(folder).filter((at) => at < until);
  const { late, missing } = noteLateness(
    facts.notes.map(({ pitch, tick }) => ({ pitch, at: timeOf(tick) })).filter(({ at }) => at < until),
    heardNotes(folder),
  );
  return [
    {
      what: 'OSC',
      values: beatLateness(beats),
      detail: `${beats.length} beats: the bundle leaves 100 ms before the beat that its timetag names exactly; from then to its arrival at a peer`,
    },
    {
      what: 'OSC in a bundle',
      values: scheduledLateness(folder),
      detail:
        'a bundle sets a control at the time of its timetag, 60 to 260 ms ahead; from that time to the arrival of the change at another peer',
    },
    {
      what: 'MIDI notes',
      values: late,
      detail: `${late.length} notes of the last seconds, which were kept as a take: from the time of the note's tick, which the timetags of the beats give, to its arrival at an RTP-MIDI peer; ${missing} did not come`,
    },
    {
      what: 'MIDI clock',
      values: pulseLateness(pulses, timeOf),
      detail: `${pulses.length} pulses: from the time of the pulse's tick, which the timetags of the beats give, to its arrival at an RTP-MIDI peer`,
    },
  ];
}

function latenessRows({ what, values, detail }: Lateness, how: string): BenchRow[] {
  const common = { unit: 'ms', samples: shares(values) };
  const told = `${detail}; times of the monotonic clock in another process, its own delay counted in; ${how}; samples: p50, p90, p99, p99.9, most`;
  return (
    [
      [0.5, 0.5],
      [0.99, 3],
    ] as const
  ).map(([share, atMost]) =>
    benchRow({
      ...common,
      name: `bridge: lateness of ${what}, p${100 * share}`,
      value: percentile(values, share),
      target: { atMost },
      detail: told,
    }),
  );
}

function latencyRow(folder: string, how: string): BenchRow {
  const said = readSamples(folder, 'said')
    .filter(([, what]) => what === 'on' || what === 'off')
    .map(([at, what]) => ({ at: Number(at), isOn: what === 'on' }));
  const values = switchLatencies(said, readFrames(folder));
  return benchRow({
    name: 'bridge: OSC attribute to changed sound, p99',
    value: percentile(values, 0.99),
    unit: 'ms',
    target: { atMost: 80 },
    samples: shares(values),
    detail: `${values.length} of ${said.length} times that one OSC message switched the balance of all roles off or on: from its sending to the arrival, on the WebSocket in another process, of the frame that contains the first changed sample, found by samples that are exactly zero; what a player keeps between network and ear (the page: ${pageLead} ms) comes on top and is not counted; ${how}; samples: p50, p90, p99, p99.9, most`,
  });
}

function gapRow(folder: string, how: string): BenchRow {
  const until = watchedUntil(folder);
  const frames = readFrames(folder).filter(({ at }) => at < until);
  const gaps = [breaksOf(frames).length, dryRuns(frames, pageLead, performedRate).length];
  const [first, last] = [frames[0]?.at ?? 0, frames.at(-1)?.at ?? 0];
  return benchRow({
    name: 'bridge: gaps in a soak',
    value: gaps.reduce((sum, count) => sum + count, 0),
    unit: 'gaps',
    target: { atMost: 0 },
    samples: gaps,
    detail: `${frames.length} frames over ${((last - first) / 60_000).toFixed(1)} min; ${how}; samples: frames that do not follow the one before, times that a player with the page’s ${pageLead} ms runs dry`,
  });
}

function beginningRow(folder: string, how: string): BenchRow {
  const [asked] = readSamples(folder, 'marks').find(([, what]) => what === 'asked') ?? [];
  const sounding = readFrames(folder).find(({ level }) => level > 0)?.at ?? Infinity;
  const value = (sounding - Number(asked)) / 1000;
  return benchRow({
    name: 'bridge: Perform Cue to first sound',
    value,
    unit: 's',
    samples: [value],
    detail: `the sidecar is started, reads the cue and composes the first phrase; no target; ${how}`,
  });
}

function scheduledLateness(folder: string): Milliseconds[] {
  const due = readSamples(folder, 'said')
    .filter(([, what]) => what === 'scheduled')
    .map(([, , at]) => Number(at));
  const done = readSamples(folder, 'osc')
    .filter(([, address]) => address === '/leitmotif/attribute/brightness')
    .map(([at]) => Number(at));
  return due.flatMap((at, i) => {
    const found = done.find((time) => time > at - 5 && time < (due[i + 1] ?? Infinity));
    return found === undefined ? [] : [found - at];
  });
}

function heardNotes(folder: string): { pitch: number; at: Milliseconds }[] {
  return readSamples(folder, 'midi')
    .filter(([, type]) => type === 'noteOn')
    .map(([at, , , pitch]) => ({ at: Number(at), pitch: Number(pitch) }));
}
