/**
 * An endless performance: what it is steered by, and what goes over the pipe between the one who composes it (sidecar) and the one
 * who plays it (bridge).
 *
 * ```
 * bridge ── ask: attach, grant, steer, keep, stop ──► sidecar      JSON, see PerformanceOrder
 *        ◄── phrase … phrase … kept ──                             JSON, see PerformanceReport
 * ```
 *
 * The player grants bars; the composer never sends more than the phrase that reaches the granted bar. Every steer makes a new
 * revision of what comes: it says from which bar on, and on which revision it builds, so that a revision that came too late can be
 * left out and what was played is always what the log says. Bars count from 0 here, as they sound, whatever the transport shows.
 */
import { z } from 'zod';
import { attributeValueSchemas } from './attributes.ts';
import { balanceRange } from './attributeAddress.ts';
import { roles } from './roles.ts';
import type { ChordChange, Part } from './score.ts';
import type { Meter, Mode, Tonic } from './attributes.ts';
import type { ErrorCode } from './errors.ts';
import type { Ticks } from './units.ts';

const { key, meter, style, valence, arousal, tension, density, register, instruments } =
  attributeValueSchemas;

/** The musical attributes by which a performance is steered while it goes on; what is absent stays as it was. */
export const steeringValuesSchema = z
  .strictObject({ key, meter, style, valence, arousal, tension, density, register, instruments })
  .partial();
/** The musical attributes by which a performance is steered. */
export type SteeringValues = z.infer<typeof steeringValuesSchema>;

const bar = z.number().int().min(0).max(10_000_000);
const tick = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const revision = z.number().int().min(0).max(0xffff_ffff);
const sectionLabel = z.string().min(1).max(100);

/** The label that ends a performance: its next phrase closes, and rings out. */
export const closingSection = 'outro';

/** From a bar on other values, or a section that was asked for. */
export const steeringEntrySchema = z.strictObject({
  bar,
  values: steeringValuesSchema.default({}),
  section: sectionLabel.optional(),
});
/** One entry of the steering log. */
export type SteeringEntry = z.infer<typeof steeringEntrySchema>;

/** Attributes of sound, which act at once. */
export const soundValuesSchema = z.strictObject({
  brightness: z.number().min(0).max(1),
  dynamics: z.number().min(0).max(1),
  reverb: z.number().min(0).max(1),
  balance: z.partialRecord(z.enum(roles), z.number().min(balanceRange.min).max(balanceRange.max)),
});
/** Attributes of sound; `balance` in decibels, a role that is absent at 0. */
export type SoundValues = z.infer<typeof soundValuesSchema>;

/** All that happened while it was played, from which the same can be made again with brief and seed. */
export const performanceLogSchema = z.strictObject({
  steering: z.array(steeringEntrySchema).max(100_000).describe('In the order of bars.'),
  sound: z
    .array(z.strictObject({ tick, values: soundValuesSchema }))
    .max(1_000_000)
    .describe('Attributes of sound from a tick on; the first at the beginning.'),
  tempos: z
    .array(z.strictObject({ tick, microsecondsPerQuarter: z.number().int().min(1).max(16_777_215) }))
    .min(1)
    .max(1_000_000)
    .describe('As it was played; the first at tick 0.'),
});
/** The log of a performance. */
export type PerformanceLog = z.infer<typeof performanceLogSchema>;

/** The span of a performance that a take is made of. */
export const performedSpanSchema = z.strictObject({
  log: performanceLogSchema,
  from: bar.describe('First bar.'),
  to: bar.describe('The bar after the last one.'),
  heard: z
    .strictObject({
      from: tick.describe('Where the span begins.'),
      until: tick.describe('Up to where it had sounded when it was kept.'),
      notes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
      check: z.number().int().min(0).max(0xffff_ffff).describe('As in heardNotes.ts.'),
      seconds: z.number().min(0).describe('How long it sounded.'),
    })
    .optional()
    .describe('What was really played: counted while it sounded, and not made again from the log.'),
});
/** The span of a performance that a take is made of. */
export type PerformedSpan = z.infer<typeof performedSpanSchema>;

/** Where a phrase begins, and all that it is made from besides brief and seed. Opaque to whoever plays. */
export const phrasePointSchema = z.strictObject({
  bar,
  tick,
  memory: z.record(z.string(), z.unknown()),
  values: steeringValuesSchema,
  section: sectionLabel.optional(),
});
/** Where a phrase begins. */
export type PhrasePoint = z.infer<typeof phrasePointSchema>;

/** What the player asks of the composer. */
export const performanceOrderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('attach'),
    revision,
    resume: z
      .strictObject({ point: phrasePointSchema, delivered: bar })
      .optional()
      .describe(
        'Goes on where another composer was lost: its last phrase, and the bar up to which it is known.',
      ),
  }),
  z.strictObject({ kind: z.literal('grant'), until: bar.describe('Bars before this one are wanted.') }),
  z.strictObject({ kind: z.literal('steer'), revision, base: revision, entry: steeringEntrySchema }),
  z.strictObject({
    kind: z.literal('keep'),
    id: z.number().int().min(1).max(0xffff_ffff),
    span: performedSpanSchema,
    out: z.string().min(1).max(4096).describe('Absolute; the folder that the take folder goes into.'),
    stems: z.boolean().default(true),
  }),
  z.strictObject({ kind: z.literal('stop') }),
]);
/** What the player asks of the composer. */
export type PerformanceOrder = z.output<typeof performanceOrderSchema>;

/** A phrase as it is to be played. Ticks count from the beginning of the performance. */
export interface PerformedPhrase {
  kind: 'phrase';
  revision: number;
  /** Counts phrases. */
  index: number;
  bar: number;
  bars: number;
  tick: Ticks;
  endTick: Ticks;
  meter: Meter;
  key: { tonic: Tonic; mode: Mode };
  /** Label of the section, such as `A'`; `isNewSection` where it begins here. */
  section: string;
  isNewSection: boolean;
  chords: ChordChange[];
  parts: Part[];
  /** True of the last phrase: it rings out, and nothing follows. */
  isLast: boolean;
  /** To go on from, should the composer be lost. */
  point: PhrasePoint;
}

/** What the composer says. */
export type PerformanceReport =
  | PerformedPhrase
  /** What the performance begins with, first of all; `gain` in decibels brings it to the loudness of a take. */
  | {
      kind: 'attached';
      values: SteeringValues;
      sound: SoundValues;
      tempo: number;
      title: string;
      gain: number;
    }
  /** The composer was lost and is there again, with no memory: attach with `resume`. */
  | { kind: 'lost' }
  | { kind: 'kept'; id: number; folder: string }
  | { kind: 'refused'; id?: number; fault: { code: ErrorCode; what: string; subject: string; next: string } };
