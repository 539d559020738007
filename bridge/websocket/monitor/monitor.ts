/**
 * The monitor page: what the bridge plays now, and its controls.
 *
 * ```
 * ListenConnection ─► frames ─► SoundPlayer, WaveformView, position
 *                  └► messages ─► MeterView, ControlPanel
 * ```
 */
import { ControlPanel } from './controlPanel.ts';
import { ListenConnection } from './listenConnection.ts';
import { MeterView } from './meterView.ts';
import { OutputChoice } from './outputChoice.ts';
import { part } from './pageParts.ts';
import { SoundPlayer } from './soundPlayer.ts';
import { takeToken } from './takeToken.ts';
import { WaveformView } from './waveformView.ts';
import type { MusicEvent } from '../../protocol/musicEvent.ts';
import type { PcmFrame } from '../../protocol/pcmFrame.ts';
import type { ServerMessage } from '../../protocol/listenMessages.ts';
import type { LineState } from './listenConnection.ts';

const stateTexts: Record<LineState, string> = {
  opening: 'Connecting…',
  open: 'Connected',
  lost: 'Connection lost; trying again',
  refused: 'Not let in. Open this page from Leitmotif again',
  closed: 'Leitmotif’s bridge has ended',
};
const assumedRate = 48_000;

class Monitor {
  readonly #line: ListenConnection;
  readonly #panel: ControlPanel;
  readonly #meters = new MeterView();
  readonly #canvas = part('waveform', HTMLCanvasElement);
  readonly #waveform = new WaveformView(this.#canvas);
  readonly #listen = part('listen', HTMLButtonElement);
  readonly #volume = part('volume', HTMLInputElement);
  readonly #outputs: OutputChoice;
  #player: SoundPlayer | undefined;
  #sampleRate = assumedRate;
  #position: PcmFrame | undefined;
  #dropped = 0;

  constructor(token: string) {
    const parts = {
      select: part('output', HTMLSelectElement),
      button: part('find-outputs', HTMLButtonElement),
      hint: part('output-hint', HTMLElement),
    };
    this.#outputs = new OutputChoice(parts, (id) => this.#player?.route(id) ?? Promise.resolve());
    this.#panel = new ControlPanel(part('controls', HTMLElement), (name, value) => {
      this.#line.say({ type: 'attribute', name, value });
    });
    this.#line = new ListenConnection(`ws://${location.host}/`, token, {
      state: showState,
      message: (message) => {
        this.#hear(message);
      },
      frame: (frame) => {
        this.#position = frame;
        this.#waveform.add(frame);
        // Last, for its samples go to the audio thread.
        this.#player?.play(frame);
      },
    });
    this.#bindButtons();
    setInterval(() => {
      this.#showPosition();
    }, 50);
    setInterval(() => {
      this.#showHeard();
    }, 250);
  }

  #bindButtons(): void {
    this.#listen.addEventListener('click', () => {
      void this.#toggle();
    });
    onClick('play', () => {
      this.#line.say({ type: 'transport', action: 'start' });
    });
    onClick('stop', () => {
      this.#line.say({ type: 'transport', action: 'stop' });
    });
    onClick('panic', () => {
      this.#line.say({ type: 'panic' });
    });
    this.#volume.addEventListener('input', () => {
      this.#showVolume();
    });
    this.#showVolume();
  }

  async #toggle(): Promise<void> {
    const open = this.#player;
    this.#player = undefined;
    this.#showListening(open === undefined);
    if (open !== undefined) {
      this.#line.stop();
      await open.close();
      return;
    }
    try {
      this.#player = await SoundPlayer.open(this.#sampleRate);
    } catch {
      this.#showListening(false);
      showTrouble('This browser could not open an output. Check the system’s sound settings.');
      return;
    }
    this.#outputs.allow(this.#player.canRoute);
    this.#showVolume();
    this.#line.listen();
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#sampleRate = message.sampleRate ?? assumedRate;
        this.#panel.replace(message.controls, message.mayControl);
        for (const id of ['play', 'stop', 'panic'])
          part(id, HTMLButtonElement).disabled = !message.mayControl;
        return;
      case 'attribute':
        this.#panel.show(message.name, message.value);
        return;
      case 'meters':
        this.#meters.show(message);
        return;
      case 'music':
        showEvent(message.event);
        return;
      case 'dropped':
        this.#dropped += message.frames;
        return;
      case 'refused':
        part('refusal', HTMLElement).textContent = message.what;
        return;
      case 'ended':
        showState('closed');
        return;
      case 'listening':
        this.#canvas.dataset.stream = `${message.stream} ${message.missed} missed`;
    }
  }

  #showListening(isOn: boolean): void {
    this.#listen.textContent = isOn ? 'Mute' : 'Listen';
    this.#listen.setAttribute('aria-pressed', `${isOn}`);
  }

  #showVolume(): void {
    this.#player?.setVolume(this.#volume.valueAsNumber ** 2);
    const percent = `${Math.round(100 * this.#volume.valueAsNumber)} %`;
    part('volume-shown', HTMLOutputElement).textContent = percent;
    this.#volume.setAttribute('aria-valuetext', percent);
  }

  #showPosition(): void {
    if (this.#position === undefined) return;
    const { bar, beat, tempo, meter } = this.#position;
    setText('bar', `${bar}`);
    setText('beat', `${Math.floor(beat)}`);
    setText('tempo', tempo.toFixed(1));
    setText('meter', meter.join('/'));
  }

  /** What the analyser hears goes onto the picture as data; what went wrong is said in words. */
  #showHeard(): void {
    if (this.#player === undefined) return;
    const { dry, skipped } = this.#player.counts;
    const peak = this.#player.heardPeak().toFixed(4);
    Object.assign(this.#canvas.dataset, { peak, dry: `${dry}`, skipped: `${skipped}` });
    const parts = [
      ...(dry === 0 ? [] : [`the sound paused ${dry === 1 ? 'once' : `${dry} times`}`]),
      ...(this.#dropped === 0 ? [] : [`${this.#dropped} blocks were dropped`]),
    ];
    showTrouble(parts.length === 0 ? '' : `This page could not keep up: ${parts.join(', ')}.`);
  }
}

function onClick(id: string, act: () => void): void {
  part(id, HTMLButtonElement).addEventListener('click', act);
}

function setText(id: string, text: string): void {
  const element = part(id, HTMLElement);
  if (element.textContent !== text) element.textContent = text;
}

function showEvent(event: MusicEvent): void {
  if (event.kind === 'chord') setText('chord', `${event.name} (${event.numeral})`);
  if (event.kind === 'section') setText('section', event.label);
}

function showTrouble(text: string): void {
  setText('trouble', text);
}

function showState(state: LineState): void {
  const element = part('state', HTMLElement);
  element.dataset.state = state;
  setText('state', stateTexts[state]);
}

const token = takeToken();
if (token === undefined) showState('refused');
else new Monitor(token);
