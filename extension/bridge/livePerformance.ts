/**
 * A cue while it is performed: what its controls say now, whoever moves them, and the way to move them.
 *
 * ```
 * fader, DAW, monitor page ─► bridge ─ attributes/changed ─► LivePerformance ─► panels: shown, not written
 * panels ─► steer ─► bridge ─ attributes/set
 * ```
 *
 * Nothing here imports VS Code.
 */
import { attributesOf, changedControls, isSteered } from './liveAttributes.ts';
import { Listeners } from '../processes/listeners.ts';
import type { GivenAttributes, RoleInstrument } from '../../bridge/protocol/attributes.ts';
import type { AttributesChanged, ControlValue } from '../../bridge/protocol/bridge.ts';
import type { SetAttributesParams } from '../../bridge/protocol/bridgeParams.ts';
import type { CueEdit, GivenAttribute } from '../../bridge/protocol/panels/cueEdit.ts';
import type { Ending, Listen } from '../processes/listeners.ts';

/** How it begins. */
export interface LiveBeginning {
  /** Values of all controls. */
  readonly values: Readonly<Record<string, ControlValue>>;
  /** Players of the cue or its brief, for roles of which nobody has chosen another. */
  readonly players: readonly RoleInstrument[];
  readonly set: (values: SetAttributesParams['values']) => Promise<unknown>;
}

/** See the head of the file. */
export class LivePerformance implements Ending {
  readonly #beginning: LiveBeginning;
  readonly #changed = new Listeners<undefined>();
  #values: Readonly<Record<string, ControlValue>>;

  constructor(beginning: LiveBeginning) {
    this.#beginning = beginning;
    this.#values = beginning.values;
  }

  /** What sounds, or will at the next bar. */
  get attributes(): GivenAttributes {
    return attributesOf(this.#values, this.#beginning.players);
  }

  get onDidChange(): Listen<undefined> {
    return this.#changed.event;
  }

  /** Controls have moved. */
  hear({ changes }: AttributesChanged): void {
    const news = changes.filter(({ name, value }) => this.#values[name] !== value);
    if (news.length === 0) return;
    this.#values = { ...this.#values, ...Object.fromEntries(news.map(({ name, value }) => [name, value])) };
    this.#changed.fire(undefined);
  }

  /**
   * Moves controls, where an act of editing asks for nothing else. Tells whether it does.
   *
   * @throws LeitmotifError that of the bridge where it refuses a value
   */
  async steer(edit: CueEdit): Promise<boolean> {
    const given = steeredBy(edit);
    if (given === undefined) return false;
    const players = this.attributes.instruments ?? [...this.#beginning.players];
    const asked = Object.fromEntries(given.map(({ name, value }) => [name, value])) as GivenAttributes;
    const values = changedControls({ instruments: players }, { instruments: players, ...asked });
    if (Object.keys(values).length > 0) await this.#beginning.set(values);
    return true;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** The attributes that an act sets, where a performance has a control for all of them. */
function steeredBy(edit: CueEdit): readonly GivenAttribute[] | undefined {
  const given =
    edit.kind === 'set-attributes' ? edit.attributes : edit.kind === 'set-attribute' ? [edit] : undefined;
  return given?.every(({ name }) => isSteered(name)) === true ? given : undefined;
}
