/**
 * A folder that a DAW, its script or a person watches. Files have their names when they are whole, and the manifest comes last:
 * who sees `<id>.json` has everything.
 *
 *   bridge:  <id>.wav, <id>.mid …  then  <id>.json, then queue.txt (the newest clips, one name a line)
 *   script:  <id>.done.json (what became of it), state.json (its project, again and again while it runs)
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LeitmotifError } from '../protocol/errors.ts';
import { clipManifestSchema, clipReceiptSchema, dawStateFileSchema } from '../protocol/daw.ts';
import type { ClipManifest, ClipReceipt, DawId, DawState } from '../protocol/daw.ts';
import type { Milliseconds } from '../protocol/units.ts';

/** A script that runs writes its state at least this often. */
export const stateFreshness: Milliseconds = 5000;
const lookEvery: Milliseconds = 100;
/** Clips that `queue.txt` names: scripts have no way to list a folder everywhere. */
const longestQueue = 50;

/** Where inboxes lie unless a person chose another place: one folder for every DAW in it. */
export function usualInbox(): string {
  return join(homedir(), 'Leitmotif', 'Inbox');
}

/** The inbox of one DAW. */
export class ClipInbox {
  readonly folder: string;
  /** Files of the newest clip that wait for a person, absolute. */
  readonly left: string[] = [];
  #count = 0;
  #queue: readonly string[] = [];

  /** Makes the folder. @throws LeitmotifError `output-unwritable` */
  constructor(daw: DawId, base: string = usualInbox()) {
    this.folder = join(base, daw);
    try {
      mkdirSync(this.folder, { recursive: true });
    } catch (cause) {
      throw unwritable(this.folder, cause);
    }
  }

  /** A name that no clip has; what was left of the clip before is forgotten. */
  newId(now: Date = new Date()): string {
    this.#count += 1;
    this.left.length = 0;
    const time = now
      .toISOString()
      .slice(0, 23)
      .replaceAll(/[-:.T]/g, '');
    return `clip-${time}-${process.pid}-${this.#count}`;
  }

  /** Absolute path of a clip's file. */
  pathOf(file: string): string {
    return join(this.folder, file);
  }

  /** Absolute path of a clip's manifest. */
  manifestPath(id: string): string {
    return this.pathOf(`${id}.json`);
  }

  /** Names a clip whose files are there. @throws LeitmotifError `output-unwritable` */
  deliver(manifest: ClipManifest): void {
    this.#write(`${manifest.id}.json`, JSON.stringify(clipManifestSchema.parse(manifest)));
    this.#queue = [...this.#queue, manifest.id].slice(-longestQueue);
    this.#write('queue.txt', `${this.#queue.join('\n')}\n`);
  }

  /** Takes the manifest of a clip back; its files stay. */
  retract(id: string): void {
    rmSync(this.manifestPath(id), { force: true });
  }

  /** Takes a clip back: its manifest and its files. */
  withdraw({ id, parts }: ClipManifest): void {
    this.retract(id);
    for (const { file } of parts) rmSync(this.pathOf(file), { force: true });
  }

  /** Waits for the script's word; undefined where it says nothing in time. */
  async receipt(id: string, within: Milliseconds): Promise<ClipReceipt | undefined> {
    const end = performance.now() + within;
    for (;;) {
      const found = clipReceiptSchema.safeParse(this.#read(`${id}.done.json`));
      if (found.success && found.data.id === id) return found.data;
      if (performance.now() >= end) return undefined;
      await pause(lookEvery);
    }
  }

  /** What the script told last of its project, while it runs. */
  state(): Partial<DawState> | undefined {
    try {
      if (Date.now() - statSync(this.pathOf('state.json')).mtimeMs > stateFreshness) return undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    const told = dawStateFileSchema.safeParse(this.#read('state.json'));
    // What is absent is left out by the parser, which its type cannot say.
    return told.success ? (told.data.state as Partial<DawState>) : undefined;
  }

  #write(file: string, text: string): void {
    const path = this.pathOf(file);
    try {
      writeFileSync(`${path}.part`, text);
      renameSync(`${path}.part`, path);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }

  /** Parsed JSON; undefined where there is none, or half of it. */
  #read(file: string): unknown {
    try {
      return JSON.parse(readFileSync(this.pathOf(file), 'utf8'));
    } catch (error) {
      if (isMissing(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unwritable(subject: string, cause: unknown): LeitmotifError {
  return new LeitmotifError('output-unwritable', {
    what: 'The inbox for clips cannot be written',
    subject,
    next: 'Choose another folder for clips',
    cause,
  });
}
