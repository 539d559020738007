/**
 * The instruments that a brief can name: General MIDI programs with their playable ranges.
 *
 * Ranges are sounding MIDI notes (Adler, *The Study of Orchestration*, 4th ed.; General MIDI Level 1 for the
 * synthesizer programs). `sweet` is where the instrument speaks well without effort. Drum kits are programs of
 * MIDI channel 10 (GS numbering) and their "range" is the key map.
 */
import type { MidiNote } from './units.ts';
import type { Role } from './roles.ts';

/** How a tone lives: decides articulation, overlap, pedal and swells. */
export type Excitation = 'bowed' | 'blown' | 'sung' | 'sustained' | 'synth' | 'plucked' | 'struck';

/** Families, as a person would sort them. */
export type InstrumentFamily =
  | 'keys'
  | 'mallets'
  | 'organ'
  | 'plucked'
  | 'bass'
  | 'strings'
  | 'voices'
  | 'brass'
  | 'reeds'
  | 'woodwinds'
  | 'synth'
  | 'drums';

/** What is known of one instrument. */
export interface Instrument {
  /** Name to show. */
  readonly title: string;
  /** General MIDI program, 0–127; of channel 10 where `kit` is set. */
  readonly program: number;
  readonly family: InstrumentFamily;
  /** Lowest and highest playable note. */
  readonly range: readonly [MidiNote, MidiNote];
  /** Lowest and highest note of the comfortable register. */
  readonly sweet: readonly [MidiNote, MidiNote];
  readonly excitation: Excitation;
  /** Roles it can take, the most natural first. */
  readonly roles: readonly Role[];
  /** Other names that people write, in lower case. */
  readonly names: readonly string[];
  /** True for drum kits, which play on MIDI channel 10. */
  readonly kit?: true;
}

