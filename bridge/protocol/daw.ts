/**
 * What is known of a DAW: which ones there are, what its project says (tempo, meter, places), how its line was found, and the clip
 * that goes into its inbox.
 *
 * Places in a project are quarters from its beginning (bar 1 at 0) and, where the DAW says both, seconds.
 */
import { z } from 'zod';
import type { GivenAttributes } from './attributes.ts';
import type { CueSection } from './cue.ts';
import type { Quarters, Seconds } from './units.ts';

/** Programs that a clip can be sent to. `osc` is any that speaks OSC, `midi` any other. */
export const dawIds = ['ableton', 'reaper', 'bitwig', 'ardour', 'osc', 'midi'] as const;
/** One of {@link dawIds}. */
export type DawId = (typeof dawIds)[number];

/** A place in a project. One of the two at least. */
export interface DawPlace {
  quarters?: Quarters;
  seconds?: Seconds;
}

/** A named place. Where it is, is absent with DAWs that tell names only. */
export interface DawMarker extends DawPlace {
  name: string;
}

/** What a DAW told of its project so far. What is absent was not told. */
export interface DawState {
  isRolling?: boolean;
  /** Quarters a minute, whatever the meter, as DAWs count. */
  tempo?: number;
  /** Such as `4/4`; not always one that the engines know. */
  meter?: string;
  position?: DawPlace;
  /** In the order of the timeline, or as the DAW counts them. */
  markers: DawMarker[];
  loop?: { start: DawPlace; end: DawPlace; isOn?: boolean };
  /** Tonic as a pitch class and the scale's name, where the DAW has them. */
  root?: number;
  scale?: string;
  tracks: string[];
}

/** What a project gives to a cue. Seconds count from the beginning of the piece. */
export interface DawConditions {
  attributes: GivenAttributes;
  /** Locators as sections. */
  sections: CueSection[];
  /** Bar of the project at which the piece begins. */
  fromBar: number;
  /** Where the playhead stands in the piece; absent before its beginning, or where it is not told. */
  playhead?: Seconds;
  /** What could not be used and why, as sentences. */
  left: string[];
}

/** What of a line works: `yes`, `no`, or `untold` where the DAW has no way to say. */
export type LineFinding = 'yes' | 'no' | 'untold';

/** One thing that a line should do. */
export interface LineCheck {
  what: string;
  works: LineFinding;
  /** Why, as a sentence. */
  why: string;
  /** What a person can do where it does not. */
  next?: string;
}

/** What came of testing a line. */
export interface LineReport {
  daw: DawId;
  title: string;
  /** `ran-here`: this program was run with that DAW by its tests; `sources`: read in the DAW's sources only. */
  verified: 'ran-here' | 'sources';
  answers: boolean;
  checks: LineCheck[];
}

const finite = z.number().min(0).max(1e9);

/** One file of a clip and the track that it belongs on. */
export const clipPartSchema = z.strictObject({
  kind: z.enum(['midi', 'audio']),
  file: z
    .string()
    .regex(/^[^/\\]{1,200}$/)
    .describe('Beside the manifest.'),
  track: z.string().min(1).max(100).describe('Found by its name, or made.'),
  seconds: finite.describe('Length of the file.'),
  notes: z
    .array(z.tuple([z.number(), z.number(), z.number(), z.number()]))
    .optional()
    .describe('Of MIDI: pitch, start and length in quarters from the beginning of the clip, velocity.'),
});
/** One file of a clip. */
export type ClipPart = z.infer<typeof clipPartSchema>;

/** What lies in an inbox beside the files of a clip: `<id>.json`. */
export const clipManifestSchema = z.strictObject({
  leitmotifClip: z.literal(1),
  id: z.string().regex(/^[\w-]{1,80}$/),
  title: z.string().max(200),
  at: z
    .union([z.literal('playhead'), z.number().int().min(1).max(100_000)])
    .describe('A bar of the project, or where its playhead is.'),
  quarters: finite.describe('Length on the timeline.'),
  tempo: z.number().min(1).max(1000).describe('Quarters a minute at the beginning of the clip.'),
  hasOneTempo: z.boolean().describe('False where the tempo changes within the clip.'),
  meter: z.string().regex(/^\d{1,2}\/\d{1,2}$/),
  matchTempo: z.boolean().describe('The project takes the tempo of the clip.'),
  markers: z
    .array(z.strictObject({ name: z.string().max(200), quarters: finite }))
    .max(1000)
    .optional()
    .describe('Sections that the project takes as markers; quarters from the beginning of the clip.'),
  parts: z.array(clipPartSchema).min(1).max(64),
});
/** What lies in an inbox beside the files of a clip. */
export type ClipManifest = z.infer<typeof clipManifestSchema>;

/** What a script in the DAW says of a clip: `<id>.done.json`. */
export const clipReceiptSchema = z.object({
  leitmotifReceipt: z.literal(1),
  id: z.string().max(80),
  ok: z.boolean(),
  message: z.string().max(2000),
});
/** What a script in the DAW says of a clip. */
export type ClipReceipt = z.infer<typeof clipReceiptSchema>;

const placeSchema = z.object({ quarters: z.number().optional(), seconds: z.number().optional() });
const markerSchema = placeSchema.extend({ name: z.string().max(500) });

/** What a script in the DAW tells of the project: `state.json`. */
export const dawStateFileSchema = z.object({
  leitmotifState: z.literal(1),
  daw: z.enum(dawIds),
  state: z.object({
    isRolling: z.boolean().optional(),
    tempo: z.number().positive().optional(),
    meter: z.string().max(20).optional(),
    position: placeSchema.optional(),
    markers: z.array(markerSchema).max(10_000).optional(),
    loop: z.object({ start: placeSchema, end: placeSchema, isOn: z.boolean().optional() }).optional(),
    tracks: z.array(z.string().max(500)).max(10_000).optional(),
  }),
});
