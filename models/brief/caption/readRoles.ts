/** Reads what an instrument is to do from the words around its name: "oboe melody", "cello bass line", "lead synth". */
import { clauseEndsAt, wordAt } from './captionText.ts';
import { phraseAt, phraseTable } from './phraseTable.ts';
import type { CaptionText } from './captionText.ts';
import type { PhraseMatch, PhraseTable } from './phraseTable.ts';
import type { Role } from '../../../bridge/protocol/roles.ts';

const roleWords = (rows: Readonly<Partial<Record<Role, readonly string[]>>>): PhraseTable<Role> =>
  phraseTable(
    Object.entries(rows).flatMap(([role, phrases]) =>
      phrases.map((phrase) => [phrase, role as Role] as const),
    ),
  );

/** After the name: "oboe melody", "strings in the background". */
const after = roleWords({
  lead: [
    ...[
      'melody',
      'melodies',
      'lead',
      'lead line',
      'theme',
      'solo',
      'solos',
      'tune',
      'motif',
      'leading',
      'leads',
    ],
    ...[
      'carrying the melody',
      'carries the melody',
      'playing the melody',
      'plays the melody',
      'on melody',
      'melodie',
    ],
    ...[
      'carrying the tune',
      'singing the melody',
      'sings the melody',
      'in front',
      'on top',
      'on lead',
      'motifs',
    ],
    ...[
      'playing the theme',
      'plays the theme',
      'playing a melody',
      'takes the lead',
      'takes the melody',
      'topline',
    ],
  ],
  counter: [
    ...[
      'countermelody',
      'counter melody',
      'counterpoint',
      'counterline',
      'answering',
      'answers',
      'responses',
    ],
    ...['in counterpoint', 'harmony line', 'duetting', 'echoing', 'echoes'],
  ],
  pad: [
    ...[
      'pad',
      'pads',
      'underneath',
      'in the background',
      'in background',
      'backing',
      'background',
      'beneath',
    ],
    ...[
      'drone',
      'drones',
      'swells',
      'sustained',
      'held chords',
      'holding chords',
      'wash',
      'washes',
      'under it',
    ],
    ...[
      'sustaining',
      'holding long notes',
      'long tones',
      'bed',
      'harmonies',
      'as a pad',
      'behind',
      'blanket',
    ],
  ],
  figure: [
    ...[
      'arpeggio',
      'arpeggios',
      'arpeggiated',
      'arpeggiating',
      'ostinato',
      'ostinatos',
      'ostinati',
      'accompaniment',
    ],
    ...[
      'figures',
      'figuration',
      'chords',
      'strumming',
      'strums',
      'picking',
      'fingerpicking',
      'plucking',
      'riff',
    ],
    ...['riffs', 'accompanying', 'accompanies', 'patterns', 'pattern', 'pulses', 'stabs', 'runs'],
  ],
  bass: [
    'bass line',
    'bassline',
    'bass',
    'on bass',
    'playing the bass',
    'plays the bass',
    'in the bass',
    'low line',
  ],
  colour: [
    ...[
      'accents',
      'accent',
      'touches',
      'sparkles',
      'ornaments',
      'colour',
      'color',
      'flourishes',
      'glissando',
    ],
    ...['glissandi', 'fills', 'twinkles', 'sprinkles', 'highlights', 'effects'],
  ],
  percussion: ['rhythm', 'rhythms', 'groove', 'beat'],
});

