/** Writes the pad: chords in voice-led voicings, held, moved with the melody, repeated, or as clusters. */
import { randomFor } from '../decisions.ts';
import { degreeClass, nearestPitch, pitchesWithin } from '../theory/scale.ts';
import { isMuddy, voiceChords } from '../theory/voiceChords.ts';
import { noteAt, pitchAt } from './sounding.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Phrase } from '../form/form.ts';
import type { ChordSpan } from '../harmony/writeHarmony.ts';
import type { LineNote } from '../melody/line.ts';
import type { Composition } from '../composition.ts';
import type { Band } from '../orchestration/registers.ts';
import type { PadKind, TextureProfile } from '../styles/styleProfile.ts';

/** A chord with the notes that lay it out, ascending. */
export interface VoicedChord {
  span: ChordSpan;
  pitches: MidiNote[];
}

/** Without a bass, the lowest voice is heard as the bass: it has the root, and the piece closes on it whatever the leap. */
const inversion = 24;
const closingInversion = 96;

/** Voices every chord of the piece between bass and melody. */
export function voiceHarmony(
  composition: Composition,
  melody: readonly LineNote[],
  bass: readonly LineNote[],
  band: Band,
): VoicedChord[] {
  const { spans, profile, seeds, form, before } = composition;
  const chords = spans.map(({ tick, duration, chord, phrase }, i) => {
    const roles = form.phrases[phrase]?.roles ?? new Set();
    const hasBass = roles.has('bass');
    return {
      tones: chord.tones,
      bass: hasBass ? pitchAt(bass, tick) : undefined,
      melody: noteAt(melody, tick)?.pitch,
      before: {
        bass: hasBass ? (pitchAt(bass, tick - 1) ?? before?.bass) : undefined,
        melody: pitchAt(melody, tick - 1) ?? before?.melody,
      },
      voices: padVoices(profile.texture, roles),
      inversionCost: hasBass ? 0 : i === spans.length - 1 ? closingInversion : inversion,
      ceiling: lowestBetween(melody, tick, tick + duration),
    };
  });
  const { strictVoices: strict } = profile.texture;
  const random = randomFor(seeds, 'voicing', 'pad');
  const voicings = voiceChords(chords, { band, strict, random, from: before?.voicing });
  return spans.map((span, i) => ({ span, pitches: voicings[i] ?? [] }));
}

const realVoices = 4;

/** Voices of the pad: strict styles have four real voices, of which the pad has what the lines leave it. */
function padVoices({ padVoices: usual, strictVoices }: TextureProfile, roles: ReadonlySet<unknown>): number {
  if (!strictVoices) return usual;
  const lines = ['lead', 'counter', 'bass'].filter((role) => roles.has(role)).length;
  return Math.min(usual, Math.max(1, realVoices - lines));
}

/** The lowest melody note that begins in a stretch. */
function lowestBetween(melody: readonly LineNote[], from: Ticks, to: Ticks): MidiNote | undefined {
  let lowest: MidiNote | undefined;
  for (const note of melody) {
    if (note.tick < from || note.tick >= to) continue;
    if (lowest === undefined || note.pitch < lowest) lowest = note.pitch;
  }
  return lowest;
}

/** Writes the pad of the phrases it plays in. */
export function writePad(
  composition: Composition,
  voiced: readonly VoicedChord[],
  melody: readonly LineNote[],
  band: Band,
): LineNote[] {
  const { profile, form, seeds } = composition;
  const usual = randomFor(seeds, 'voicing', 'kind').pick(profile.texture.pad);
  return voiced.flatMap((chord, i) => {
    const phrase = form.phrases[chord.span.phrase];
    if (phrase?.roles.has('pad') !== true) return [];
    const kind = i === voiced.length - 1 ? 'sustain' : usual;
    return layPad(kind, chord, phrase, composition, melody, band);
  });
}

