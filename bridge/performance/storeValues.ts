/** Controls of the store ↔ values of a performance. */
import { instruments } from '../protocol/instruments.ts';
import { roles } from '../protocol/roles.ts';
import type { RoleInstrument } from '../protocol/attributes.ts';
import type { InstrumentId } from '../protocol/instruments.ts';
import type { SoundValues, SteeringValues } from '../protocol/performance.ts';
import type { Role } from '../protocol/roles.ts';
import type { AttributeStore, ControlValue } from '../osc/attributeStore.ts';

/** The origin of what a performance puts into the store. */
export const performer = 'performance';

/** Controls that are values of steering by the same name. */
const steered = ['key', 'meter', 'style', 'valence', 'arousal', 'tension', 'density', 'register'] as const;
const instrumentPrefix = 'instrument/';
/** Leaves the choice to the style. */
const auto = 'auto';

/** Whether a control is heard at once. */
export function isSound(name: string): boolean {
  return ['brightness', 'dynamics', 'reverb'].includes(name) || name.startsWith('balance/');
}

/** The sound as the store has it. */
export function soundOf(store: AttributeStore): SoundValues {
  const number = (name: string): number => Number(store.get(name));
  const balance = Object.fromEntries(roles.map((role) => [role, number(`balance/${role}`)]));
  return {
    brightness: number('brightness'),
    dynamics: number('dynamics'),
    reverb: number('reverb'),
    balance,
  };
}

/** Puts values into the store, as those that sound. */
export function showValues(store: AttributeStore, values: SteeringValues, origin: string): void {
  for (const name of steered) {
    const value = values[name];
    if (value !== undefined) store.set(name, value, origin);
  }
}

/** Puts the sound of a beginning into the store. */
export function showSound(
  store: AttributeStore,
  { brightness, dynamics, reverb }: SoundValues,
  origin: string,
): void {
  for (const [name, value] of Object.entries({ brightness, dynamics, reverb }))
    store.set(name, value, origin);
  for (const role of roles) store.set(`balance/${role}`, 0, origin);
}

/** The players that a person chose, by role. */
export class ChosenPlayers {
  readonly #chosen = new Map<Role, RoleInstrument>();
  /** Those of the brief or of the style, for roles of which a person leaves the choice again. */
  #usual: readonly RoleInstrument[] = [];

  /** The players that are there without anybody's choice. */
  usual(players: readonly RoleInstrument[]): void {
    this.#usual = players.filter(({ role }) => !this.#chosen.has(role));
  }

  /** What a change of a control asks for; undefined where it is none of steering. */
  valuesOf(name: string, value: ControlValue): SteeringValues | undefined {
    if (name.startsWith(instrumentPrefix)) {
      this.#choose(name.slice(instrumentPrefix.length) as Role, value as InstrumentId | typeof auto);
      return { instruments: this.#all() };
    }
    const known = steered.find((one) => one === name);
    if (known === undefined) return undefined;
    // Another style brings its own players beside the chosen ones.
    return known === 'style'
      ? ({ style: value, instruments: [...this.#chosen.values()] } as SteeringValues)
      : { [known]: value };
  }

  #choose(role: Role, instrument: InstrumentId | typeof auto): void {
    if (instrument === auto) this.#chosen.delete(role);
    else this.#chosen.set(role, { role, instrument, program: instruments[instrument].program });
  }

  #all(): RoleInstrument[] {
    const byRole = new Map([...this.#usual, ...this.#chosen.values()].map((one) => [one.role, one]));
    return roles.flatMap((role) => byRole.get(role) ?? []);
  }
}
