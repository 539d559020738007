/** The text of a cue while it is edited: values are put into it and taken out of it, and all else stays as it was written. */
import { applyEdits, modify, parse } from 'jsonc-parser';
import { cueVersion } from '../../bridge/protocol/cue.ts';
import type { FormattingOptions, JSONPath } from 'jsonc-parser';

/** A text that is being edited. */
export class CueText {
  #text: string;
  readonly #format: FormattingOptions;

  /** An empty text becomes an empty cue. */
  constructor(text: string) {
    this.#text = text.trim() === '' ? `${JSON.stringify({ leitmotif: cueVersion }, undefined, 2)}\n` : text;
    this.#format = formatOf(this.#text);
  }

  get text(): string {
    return this.#text;
  }

  /** Entries of a list as they stand in the text, whole or not; none where there is no list. */
  entries(list: string): unknown[] {
    const value = this.#value(list);
    return Array.isArray(value) ? value : [];
  }

  /** Fields of an object as they stand in the text; none where there is no object. */
  fields(name: string): Record<string, unknown> {
    const value = this.#value(name);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  }

  /** Place of the entry with an id, −1 where there is none. */
  indexOf(list: string, id: string): number {
    return this.entries(list).findIndex((entry) => idOf(entry) === id);
  }

  /** Sets a value; `undefined` removes it. */
  set(path: JSONPath, value: unknown): void {
    if (value === undefined && !this.#has(path)) return;
    this.#text = applyEdits(this.#text, modify(this.#text, path, value, { formattingOptions: this.#format }));
  }

  /** Adds an entry to a list, at its end or before an index; the list is made where it is missing. */
  insert(list: JSONPath, value: unknown, index?: number): void {
    if (!Array.isArray(this.#at(list))) {
      this.set(list, [value]);
      return;
    }
    const options = { formattingOptions: this.#format, isArrayInsertion: true };
    this.#text = applyEdits(this.#text, modify(this.#text, [...list, index ?? -1], value, options));
  }

  /** Replaces the entry with the same id, or adds it. */
  put(list: string, entry: { id: string }): void {
    const index = this.indexOf(list, entry.id);
    if (index === -1) this.insert([list], entry);
    else this.set([list, index], entry);
  }

  /** Removes the entry with an id, if any. */
  remove(list: string, id: string): void {
    const index = this.indexOf(list, id);
    if (index !== -1) this.set([list, index], undefined);
  }

  #value(name: string): unknown {
    return this.#at([name]);
  }

  #has(path: JSONPath): boolean {
    return this.#at(path) !== undefined;
  }

  #at(path: JSONPath): unknown {
    let value: unknown = parse(this.#text);
    for (const step of path) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
    }
    return value;
  }
}

/** The id of an entry, if it has one. */
export function idOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('id' in entry)) return undefined;
  return typeof entry.id === 'string' ? entry.id : undefined;
}

/** Goes on as the text was written: by its first indented line, and its line ends. */
function formatOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
