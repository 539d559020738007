/** A MIDI file that someone gives as an example becomes a reading of the same shape as a recording's. */
import { meters } from '../../bridge/protocol/attributes.ts';
import { beatQuarters } from '../../bridge/protocol/meter.ts';
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { instrumentsOf, isDrums } from './midiInstruments.ts';
import { midiKey } from './midiKey.ts';
import { referenceDescription, referenceSummary } from './referenceInWords.ts';
import type { Meter, Register } from '../../bridge/protocol/attributes.ts';
import type { Note } from '../../bridge/protocol/score.ts';
import type { BeatsPerMinute, Seconds, Ticks, Unit } from '../../bridge/protocol/units.ts';
import type { MidiPart, MidiView } from '../rendering/readMidi.ts';
import type { Estimate } from './estimate.ts';
import type { ReferenceReading } from './referenceReading.ts';

/** A MIDI file that is one of a cue's conditions. */
export interface MidiOfCue {
  /** Identifier of the condition. */
  id: string;
  /** The person's weight for it, 0…10. */
  weight: number;
  /** What it says; it has a note at least. */
  view: MidiView;
}

/** Onsets in a second that make a density of 1: sixteenths at 120 BPM. */
const densest = 8;
/** Notes that begin within so much are played together. */
const together: Seconds = 0.04;
/** MIDI velocities that are as soft and as loud as music is played. */
const velocities = { soft: 20, loud: 115 } as const;
/** Mean pitches of the highest part that part the registers: half way between C4, C5 and C6. */
const registerBounds = { low: 66, high: 78 } as const;

/** Reads a MIDI file. Pure; takes no longer than its notes. */
export function readReferenceMidi({ id, weight, view }: MidiOfCue): ReferenceReading {
  const notes = view.parts.flatMap((part) => part.notes);
  const seconds = tickToSeconds(view.tempos, lastTick(notes));
  const meter = mainMeter(view);
  const known = meters.find((name) => name === meter);
  const key = midiKey(view);
  const register = registerOf(view.parts);
  const found = {
    condition: id,
    kind: 'reference-midi' as const,
    weight,
    seconds,
    tempo: mainTempo(view, known ?? '4/4', lastTick(notes)),
    ...(key === undefined ? {} : { key }),
    ...(known === undefined ? {} : { meter: { value: known, confidence: 1 } }),
    density: densityOf(view, notes, seconds),
    ...(register === undefined ? {} : { register }),
    dynamics: dynamicsOf(notes),
    tags: [],
    embedding: new Float32Array(0),
    hints: { affect: {}, styles: [], instruments: instrumentsOf(view.parts) },
    notes: notesOn(meter, known, view),
  };
  const summary = referenceSummary(found);
  return { ...found, summary, description: referenceDescription({ ...found, summary }) };
}

function lastTick(notes: readonly Note[]): Ticks {
  return notes.reduce((last, { tick, duration }) => Math.max(last, tick + duration), 0);
}

/** The tempo that is held longest, in beats of the meter. 120 throughout is what files say that know of no tempo. */
function mainTempo({ tempos }: MidiView, meter: Meter, end: Ticks): Estimate<BeatsPerMinute> {
  const held = new Map<number, Seconds>();
  tempos.forEach(({ tick, microsecondsPerQuarter }, i) => {
    const until = Math.min(end, tempos[i + 1]?.tick ?? end);
    const length = Math.max(0, until - tick) * microsecondsPerQuarter;
    held.set(microsecondsPerQuarter, (held.get(microsecondsPerQuarter) ?? 0) + length);
  });
  const total = [...held.values()].reduce((sum, length) => sum + length, 0);
  const [[microseconds, length] = [500_000, total]] = [...held].sort(([, a], [, b]) => b - a);
  const isDefault = held.size === 1 && microseconds === 500_000;
  const value = 60_000_000 / microseconds / beatQuarters(meter);
  return { value, confidence: isDefault ? 0.5 : Math.max(0.5, total > 0 ? length / total : 0) };
}

/** The first meter; a file that states none is in 4/4. */
function mainMeter({ meters: stated }: MidiView): string {
  const [first] = stated;
  return first === undefined ? '4/4' : `${first.numerator}/${first.denominator}`;
}

function densityOf({ tempos }: MidiView, notes: readonly Note[], seconds: Seconds): Unit {
  const ticks = [...new Set(notes.map(({ tick }) => tick))].sort((a, b) => a - b);
  let [onsets, last] = [0, -Infinity];
  for (const at of secondsOf(ticks, tempos)) {
    if (at - last < together) continue;
    onsets++;
    last = at;
  }
  return seconds > 0 ? Math.min(1, onsets / seconds / densest) : 0;
}

/** Ascending ticks in seconds, in one pass over the tempo map: a file may have as many tempi as notes. */
function secondsOf(ticks: readonly Ticks[], tempos: MidiView['tempos']): Seconds[] {
  let [i, start, seconds] = [0, 0, 0];
  return ticks.map((tick) => {
    for (let next = tempos[i + 1]; next !== undefined && next.tick <= tick; next = tempos[i + 1]) {
      seconds += ((next.tick - start) * (tempos[i]?.microsecondsPerQuarter ?? 0)) / ticksPerQuarter / 1e6;
      start = next.tick;
      i++;
    }
    const rest = (tick - start) * (tempos[i]?.microsecondsPerQuarter ?? 0);
    return seconds + rest / ticksPerQuarter / 1e6;
  });
}

/** Where the highest part lies on average; undefined where there are drums only. */
function registerOf(parts: readonly MidiPart[]): Register | undefined {
  const pitched = parts.filter((part) => !isDrums(part));
  if (pitched.length === 0) return undefined;
  const highest = pitched.reduce(
    (most, part) =>
      Math.max(
        most,
        meanOf(part.notes, ({ pitch }) => pitch),
      ),
    0,
  );
  if (highest < registerBounds.low) return 'low';
  return highest > registerBounds.high ? 'high' : 'middle';
}

function dynamicsOf(notes: readonly Note[]): Unit {
  const mean = meanOf(notes, ({ midiVelocity }) => midiVelocity);
  return Math.min(1, Math.max(0, (mean - velocities.soft) / (velocities.loud - velocities.soft)));
}

function meanOf(notes: readonly Note[], value: (note: Note) => number): number {
  return notes.reduce((sum, note) => sum + value(note), 0) / notes.length;
}

function notesOn(meter: string, known: Meter | undefined, { meters: stated, tempos }: MidiView): string[] {
  const notes: string[] = [];
  if (known === undefined) notes.push(`The engines do not know the meter ${meter}; it was left out.`);
  if (new Set(stated.map((one) => `${one.numerator}/${one.denominator}`)).size > 1) {
    notes.push('The meter changes; the first one counts.');
  }
  if (tempos.length > 8) notes.push('The tempo changes often; the one that is held longest counts.');
  return notes;
}
