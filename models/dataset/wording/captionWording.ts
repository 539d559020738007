/**
 * Captions of music in several wordings: each tells other facts, as people do. As with stories, the wordings of testing are
 * others than those of training.
 */
import { instruments } from '../../../bridge/protocol/instruments.ts';
import {
  brightnessWord,
  densityWord,
  dynamicsWord,
  moodWord,
  tempoWord,
  tensionWord,
} from '../../brief/briefWords.ts';
import { describeBrief } from '../../brief/describeBrief.ts';
import { capital, drawTexts, together } from './storyWording.ts';
import type { Style } from '../../../bridge/protocol/attributes.ts';
import type { SeededRandom } from '../../../bridge/protocol/seededRandom.ts';
import type { BriefValues } from '../../brief/describeBrief.ts';
import type { Split } from '../split.ts';

/** What a caption is written from. */
export interface CaptionFacts {
  values: BriefValues;
  /** Words that somebody wrote for this music; told as they stand. */
  written?: string | undefined;
}

/** The facts in words. */
interface Told {
  /** Such as "piano piece", which an article may precede. */
  noun: string;
  /** The same or another name, without an article. */
  kind: string;
  mood: string;
  pace: string;
  texture: string;
  colour: string;
  loudness: string;
  unrest: string;
  players: string;
  key: string;
  meter: string;
  bpm: string;
  whole: string;
}

type Wording = (told: Told) => string;

const nouns: Readonly<Record<Style, readonly [string, string]>> = {
  cinematic: ['cinematic score', 'film music'],
  ambient: ['ambient piece', 'ambient soundscape'],
  piano: ['piano piece', 'solo piano music'],
  strings: ['string piece', 'chamber music for strings'],
  choral: ['choral piece', 'choir music'],
  folk: ['folk tune', 'folk music'],
  electronic: ['electronic track', 'electronic music'],
  horror: ['horror cue', 'horror music'],
  jazz: ['jazz tune', 'small-group jazz'],
  bossa: ['bossa nova', 'gentle Brazilian music'],
  blues: ['blues', 'twelve-bar blues'],
  rock: ['rock song', 'guitar rock'],
  pop: ['pop song', 'pop music'],
  synthwave: ['synthwave track', 'retro synth music'],
  lofi: ['lo-fi beat', 'lo-fi hip hop'],
  chiptune: ['chiptune', '8-bit game music'],
  comedy: ['comedy cue', 'playful pizzicato music'],
  march: ['march', 'marching band music'],
  waltz: ['waltz', 'ballroom music'],
  celtic: ['Celtic tune', 'Irish dance music'],
};

const training: readonly Wording[] = [
  ({ whole }) => whole,
  ({ mood, noun, players, pace, key }) => `${article(mood)} ${noun} with ${players}, ${pace}, in ${key}.`,
  ({ kind, key, bpm, mood, players }) => `${kind}, ${key}, ${bpm} BPM, ${mood}, ${players}`,
  ({ mood, texture, players, pace, meter }) =>
    `Music that is ${mood} and ${texture}: ${players} at a ${pace} pace in ${meter}.`,
  ({ bpm, key, players, loudness, colour }) =>
    `${bpm} BPM in ${key}; ${players}, ${loudness} dynamics, ${colour} colours.`,
  ({ pace, colour, noun, players, mood }) =>
    `${article(pace)}, ${colour} ${noun} for ${players}; it feels ${mood}.`,
  ({ players, mood, unrest }) => `${capital(players)}. ${capital(mood)}, ${unrest}.`,
  ({ mood, kind, pace }) => `${mood} ${pace} ${kind}`,
];

const testing: readonly Wording[] = [
  ({ mood, noun, players, key, bpm }) =>
    `Please write ${article(mood).toLowerCase()} ${noun}: ${players}, ${key}, ${bpm} beats a minute.`,
  ({ mood, pace, players }) => `I need background music, ${mood} and ${pace}, played by ${players}.`,
  ({ kind, texture, loudness, key, meter }) =>
    `Wanted: ${kind}, ${texture} in texture, ${loudness} in volume, ${key}, in ${meter} time.`,
  ({ mood, colour, players, bpm }) =>
    `The score should sound ${mood} and ${colour}, with ${players} around ${bpm} BPM.`,
];

/** Up to `count` different captions of a split; what somebody wrote is always among them. */
export function wordCaptions(
  facts: CaptionFacts,
  split: Split,
  count: number,
  random: SeededRandom,
): string[] {
  const told = tell(facts.values, random);
  const { written } = facts;
  const texts = (split === 'test' ? testing : training).map((wording) => wording(told));
  const drawn = drawTexts(texts, written === undefined ? count : count - 1, random);
  return written === undefined ? drawn : [written, ...drawn];
}

function tell(values: BriefValues, random: SeededRandom): Told {
  const { tempo, key, meter, density, brightness, dynamics, tension, style } = values;
  const feeling = { ...values, pace: Math.log2(tempo) };
  const names = values.instruments.map(({ instrument }) => instruments[instrument].title.toLowerCase());
  return {
    noun: nouns[style][0],
    kind: random.pick(nouns[style]),
    mood: moodWord(feeling, random.below(3)),
    pace: tempoWord(tempo),
    texture: densityWord(density),
    colour: brightnessWord(brightness),
    loudness: dynamicsWord(dynamics),
    unrest: tensionWord(tension),
    players: together([...new Set(names)].slice(0, 2 + random.below(3))),
    key,
    meter,
    bpm: String(Math.round(tempo)),
    whole: describeBrief(values),
  };
}

function article(word: string): string {
  return `${/^[aeiou]/u.test(word) ? 'An' : 'A'} ${word}`;
}
