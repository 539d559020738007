/** What the WebSocket asks of the rest of the bridge: values of attributes, transport, panic. */
import type { MusicEvent } from '../protocol/musicEvent.ts';
import type { ControlDescription } from '../protocol/listenMessages.ts';

/** Told of every change of a value, whoever made it. */
export type ControlChange = (name: string, value: number | string, origin: string) => void;

/** The controls that clients see. */
export interface ListenControls {
  /** All of them, with their present values. */
  describe(): ControlDescription[];
  /** Changes a value. @throws LeitmotifError where it is none of the control's */
  set(name: string, value: number | string, origin: string): void;
  /** Tells of changes from now on. @returns ends it */
  onChange(tell: ControlChange): () => void;
  /** Tells what happens in the music, from now on and when it happens. @returns ends it */
  onEvent(tell: (event: MusicEvent) => void): () => void;
  /** Starts or stops. */
  transport(action: 'start' | 'stop'): void;
  /** Ends every note, on every output. */
  panic(): void;
}
