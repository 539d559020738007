/** What is said of packs to a person or another process: listings, verdicts and progress. */

/** Where a pack stands on this machine. */
export type PackState =
  /** Came with Leitmotif. */
  | 'bundled'
  /** Installed by the person. */
  | 'installed'
  /** Its download began and was stopped; installing it again resumes. */
  | 'partial'
  /** Can be installed. */
  | 'available'
  /** There, but its manifest or record cannot be read. */
  | 'broken';

/** One pack as `packs list` shows it. */
export interface PackListing {
  readonly id: string;
  readonly state: PackState;
  readonly title: string;
  /** What it is for, or why it is broken. */
  readonly purpose: string;
  /** Bytes on disk; for an available pack the bytes to fetch. */
  readonly bytes: number;
  /** True where `bytes` is only about right, since the origin publishes rounded lengths. */
  readonly isRounded: boolean;
  /** SPDX identifiers. */
  readonly licence: { readonly code: string; readonly weights: string };
  readonly commercialUse: boolean;
  /** May the person sell music made with it? */
  readonly musicMayBeSold: string;
  /** Where it comes from: registry or hub, name, version or revision. */
  readonly origin: string;
  /** Its folder, where there is one. */
  readonly folder?: string;
}

/** All packs, and the folder of those that the person installed. */
export interface PackListings {
  readonly packs: readonly PackListing[];
  /** Where packs are installed to. */
  readonly directory: string;
  /** Why that folder: told now, the environment, the recorded setting, or the default. */
  readonly chosenBy: 'option' | 'environment' | 'setting' | 'default';
  /** Bytes that packs take there, unfinished downloads included. */
  readonly bytesUsed: number;
  /** Bytes free on its disk; absent where they cannot be measured. */
  readonly bytesFree?: number;
}

/** What verification found in one pack. */
export interface PackVerdict {
  readonly id: string;
  readonly isWhole: boolean;
  /** Bytes that were hashed. */
  readonly bytes: number;
  /** Files whose hash was first recorded here, so that only later change can be found. */
  readonly firstUse: readonly string[];
  /** What is wrong, for a broken pack. */
  readonly problem?: string;
}

/** Progress of an installation. Numbers are true: bytes that are on disk, and lengths as the origin states them. */
export interface PackProgress {
  readonly stage: 'ask' | 'download' | 'copy' | 'verify';
  /** The file at hand. */
  readonly file: string;
  /** Bytes of the whole pack that are on disk. */
  readonly bytes: number;
  /** Bytes of the whole pack; absent until the origin has stated them all. */
  readonly of?: number;
}

/** Receives progress. Must return quickly and never throw. */
export type PackProgressListener = (progress: PackProgress) => void;
