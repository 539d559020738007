/**
 * Describes a brief in plain English, as one would caption the music: style and ensemble, tempo and key, mood, texture
 * and loudness, arc. The same brief is described in the same words.
 */
import { hashText } from '../../bridge/protocol/seededRandom.ts';
import { instruments } from '../../bridge/protocol/instruments.ts';
import { brightnessWord, densityWord, dynamicsWord, moodWord, tempoWord } from './briefWords.ts';
import type {
  AttributeName,
  AttributeValue,
  RoleInstrument,
  Style,
} from '../../bridge/protocol/attributes.ts';
import type { Feeling } from './feeling.ts';
import type { Role } from '../../bridge/protocol/roles.ts';

/** The values of all attributes. */
export type BriefValues = { [N in AttributeName]: AttributeValue<N> };

const styleNouns: Readonly<Record<Style, string>> = {
  cinematic: 'cinematic score',
  ambient: 'ambient piece',
  piano: 'piano piece',
  strings: 'string piece',
  choral: 'choral piece',
  folk: 'folk tune',
  electronic: 'electronic track',
  horror: 'horror cue',
  jazz: 'jazz tune',
  bossa: 'bossa nova',
  blues: 'blues',
  rock: 'rock song',
  pop: 'pop song',
  synthwave: 'synthwave track',
  lofi: 'lo-fi beat',
  chiptune: 'chiptune',
  comedy: 'comedy cue',
  march: 'march',
  waltz: 'waltz',
  celtic: 'Celtic tune',
};

/** How a role's instruments are told of: "oboe leads", "over strings", "with harp figures". */
const roleNouns: Readonly<Partial<Record<Role, string>>> = {
  figure: 'figures',
  bass: 'bass',
  colour: 'touches',
};

/** The description: two or three sentences. */
export function describeBrief(values: BriefValues): string {
  const pick = hashText(`${values.style} ${values.key} ${values.meter}`);
  const feeling = feelingOfValues(values);
  return [
    opening(values, feeling, pick),
    ensemble(values.instruments, pick),
    texture(values, feeling, pick),
  ].join(' ');
}

function feelingOfValues(values: BriefValues): Feeling {
  const { valence, arousal, tension, density, brightness, dynamics, tempo } = values;
  return { valence, arousal, tension, density, brightness, dynamics, pace: Math.log2(tempo) };
}

/** "A slow, mournful piano piece in D minor at 60 BPM, in 3/4." */
function opening(values: BriefValues, feeling: Feeling, pick: number): string {
  const mood = moodWord(feeling, pick);
  const noun = styleNouns[values.style];
  const pace = tempoWord(values.tempo);
  const meter = values.meter === '4/4' ? '' : `, in ${values.meter}`;
  const first = `${capital(article(mood))} ${mood} ${noun} in ${values.key}, ${pace} at ${round(values.tempo)} BPM${meter}.`;
  const second = `${capital(article(pace))} ${pace}, ${mood} ${noun} in ${values.key} at ${round(values.tempo)} BPM${meter}.`;
  return pick % 2 === 0 ? first : second;
}

/** "Oboe leads over strings and harp figures, with cello bass." */
function ensemble(players: readonly RoleInstrument[], pick: number): string {
  const names = new Set(players.map(({ instrument }) => instrument));
  const [only] = players;
  if (only !== undefined && names.size === 1) return solo(titleOf(only), players.length);
  const lead = players.find(({ role }) => role === 'lead') ?? only;
  const others = players.filter((player) => player !== lead).map(rolePhrase);
  if (lead === undefined) return '';
  const verb = ['leads', 'carries the melody', 'takes the lead'][pick % 3] ?? 'leads';
  const leader = `${capital(titleOf(lead))} ${lead.role === 'lead' ? plural(verb, titleOf(lead)) : 'plays'}`;
  return others.length === 0
    ? `${leader}.`
    : `${leader} ${pick % 2 === 0 ? 'over' : 'with'} ${list(others)}.`;
}

function solo(title: string, parts: number): string {
  return parts === 1
    ? `${capital(title)} alone.`
    : `Everything is played by ${title} alone, in ${numberWord(parts)} parts.`;
}

/** "Strings lead", "oboe leads". */
function plural(verb: string, title: string): string {
  if (!title.endsWith('s') || title.endsWith('ss') || title === 'timpani') return verb;
  return verb.replace(/^(\w+?)(?:ies|s)(?= |$)/u, (_, stem: string) =>
    verb.startsWith('carries') ? 'carry' : stem,
  );
}

function rolePhrase(player: RoleInstrument): string {
  const noun = roleNouns[player.role];
  const title = titleOf(player);
  if (noun === undefined || title.endsWith(noun)) return title;
  return title.endsWith('bass') || title.endsWith('pad') ? title : `${title} ${noun}`;
}

/** "Sparse and dark, played softly; it stays calm to the end." */
function texture(values: BriefValues, feeling: Feeling, pick: number): string {
  const parts = [densityWord(values.density), `${brightnessWord(values.brightness)} in colour`];
  const where = values.register === 'middle' ? '' : `, lying ${values.register}`;
  return `${capital(list(parts))}${where}, with ${dynamicsWord(values.dynamics)} dynamics, ${arc(feeling, pick)}.`;
}

/** How the energy goes over time, from arousal and tension. */
function arc({ arousal, tension, valence }: Feeling, pick: number): string {
  const choose = (...phrases: [string, string]): string => phrases[pick % 2] ?? phrases[0];
  if (tension > 0.6 && arousal > 0.3) return choose('driving without release', 'pressing on to the last bar');
  if (tension > 0.6) return choose('the tension held to the end', 'left unresolved');
  if (arousal > 0.5) return choose('building to a strong close', 'rising in waves to a full ending');
  if (arousal < -0.4) return choose('staying calm to the end', 'settling into stillness');
  if (valence < -0.3) return choose('rising a little and sinking back', 'swelling slowly before it fades');
  return choose('opening up toward the middle and coming home', 'growing gently before it comes to rest');
}

function titleOf({ instrument }: RoleInstrument): string {
  const special: Partial<Record<typeof instrument, string>> = {
    strings: 'strings',
    brass: 'brass',
    'voice-oohs': 'wordless voices',
    'french-horn': 'French horn',
    'english-horn': 'English horn',
  };
  return special[instrument] ?? instruments[instrument].title.toLowerCase();
}

/** "a, b and c"; a name twice is told once. */
function list(items: readonly string[]): string {
  const unique = [...new Set(items)];
  const last = unique.at(-1) ?? '';
  return unique.length < 2 ? last : `${unique.slice(0, -1).join(', ')} and ${last}`;
}

function article(word: string): string {
  return /^[aeiou]/u.test(word) ? 'an' : 'a';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function round(tempo: number): number {
  return Math.round(tempo * 10) / 10;
}

function numberWord(count: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'][count] ?? String(count);
}