/** Before the name: "lead synth", "melody on the flute", "arpeggiated piano". */
const before = roleWords({
  lead: [
    ...[
      'lead',
      'solo',
      'lone',
      'melody on',
      'melody by',
      'melody in',
      'melody from',
      'melody for',
      'melody played by',
    ],
    ...[
      'melody carried by',
      'melody sung by',
      'theme on',
      'theme in',
      'theme for',
      'theme played by',
      'led by',
    ],
    ...['tune on', 'leading', 'melodic', 'melody:', 'lead:', 'solos on', 'plaintive', 'soaring', 'singing'],
  ],
  counter: [
    'countermelody on',
    'countermelody in',
    'countermelody by',
    'answered by',
    'counter',
    'echoed by',
  ],
  pad: [
    ...[
      'background',
      'backing',
      'sustained',
      'held',
      'ambient',
      'over',
      'over a bed of',
      'bed of',
      'wash of',
    ],
    ...['backed by', 'on top of', 'supported by', 'against', 'swelling', 'shimmering', 'pad of'],
  ],
  figure: [
    ...[
      'arpeggiated',
      'rolling',
      'strummed',
      'fingerpicked',
      'plucked',
      'ostinato',
      'ostinato on',
      'rhythmic',
    ],
    ...[
      'arpeggios on',
      'chords on',
      'chugging',
      'accompanied by',
      'arpeggios in',
      'pulsing',
      'picked',
      'flowing',
    ],
  ],
  bass: ['bass line on', 'bassline on', 'bass on', 'bass:', 'bass line by', 'bass line in', 'bass played by'],
  colour: [
    'touches of',
    'touch of',
    'hints of',
    'hint of',
    'sprinkled',
    'accents on',
    'dash of',
    'twinkling',
  ],
});

const articles = new Set(['a', 'an', 'the', 'its', 'his', 'her', 'in', 'on']);

/** The role said of an instrument; undefined where none is. The neighbours bound the words that are looked at. */
export function roleOf(
  caption: CaptionText,
  match: PhraseMatch<unknown>,
  previous: PhraseMatch<unknown> | undefined,
  next: PhraseMatch<unknown> | undefined,
): Role | undefined {
  return (
    roleInside(caption, match) ??
    roleAfter(caption, match.last + 1, next?.first ?? Infinity) ??
    roleBefore(caption, match.first, previous?.last ?? -1)
  );
}

/** True where a name is only the role of its neighbour: the bass of "cello bass line" and of "bass on the cello". */
export function isRoleOfNeighbour(
  caption: CaptionText,
  match: PhraseMatch<unknown>,
  previous: PhraseMatch<unknown> | undefined,
  next: PhraseMatch<unknown> | undefined,
): boolean {
  const follows = previous !== undefined && previous.last + 1 === match.first;
  if (follows && phraseAt(caption.tokens, match.first, after) !== undefined) return true;
  const phrase = phraseAt(caption.tokens, match.first, before);
  if (phrase === undefined || next === undefined || phrase.last <= match.last) return false;
  return next.first > phrase.last && next.first - phrase.last <= 2;
}

/** "solo violin" is itself a name of the violin. */
function roleInside(caption: CaptionText, { first, last }: PhraseMatch<unknown>): Role | undefined {
  return last > first && wordAt(caption, first) === 'solo' ? 'lead' : undefined;
}

function roleAfter(caption: CaptionText, from: number, until: number): Role | undefined {
  for (let at = from; at < from + 3 && at < until && !clauseEndsAt(caption, at); at++) {
    const role = phraseAt(caption.tokens, at, after);
    if (role !== undefined) return role.value;
    // One adverb or adjective may stand between ("strings softly underneath"); a new beginning may not.
    if (['and', 'with', 'over', 'then', 'under', 'or', 'but', 'on', 'for'].includes(wordAt(caption, at)))
      return undefined;
  }
  return undefined;
}

function roleBefore(caption: CaptionText, first: number, after: number): Role | undefined {
  let end = first - 1;
  while (end > after && articles.has(wordAt(caption, end))) end--;
  for (let at = end; at > after && at > first - 6; at--) {
    const phrase = longestBefore(caption, at, first - 1);
    if (phrase !== undefined) return phrase;
    if (clauseEndsAt(caption, at) && wordAt(caption, at) !== ':') return undefined;
    if (at < end - 1) return undefined;
  }
  return undefined;
}

/** The role of a phrase that begins up to three tokens before `at` and ends at `at` or just before the name. */
function longestBefore(caption: CaptionText, at: number, last: number): Role | undefined {
  for (let start = at - 3; start <= at; start++) {
    const phrase = phraseAt(caption.tokens, start, before);
    if (phrase !== undefined && phrase.last >= at && phrase.last <= last) return phrase.value;
  }
  return undefined;
}
