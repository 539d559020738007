/** Every name under which a caption may call an instrument or a group of them. */
import { instrumentIds, instruments } from '../../../bridge/protocol/instruments.ts';
import { phraseTable } from './phraseTable.ts';
import type { InstrumentFamily, InstrumentId } from '../../../bridge/protocol/instruments.ts';
import type { Role } from '../../../bridge/protocol/roles.ts';

/** What a name means. */
export interface NamedInstruments {
  /**
   * The instrument; or those of a group, the one that stands for it first. Empty where only a role is named (drums,
   * bass): the style decides who plays it.
   */
  ids: readonly InstrumentId[];
  /** What a refusal of the name shuts out: "no brass" shuts out all of the family. */
  refuses: readonly InstrumentId[];
  /** 0…1: below 0.7 the word often means something else ("the beat of wings"). */
  confidence: number;
  role?: Role;
  /** True where all `ids` are wanted, as in "string quartet", rather than the first. */
  all?: true;
}

/** The instruments of some families. */
export function familyMembers(...families: readonly InstrumentFamily[]): InstrumentId[] {
  return instrumentIds.filter((id) => families.includes(instruments[id].family));
}

/** Names that are common words, too. */
const doubtful = new Set(
  [
    'bells',
    'pipes',
    'horn',
    'horns',
    'beat',
    'beats',
    'brushes',
    'voices',
    'drone',
    'recorder',
    'whistle',
  ].concat([
    'chorus',
    'pad',
    'atmosphere',
    'crystal',
    'tremolo',
    'chimes',
    'fantasia',
    'bugle',
    'fanfare',
    'chant',
    'chanting',
    'kit',
    'bell',
    'keys',
    'humming',
    'vocal',
  ]),
);

/** Singular names and other languages. Alto is left out: it is a viola in French and Italian, a voice elsewhere. */
const otherNames: Partial<Record<InstrumentId, readonly string[]>> = {
  piano: ['pianos', 'keys', 'keyboard', 'flugel', 'upright piano', 'felt piano'],
  harpsichord: ['clavecin', 'clavicembalo', 'clavecin'],
  glockenspiel: ['sleigh bells', 'orchestra bells'],
  'tubular-bells': ['bell', 'glocken', 'cloches', 'campane', 'campanas', 'bell tolls'],
  'music-box': ['toy piano', 'spieluhr', 'boite a musique', 'carillon'],
  'church-organ': ['orgel', 'kirchenorgel', 'orgue', 'organo'],
  accordion: ['akkordeon', 'accordeon', 'fisarmonica', 'acordeon'],
  harmonica: ['mundharmonika', 'armonica'],
  'nylon-guitar': ['gitarre', 'guitare', 'chitarra', 'guitarra', 'lute', 'oud'],
  'steel-guitar': ['mandolin', 'bouzouki', '12 string guitar', 'twelve string guitar'],
  'acoustic-bass': ['standup bass', 'stand up bass', 'jazz bass'],
  'electric-bass': ['slap bass', 'e bass'],
  'synth-bass': ['sub bass', 'bass synth', 'synthesizer bass', 'wobble bass'],
  violin: ['geige', 'violine', 'violon', 'violino'],
  viola: ['bratsche'],
  cello: ['celli', 'cellos', 'violoncelle', 'violonchelo'],
  contrabass: ['kontrabass', 'contrebasse', 'contrabbasso', 'contrabajo', 'double basses'],
  harp: ['harfe', 'harpe', 'arpa'],
  timpani: ['pauken', 'timbales', 'timpano', 'kettledrum'],
  'tremolo-strings': ['string tremolo', 'tremolando strings'],
  'pizzicato-strings': ['pizzicati', 'pizz', 'string pizzicato'],
  'slow-strings': ['legato strings', 'warm strings'],
  choir: ['chor', 'choeur', 'coro', 'choral', 'monks', 'choirs', 'mixed choir', 'chant', 'chanting'],
  'voice-oohs': ['voice', 'singing', 'singer', 'wordless voice', 'wordless vocals', 'soprano', 'vocalise'],
  trumpet: ['trompete', 'trompette', 'tromba', 'trompeta', 'fanfare'],
  trombone: ['posaune'],
  'french-horn': ['waldhorn', 'cor', 'corno', 'corni', 'trompa'],
  'alto-sax': ['saxophon', 'sassofono', 'saxofon'],
  oboe: ['oboen'],
  bassoon: ['basson', 'fagotto', 'fagot'],
  clarinet: ['klarinette', 'clarinette', 'clarinetto', 'clarinete'],
  flute: ['flote', 'querflote', 'flauto', 'flauta', 'wooden flute'],
  recorder: ['blockflote'],
  whistle: ['whistling', 'irish whistle'],
  'polysynth-pad': ['synths', 'analog synth', 'analogue synth', 'arpeggiator'],
  'warm-pad': ['pads', 'synth drone', 'drones'],
  'saw-lead': ['synth leads', 'saw synth'],
  'square-lead': ['chiptune', 'square wave', '8 bit synth'],
  'distorted-guitar': ['metal guitar', 'heavy metal guitar', 'rock guitar', 'power chords'],
  bagpipe: ['dudelsack', 'cornemuse', 'cornamusa', 'gaita'],
  taiko: ['taikos', 'taiko drums', 'war drum', 'tribal drum', 'frame drum', 'bodhran', 'djembe'],
  'drum-kit': ['drum', 'drumkit', 'drum kit', 'drumming', 'rock drums', 'schlagzeug', 'batteria', 'bateria'],
  'brush-kit': ['brushed snare', 'brush drums', 'jazz drums'],
  'electronic-kit': ['drum computer', '808 drums', 'electronic beat', 'electronic beats', 'synth drums'],
  'orchestral-kit': ['snare', 'snares', 'cymbal', 'marching drums', 'gong', 'bass drum', 'military drums'],
};

