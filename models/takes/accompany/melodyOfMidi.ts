/** The melody of somebody's MIDI file, one voice, with the tempo, meter and key that it stands in. */
import { attributeRanges, meters } from '../../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { barQuarters, beatQuarters } from '../../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import { readMidiFile } from '../../conditions/midiFile.ts';
import { instrumentOf } from '../../perception/midiInstruments.ts';
import { midiKey } from '../../perception/midiKey.ts';
import { melodyPart } from '../melodyPart.ts';
import { oneVoice } from './oneVoice.ts';
import type { GivenAttributes, Meter } from '../../../bridge/protocol/attributes.ts';
import type { Grounds } from '../../brief/reasons.ts';
import type { InstrumentId } from '../../../bridge/protocol/instruments.ts';
import type { Note } from '../../../bridge/protocol/score.ts';
import type { BeatsPerMinute } from '../../../bridge/protocol/units.ts';
import type { MidiView } from '../../rendering/readMidi.ts';

/** What a melody says of the music around it. */
export type MelodyAttribute = 'tempo' | 'meter' | 'key' | 'bars';

/** A melody that is given. */
export interface GivenMelody {
  /** One at a time, as they are in the file. */
  notes: Note[];
  /** What the music around it has from it: tempo, meter, key, bars. */
  attributes: Pick<GivenAttributes, MelodyAttribute>;
  /** Why, for what was not given. */
  reasons: Partial<Record<MelodyAttribute, Grounds>>;
  /** Who plays it in the file, where we have that instrument. */
  instrument?: InstrumentId | undefined;
  /** What of the file was not followed, in words. */
  told: string[];
}

/** As many are an hour of sixteenths. */
const mostNotes = 40_000;

/**
 * Reads a melody. What is given counts before what the file says.
 *
 * @throws LeitmotifError those of a MIDI file; `midi-empty` of a file of drums, `setting-invalid` of a track that is not there, `brief-impossible` of
 *   a meter or tempo that no music of ours has, and of too many bars or notes
 */
export async function melodyOfMidi(
  path: string,
  { track, given = {} }: { track?: string | undefined; given?: GivenAttributes },
  signal?: AbortSignal,
): Promise<GivenMelody> {
  const { view } = await readMidiFile(path, { signal });
  const code = track === undefined ? 'midi-empty' : 'setting-invalid';
  const part = melodyPart(view, track, { subject: path, code });
  if (part.notes.length > mostNotes)
    throw impossible(
      `The melody has ${part.notes.length} notes, more than the ${mostNotes} that there may be`,
      path,
      'Give a part of it',
    );
  const { notes, told } = oneVoice(part.notes);
  const meter = given.meter ?? meterOf(view, path, told);
  const tempo = given.tempo ?? tempoOf(view, meter, path, told);
  const bars = barsOf(notes, meter, path);
  const found = midiKey({ ...view, parts: [part] }) ?? midiKey(view);
  const key = given.key ?? found?.value;
  const said: Grounds = { source: 'reference', confidence: 1, reason: 'that of the melody' };
  const suggested: Grounds = { ...said, confidence: found?.confidence ?? 0, reason: 'found in the melody' };
  return {
    ...{ notes, told },
    attributes: { tempo, meter, bars, ...(key === undefined ? {} : { key }) },
    reasons: {
      ...{ tempo: said, meter: said, bars: said },
      ...(found === undefined ? {} : { key: suggested }),
    },
    instrument: instrumentOf(part),
  };
}

/** Meters of other music, and those of ours whose bars begin and weigh the same: 4/2 is two bars of 4/4. */
const sameMeters: Readonly<Record<string, Meter>> = {
  '1/4': '2/4',
  '2/2': '4/4',
  '4/2': '4/4',
  '8/4': '4/4',
  '4/8': '2/4',
  '8/8': '4/4',
  '6/4': '3/4',
  '9/4': '3/4',
  '3/8': '6/8',
};

function meterOf({ meters: said }: MidiView, path: string, told: string[]): Meter {
  const [first] = said;
  if (first === undefined) return '4/4';
  if (
    said.some(
      ({ numerator, denominator }) => numerator !== first.numerator || denominator !== first.denominator,
    )
  )
    told.push('the meter changes in the file: bars are those of its first one');
  const name = `${first.numerator}/${first.denominator}`;
  const known = meters.find((meter) => meter === name);
  if (known !== undefined) return known;
  const same = sameMeters[name];
  if (same !== undefined) {
    told.push(`the melody is in ${name}: its bars are counted in ${same}`);
    return same;
  }
  throw impossible(
    `The melody is in ${name}, which we have no bars for`,
    path,
    `Say one with --meter: ${meters.join(', ')}`,
  );
}

function tempoOf({ tempos }: MidiView, meter: Meter, path: string, told: string[]): BeatsPerMinute {
  const { min, max } = attributeRanges.tempo;
  const quarters = 60_000_000 / (tempos[0]?.microsecondsPerQuarter ?? 500_000);
  const tempo = Math.round((quarters / beatQuarters(meter)) * 100) / 100;
  if (tempos.length > 1) told.push(`the tempo changes in the file: it is ${tempo} BPM throughout`);
  if (tempo >= min && tempo <= max) return tempo;
  throw impossible(
    `The melody is at ${tempo} BPM, outside ${min} to ${max}`,
    path,
    'Say another with --tempo',
  );
}

function barsOf(notes: readonly Note[], meter: Meter, path: string): number {
  const bar = barQuarters(meter) * ticksPerQuarter;
  const end = notes.reduce((last, { tick, duration }) => Math.max(last, tick + duration), 0);
  // A player holds the last note a little over the line.
  const bars = Math.max(1, Math.ceil((end - ticksPerQuarter / 8) / bar));
  const { max } = attributeRanges.bars;
  if (bars <= max) return bars;
  throw impossible(`The melody is ${bars} bars long, more than ${max}`, path, 'Give a part of it');
}

function impossible(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('brief-impossible', { what, subject, next });
}
