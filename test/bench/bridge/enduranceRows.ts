/** Figures of a long performance, from what its peer and its bench wrote down. */
import { benchRow } from '../benchRow.ts';
import { readPulses, midiClockRows } from './midiClockRows.ts';
import { breaksOf, dryRuns, silencesOf } from './soundGaps.ts';
import { performedRate, performedTempo } from './liveHouse.ts';
import { percentile, thinned } from './statistics.ts';
import { loadDetail } from './takeLoad.ts';
import { readSamples } from './sampleLog.ts';
import type { BenchRow } from '../benchRow.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';
import type { EnduranceFacts } from './enduranceRun.ts';
import type { HeardFrame, Span } from './soundGaps.ts';

/** What the monitor page keeps between network and ear (`soundPlayer.ts`). */
export const pageLead: Milliseconds = 120;
/** A silence that is longer is no rest of the music, whose room rings on. */
const shortestGap: Milliseconds = 300;
/** -60 dB: the music is back. */
const heardLevel = 1e-3;
/** The first minutes, in which samples are decoded and code is compiled. */
const settling: Milliseconds = 300_000;
/** Both ends of the memory's growth are medians over so long. */
const window: Milliseconds = 300_000;

/** All rows of a run. */
export function enduranceRows(folder: string, facts: EnduranceFacts): BenchRow[] {
  const how = `${loadDetail}; ${facts.takes} takes meanwhile, load ${facts.loads.map((load) => load.toFixed(1)).join(' to ')}; ${facts.scheduling}`;
  const run = readRun(folder);
  return [
    ...gapRows(run, `${facts.minutes} min of performing, a control changed every ten seconds, ${how}`),
    ...memoryRows(folder, run.start, how),
    ...midiClockRows(readPulses(folder), performedTempo, how, ', while a sidecar is killed twice'),
  ];
}

interface Run {
  /** From the first sound on. */
  frames: HeardFrame[];
  start: Milliseconds;
  /** When it was killed: for the first time, and for the second. */
  kills: Milliseconds[];
  /** When a sidecar could start again after the second. */
  released: Milliseconds;
  ended: Milliseconds;
  notes: Note[];
}

interface Note {
  at: Milliseconds;
  isOn: boolean;
  key: string;
}

function readRun(folder: string): Run {
  const marks = readSamples(folder, 'marks');
  const markedAt = (name: string): Milliseconds[] =>
    marks.filter(([, what]) => what === name).map(([at]) => Number(at));
  const [start = 0] = markedAt('performing');
  const [released = Infinity] = markedAt('released');
  const [ended = Infinity] = markedAt('ended');
  const all = readFrames(folder);
  const first = all.findIndex(({ level }) => level > 0);
  const frames = all.slice(Math.max(0, first)).filter(({ at }) => at <= ended);
  return { frames, start, kills: markedAt('killed'), released, ended, notes: readNotes(folder) };
}

/** Frames that a peer heard. */
export function readFrames(folder: string): HeardFrame[] {
  return readSamples(folder, 'frames').map((cells) => {
    const [at = 0, time = 0, length = 0, sequence = 0, level = 0] = cells.map(Number);
    return { at, time, length, sequence, level };
  });
}

function readNotes(folder: string): Note[] {
  return readSamples(folder, 'midi')
    .filter(([, type]) => type === 'noteOn' || type === 'noteOff')
    .map(([at, type, channel, pitch]) => ({
      at: Number(at),
      isOn: type === 'noteOn',
      key: `${String(channel)}/${String(pitch)}`,
    }));
}

function gapRows(run: Run, how: string): BenchRow[] {
  const { frames, kills, released, notes } = run;
  const [kill = Infinity, second = Infinity] = kills;
  const before = frames.filter(({ at }) => at < kill);
  const gaps = [
    breaksOf(before).length,
    dryRuns(before, pageLead, performedRate).length,
    silencesOf(before, shortestGap, performedRate).length,
  ];
  const mended = frames.filter(({ at }) => at >= kill && at < second);
  const drained = frames.filter(({ at }) => at >= second);
  const [emptied] = silencesOf(drained, shortestGap, performedRate);
  const back = drained.find(({ at, level }) => at > released && level > heardLevel)?.at ?? Infinity;
  const hanging = emptied === undefined ? Number.NaN : soundingAt(notes, emptied.from + 1000);
  return [
    benchRow({
      name: 'bridge: gaps in a live performance before its sidecar is killed',
      value: gaps.reduce((sum, count) => sum + count, 0),
      unit: 'gaps',
      target: { atMost: 0 },
      samples: gaps,
      detail: `${how}; samples: frames that do not follow the one before, times that a player with the page’s ${pageLead} ms runs dry, silences of ${shortestGap} ms and more; over ${((kill - run.start) / 60_000).toFixed(1)} min`,
    }),
    benchRow({
      name: 'bridge: silence after a kill that the extension mends at once',
      value: longest(silencesOf(mended, shortestGap, performedRate)) / 1000,
      unit: 's',
      target: { atMost: 3 },
      samples: silencesOf(mended, shortestGap, performedRate).map((gap) => (gap.to - gap.from) / 1000),
      detail: `${how}; the longest silence between the first kill and the second: what is buffered plays while another sidecar starts`,
    }),
    benchRow({
      name: 'bridge: sound returns after the buffer had drained',
      // Where it never fell silent, nothing returned.
      value: emptied === undefined ? Infinity : (back - released) / 1000,
      unit: 's',
      target: { atMost: 3 },
      samples: [
        ((emptied?.from ?? Infinity) - second) / 1000,
        (released - second) / 1000,
        (back - second) / 1000,
      ],
      detail: `${how}; the second kill, after which no sidecar may start until it has been silent for 3 s; from that moment to the first frame above -60 dB: start, reading of the cue and composing included; samples, in s after the kill: silent, free to start, sounding`,
    }),
    benchRow({
      name: 'bridge: notes that hang when the buffer has drained',
      value: hanging,
      unit: 'notes',
      target: { atMost: 0 },
      samples: [notes.length, hanging],
      detail: `${how}; notes that began and did not end at an RTP-MIDI peer, one second after the last sound; samples: messages of notes, notes that hang`,
    }),
  ];
}