function layPad(
  kind: PadKind,
  { span, pitches }: VoicedChord,
  phrase: Phrase,
  composition: Composition,
  melody: readonly LineNote[],
  band: Band,
): LineNote[] {
  const whole = [{ tick: span.tick, duration: span.duration }];
  switch (kind) {
    case 'sustain':
      return chordNotes(whole, pitches);
    case 'homophonic':
      return chordNotes(onsetsOf(melody, span, composition), pitches);
    case 'pulse':
      return chordNotes(pulses(span, phrase, composition), pitches);
    case 'gate':
      return chordNotes(gates(span, composition), pitches);
    case 'drone':
      return chordNotes(whole, droneOf(composition, band));
    case 'cluster':
      return chordNotes(whole, clusterOf(span, pitches, phrase, composition, band));
  }
}

interface Stretch {
  tick: Ticks;
  duration: Ticks;
}

function chordNotes(stretches: readonly Stretch[], pitches: readonly MidiNote[]): LineNote[] {
  return stretches.flatMap(({ tick, duration }) =>
    pitches.map((pitch) => ({ tick, duration, pitch, motif: false })),
  );
}

/** The chord's span cut where the melody begins a note on a beat: a hymn's texture. */
function onsetsOf(melody: readonly LineNote[], span: ChordSpan, { request }: Composition): Stretch[] {
  const end = span.tick + span.duration;
  const onsets = melody
    .map((note) => note.tick)
    .filter(
      (tick) => tick > span.tick && tick < end && isOnGroup(tick, request.grid.bar, request.grid.groups),
    );
  const starts = [span.tick, ...onsets];
  return starts.map((tick, i) => ({ tick, duration: (starts[i + 1] ?? end) - tick }));
}

function isOnGroup(tick: Ticks, bar: Ticks, groups: readonly Ticks[]): boolean {
  let at = 0;
  for (const length of groups) {
    if (tick % bar === at) return true;
    at += length;
  }
  return false;
}

function pulses(span: ChordSpan, phrase: Phrase, { request }: Composition): Stretch[] {
  const step = phrase.energy > 0.6 ? 240 : request.grid.beat;
  return Array.from({ length: Math.floor(span.duration / step) }, (_, i) => ({
    tick: span.tick + i * step,
    duration: step,
  }));
}

/** Eighths that a gate lets through, each cut short but the bar's first; the second of every four, or of an odd bar, stays shut. */
function gates({ tick, duration }: ChordSpan, { request }: Composition): Stretch[] {
  const step = 240;
  const { bar } = request.grid;
  const pattern = bar % (4 * step) === 0 ? 4 * step : bar;
  return Array.from({ length: Math.floor(duration / step) }, (_, i) => tick + i * step)
    .filter((at) => (at % bar) % pattern !== step)
    .map((at) => ({ tick: at, duration: at % bar === 0 ? 2 * step : step / 2 }));
}

/** Tonic and fifth of the key, whatever the chord. */
function droneOf({ request }: Composition, band: Band): MidiNote[] {
  const tonic = nearestPitch(request.key.tonicClass, band.centre - 4);
  return [tonic, nearestPitch(degreeClass(request.key, 4), tonic + 6)];
}

/** Neighbouring scale notes around the chord's upper tones; wider apart in the depth. */
function clusterOf(
  span: ChordSpan,
  pitches: readonly MidiNote[],
  phrase: Phrase,
  { request }: Composition,
  band: Band,
): MidiNote[] {
  const anchor = pitches.at(-1) ?? band.centre;
  const reach = request.tension * 0.6 + phrase.energy * 0.4;
  if (reach < 0.35) return [...pitches];
  const near = pitchesWithin(span.chord.scale, Math.max(53, anchor - 7), anchor).filter(
    (pitch) => !pitches.includes(pitch),
  );
  const added = near.slice(-(reach > 0.7 ? 2 : 1));
  return [...pitches, ...added]
    .sort((a, b) => a - b)
    .filter((pitch, i, all) => i === 0 || !isMuddy(all[i - 1] ?? 0, pitch));
}