// One line an instrument, to be read as a table.
// prettier-ignore
const table = {
  piano: { title: 'Piano', program: 0, family: 'keys', range: [21, 108], sweet: [48, 84], excitation: 'struck', roles: ['lead', 'counter', 'figure', 'pad', 'bass', 'colour'], names: ['grand piano', 'pianoforte', 'klavier'] },
  'electric-piano': { title: 'Electric piano', program: 4, family: 'keys', range: [28, 103], sweet: [45, 84], excitation: 'struck', roles: ['lead', 'figure', 'pad'], names: ['rhodes', 'e-piano', 'wurlitzer'] },
  harpsichord: { title: 'Harpsichord', program: 6, family: 'keys', range: [29, 89], sweet: [48, 80], excitation: 'plucked', roles: ['lead', 'figure'], names: ['cembalo'] },
  celesta: { title: 'Celesta', program: 8, family: 'mallets', range: [60, 108], sweet: [67, 98], excitation: 'struck', roles: ['lead', 'figure', 'colour'], names: ['celeste'] },
  glockenspiel: { title: 'Glockenspiel', program: 9, family: 'mallets', range: [72, 108], sweet: [77, 103], excitation: 'struck', roles: ['lead', 'colour', 'figure'], names: ['bells'] },
  'music-box': { title: 'Music box', program: 10, family: 'mallets', range: [60, 103], sweet: [67, 96], excitation: 'struck', roles: ['lead', 'figure', 'colour'], names: ['musical box'] },
  vibraphone: { title: 'Vibraphone', program: 11, family: 'mallets', range: [53, 89], sweet: [56, 86], excitation: 'struck', roles: ['lead', 'figure', 'pad', 'colour'], names: ['vibes'] },
  marimba: { title: 'Marimba', program: 12, family: 'mallets', range: [45, 96], sweet: [52, 84], excitation: 'struck', roles: ['lead', 'figure', 'bass'], names: [] },
  xylophone: { title: 'Xylophone', program: 13, family: 'mallets', range: [65, 108], sweet: [70, 100], excitation: 'struck', roles: ['lead', 'figure', 'colour'], names: [] },
  'tubular-bells': { title: 'Tubular bells', program: 14, family: 'mallets', range: [60, 77], sweet: [60, 77], excitation: 'struck', roles: ['colour'], names: ['chimes', 'church bells', 'tolling bell'] },
  dulcimer: { title: 'Dulcimer', program: 15, family: 'plucked', range: [48, 84], sweet: [55, 81], excitation: 'plucked', roles: ['lead', 'figure'], names: ['hammered dulcimer', 'cimbalom', 'zither'] },
  organ: { title: 'Organ', program: 16, family: 'organ', range: [36, 96], sweet: [48, 84], excitation: 'sustained', roles: ['lead', 'pad', 'figure', 'bass'], names: ['drawbar organ', 'hammond'] },
  'church-organ': { title: 'Church organ', program: 19, family: 'organ', range: [36, 96], sweet: [43, 84], excitation: 'sustained', roles: ['lead', 'pad', 'bass', 'counter'], names: ['pipe organ'] },
  accordion: { title: 'Accordion', program: 21, family: 'reeds', range: [53, 93], sweet: [57, 84], excitation: 'blown', roles: ['lead', 'pad', 'figure'], names: ['bandoneon', 'concertina'] },
  harmonica: { title: 'Harmonica', program: 22, family: 'reeds', range: [60, 93], sweet: [62, 86], excitation: 'blown', roles: ['lead', 'counter'], names: ['mouth organ'] },
  'nylon-guitar': { title: 'Nylon guitar', program: 24, family: 'plucked', range: [40, 83], sweet: [45, 76], excitation: 'plucked', roles: ['lead', 'figure', 'pad'], names: ['classical guitar', 'spanish guitar', 'guitar', 'ukulele'] },
  'steel-guitar': { title: 'Steel guitar', program: 25, family: 'plucked', range: [40, 84], sweet: [45, 76], excitation: 'plucked', roles: ['lead', 'figure', 'pad'], names: ['acoustic guitar', 'folk guitar'] },
  'jazz-guitar': { title: 'Jazz guitar', program: 26, family: 'plucked', range: [40, 86], sweet: [45, 79], excitation: 'plucked', roles: ['lead', 'figure'], names: [] },
  'electric-guitar': { title: 'Electric guitar', program: 27, family: 'plucked', range: [40, 86], sweet: [45, 79], excitation: 'plucked', roles: ['lead', 'figure'], names: ['clean guitar'] },
  'distorted-guitar': { title: 'Distorted guitar', program: 30, family: 'plucked', range: [40, 86], sweet: [40, 76], excitation: 'plucked', roles: ['lead', 'figure'], names: ['overdriven guitar', 'heavy guitar'] },
  'acoustic-bass': { title: 'Acoustic bass', program: 32, family: 'bass', range: [28, 60], sweet: [28, 52], excitation: 'plucked', roles: ['bass'], names: ['upright bass', 'double bass pizzicato', 'walking bass'] },
  'electric-bass': { title: 'Electric bass', program: 33, family: 'bass', range: [28, 60], sweet: [28, 50], excitation: 'plucked', roles: ['bass'], names: ['bass guitar'] },
  'fretless-bass': { title: 'Fretless bass', program: 35, family: 'bass', range: [28, 60], sweet: [28, 50], excitation: 'plucked', roles: ['bass'], names: [] },
  'synth-bass': { title: 'Synth bass', program: 38, family: 'synth', range: [24, 60], sweet: [28, 50], excitation: 'synth', roles: ['bass', 'figure'], names: ['808'] },
  violin: { title: 'Violin', program: 40, family: 'strings', range: [55, 100], sweet: [57, 91], excitation: 'bowed', roles: ['lead', 'counter'], names: ['solo violin'] },
  viola: { title: 'Viola', program: 41, family: 'strings', range: [48, 88], sweet: [50, 79], excitation: 'bowed', roles: ['counter', 'lead', 'pad'], names: [] },
  cello: { title: 'Cello', program: 42, family: 'strings', range: [36, 76], sweet: [38, 69], excitation: 'bowed', roles: ['lead', 'counter', 'bass'], names: ['violoncello'] },
  contrabass: { title: 'Contrabass', program: 43, family: 'strings', range: [28, 60], sweet: [28, 52], excitation: 'bowed', roles: ['bass'], names: ['double bass', 'string bass'] },
  'tremolo-strings': { title: 'Tremolo strings', program: 44, family: 'strings', range: [36, 96], sweet: [40, 84], excitation: 'bowed', roles: ['pad', 'colour'], names: ['tremolo'] },
  'pizzicato-strings': { title: 'Pizzicato strings', program: 45, family: 'strings', range: [36, 96], sweet: [43, 84], excitation: 'plucked', roles: ['figure', 'lead', 'bass'], names: ['pizzicato', 'plucked strings'] },
  harp: { title: 'Harp', program: 46, family: 'plucked', range: [24, 103], sweet: [40, 91], excitation: 'plucked', roles: ['figure', 'colour', 'lead'], names: [] },
  timpani: { title: 'Timpani', program: 47, family: 'drums', range: [36, 57], sweet: [40, 55], excitation: 'struck', roles: ['percussion', 'colour'], names: ['kettledrums', 'kettle drum'] },
  strings: { title: 'String ensemble', program: 48, family: 'strings', range: [28, 96], sweet: [36, 86], excitation: 'bowed', roles: ['pad', 'lead', 'counter', 'bass', 'figure'], names: ['string section', 'orchestral strings', 'violins', 'string orchestra'] },
  'slow-strings': { title: 'Slow strings', program: 49, family: 'strings', range: [28, 96], sweet: [36, 84], excitation: 'bowed', roles: ['pad', 'lead'], names: ['lush strings'] },
  'synth-strings': { title: 'Synth strings', program: 50, family: 'synth', range: [36, 96], sweet: [40, 84], excitation: 'synth', roles: ['pad'], names: [] },
  choir: { title: 'Choir', program: 52, family: 'voices', range: [40, 84], sweet: [45, 79], excitation: 'sung', roles: ['lead', 'pad', 'counter', 'bass'], names: ['chorus', 'choral voices', 'aahs', 'voices', 'plainchant', 'gregorian chant'] },
  'voice-oohs': { title: 'Voices (ooh)', program: 53, family: 'voices', range: [43, 84], sweet: [48, 79], excitation: 'sung', roles: ['lead', 'pad', 'counter'], names: ['oohs', 'humming', 'boys choir', 'vocal', 'vocals'] },
  'synth-voice': { title: 'Synth voice', program: 54, family: 'voices', range: [43, 84], sweet: [48, 79], excitation: 'synth', roles: ['pad', 'lead'], names: ['vocoder voice'] },
  trumpet: { title: 'Trumpet', program: 56, family: 'brass', range: [54, 86], sweet: [57, 81], excitation: 'blown', roles: ['lead', 'counter'], names: ['fanfare trumpet', 'bugle'] },
  trombone: { title: 'Trombone', program: 57, family: 'brass', range: [40, 74], sweet: [43, 70], excitation: 'blown', roles: ['counter', 'bass', 'lead'], names: [] },
  tuba: { title: 'Tuba', program: 58, family: 'brass', range: [28, 58], sweet: [29, 53], excitation: 'blown', roles: ['bass'], names: [] },
  'muted-trumpet': { title: 'Muted trumpet', program: 59, family: 'brass', range: [54, 86], sweet: [57, 79], excitation: 'blown', roles: ['lead', 'counter'], names: [] },
  'french-horn': { title: 'French horn', program: 60, family: 'brass', range: [41, 77], sweet: [45, 72], excitation: 'blown', roles: ['lead', 'counter', 'pad'], names: ['horn', 'horns'] },
  brass: { title: 'Brass section', program: 61, family: 'brass', range: [36, 84], sweet: [43, 79], excitation: 'blown', roles: ['lead', 'counter', 'pad', 'figure'], names: ['brass ensemble'] },
  'synth-brass': { title: 'Synth brass', program: 62, family: 'synth', range: [36, 86], sweet: [43, 79], excitation: 'synth', roles: ['lead', 'pad', 'figure'], names: [] },
  'soprano-sax': { title: 'Soprano sax', program: 64, family: 'reeds', range: [56, 88], sweet: [58, 84], excitation: 'blown', roles: ['lead'], names: ['soprano saxophone'] },
  'alto-sax': { title: 'Alto sax', program: 65, family: 'reeds', range: [49, 81], sweet: [52, 77], excitation: 'blown', roles: ['lead', 'counter'], names: ['alto saxophone', 'saxophone', 'sax'] },
  'tenor-sax': { title: 'Tenor sax', program: 66, family: 'reeds', range: [44, 76], sweet: [47, 72], excitation: 'blown', roles: ['lead', 'counter'], names: ['tenor saxophone'] },
  'baritone-sax': { title: 'Baritone sax', program: 67, family: 'reeds', range: [36, 68], sweet: [38, 62], excitation: 'blown', roles: ['bass', 'counter'], names: ['baritone saxophone'] },
  oboe: { title: 'Oboe', program: 68, family: 'woodwinds', range: [58, 91], sweet: [60, 84], excitation: 'blown', roles: ['lead', 'counter'], names: ['hautbois'] },
  'english-horn': { title: 'English horn', program: 69, family: 'woodwinds', range: [52, 81], sweet: [54, 76], excitation: 'blown', roles: ['lead', 'counter'], names: ['cor anglais'] },
  bassoon: { title: 'Bassoon', program: 70, family: 'woodwinds', range: [34, 72], sweet: [36, 65], excitation: 'blown', roles: ['bass', 'counter', 'lead'], names: ['fagott'] },
  clarinet: { title: 'Clarinet', program: 71, family: 'woodwinds', range: [50, 91], sweet: [52, 84], excitation: 'blown', roles: ['lead', 'counter'], names: [] },
  piccolo: { title: 'Piccolo', program: 72, family: 'woodwinds', range: [74, 108], sweet: [76, 101], excitation: 'blown', roles: ['lead', 'colour'], names: [] },
  flute: { title: 'Flute', program: 73, family: 'woodwinds', range: [60, 96], sweet: [62, 91], excitation: 'blown', roles: ['lead', 'counter'], names: ['transverse flute'] },
  recorder: { title: 'Recorder', program: 74, family: 'woodwinds', range: [60, 96], sweet: [65, 89], excitation: 'blown', roles: ['lead', 'counter'], names: [] },
  'pan-flute': { title: 'Pan flute', program: 75, family: 'woodwinds', range: [60, 96], sweet: [62, 86], excitation: 'blown', roles: ['lead'], names: ['pan pipes', 'panpipes'] },
  shakuhachi: { title: 'Shakuhachi', program: 77, family: 'woodwinds', range: [55, 84], sweet: [57, 81], excitation: 'blown', roles: ['lead'], names: [] },
  whistle: { title: 'Whistle', program: 78, family: 'woodwinds', range: [67, 98], sweet: [71, 93], excitation: 'blown', roles: ['lead'], names: ['tin whistle', 'penny whistle'] },
  ocarina: { title: 'Ocarina', program: 79, family: 'woodwinds', range: [60, 91], sweet: [65, 86], excitation: 'blown', roles: ['lead'], names: [] },
  'square-lead': { title: 'Square lead', program: 80, family: 'synth', range: [36, 96], sweet: [55, 88], excitation: 'synth', roles: ['lead', 'figure', 'bass'], names: ['chip lead'] },
  'saw-lead': { title: 'Saw lead', program: 81, family: 'synth', range: [36, 96], sweet: [55, 88], excitation: 'synth', roles: ['lead', 'figure'], names: ['lead synth', 'synthesizer lead', 'synth lead'] },
  'new-age-pad': { title: 'New age pad', program: 88, family: 'synth', range: [36, 96], sweet: [48, 84], excitation: 'synth', roles: ['pad', 'figure'], names: ['fantasia'] },
  'warm-pad': { title: 'Warm pad', program: 89, family: 'synth', range: [28, 96], sweet: [40, 84], excitation: 'synth', roles: ['pad'], names: ['synth pad', 'pad', 'analog pad', 'synthesizer pad', 'drone'] },
  'polysynth-pad': { title: 'Polysynth pad', program: 90, family: 'synth', range: [36, 96], sweet: [48, 84], excitation: 'synth', roles: ['pad', 'figure', 'lead'], names: ['polysynth', 'synth', 'synthesizer'] },
  'choir-pad': { title: 'Choir pad', program: 91, family: 'synth', range: [36, 96], sweet: [45, 84], excitation: 'synth', roles: ['pad'], names: [] },
  'bowed-pad': { title: 'Bowed pad', program: 92, family: 'synth', range: [36, 96], sweet: [45, 84], excitation: 'synth', roles: ['pad', 'colour'], names: ['bowed glass', 'glass pad'] },
  'metallic-pad': { title: 'Metallic pad', program: 93, family: 'synth', range: [36, 96], sweet: [45, 84], excitation: 'synth', roles: ['pad', 'colour'], names: [] },
  'halo-pad': { title: 'Halo pad', program: 94, family: 'synth', range: [36, 96], sweet: [45, 84], excitation: 'synth', roles: ['pad'], names: [] },
  'sweep-pad': { title: 'Sweep pad', program: 95, family: 'synth', range: [28, 96], sweet: [40, 84], excitation: 'synth', roles: ['pad'], names: [] },
  crystal: { title: 'Crystal', program: 98, family: 'synth', range: [60, 103], sweet: [67, 96], excitation: 'struck', roles: ['colour', 'figure', 'lead'], names: ['crystal bells'] },
  atmosphere: { title: 'Atmosphere', program: 99, family: 'synth', range: [36, 96], sweet: [48, 84], excitation: 'plucked', roles: ['figure', 'pad', 'colour'], names: [] },
  sitar: { title: 'Sitar', program: 104, family: 'plucked', range: [48, 84], sweet: [50, 77], excitation: 'plucked', roles: ['lead'], names: [] },
  banjo: { title: 'Banjo', program: 105, family: 'plucked', range: [48, 88], sweet: [50, 79], excitation: 'plucked', roles: ['figure', 'lead'], names: [] },
  koto: { title: 'Koto', program: 107, family: 'plucked', range: [48, 88], sweet: [52, 81], excitation: 'plucked', roles: ['lead', 'figure'], names: ['guzheng'] },
  kalimba: { title: 'Kalimba', program: 108, family: 'mallets', range: [55, 91], sweet: [60, 86], excitation: 'plucked', roles: ['lead', 'figure'], names: ['thumb piano', 'mbira'] },
  bagpipe: { title: 'Bagpipe', program: 109, family: 'reeds', range: [55, 84], sweet: [60, 79], excitation: 'sustained', roles: ['lead'], names: ['bagpipes', 'pipes'] },
  fiddle: { title: 'Fiddle', program: 110, family: 'strings', range: [55, 96], sweet: [57, 88], excitation: 'bowed', roles: ['lead', 'counter'], names: [] },
  taiko: { title: 'Taiko', program: 116, family: 'drums', range: [36, 72], sweet: [40, 60], excitation: 'struck', roles: ['percussion'], names: ['war drums', 'tribal drums'] },
  'drum-kit': { title: 'Drum kit', program: 0, family: 'drums', range: [27, 87], sweet: [35, 81], excitation: 'struck', roles: ['percussion'], names: ['drums', 'drum set', 'percussion', 'beat', 'beats'], kit: true },
  'brush-kit': { title: 'Brush kit', program: 40, family: 'drums', range: [27, 87], sweet: [35, 81], excitation: 'struck', roles: ['percussion'], names: ['brushes', 'brushed drums'], kit: true },
  'electronic-kit': { title: 'Electronic kit', program: 24, family: 'drums', range: [27, 87], sweet: [35, 81], excitation: 'struck', roles: ['percussion'], names: ['drum machine', 'electronic drums'], kit: true },
  'orchestral-kit': { title: 'Orchestral percussion', program: 48, family: 'drums', range: [27, 87], sweet: [35, 81], excitation: 'struck', roles: ['percussion'], names: ['orchestral drums', 'snare drum', 'cymbals'], kit: true },
} as const satisfies Record<string, Instrument>;

/** Identifier of an instrument, such as `french-horn`. */
export type InstrumentId = keyof typeof table;

/** All instruments by identifier. */
export const instruments: Readonly<Record<InstrumentId, Instrument>> = table;

/** All instrument identifiers. */
export const instrumentIds = Object.keys(table) as [InstrumentId, ...InstrumentId[]];
