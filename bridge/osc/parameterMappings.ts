/**
 * Foreign parameters that move attributes, and attributes that move them back.
 *
 *   message, controller ─► hear ─► learning? → a new mapping │ known? → forward → AttributeStore
 *   AttributeStore ─► backward ─► tell the parameter, where it wants feedback and did not move itself
 */
import { controlByName } from '../protocol/attributeAddress.ts';
import { cancelled, LeitmotifError } from '../protocol/errors.ts';
import { backward, forward } from './mappingCurve.ts';
import type { AttributeControl } from '../protocol/attributeAddress.ts';
import type { MappingSource, ParameterMapping } from '../protocol/parameterMapping.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { AttributeStore, ControlValue } from './attributeStore.ts';

/** Most mappings of a bridge. */
export const mostMappings = 256;

/** A value that a foreign parameter took. */
export interface ParameterValue {
  source: MappingSource;
  value: number;
}

/** Moves a foreign parameter. */
export type TellParameter = (source: MappingSource, value: number) => void;

/** Somebody who waits for a parameter to be moved. */
interface Learning {
  attribute: AttributeControl;
  resolve: (mapping: ParameterMapping) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
  /** Sources that speak by themselves, such as a DAW's play position. */
  chatter: ReadonlySet<string>;
}

/** Who spoke within this time before learning began is not being moved by a hand. */
const chatterWithin: Milliseconds = 2000;
/** Sources that are remembered as having spoken. */
const mostHeard = 512;

/** Mappings of a bridge. */
export class ParameterMappings {
  readonly #store: AttributeStore;
  readonly #tells: TellParameter[];
  readonly #mappings = new Map<string, ParameterMapping>();
  readonly #bySource = new Map<string, Set<ParameterMapping>>();
  readonly #end: () => void;
  #learning: Learning | undefined;
  /** What moves attributes right now must not be moved by them. */
  #moving: string | undefined;
  /** When each source spoke last, the latest at the end. */
  readonly #heard = new Map<string, Milliseconds>();
  #learned = 0;

