/** What the doctor finds: one entry a thing that Leitmotif needs or can use, with the next step for each lack. */

/** How a thing stands. */
export const doctorVerdicts = ['ok', 'lacking', 'failing'] as const;
/**
 * One of the {@link doctorVerdicts}: `ok`; `lacking`, a thing that can be done without; `failing`, a thing without
 * which no take can be made.
 */
export type DoctorVerdict = (typeof doctorVerdicts)[number];

/** The parts that are looked at, in this order. */
export const doctorParts = [
  'node',
  'machine',
  'providers',
  'packs',
  'soundfont',
  'knowledge',
  'disk',
  'midi',
  'ports',
] as const;
/** One of the {@link doctorParts}. */
export type DoctorPart = (typeof doctorParts)[number];

/** One thing that was looked at. */
export interface DoctorFinding {
  readonly part: DoctorPart;
  /** The thing within its part: a provider, a pack, a folder. */
  readonly name: string;
  readonly verdict: DoctorVerdict;
  /** What was found, as a clause. */
  readonly found: string;
  /** What the person can do, for a lack; a sentence without its full stop. */
  readonly next?: string;
  /** Numbers for programs: bytes, milliseconds, counts, by names that say their unit. */
  readonly numbers?: Readonly<Record<string, number>>;
}

/** The whole report. */
export interface DoctorReport {
  /** The version of this very shape. */
  readonly schema: 1;
  /** True where takes can be made. */
  readonly canWork: boolean;
  /** The version of Leitmotif. */
  readonly version: string;
  readonly findings: readonly DoctorFinding[];
}