function memoryRows(folder: string, start: Milliseconds, how: string): BenchRow[] {
  const samples = readSamples(folder, 'memory').map((cells) => {
    const [at = 0, all = 0, ofFiles = 0] = cells.map(Number);
    return { at, megabytes: all / 1e6, ofFiles: ofFiles / 1e6 };
  });
  const resident = samples.map(({ at, megabytes }) => ({ at, megabytes }));
  const ofFiles = samples.map(({ at, ofFiles: megabytes }) => ({ at, megabytes }));
  // A short rehearsal has no growth.
  if (Number.isNaN(growth(resident, start, 0.5))) return [];
  const heaps = readHeaps(folder);
  const ofThread = (isMain: boolean, what: 'heap' | 'buffers'): number => {
    const values = heaps.filter(({ thread }) => (thread === 0) === isMain);
    // What a collection leaves: between two of them there are tens of megabytes more.
    return growth(
      values.map((one) => ({ at: one.at, megabytes: one[what] })),
      start,
      0.05,
    );
  };
  const heapGrowth = [ofThread(true, 'heap'), ofThread(false, 'heap')];
  const bufferGrowth = [ofThread(true, 'buffers'), ofThread(false, 'buffers')];
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  const low =
    'p5 of the last five minutes less that of minutes 5 to 10, which is what collections leave; none is asked for';
  return [
    benchRow({
      name: 'bridge: growth of resident memory while performing',
      value: growth(resident, start, 0.5),
      unit: 'MB',
      target: { atMost: 5 },
      samples: thinned(resident.map(({ megabytes }) => megabytes)),
      detail: `median of the last five minutes less that of minutes 5 to 10, the thread of the synthesizer included; sampled every 10 s; style, key and instruments change all the time, so that notes that were not played before are decoded; ${how}; samples: MB (10⁶ bytes) over the run`,
    }),
    benchRow({
      name: 'bridge: of that growth, pages of program files',
      value: growth(ofFiles, start, 0.5),
      unit: 'MB',
      samples: thinned(ofFiles.map(({ megabytes }) => megabytes)),
      detail: `Node and libraries, read when they are first needed; the system can drop them at any time; medians as above; ${how}; samples: MB over the run`,
    }),
    benchRow({
      name: 'bridge: growth of the heaps while performing',
      value: sum(heapGrowth),
      unit: 'MB',
      target: { atMost: 5 },
      samples: heapGrowth,
      detail: `${low}; ${how}; samples: main thread, thread of the synthesizer`,
    }),
    benchRow({
      name: 'bridge: growth of buffers while performing',
      value: sum(bufferGrowth),
      unit: 'MB',
      samples: bufferGrowth,
      detail: `array buffers, which are the decoded samples above all; ${low}; ${how}; samples: main thread, thread of the synthesizer`,
    }),
  ];
}

function readHeaps(folder: string): { at: Milliseconds; thread: number; heap: number; buffers: number }[] {
  return readSamples(folder, 'heap').map((cells) => {
    const [at = 0, thread = 0, , heapUsed = 0, , arrayBuffers = 0] = cells.map(Number);
    return { at, thread, heap: heapUsed / 1e6, buffers: arrayBuffers / 1e6 };
  });
}

/** Of a percentile; NaN where the run is too short for two spans that do not overlap. */
function growth(
  values: readonly { at: Milliseconds; megabytes: number }[],
  start: Milliseconds,
  share: number,
): number {
  const last = values.at(-1)?.at ?? 0;
  if (last - window < start + settling + window) return Number.NaN;
  const between = (from: Milliseconds, to: Milliseconds): number[] =>
    values.filter(({ at }) => at >= from && at <= to).map(({ megabytes }) => megabytes);
  const first = between(start + settling, start + settling + window);
  return percentile(between(last - window, last), share) - percentile(first, share);
}

function soundingAt(notes: readonly Note[], time: Milliseconds): number {
  const sounding = new Set<string>();
  for (const { at, isOn, key } of notes) {
    if (at > time) break;
    if (isOn) sounding.add(key);
    else sounding.delete(key);
  }
  return sounding.size;
}

function longest(spans: readonly Span[]): Milliseconds {
  return Math.max(0, ...spans.map(({ from, to }) => to - from));
}