  constructor(store: AttributeStore, tell: TellParameter) {
    this.#store = store;
    this.#tells = [tell];
    this.#end = store.onChange((name, value) => {
      this.#feedBack(name, value);
    });
  }

  /** All of them. */
  list(): ParameterMapping[] {
    return [...this.#mappings.values()];
  }

  /** Whether something moves an attribute. */
  isMapped(source: MappingSource): boolean {
    return this.#bySource.has(keyOf(source));
  }

  /** Adds one, or replaces the one with its id. @throws LeitmotifError `request-invalid` where there are too many */
  set(mapping: ParameterMapping): void {
    if (!this.#mappings.has(mapping.id) && this.#mappings.size >= mostMappings)
      throw new LeitmotifError('request-invalid', {
        what: 'There are too many mappings',
        subject: mapping.id,
        next: 'Remove some that are not used',
      });
    this.remove(mapping.id);
    this.#mappings.set(mapping.id, mapping);
    const key = keyOf(mapping.source);
    this.#bySource.set(key, (this.#bySource.get(key) ?? new Set()).add(mapping));
  }

  /** Removes one; false where there was none. */
  remove(id: string): boolean {
    const mapping = this.#mappings.get(id);
    if (mapping === undefined) return false;
    this.#mappings.delete(id);
    const key = keyOf(mapping.source);
    this.#bySource.get(key)?.delete(mapping);
    if (this.#bySource.get(key)?.size === 0) this.#bySource.delete(key);
    return true;
  }

  /**
   * Maps the parameter that is moved next to an attribute, over the attribute's whole range. The parameter's own range is guessed from
   * its value: 0…1, 0…127, or what has room for it. Parameters that spoke just before are left out.
   *
   * @throws LeitmotifError `attribute-invalid`; `cancelled` where nothing moves within the time, or another learning begins
   */
  learn(attribute: string, within: Milliseconds): Promise<ParameterMapping> {
    const control = controlByName(attribute);
    if (control === undefined) {
      const next = 'Ask for the attributes to see which there are';
      const detail = { what: 'There is no such attribute', subject: attribute, next };
      return Promise.reject(new LeitmotifError('attribute-invalid', detail));
    }
    this.stopLearning();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.stopLearning();
      }, within);
      this.#learning = { attribute: control, resolve, reject, timer, chatter: this.#chatter() };
    });
  }

  /** Learns no more; whoever waited is told. */
  stopLearning(): void {
    const learning = this.#learning;
    if (learning === undefined) return;
    this.#learning = undefined;
    clearTimeout(learning.timer);
    learning.reject(cancelled());
  }

  /** Parameters are moved by this way too: nothing says over which line one was heard. */
  tellAlso(tell: TellParameter): void {
    this.#tells.push(tell);
  }

  /** A parameter was moved. All values that a message may mean are passed. */
  hear(values: readonly ParameterValue[], origin: string): void {
    const [first] = values;
    if (first === undefined) return;
    const learning = this.#learning;
    if (learning !== undefined && !learning.chatter.has(keyOf(first.source))) this.#finish(learning, first);
    this.#remember(keyOf(first.source));
    for (const { source, value } of values) {
      const key = keyOf(source);
      for (const mapping of this.#bySource.get(key) ?? []) this.#move(mapping, key, value, origin);
    }
  }

  /** Ends. */
  close(): void {
    this.stopLearning();
    this.#end();
  }

  #finish({ attribute, resolve, timer }: Learning, { source, value }: ParameterValue): void {
    this.#learning = undefined;
    clearTimeout(timer);
    const mapping: ParameterMapping = {
      id: this.#freeId(attribute.name),
      source,
      attribute: attribute.name,
      input: guessedRange(source, value),
      output: wholeRange(attribute),
      curve: 'linear',
      feedback: false,
    };
    this.set(mapping);
    resolve(mapping);
  }

  #remember(key: string): void {
    this.#heard.delete(key);
    this.#heard.set(key, performance.now());
    const [oldest] = this.#heard.keys();
    if (this.#heard.size > mostHeard && oldest !== undefined) this.#heard.delete(oldest);
  }

  #chatter(): Set<string> {
    const since = performance.now() - chatterWithin;
    return new Set([...this.#heard].filter(([, at]) => at > since).map(([key]) => key));
  }

  #freeId(attribute: string): string {
    let id: string;
    do id = `${attribute} ${++this.#learned}`;
    while (this.#mappings.has(id));
    return id;
  }

  #move(mapping: ParameterMapping, key: string, value: number, origin: string): void {
    const control = controlByName(mapping.attribute);
    if (control === undefined) return;
    this.#moving = key;
    try {
      this.#store.set(control.name, valueOf(control, forward(mapping, value)), origin);
    } catch (error) {
      // A mapping may reach beyond the attribute's range; its end stays where it was.
      if (!(error instanceof LeitmotifError)) throw error;
    } finally {
      this.#moving = undefined;
    }
  }

  #feedBack(name: string, value: ControlValue): void {
    const control = controlByName(name);
    for (const mapping of this.#mappings.values()) {
      if (control === undefined || mapping.attribute !== name || !mapping.feedback) continue;
      if (keyOf(mapping.source) === this.#moving) continue;
      for (const tell of this.#tells) tell(mapping.source, backward(mapping, numberFor(control, value)));
    }
  }
}

/** Two sources with one key are one. */
function keyOf(source: MappingSource): string {
  switch (source.kind) {
    case 'osc':
      return JSON.stringify([source.address, source.given]);
    case 'midi':
      return `midi ${source.channel} ${source.controller}`;
    case 'nrpn':
      return `nrpn ${source.channel} ${source.parameter}`;
  }
}

function guessedRange(source: MappingSource, value: number): ParameterMapping['input'] {
  // Fractions where there are more bits.
  if (source.kind !== 'osc') return { from: 0, to: 127 };
  if (value < 0) return { from: Math.floor(value), to: -Math.floor(value) };
  if (value <= 1) return { from: 0, to: 1 };
  return { from: 0, to: Math.max(127, Math.ceil(value)) };
}

function wholeRange(control: AttributeControl): ParameterMapping['output'] {
  return control.kind === 'number'
    ? { from: control.min, to: control.max }
    : { from: 0, to: control.choices.length - 1 };
}

function valueOf(control: AttributeControl, value: number): ControlValue {
  if (control.kind === 'number') return Math.min(control.max, Math.max(control.min, value));
  return control.choices[Math.round(value)] ?? control.neutral;
}

function numberFor(control: AttributeControl, value: ControlValue): number {
  return control.kind === 'number' ? Number(value) : control.choices.indexOf(String(value));
}
