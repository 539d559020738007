/** Sliders and choices, made from what the bridge says there is. */
import { made } from './pageParts.ts';
import type { ControlDescription } from '../../protocol/listenMessages.ts';

/** Told of what a person changed. */
export type Change = (name: string, value: number | string) => void;

/** Shortest time between two messages of one slider that is pulled, in milliseconds. */
const pause = 30;

/** All controls of the page. */
export class ControlPanel {
  readonly #container: HTMLElement;
  readonly #change: Change;
  readonly #shown = new Map<string, (value: number | string) => void>();

  constructor(container: HTMLElement, change: Change) {
    this.#container = container;
    this.#change = change;
  }

  /** Shows these controls instead of those before. */
  replace(controls: readonly ControlDescription[], mayControl: boolean): void {
    this.#shown.clear();
    this.#container.replaceChildren(...controls.map((control) => this.#made(control, mayControl)));
  }

  /** Shows a value that somebody else set. */
  show(name: string, value: number | string): void {
    this.#shown.get(name)?.(value);
  }

  #made(control: ControlDescription, mayControl: boolean): HTMLElement {
    const row = made('div', { class: 'control' });
    const id = `control-${control.name}`;
    row.append(made('label', { for: id, title: control.description }, control.label));
    const parts =
      control.kind === 'number'
        ? this.#slider(control, id, mayControl)
        : this.#choice(control, id, mayControl);
    row.append(...parts);
    return row;
  }

  #slider(
    control: Extract<ControlDescription, { kind: 'number' }>,
    id: string,
    mayControl: boolean,
  ): HTMLElement[] {
    const { name, min, max, step, unit } = control;
    const digits = Math.ceil(-Math.log10(step));
    const slider = made('input', { type: 'range', id, min: `${min}`, max: `${max}`, step: `${step}` });
    const shown = made('output', { for: id });
    slider.disabled = !mayControl;
    const show = (value: number | string): void => {
      slider.value = `${value}`;
      const text = `${Number(value).toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`.replace('-', '−');
      shown.textContent = text;
      slider.setAttribute('aria-valuetext', text);
    };
    const send = paced((value: number) => {
      this.#change(name, value);
    });
    slider.addEventListener('input', () => {
      show(slider.valueAsNumber);
      send(slider.valueAsNumber);
    });
    this.#shown.set(name, show);
    show(control.value);
    return [slider, shown];
  }

  #choice(
    control: Extract<ControlDescription, { kind: 'choice' }>,
    id: string,
    mayControl: boolean,
  ): HTMLElement[] {
    const select = made('select', { id });
    select.append(...control.choices.map((choice) => made('option', { value: choice }, choice)));
    select.disabled = !mayControl;
    select.value = control.value;
    select.addEventListener('change', () => {
      this.#change(control.name, select.value);
    });
    this.#shown.set(control.name, (value) => {
      select.value = `${value}`;
    });
    return [select];
  }
}

/** Passes the newest value on, at once after a rest and every `pause` while they come faster. */
function paced(act: (value: number) => void): (value: number) => void {
  let waiting: number | undefined;
  let isResting = false;
  const rest = (): void => {
    isResting = true;
    setTimeout(() => {
      isResting = false;
      if (waiting === undefined) return;
      act(waiting);
      waiting = undefined;
      rest();
    }, pause);
  };
  return (value) => {
    if (isResting) {
      waiting = value;
      return;
    }
    act(value);
    rest();
  };
}
