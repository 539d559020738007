/** What keys do on a strip of time. */
import type { CuePanelModel } from '../cuePanelModel.svelte.ts';
import type { TakeTime } from './takeTime.ts';
import type { TakeTransport } from './takeTransport.ts';
import { followSpan, placeInSpan, scrollSpan, wholeSpan, zoomSpan } from './viewSpan.ts';

/** What the keys act on. */
export interface SurfaceParts {
  model: CuePanelModel;
  transport: TakeTransport;
  time: TakeTime;
  narrowest: number;
}

/** Acts; returns whether the key meant something. */
export function surfaceKey(event: KeyboardEvent, parts: SurfaceParts): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const act = seekKey(event, parts) ?? viewKey(event.key, parts);
  act?.();
  return act !== undefined;
}

function seekKey({ key }: KeyboardEvent, { transport, time }: SurfaceParts): (() => void) | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return () => {
        transport.step(1);
      };
    case 'ArrowLeft':
    case 'ArrowDown':
      return () => {
        transport.step(-1);
      };
    case 'PageUp':
      return () => {
        transport.step(4);
      };
    case 'PageDown':
      return () => {
        transport.step(-4);
      };
    case 'Home':
      return () => {
        transport.seek(0);
      };
    case 'End':
      return () => {
        transport.seek(time.frames);
      };
    case ' ':
      return () => {
        transport.toggle();
      };
    case '[':
      return () => {
        transport.loopEnd('from');
      };
    case ']':
      return () => {
        transport.loopEnd('to');
      };
    case 'l':
      return () => {
        transport.toggleLoop();
      };
    default:
      return undefined;
  }
}

function viewKey(key: string, { model, transport, time, narrowest }: SurfaceParts): (() => void) | undefined {
  const span = model.memory.zoom;
  const show = (zoom: typeof span) => () => {
    model.remember({ zoom });
  };
  const zoom = (factor: number) => {
    const place = transport.frame / time.frames;
    const seen = followSpan(span, place);
    return show(zoomSpan(seen, factor, placeInSpan(seen, place), narrowest));
  };
  switch (key) {
    case '+':
    case '=':
      return zoom(0.5);
    case '-':
      return zoom(2);
    case '0':
      return show({ ...wholeSpan });
    case ',':
      return show(scrollSpan(span, -0.25));
    case '.':
      return show(scrollSpan(span, 0.25));
    default:
      return undefined;
  }
}
