/**
 * Takes that were being made when the window ended: the sidecar may have finished one that nobody could write into its cue any
 * more. Remembered before a take is made, forgotten when it is in the cue.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readTake } from '../takes/readTake.ts';

/** What is remembered of a take that is being made. */
export interface Expected {
  /** Absolute; the folder of the take folders. */
  out: string;
  seed: number;
  /** When it was asked for, ISO 8601. */
  asked: string;
}

/** The part of VS Code's memory that is needed. */
export interface Memory {
  get<T>(key: string, otherwise: T): T;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'leitmotif.expectedTakes';

/** Remembers that a take is being made for a cue. */
export async function expectTake(memory: Memory, cue: string, expected: Expected): Promise<void> {
  await memory.update(key, { ...all(memory), [cue]: expected });
}

/** The take is in the cue, or will never come. */
export async function forgetExpected(memory: Memory, cue: string): Promise<void> {
  const others = Object.entries(all(memory)).filter(([each]) => each !== cue);
  await memory.update(key, Object.fromEntries(others));
}

/** Folders of takes that were made for a cue and never written into it; `named` are those that it has. Never throws. */
export async function unclaimedTakes(
  memory: Memory,
  cue: string,
  named: readonly string[],
): Promise<string[]> {
  const expected = all(memory)[cue];
  if (expected === undefined) return [];
  const names = await readdir(expected.out).catch(() => []);
  const folders = names.map((name) => join(expected.out, name)).filter((folder) => !named.includes(folder));
  const made = await Promise.all(folders.map((folder) => isOf(folder, expected)));
  return folders.filter((_, i) => made[i]);
}

async function isOf(folder: string, { seed, asked }: Expected): Promise<boolean> {
  try {
    const { recipe } = await readTake(folder);
    return recipe.seed === seed && recipe.made >= asked;
  } catch {
    return false;
  }
}

function all(memory: Memory): Record<string, Expected> {
  return memory.get<Record<string, Expected>>(key, {});
}
