/** What hears tempo, key and drums in a clip: learned from renders whose notes are known, none of which is asked for. */
import { mean } from '../distribution.ts';
import { linearDiscriminant } from '../classifier/linearDiscriminant.ts';
import { keyAgreement } from '../metrics/audio/keyAgreement.ts';
import { tagLogits } from '../metrics/audio/wordJudge.ts';
import { tempoAgreement } from '../metrics/audio/tempoAgreement.ts';
import { keyJudge } from './keyJudge.ts';
import { tempoJudge } from './tempoJudge.ts';
import type { BeatsPerMinute } from '../../../bridge/protocol/units.ts';
import type { TempoAgreement } from '../metrics/audio/tempoAgreement.ts';
import type { Heard } from './clipMeasures.ts';
import type { KnownClip } from './knownClips.ts';
import type { TempoHints } from './tempoJudge.ts';

/** The attributes that are heard. */
export interface AskedAttributes {
  tempo?: BeatsPerMinute | undefined;
  key?: string | undefined;
  hasDrums: boolean;
}

/** Which attributes are heard as asked, each 0 or 1; NaN where nothing was asked. */
export interface Obedience extends TempoAgreement {
  /** `near` by perception's estimate. */
  nearEstimate: number;
  /** Mustango's counts; see metrics/audio/keyAgreement.ts. */
  ck: number;
  ckd: number;
  /** 1 where tonic and mode are just those. */
  keyExact: number;
  /** CK by perception's finder of keys, which knows major and minor only. */
  ckFinder: number;
  /** 1 where drums are heard if and only if they were asked for. */
  drums: number;
}

/** Tells which of the asked attributes are heard. */
export type Judge = (asked: AskedAttributes, heard: Heard) => Obedience;

/** Learns from renders. */
export function judgeOf(known: readonly KnownClip[]): Judge {
  const hearsDrums = drumsJudge(known);
  const hearsKey = keyJudge(
    known.flatMap(({ heard, key }) => (key === undefined ? [] : [{ profile: heard.profile, key }])),
  );
  const hearsTempo = tempoJudge(
    known.flatMap(({ heard, tempo }) => (tempo === undefined ? [] : [{ hints: hintsOf(heard), tempo }])),
  );
  return ({ tempo, key, hasDrums }, heard) => ({
    ...tempoScores(tempo, hearsTempo(hintsOf(heard)), heard.tempo),
    ...keyScores(key, hearsKey(heard.profile), heard.key),
    drums: Number(hearsDrums(heard) === hasDrums),
  });
}

/** Whether drums are heard: a discriminant of musicnn's tags, learned from renders whose notes are known. */
export function drumsJudge(
  known: readonly Pick<KnownClip, 'heard' | 'hasDrums'>[],
): (heard: Heard) => boolean {
  const featuresOf = (heard: Heard): number[] => [...tagLogits(meanRow(heard.tags))];
  const labelOf = linearDiscriminant(
    known.map(({ heard, hasDrums }) => ({ label: hasDrums ? 'drums' : 'none', features: featuresOf(heard) })),
  );
  return (heard) => labelOf(featuresOf(heard)) === 'drums';
}

/** Mean of rows. */
export function meanRow(rows: readonly (readonly number[])[]): Float64Array {
  const [first] = rows;
  return Float64Array.from(first ?? [], (_, i) => mean(rows.map((row) => row[i] ?? 0)));
}

function hintsOf({ tempi, onsetRate }: Heard): TempoHints {
  return { candidates: tempi, onsetRate };
}

function tempoScores(
  asked: BeatsPerMinute | undefined,
  heard: BeatsPerMinute | undefined,
  estimate: BeatsPerMinute | undefined,
): Pick<Obedience, keyof TempoAgreement | 'nearEstimate'> {
  if (asked === undefined) return { tb: NaN, tbt: NaN, near: NaN, nearOctave: NaN, nearEstimate: NaN };
  return { ...tempoAgreement(asked, heard), nearEstimate: tempoAgreement(asked, estimate).near };
}

function keyScores(
  asked: string | undefined,
  heard: string | undefined,
  found: string | undefined,
): Pick<Obedience, 'ck' | 'ckd' | 'keyExact' | 'ckFinder'> {
  if (asked === undefined) return { ck: NaN, ckd: NaN, keyExact: NaN, ckFinder: NaN };
  const { ck, ckd, exact } = keyAgreement(asked, heard);
  return { ck, ckd, keyExact: exact, ckFinder: keyAgreement(asked, found).ck };
}
