/**
 * Where the sound comes out. Browsers tell the names of outputs only to a page that may record, or by a window of their own
 * (Firefox); so the page asks when a person wants to choose, says why before it does, and lets go of the microphone at once.
 */
import { made } from './pageParts.ts';

type OutputDevices = MediaDevices & { selectAudioOutput?: () => Promise<MediaDeviceInfo> };

/** The parts of the page that it fills. */
export interface OutputParts {
  select: HTMLSelectElement;
  button: HTMLButtonElement;
  hint: HTMLElement;
}

/** Lets a person choose an output. */
export class OutputChoice {
  readonly #parts: OutputParts;
  readonly #route: (id: string) => Promise<void>;

  /** @param route sends the sound there; its failure is shown */
  constructor(parts: OutputParts, route: (id: string) => Promise<void>) {
    this.#parts = parts;
    this.#route = route;
    parts.select.addEventListener('change', () => {
      void this.#choose(parts.select.value);
    });
    parts.button.addEventListener('click', () => {
      void this.#find();
    });
  }

  /** Says that this browser has no choice, or offers it. */
  allow(canRoute: boolean): void {
    this.#parts.select.disabled = !canRoute;
    this.#parts.button.disabled = !canRoute;
    this.#parts.hint.textContent = canRoute
      ? 'To show the names of outputs, the browser asks for the microphone. Nothing is recorded.'
      : 'This browser plays to the system’s default output only; Chromium, Edge and jweb can choose.';
  }

  async #find(): Promise<void> {
    try {
      const devices = navigator.mediaDevices as OutputDevices;
      const chosen = await devices.selectAudioOutput?.();
      if (chosen === undefined) await this.#askForNames(devices);
      this.#fill(await devices.enumerateDevices());
      if (chosen !== undefined) await this.#choose(chosen.deviceId);
    } catch {
      this.#parts.hint.textContent =
        'The browser gave no names of outputs. The system’s default output is used.';
    }
  }

  async #askForNames(devices: MediaDevices): Promise<void> {
    const recording = await devices.getUserMedia({ audio: true });
    for (const track of recording.getTracks()) track.stop();
  }

  #fill(devices: readonly MediaDeviceInfo[]): void {
    const outputs = devices.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'default');
    const options = outputs.map(({ deviceId, label }, i) =>
      made('option', { value: deviceId }, label === '' ? `Output ${i + 1}` : label),
    );
    this.#parts.select.replaceChildren(made('option', { value: '' }, 'System default'), ...options);
    this.#parts.hint.textContent = `${outputs.length} outputs beside the system’s default.`;
  }

  async #choose(id: string): Promise<void> {
    try {
      await this.#route(id);
      this.#parts.select.value = id;
      this.#parts.hint.textContent =
        id === '' ? 'Plays to the system’s default output.' : 'Plays to the chosen output.';
    } catch {
      this.#parts.select.value = '';
      await this.#route('').catch(() => undefined);
      this.#parts.hint.textContent = 'This output cannot be used now. The system’s default output is used.';
    }
  }
}