/** A group with the instrument that stands for it first. */
const groupOf = (standIn: InstrumentId, members: readonly InstrumentId[]): InstrumentId[] => [
  ...new Set([standIn, ...members]),
];

const drums = groupOf('drum-kit', familyMembers('drums'));
const kits = drums.filter((id) => id.endsWith('-kit'));
const voices = groupOf('voice-oohs', [...familyMembers('voices'), 'choir-pad']);
const bowed = groupOf('strings', familyMembers('strings'));
const brasses = groupOf('brass', [...familyMembers('brass'), 'synth-brass']);
const synths = groupOf('polysynth-pad', familyMembers('synth'));

/** Groups: the first instrument stands for the group, a refusal shuts out all. */
const groups: readonly (readonly [names: readonly string[], named: NamedInstruments])[] = [
  [
    ['strings', 'string', 'string ensemble', 'streicher', 'cordes', 'archi', 'cuerdas', 'string section'],
    { ids: ['strings'], refuses: bowed, confidence: 0.95 },
  ],
  [
    ['brass', 'brass section', 'horn section', 'blechblaser', 'cuivres', 'ottoni', 'metales'],
    { ids: ['brass'], refuses: brasses, confidence: 0.95 },
  ],
  [
    ['woodwinds', 'woodwind', 'winds', 'holzblaser', 'bois', 'legni'],
    {
      ids: ['clarinet', 'flute', 'oboe', 'bassoon'],
      refuses: groupOf('clarinet', familyMembers('woodwinds', 'reeds')),
      confidence: 0.9,
    },
  ],
  [
    ['drums', 'percussion', 'drum', 'beat', 'beats', 'perkussion', 'percussions', 'percusion', 'tambores'],
    { ids: [], refuses: drums, confidence: 0.9, role: 'percussion' },
  ],
  [
    ['batterie', 'tambours', 'tamburi', 'trommeln', 'rhythm section', 'drum beat'],
    { ids: [], refuses: drums, confidence: 0.9, role: 'percussion' },
  ],
  [
    ['drum kit', 'drumkit', 'drum set', 'kit'],
    { ids: ['drum-kit'], refuses: groupOf('drum-kit', kits), confidence: 1, role: 'percussion' },
  ],
  [
    ['vocals', 'vocal', 'voices', 'voice', 'singing', 'lyrics', 'stimmen', 'voix', 'voci', 'voces'],
    { ids: ['voice-oohs'], refuses: voices, confidence: 0.8 },
  ],
  [
    ['synth', 'synths', 'synthesizer', 'synthesizers', 'electronics'],
    { ids: ['polysynth-pad'], refuses: synths, confidence: 0.95 },
  ],
  [
    ['guitar', 'guitars', 'gitarren'],
    {
      ids: ['nylon-guitar'],
      refuses: ['nylon-guitar', 'steel-guitar', 'jazz-guitar', 'electric-guitar', 'distorted-guitar'],
      confidence: 0.95,
    },
  ],
  [['piano', 'pianos', 'klavier'], { ids: ['piano'], refuses: ['piano', 'electric-piano'], confidence: 1 }],
  [
    ['organ', 'organs'],
    { ids: ['church-organ', 'organ'], refuses: ['church-organ', 'organ'], confidence: 0.9 },
  ],
  [
    ['string quartet', 'string trio', 'streichquartett', 'quatuor a cordes'],
    { ids: ['violin', 'viola', 'cello'], refuses: bowed, confidence: 1, all: true },
  ],
  [
    ['orchestra', 'full orchestra', 'symphony orchestra', 'orchester', 'orchestre', 'orquesta'],
    {
      ids: ['strings', 'french-horn', 'flute', 'brass', 'timpani'],
      refuses: [...bowed, ...brasses, ...familyMembers('woodwinds')],
      confidence: 0.8,
      all: true,
    },
  ],
  [['piano trio'], { ids: ['violin', 'piano', 'cello'], refuses: ['piano'], confidence: 1, all: true }],
  [
    ['bass', 'basses', 'bass line', 'bassline'],
    { ids: [], refuses: familyMembers('bass'), confidence: 0.8, role: 'bass' },
  ],
];

function singleNames(id: InstrumentId): string[] {
  const { title, names } = instruments[id];
  const plain = title.replace(/[()]/gu, ' ');
  const own = [id.replaceAll('-', ' '), plain, ...names, ...(otherNames[id] ?? [])];
  return own.flatMap((name) => [name, ...plurals(name)]);
}

function plurals(name: string): string[] {
  if (/(?:s|x|z|ch|sh)$/u.test(name)) return [`${name}es`];
  return name.endsWith('s') ? [] : [`${name}s`];
}

function single(id: InstrumentId, name: string): NamedInstruments {
  return { ids: [id], refuses: [id], confidence: doubtful.has(name) ? 0.6 : 1 };
}

/** The table of all names; groups before the instruments that share a word with them. */
export const instrumentTable = phraseTable<NamedInstruments>([
  ...groups.flatMap(([names, named]) =>
    names.map((name) => [name, doubtful.has(name) ? { ...named, confidence: 0.6 } : named] as const),
  ),
  ...instrumentIds.flatMap((id) => singleNames(id).map((name) => [name, single(id, name)] as const)),
]);
