/** What a cue panel shows in tests: a cue with everything in it, an empty one, takes and notes. */
import { attributeNames } from '../../../bridge/protocol/attributes.ts';
import type { AttributeName, GivenAttributes } from '../../../bridge/protocol/attributes.ts';
import type { Brief, BriefAttribute } from '../../../bridge/protocol/brief.ts';
import { cueSchema } from '../../../bridge/protocol/cue.ts';
import type { Condition } from '../../../bridge/protocol/cue.ts';
import type { ConditionView, CuePanelState } from '../../../bridge/protocol/panels/cuePanel.ts';
import type { PlaybackState } from '../../../bridge/protocol/panels/playback.ts';
import type { NoteView, ScoreView, TakeView } from '../../../bridge/protocol/panels/takeView.ts';

const picture = (sky: string, sea: string) =>
  `data:image/svg+xml;base64,${btoa(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${sky}"/><stop offset="1" stop-color="${sea}"/></linearGradient></defs><rect width="64" height="64" fill="url(#g)"/><circle cx="42" cy="26" r="8" fill="#fff3"/><path d="M0 44h64v20H0z" fill="#0004"/></svg>`,
  )}`;

const story =
  'The boats come in before the light does. Nobody speaks on the quay; the ropes are thrown, the gulls are early, and Marta counts the lanterns until there is one too few.';
const caption = 'Slow strings and a lonely horn, hopeful at the end';

const conditions: Condition[] = [
  { kind: 'image', id: 'image-1', path: 'harbour.jpg', alt: 'Fishing boats at dawn', weight: 1 },
  { kind: 'image', id: 'image-2', path: 'quay.png', weight: 0.5 },
  { kind: 'reference-audio', id: 'reference-1', path: 'sea-shanty.flac', weight: 1 },
  { kind: 'caption', id: 'caption-1', text: caption, weight: 1 },
  { kind: 'story', id: 'story-1', text: story, weight: 1.5 },
];

const views: ConditionView[] = [
  { condition: conditions[0]!, label: 'harbour.jpg', thumbnail: picture('#f6b26b', '#355c7d') },
  {
    condition: conditions[1]!,
    label: 'quay.png',
    fault: {
      code: 'file-missing',
      what: 'The picture is not there',
      subject: 'quay.png',
      next: 'Find it where it is now, or remove it',
    },
  },
  { condition: conditions[2]!, label: 'sea-shanty.flac' },
  { condition: conditions[3]!, label: caption },
  { condition: conditions[4]!, label: 'The boats come in …' },
];

const given: GivenAttributes = { tempo: 72, key: 'D minor' };

const band = [
  { role: 'lead', instrument: 'french-horn', program: 60 },
  { role: 'pad', instrument: 'slow-strings', program: 49 },
  { role: 'figure', instrument: 'harp', program: 46 },
  { role: 'bass', instrument: 'contrabass', program: 43 },
  { role: 'percussion', instrument: 'timpani', program: 47 },
] as const;

const attribute = <N extends AttributeName>(
  value: BriefAttribute<N>['value'],
  source: BriefAttribute<N>['source'],
  confidence: number,
  reason: string,
): BriefAttribute<N> => ({ value, source, confidence, reason });

const attributes: Brief['attributes'] = {
  tempo: attribute(72, 'explicit', 1, 'set in the cue'),
  key: attribute('D minor', 'explicit', 1, 'set in the cue'),
  meter: attribute('3/4', 'story', 0.48, 'boats rock in threes, in scenes of harbours'),
  bars: attribute(12, 'fitted', 1, 'thirty seconds at 72 BPM in 3/4 are twelve bars'),
  seconds: attribute(30, 'default', 0.4, 'half a minute where nothing else is said'),
  valence: attribute(-0.22, 'blend', 0.62, 'warm light in the picture, a loss in the story'),
  arousal: attribute(-0.41, 'image', 0.7, 'low contrast, soft edges, little saturation'),
  tension: attribute(0.38, 'story', 0.55, 'one lantern too few'),
  density: attribute(0.3, 'caption', 0.9, 'lonely'),
  brightness: attribute(0.44, 'image', 0.66, 'the sky is light, the sea dark'),
  dynamics: attribute(0.35, 'blend', 0.5, 'a quiet quay'),
  register: attribute('middle', 'default', 0.4, 'the style’s own'),
  style: attribute('cinematic', 'blend', 0.58, 'nearest to scenes of harbours and of waiting'),
  instruments: attribute([...band], 'caption', 0.85, 'strings and a horn were named'),
};

const brief: Brief = {
  description:
    'Slow strings over a harp figure in D minor at 72 BPM, three in a bar; a lonely french horn leads, the last bars turn hopeful.',
  attributes,
  scenes: [{ id: 'harbour', scene: 'A harbour of fishing boats at dawn', similarity: 0.62 }],
  shares: [
    { condition: 'image-1', kind: 'image', share: 0.27, reading: 'calm, warm, soft: a harbour, boats' },
    { condition: 'reference-1', kind: 'reference-audio', share: 0.11, reading: 'folk, 3/4, accordion' },
    { condition: 'caption-1', kind: 'caption', share: 0.22, reading: 'strings, horn, slow, hopeful' },
    { condition: 'story-1', kind: 'story', share: 0.4, reading: 'waiting, dread, dawn' },
  ],
  embedding: [],
  notes: [],
  sections: [],
  hits: [],
  themes: [],
  locks: [],
};

/** One take of the list. */
export function sampleTake(n: number, seconds = 30): TakeView {
  return {
    id: `take-${n}`,
    name: n === 3 ? 'With the lonely horn' : `Take ${n}`,
    starred: n === 3,
    folder: `takes/harbour-${n}`,
    recipe: {
      made: `2025-11-0${(n % 9) + 1}T09:3${n % 10}:00Z`,
      seconds,
      tempo: 72,
      key: 'D minor',
      meter: '3/4',
      style: 'cinematic',
      seed: 1000 + 37 * n,
      engine: 'score',
      provider: 'cpu',
      measured: {
        seconds,
        loudness: -16.2,
        truePeak: -1.3,
        clippedFrames: 0,
        longestSilence: 0.2,
        leadingSilence: 0.01,
        tempo: 72,
        key: 'D minor',
        keyAgrees: true,
        notes: 420,
        remade: false,
        failures: [],
      },
      description: '',
    },
    stems: [
      { id: '0', role: 'lead', label: 'French horn' },
      { id: '1', role: 'pad', label: 'Slow strings' },
      { id: '2', role: 'figure', label: 'Harp' },
      { id: '3', role: 'bass', label: 'Contrabass' },
      { id: '4', role: 'percussion', label: 'Timpani' },
    ],
  };
}

/** A score of any length: five parts, about 35 notes a second where `busy`. */
export function sampleScore(seconds = 30, notesASecond = 12): ScoreView {
  const beat = 60 / 72;
  const notes: NoteView[] = [];
  const scale = [0, 2, 3, 5, 7, 8, 10];
  const base = [62, 50, 74, 38, 41];
  const count = Math.round(seconds * notesASecond);
  for (let i = 0; i < count; i++) {
    const part = i % 5;
    const onset = Math.round(((i / count) * seconds) / (beat / 4)) * (beat / 4);
    const degree = scale[(i * 5 + Math.floor(i / 11)) % 7] ?? 0;
    notes.push({
      onset: Math.min(seconds - 0.1, onset),
      duration: part === 1 ? beat * 2.6 : beat * (part === 2 ? 0.24 : 0.9),
      pitch: (base[part] ?? 60) + degree + (part === 2 && i % 3 === 0 ? 12 : 0),
      midiVelocity: 50 + ((i * 17) % 60),
      part,
    });
  }
  return {
    seconds,
    parts: [
      { role: 'lead', label: 'French horn' },
      { role: 'pad', label: 'Slow strings' },
      { role: 'figure', label: 'Harp' },
      { role: 'bass', label: 'Contrabass' },
      { role: 'percussion', label: 'Timpani' },
    ],
    notes,
    bars: Array.from({ length: Math.floor(seconds / (3 * beat)) + 1 }, (_, i) => i * 3 * beat),
    sections: [
      { label: 'A', start: 0 },
      { label: 'B', start: 10 },
    ],
  };
}

/** A cue that nothing was put into yet. */
export const emptyState: CuePanelState = {
  document: 'file:///story/untitled.leitmotif',
  fileName: 'untitled.leitmotif',
  cue: cueSchema.parse({ leitmotif: 1 }),
  faults: [],
  isReadOnly: false,
  isTrusted: true,
  isLocal: true,
  conditions: [],
  takes: [],
};

/** A cue with everything in it, and ten takes. */
export const fullState: CuePanelState = {
  ...emptyState,
  document: 'file:///story/harbour.leitmotif',
  fileName: 'harbour.leitmotif',
  cue: cueSchema.parse({
    leitmotif: 1,
    title: 'Harbour at dawn',
    conditions,
    attributes: given,
    seed: 4711,
    sections: [
      { id: 'section-1', label: 'A', start: 0 },
      { id: 'section-2', label: 'B', start: 10, bars: 4 },
      { id: 'section-3', label: 'End', start: 20 },
    ],
    hits: [
      { id: 'hit-1', label: 'Lantern', seconds: 14, strength: 1 },
      { id: 'hit-2', label: 'Gull', seconds: 22.5, strength: 0.5 },
    ],
    themes: [{ id: 'theme-1', name: 'Marta', owner: { kind: 'character', names: ['Marta', 'the widow'] } }],
    locks: [{ id: 'lock-1', take: 'take-3', keep: 'melody' }],
    keyframes: {
      tension: [
        { seconds: 0, value: 0.2 },
        { seconds: 15, value: 0.8 },
        { seconds: 26, value: 0.3 },
      ],
    },
    takes: Array.from({ length: 10 }, (_, i) => ({ id: `take-${i + 1}`, folder: `takes/harbour-${i + 1}` })),
  }),
  conditions: views,
  brief: { value: brief, isStale: true, provider: 'cpu' },
  takes: Array.from({ length: 10 }, (_, i) => sampleTake(i + 1)),
  selected: { take: 'take-3' },
};

/** What the player says while take 3 plays. */
export function samplePlayback(seconds = 30, activity: PlaybackState['activity'] = 'playing'): PlaybackState {
  return {
    source: {
      id: 'source-3',
      title: 'With the lonely horn',
      cue: fullState.document,
      take: 'take-3',
      sampleRate: 44_100,
      frames: seconds * 44_100,
      tracks: [],
      bars: sampleScore(seconds, 1).bars.map((bar) => Math.round(bar * 44_100)),
      beatsPerBar: 3,
    },
    activity,
    frame: 8 * 44_100,
    tracks: { 0: { muted: false, solo: true } },
    other: { id: 'source-5', title: 'Take 5' },
  };
}

/** The names that a person can set on the panel. */
export const allAttributes = attributeNames;
