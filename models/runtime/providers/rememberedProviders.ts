/** Choices that were measured on this machine, in the cache folder. Losing them costs a trial, nothing else. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChosenProvider } from '../../../bridge/protocol/providers.ts';
import { writeJsonFile } from '../packs/jsonFile.ts';
import { personFolder } from '../packs/personFolders.ts';

/** Most choices that are kept; the oldest go. */
const most = 100;

type Kept = Record<string, ChosenProvider>;

/** Finds an earlier choice. */
export async function rememberedChoice(
  key: string,
  folder = personFolder('cache'),
): Promise<ChosenProvider | undefined> {
  const found = (await readAll(folder))[key];
  return isChoice(found) ? { ...found, isRemembered: true } : undefined;
}

/** Keeps a choice; where that cannot be, it is measured again next time. */
export async function rememberChoice(
  key: string,
  choice: ChosenProvider,
  folder = personFolder('cache'),
): Promise<void> {
  const others = Object.entries(await readAll(folder)).filter(([other]) => other !== key);
  const kept = [...others, [key, choice] as const].slice(-most);
  await writeJsonFile(pathIn(folder), Object.fromEntries(kept)).catch(() => undefined);
}

/** Forgets all choices: after something was installed that may change them. */
export async function forgetChoices(folder = personFolder('cache')): Promise<void> {
  await rm(pathIn(folder), { force: true }).catch(() => undefined);
}

async function readAll(folder: string): Promise<Kept> {
  try {
    const value: unknown = JSON.parse(await readFile(pathIn(folder), 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Kept) : {};
  } catch {
    return {};
  }
}

function isChoice(value: unknown): value is ChosenProvider {
  return (
    typeof value === 'object' &&
    value !== null &&
    'provider' in value &&
    'trials' in value &&
    'refused' in value
  );
}

function pathIn(folder: string): string {
  return join(folder, 'providers.json');
}
