import { z } from 'zod';
import { packPath } from './packManifest.ts';

/**
 * Packs that a person may install: the manifest that Leitmotif carries for each, and the record that an installation
 * leaves beside its files. The weights themselves are never part of Leitmotif.
 */

const sentence = z.string().min(1).max(500);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A pack's name, which is its folder's name too. */
export const packId = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);

const hubFileSchema = z.strictObject({
  /** Where it lies in the repository and below the pack's folder. */
  path: packPath,
  /** Its length in bytes, or about its length where `isRounded`. */
  bytes: z.int().positive(),
  /** True where only a rounded length is published; the exact one is asked of the origin at download. */
  isRounded: z.boolean().optional(),
  /** SHA-256 where it is published; else it is recorded at the first installation and checked ever after. */
  sha256: sha256.optional(),
});

/** Reads and checks the manifest of a pack that can be installed; unknown fields are refused. */
export const hubPackManifestSchema = z.strictObject({
  schema: z.literal(1),
  id: packId,
  /** What loads it. */
  kind: z.enum(['clip', 'clap', 'captioner']),
  /** For a person: what it is. */
  title: sentence,
  /** For a person: what Leitmotif does with it. */
  purpose: sentence,
  /** Where the files come from. A revision is a commit, so what is fetched cannot change under its name. */
  origin: z.strictObject({
    hub: z.url({ protocol: /^https?$/ }),
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    revision: z.string().regex(/^[0-9a-f]{40}$/),
  }),
  /** Precision of the weights, by which the loader finds the files. */
  precision: z.enum(['fp32', 'fp16', 'q8', 'q4']),
  /** SPDX identifiers, and the model card that states them. */
  licence: z.strictObject({ code: sentence, weights: sentence, statedBy: sentence }),
  /** Whether the weights may be used in commerce. */
  commercialUse: z.boolean(),
  /** One sentence that answers: may the person sell music made with this? */
  musicMayBeSold: sentence,
  files: z.array(hubFileSchema).min(1).max(64),
});

/** A checked manifest of a pack that can be installed. */
export type HubPackManifest = z.infer<typeof hubPackManifestSchema>;

/** One file of such a pack. */
export type HubFile = HubPackManifest['files'][number];

/**
 * Why a file's hash is believed: published in the manifest, stated by the origin before the download, or recorded
 * when the file first came.
 */
export const hashTrusts = ['published', 'stated', 'first-use'] as const;
/** One of the {@link hashTrusts}. */
export type HashTrust = (typeof hashTrusts)[number];

/** Reads and checks `installed.json`, which an installation writes last. */
export const installedPackSchema = z.strictObject({
  schema: z.literal(1),
  manifest: hubPackManifestSchema,
  installedAt: z.iso.datetime(),
  source: z.enum(['origin', 'folder']),
  files: z
    .array(
      z.strictObject({
        path: packPath,
        bytes: z.int().nonnegative(),
        sha256,
        trust: z.enum(hashTrusts),
      }),
    )
    .min(1),
});

/** The record of an installed pack. */
export type InstalledPack = z.infer<typeof installedPackSchema>;
