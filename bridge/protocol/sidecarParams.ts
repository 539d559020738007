/** The parameters of the sidecar's requests, with the schemas that check them. */
import { z } from 'zod';
import { cueSchema } from './cue.ts';
import { recipeSchema } from './take.ts';

/** A job's number, chosen by the client, 1…2³² − 1; not that of another job that runs or waits. */
const job = z.number().int().min(1).max(0xffff_ffff);
const path = z.string().min(1).max(4096);
const seed = z.number().int().min(0).max(0xffff_ffff);
const sampleRate = z.union([z.literal(44_100), z.literal(48_000)]).default(44_100);
const provider = z
  .enum(['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu'])
  .optional()
  .describe('What packs run on; auto measures each pack once a machine.');
const cueOfFolder = {
  cue: cueSchema,
  folder: path.describe('Absolute; what the paths in the cue are relative to.'),
};

/** Longest preview in seconds: the longest cue. */
export const longestPreview = 3600;

/** Of `initialize`. */
export const initializeParams = z.object({
  protocolVersion: z.number().int(),
  client: z.object({ name: z.string().min(1).max(200), version: z.string().max(100) }),
  provider: provider.describe('Of all jobs that name none; the CPU unless told.'),
});
/** Of `initialize`. */
export type InitializeParams = z.input<typeof initializeParams>;

/** Of `brief`. */
export const briefParams = z.object({ job, ...cueOfFolder, provider });
/** Of `brief`. */
export type BriefParams = z.input<typeof briefParams>;

/** Of `compose`. */
export const composeParams = z.object({
  job,
  ...cueOfFolder,
  out: path.describe('Absolute; the folder that take folders go into.'),
  provider,
  seed,
  count: z.number().int().min(1).max(100).default(1),
  stems: z.boolean().default(false),
  sampleRate,
  priority: z.enum(['compose', 'batch']).default('compose').describe('A batch gives way to all else.'),
  stream: z.boolean().default(true).describe('Whether the sound goes to the pipe, where somebody is on it.'),
});
/** Of `compose`. */
export type ComposeParams = z.input<typeof composeParams>;

/** Of `preview`. */
export const previewParams = z.object({
  job,
  ...cueOfFolder,
  provider,
  seed,
  from: z.number().min(0).max(longestPreview).default(0).describe('Seconds of the take that are left out.'),
  seconds: z.number().min(0.1).max(longestPreview).default(8).describe('How much is played.'),
  sampleRate,
});
/** Of `preview`. */
export type PreviewParams = z.input<typeof previewParams>;

/** Of `perform`: composes without an end for whoever asks on the pipe; answered when it is over. */
export const performParams = z.object({
  job,
  ...cueOfFolder,
  provider,
  seed,
  prepared: recipeSchema
    .pick({ brief: true, inputs: true, packs: true })
    .extend({ provider: z.string().max(1000) })
    .optional()
    .describe('What `brief` answered for this cue: then nothing is perceived again, and it begins at once.'),
  sampleRate,
});
/** Of `perform`. */
export type PerformParams = z.input<typeof performParams>;

/** Of `remake`. */
export const remakeParams = z.object({ job, path, out: path.optional(), provider });
/** Of `remake`. */
export type RemakeParams = z.input<typeof remakeParams>;

/** Of `cancel`. */
export const cancelParams = z.object({ job, hard: z.boolean().default(false) });
/** Of `cancel`. */
export type CancelParams = z.input<typeof cancelParams>;

const id = z.string().min(1).max(64);

/** Of `packs/install`. Without the person's consent to this very size nothing is fetched. */
export const installParams = z.object({
  job,
  id,
  consent: z.boolean().default(false).describe('True once the person agreed.'),
  bytes: z
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('The size they agreed to, as packs/list says it.'),
  from: path.optional().describe('Absolute; a folder with the files, for a machine without network.'),
  directory: path.optional().describe('Absolute; where packs are installed to from now on.'),
});
/** Of `packs/install`. */
export type InstallParams = z.input<typeof installParams>;

/** Of `packs/verify`; all packs where none is named. */
export const verifyParams = z.object({ job, id: id.optional() });
/** Of `packs/verify`. */
export type VerifyParams = z.input<typeof verifyParams>;

/** Of `packs/remove`. */
export const removeParams = z.object({ job, id });
/** Of `packs/remove`. */
export type RemoveParams = z.input<typeof removeParams>;

/** Of `doctor`. */
export const doctorParams = z.object({
  job,
  folder: path.optional().describe('Absolute; the folder that takes would go to.'),
});
/** Of `doctor`. */
export type DoctorParams = z.input<typeof doctorParams>;
