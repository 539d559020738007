/** A person's folder of pictures or of recordings: what lies in it, and under which licence. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { z } from 'zod';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { emptySet } from '../datasetError.ts';

/** What is looked for: by name here, by content where it is read. */
const extensions = {
  pictures: /\.(?:png|jpe?g|webp|avif|gif|tiff?)$/i,
  recordings: /\.(?:wave?|flac|mp3|ogg|oga)$/i,
} as const;

/** What a licence is called where none is said. */
export const unknownLicence = 'unknown';

/** A file of a folder. */
export interface SourceFile {
  /** Relative to the folder, with forward slashes: what samples name, since where a person keeps things is private. */
  name: string;
  path: string;
  licence: string;
}

const licenceSchema = z.union([
  z.string().min(1),
  z.object({ licence: z.string().min(1), files: z.record(z.string(), z.string()).optional() }),
]);

type LicenceRule = { licence: string; files: Readonly<Record<string, string>> } | undefined;

/**
 * The files of a folder and the folders in it, by name. The licence of each is the one that was given, else that of the
 * nearest `licence.json` (`{"licence": "CC0-1.0", "files": {"a.mp3": "CC-BY-4.0"}}`) or LICENCE or LICENSE file (its first
 * line) at or above it, else {@link unknownLicence}.
 *
 * @throws LeitmotifError `file-missing`, `usage` for a file, `dataset-empty`
 */
export async function readSourceFolder(
  folder: string,
  kind: keyof typeof extensions,
  given: string | undefined,
): Promise<SourceFile[]> {
  await expectFolder(folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && extensions[kind].test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
  if (paths.length === 0) {
    const next =
      kind === 'pictures'
        ? 'Put PNG, JPEG or WebP pictures in it'
        : 'Put WAV, FLAC, MP3 or Ogg recordings in it';
    throw emptySet(`There are no ${kind} in this folder`, folder, next);
  }
  const rules = new Map<string, LicenceRule>();
  const files: SourceFile[] = [];
  for (const path of paths) {
    const name = path.slice(join(folder, '.').length + 1).replaceAll(sep, '/');
    files.push({ name, path, licence: given ?? (await licenceOf(path, folder, rules)) });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function expectFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new LeitmotifError(found === undefined ? 'file-missing' : 'usage', {
    what: found === undefined ? 'There is no such folder' : 'This is a file, not a folder',
    subject: folder,
    next: 'Give the folder that the files lie in',
  });
}

async function licenceOf(path: string, root: string, rules: Map<string, LicenceRule>): Promise<string> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!rules.has(folder)) rules.set(folder, await ruleOf(folder));
    const rule = rules.get(folder);
    const own = folder === dirname(path) ? rule?.files[basename(path)] : undefined;
    if (rule !== undefined) return own ?? rule.licence;
    if (folder === join(root, '.') || dirname(folder) === folder) return unknownLicence;
  }
}

async function ruleOf(folder: string): Promise<LicenceRule> {
  const names = await readdir(folder);
  const json = names.find((name) => /^licen[cs]e\.json$/i.test(name));
  if (json !== undefined) return parseRule(join(folder, json));
  const text = names.find((name) => /^licen[cs]e(?:\.txt|\.md)?$/i.test(name));
  if (text === undefined) return undefined;
  const lines = (await readFile(join(folder, text), 'utf8')).split('\n');
  const first = lines.map((line) => line.replace(/^#+/, '').trim()).find((line) => line !== '');
  return first === undefined ? undefined : { licence: first.slice(0, 120), files: {} };
}

/** A licence that is written down but cannot be read is an error: guessing "unknown" would lose what somebody said. */
async function parseRule(path: string): Promise<LicenceRule> {
  try {
    const rule = licenceSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return typeof rule === 'string'
      ? { licence: rule, files: {} }
      : { licence: rule.licence, files: rule.files ?? {} };
  } catch (cause) {
    throw new LeitmotifError('usage', {
      what: 'This file does not say a licence',
      subject: path,
      next: 'Write {"licence": "CC0-1.0"} into it, or give the licence as an option',
      cause,
    });
  }
}
