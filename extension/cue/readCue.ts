/**
 * Reads the text of a cue document as far as it can be read. A person may have written it by hand, another program may
 * have damaged it: what is wrong is left out and told with its line, everything else is shown. Nothing here changes the text.
 */
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import {
  conditionSchema,
  cueSchema,
  cueVersion,
  hitSchema,
  keyframeSchema,
  lockSchema,
  sectionSchema,
  takeReferenceSchema,
  themeSchema,
} from '../../bridge/protocol/cue.ts';
import { attributeNames, attributeValueSchemas } from '../../bridge/protocol/attributes.ts';
import { longestMessage } from '../../bridge/protocol/sidecar.ts';
import type { JSONPath, Node, ParseError } from 'jsonc-parser';
import type { z } from 'zod';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { ErrorCode } from '../../bridge/protocol/errors.ts';
import type { SidecarFault } from '../../bridge/protocol/sidecar.ts';

/** What a text says. */
export interface CueReading {
  /** Absent where the text is no cue at all. */
  cue?: Cue;
  /** What is wrong with it; a cue with faults can be shown and edited, not composed. */
  faults: SidecarFault[];
  /** Written by a newer program: not to be changed. */
  isNewer: boolean;
}

/** Longest text that is read, in characters: what the sidecar takes in one message. */
export const longestCue = longestMessage;
/** More are not worth reading. */
const mostFaults = 20;

/** Reads a text; `name` is the file's, for faults. An empty text is an empty cue. Never throws. */
export function readCue(text: string, name: string): CueReading {
  if (text.length > longestCue) return unreadable(tooLong(text.length, name));
  if (text.trim() === '')
    return { cue: cueSchema.parse({ leitmotif: cueVersion }), faults: [], isNewer: false };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined || tree === undefined) return unreadable(notJson(text, name, error));
  return new Reader(text, name, tree).read();
}

