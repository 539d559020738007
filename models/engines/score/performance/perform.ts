/**
 * Plays a part: velocities, timing, lengths and controllers, so that notes on a grid sound like somebody's playing.
 *
 * Velocities come from metric accent, phrase arc and role balance; timing wanders slowly within a role (an AR(1)
 * walk, as in recorded ensembles); bowed, blown and sung lines overlap; piano has pedal; held tones swell.
 */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { randomFor } from '../decisions.ts';
import { chordAt } from '../harmony/writeHarmony.ts';
import { expressionOf, pedalOf, vibratoOf } from './controllers.ts';
import { shuffled } from './shuffle.ts';
import type { Excitation, InstrumentId } from '../../../../bridge/protocol/instruments.ts';
import type { ControllerEvent, Note } from '../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { MidiVelocity, Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { Composition } from '../composition.ts';
import type { Phrase } from '../form/form.ts';
import type { LineNote } from '../melody/line.ts';

/** A note to be played; `weight` is a stroke's own strength, where it has one. */
export interface PlayedNote extends Omit<LineNote, 'motif'> {
  weight?: Unit;
}

/** A played part. */
export interface PlayedPart {
  notes: Note[];
  controllers: ControllerEvent[];
}

/** How long the last chord rings. */
export interface Ending {
  endTick: Ticks;
  /** Ticks of the ring-out after it. */
  ringTicks: Ticks;
  /** True where other music goes on at `endTick`: nothing fades and nothing rings. */
  isOpen?: true;
}

const balance: Readonly<Record<Role, number>> = {
  lead: 9,
  counter: -3,
  pad: -12,
  figure: -9,
  bass: 0,
  percussion: 0,
  colour: -8,
};

/** Plays the notes of a role on an instrument. */
export function perform(
  role: Role,
  instrument: InstrumentId,
  notes: readonly PlayedNote[],
  composition: Composition,
  ending: Ending,
): PlayedPart {
  const { excitation } = instruments[instrument];
  const random = randomFor(composition.seeds, 'performance', role);
  const sorted = shuffled(notes, composition).sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
  const timed = timing(sorted, excitation, composition, random).map((tick) =>
    Math.min(tick, ending.endTick - 1),
  );
  const played = sorted.map((note, i) => ({
    tick: timed[i] ?? note.tick,
    duration: lengthOf(note, sorted, i, role, excitation, composition, ending),
    pitch: note.pitch,
    midiVelocity: velocityOf(note, role, composition, random),
  }));
  const clean = separate(played);
  const controllers = [
    ...pedalOf(instrument, role, composition.spans, ending),
    ...expressionOf(excitation, role, composition, ending),
    ...vibratoOf(excitation, role, clean),
  ].sort((a, b) => a.tick - b.tick || a.controller - b.controller);
  return { notes: clean, controllers };
}

/** The phrase that a tick lies in. */
function phraseAt({ form, spans }: Composition, tick: Ticks): Phrase | undefined {
  return form.phrases[chordAt(spans, tick).phrase];
}

function velocityOf(
  note: PlayedNote,
  role: Role,
  composition: Composition,
  random: SeededRandom,
): MidiVelocity {
  const { request, profile } = composition;
  const phrase = phraseAt(composition, note.tick);
  const energy = phrase?.energy ?? 0.5;
  const level = 38 + 66 * request.dynamics + (energy - 0.5) * 26;
  const accent = role === 'percussion' ? 0 : metricAccent(note.tick, composition);
  const arc =
    phrase === undefined || (role !== 'lead' && role !== 'counter')
      ? 0
      : phraseArc(note.tick, phrase, composition);
  const stroke = note.weight === undefined ? 1 : 0.45 + 0.6 * note.weight;
  const chance = (random.next() + random.next() - 1) * profile.performance.accent;
  const velocity = (level + balance[role]) * stroke + accent + arc + chance;
  return Math.min(122, Math.max(14, Math.round(velocity)));
}

