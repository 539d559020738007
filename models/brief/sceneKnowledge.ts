/**
 * Our knowledge of scenes: what music belongs to which situation.
 *
 *   knowledge/scenes/*.jsonl ──┐
 *                              ├─ hash agrees ─► SceneKnowledge
 *   knowledge/scenes.vectors.bin ┘
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { affectNames, feelingNames, feelingOf, sceneFeeling } from './feeling.ts';
import { decodeSceneVectors } from './sceneVectors.ts';
import { nameShares } from './sceneVotes.ts';
import { sceneSchema } from './scene.ts';
import type { Feeling, FeelingName } from './feeling.ts';
import type { FeelingMap } from './feelingMap.ts';
import type { Scene } from './scene.ts';
import type { VotedNames } from './sceneVotes.ts';
import type { SceneVectors } from './sceneVectors.ts';

/** The scenes, ready to be recalled. */
export interface SceneKnowledge {
  scenes: readonly Scene[];
  /** The feeling of each scene, in their order. */
  feelings: readonly Feeling[];
  /** Row-major, a vector a scene. */
  vectors: Float32Array;
  width: number;
  feelingMap: FeelingMap;
  /** Mean and standard deviation of the scenes' feelings. */
  centre: Feeling;
  spread: Feeling;
  /** How far each dimension goes with valence, arousal and tension, by least squares over the scenes. */
  coupling: Readonly<Record<FeelingName, readonly [number, number, number]>>;
  /** The share of each mode, meter, register and style among the scenes. */
  nameShares: Readonly<Record<keyof VotedNames, ReadonlyMap<string, number>>>;
  /** SHA-256 of the model that encoded the scenes; readings must come from the same one. */
  encoderHash: string;
}

/** The scenes of a folder with the hash of their files. */
export interface SceneFiles {
  scenes: Scene[];
  /** SHA-256 in hexadecimal over names and contents, in the order of the names. */
  hash: string;
}

/**
 * Loads the knowledge from its folder.
 *
 * @throws LeitmotifError `knowledge-corrupt` where a file is missing, a line is no scene, an identifier stands twice, or
 *   the vectors were made from other scenes.
 */
export async function loadSceneKnowledge(folder: string): Promise<SceneKnowledge> {
  const { scenes, hash } = await readSceneFiles(folder);
  const path = join(folder, 'scenes.vectors.bin');
  const vectors = decodeSceneVectors(await readOrRefuse(path));
  if (vectors === undefined) throw corrupt('The vectors of the scenes are no file of this version', path);
  if (vectors.scenesHash !== hash || vectors.count !== scenes.length) {
    throw corrupt('The vectors were made from other scenes', path);
  }
  return makeSceneKnowledge(scenes, vectors);
}

/** Reads and checks every `scenes/*.jsonl` of a folder. */
export async function readSceneFiles(folder: string): Promise<SceneFiles> {
  const scenesFolder = join(folder, 'scenes');
  const names = await readdir(scenesFolder).catch((cause: unknown) => {
    throw corrupt('The scenes cannot be read', scenesFolder, cause);
  });
  const hash = createHash('sha256');
  const scenes: Scene[] = [];
  for (const name of names.filter((file) => file.endsWith('.jsonl')).sort()) {
    const path = join(scenesFolder, name);
    // Line ends may differ between checkouts; the words do not.
    const text = new TextDecoder().decode(await readOrRefuse(path)).replaceAll('\r\n', '\n');
    hash.update(`${name}\n${text}`);
    scenes.push(...parseScenes(text, path));
  }
  refuseDoubles(scenes, scenesFolder);
  return { scenes, hash: hash.digest('hex') };
}

/** The scenes of a JSON-lines text. `path` names it in errors. */
export function parseScenes(text: string, path: string): Scene[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const result = sceneSchema.safeParse(parseJson(line));
    if (result.success) return [result.data];
    const issue = result.error.issues[0];
    throw corrupt(
      `A scene is wrong: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
      `${path}:${i + 1}`,
    );
  });
}

/** Joins scenes with their vectors. */
export function makeSceneKnowledge(scenes: readonly Scene[], vectors: SceneVectors): SceneKnowledge {
  const feelings = scenes.map((scene) => sceneFeeling(scene.attributes));
  const mean = (value: (feeling: Feeling) => number): number =>
    feelings.reduce((sum, feeling) => sum + value(feeling), 0) / Math.max(1, feelings.length);
  const centre = feelingOf((name) => mean((feeling) => feeling[name]));
  const spread = feelingOf((name) => Math.sqrt(mean((feeling) => (feeling[name] - centre[name]) ** 2)));
  const { width, feelingMap, encoderHash } = vectors;
  return {
    ...{ scenes, feelings, width, feelingMap, centre, spread, encoderHash },
    vectors: vectors.vectors,
    coupling: affectCoupling(feelings, centre),
    nameShares: nameShares(scenes),
  };
}

/** Least squares of every dimension on the three of affect; the three themselves are coupled to nothing. */
function affectCoupling(feelings: readonly Feeling[], centre: Feeling): SceneKnowledge['coupling'] {
  const product = (a: FeelingName, b: FeelingName): number =>
    feelings.reduce((sum, feeling) => sum + (feeling[a] - centre[a]) * (feeling[b] - centre[b]), 0);
  const [v, a, t] = affectNames;
  const matrix = affectNames.map((row) =>
    affectNames.map((column) => product(row, column) + (row === column ? 1 : 0)),
  );
  const rows = feelingNames.map((name): [FeelingName, readonly [number, number, number]] => {
    if ((affectNames as readonly string[]).includes(name)) return [name, [0, 0, 0]];
    return [name, solveThree(matrix, [product(v, name), product(a, name), product(t, name)])];
  });
  return Object.fromEntries(rows) as Record<FeelingName, readonly [number, number, number]>;
}

/** Cramer's rule for three unknowns. */
function solveThree(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): [number, number, number] {
  const whole = determinant(matrix);
  const unknown = (column: number): number =>
    determinant(matrix.map((row, i) => row.map((value, j) => (j === column ? (right[i] ?? 0) : value)))) /
    whole;
  return [unknown(0), unknown(1), unknown(2)];
}

function determinant(matrix: readonly (readonly number[])[]): number {
  const [[a = 0, b = 0, c = 0] = [], [d = 0, e = 0, f = 0] = [], [g = 0, h = 0, i = 0] = []] = matrix;
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

function refuseDoubles(scenes: readonly Scene[], path: string): void {
  const seen = new Set<string>();
  for (const { id } of scenes) {
    if (seen.has(id)) throw corrupt(`The scene "${id}" stands twice`, path);
    seen.add(id);
  }
  if (scenes.length === 0) throw corrupt('There are no scenes', path);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // What is no JSON is no scene either; the schema says so with the line's number.
    return undefined;
  }
}

async function readOrRefuse(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw corrupt('A file of the scene knowledge cannot be read', path, cause);
  });
}

function corrupt(what: string, subject: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('knowledge-corrupt', {
    what,
    subject,
    next: 'Install Leitmotif again; in a checkout, run "node models/brief/writeSceneVectors.mjs"',
    cause,
  });
}