/** Number of the line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

const lists = {
  conditions: conditionSchema,
  sections: sectionSchema,
  hits: hitSchema,
  themes: themeSchema,
  locks: lockSchema,
  takes: takeReferenceSchema,
} as const;

class Reader {
  readonly #text: string;
  readonly #name: string;
  readonly #tree: Node;
  readonly #faults: SidecarFault[] = [];

  constructor(text: string, name: string, tree: Node) {
    this.#text = text;
    this.#name = name;
    this.#tree = tree;
  }

  read(): CueReading {
    const raw: unknown = getNodeValue(this.#tree);
    if (!isRecord(raw)) return unreadable(this.#fault('cue-invalid', [], 'it is not a JSON object'));
    const version = raw.leitmotif;
    if (typeof version === 'number' && version > cueVersion) {
      return { faults: [this.#tooNew(version)], isNewer: true };
    }
    if (version !== cueVersion) {
      const reason = `"leitmotif" is to be the version of the document, ${cueVersion}`;
      return unreadable(this.#fault('cue-invalid', ['leitmotif'], reason));
    }
    const cue: Record<string, unknown> = { leitmotif: cueVersion };
    for (const [field, schema] of Object.entries(cueSchema.shape)) {
      if (!(field in raw) || field === 'leitmotif') continue;
      const value = this.#field(field, schema, raw[field]);
      if (value !== undefined) cue[field] = value;
    }
    return { cue: cueSchema.parse(cue), faults: this.#faults.slice(0, mostFaults), isNewer: false };
  }

  #field(field: string, schema: z.ZodType, value: unknown): unknown {
    if (field in lists) return this.#list(field, lists[field as keyof typeof lists], value);
    if (field === 'attributes') {
      return this.#record([field], value, (name, each) =>
        this.#checked<unknown>([field, name], attributeValueSchemas[name], each),
      );
    }
    if (field === 'keyframes') return this.#record([field], value, (name, each) => this.#curve(name, each));
    return this.#checked([field], schema, value);
  }

  /** The entries that are what they should be; of two with one id the first. */
  #list(field: string, schema: z.ZodType<{ id: string }>, value: unknown): unknown[] | undefined {
    if (!Array.isArray(value)) {
      this.#note([field], 'it is to be a list');
      return undefined;
    }
    const ids = new Set<string>();
    return value.flatMap((entry: unknown, i) => {
      const checked = this.#checked([field, i], schema, entry);
      if (checked === undefined) return [];
      if (ids.has(checked.id)) {
        this.#note([field, i], `the id "${checked.id}" is there twice, and the first one counts`);
        return [];
      }
      ids.add(checked.id);
      return [checked];
    });
  }

  #record(
    path: JSONPath,
    value: unknown,
    read: (name: keyof typeof attributeValueSchemas, value: unknown) => unknown,
  ): Record<string, unknown> | undefined {
    if (!isRecord(value)) {
      this.#note(path, 'it is to be an object');
      return undefined;
    }
    const entries = attributeNames
      .filter((name) => Object.hasOwn(value, name))
      .map((name) => [name, read(name, value[name])] as const);
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
  }

  #curve(name: string, value: unknown): unknown {
    if (!Array.isArray(value)) {
      this.#note(['keyframes', name], 'it is to be a list');
      return undefined;
    }
    const frames = value.flatMap((frame: unknown, i) => {
      const checked = this.#checked(['keyframes', name, i], keyframeSchema, frame);
      return checked === undefined ? [] : [checked];
    });
    return frames.length === 0 ? undefined : frames;
  }

  #checked<T>(path: JSONPath, schema: z.ZodType<T>, value: unknown): T | undefined {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const below = (issue?.path ?? []).filter((step) => typeof step !== 'symbol');
    this.#note([...path, ...below], issue?.message ?? 'it does not fit');
    return undefined;
  }

  #note(path: JSONPath, reason: string): void {
    if (this.#faults.length < mostFaults) this.#faults.push(this.#fault('cue-invalid', path, reason));
  }

  #fault(code: ErrorCode, path: JSONPath, reason: string): SidecarFault {
    const place = path.map(String).join('.');
    return {
      code,
      what: place === '' ? `This is not a cue: ${reason}` : `${place}: ${reason}`,
      subject: `${this.#name}, line ${lineAt(this.#text, this.#offsetOf(path))}`,
      next: 'Open it as text and mend it; what is wrong is left out until then',
    };
  }

  /** Where a place begins; where it is missing, what it is missing from. */
  #offsetOf(path: JSONPath): number {
    for (let length = path.length; length > 0; length--) {
      const node = findNodeAtLocation(this.#tree, path.slice(0, length));
      if (node !== undefined) return node.offset;
    }
    return this.#tree.offset;
  }

  #tooNew(version: number): SidecarFault {
    return {
      code: 'cue-version-unknown',
      what: `The cue is of version ${version}, and this Leitmotif reads up to ${cueVersion}`,
      subject: this.#name,
      next: 'Use a newer Leitmotif; nothing of it is changed until then',
    };
  }
}

function unreadable(fault: SidecarFault): CueReading {
  return { faults: [fault], isNewer: false };
}

function notJson(text: string, name: string, error: ParseError | undefined): SidecarFault {
  const reason = error === undefined ? 'Nothing' : printParseErrorCode(error.error);
  return {
    code: 'cue-invalid',
    what: `This is not a cue: it is not JSON (${wordsOf(reason)})`,
    subject: `${name}, line ${lineAt(text, error?.offset ?? 0)}`,
    next: 'Open it as text and mend it',
  };
}

/** `CommaExpected` → `comma expected`. */
function wordsOf(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function tooLong(length: number, name: string): SidecarFault {
  const megabytes = (characters: number): string => (characters / (1 << 20)).toFixed(1);
  return {
    code: 'text-too-long',
    what: `The cue has ${megabytes(length)} MB of text, and at most ${megabytes(longestCue)} MB are read`,
    subject: name,
    next: 'Put long stories into files of their own and name their paths in the cue',
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