/** +6 on the bar, +3 on its second half, 0 on other beats, −5 between them. */
function metricAccent(tick: Ticks, { request }: Composition): number {
  const { grid } = request;
  const inBar = tick % grid.bar;
  if (inBar === 0) return 6;
  let at = 0;
  for (const [i, length] of grid.groups.entries()) {
    if (inBar === at) return i === Math.ceil(grid.groups.length / 2) ? 3 : 0;
    at += length;
  }
  return -5;
}

/** Rises to the phrase's middle and falls: ±6. */
function phraseArc(tick: Ticks, phrase: Phrase, { request }: Composition): number {
  const position = (tick / request.grid.bar - phrase.startBar) / phrase.bars;
  return (1 - Math.abs(2 * position - 1.1)) * 12 - 6;
}

/** Onsets with swing, a slow wander, and chords rolled where the instrument is plucked. */
function timing(
  notes: readonly PlayedNote[],
  excitation: Excitation,
  { profile, request }: Composition,
  random: SeededRandom,
): Ticks[] {
  const { looseness, swing } = profile.performance;
  let wander = 0;
  let together = 0;
  return notes.map((note, i) => {
    const isSame = i > 0 && notes[i - 1]?.tick === note.tick;
    together = isSame ? together + 1 : 0;
    if (!isSame) wander = 0.6 * wander + (random.next() + random.next() - 1) * looseness * 1.4;
    const late = swing > 0 && request.grid.beat === 480 && note.tick % 480 === 240 ? swing : 0;
    const roll = excitation === 'plucked' ? together * 9 : together * 2;
    return Math.max(0, Math.round(note.tick + wander + late) + roll);
  });
}

const connected: readonly Excitation[] = ['bowed', 'blown', 'sung', 'sustained'];

function lengthOf(
  note: PlayedNote,
  notes: readonly PlayedNote[],
  index: number,
  role: Role,
  excitation: Excitation,
  composition: Composition,
  ending: Ending,
): Ticks {
  const { profile, request } = composition;
  if (role === 'percussion') return note.duration;
  if (note.tick + note.duration >= ending.endTick && ending.isOpen !== true) {
    const share = connected.includes(excitation) || excitation === 'synth' ? 0.72 : 0.88;
    return Math.round(ending.endTick - note.tick + ending.ringTicks * share);
  }
  if (connected.includes(excitation) && role !== 'colour' && endsSection(note, composition)) {
    return Math.max(60, note.duration - 180);
  }
  const isLine = role === 'lead' || role === 'counter' || role === 'bass';
  const next = notes[index + 1];
  const joins = next !== undefined && next.tick === note.tick + note.duration && next.pitch !== note.pitch;
  if (isLine && connected.includes(excitation) && joins && request.arousal < 0.6) return note.duration + 14;
  const crisp = Math.max(0, request.arousal) * (role === 'pad' ? 0.04 : 0.2);
  const share =
    role === 'pad' || role === 'colour'
      ? 0.98
      : profile.melody.articulation - (role === 'figure' ? crisp * 1.5 : crisp);
  return Math.max(30, Math.round(note.duration * Math.max(0.35, share)));
}

/** True where a note ends with its section: everybody breathes there. */
function endsSection(note: PlayedNote, { form, request }: Composition): boolean {
  const bar = (note.tick + note.duration) / request.grid.bar;
  return form.sections.some((section) => section.startBar === bar && bar > 0);
}

/** Ends a note before the same key is struck again, and sorts by what is played first. */
function separate(notes: readonly Note[]): Note[] {
  const sorted = [...notes].sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
  const last = new Map<number, Note>();
  const kept: Note[] = [];
  for (const note of sorted) {
    const before = last.get(note.pitch);
    if (before !== undefined && before.tick === note.tick) continue;
    if (before !== undefined && before.tick + before.duration >= note.tick) {
      before.duration = Math.max(1, note.tick - before.tick - 1);
    }
    last.set(note.pitch, note);
    kept.push(note);
  }
  return kept;
}
