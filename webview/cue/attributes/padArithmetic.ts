/** The plane of valence (to the right: bright, pleasant) and arousal (up: excited), both −1…1, on a square of pixels. */
import { t } from '@vscode/l10n';
import type { Bipolar } from '../../../bridge/protocol/units.ts';

/** A place of the plane. */
export interface Affect {
  valence: Bipolar;
  arousal: Bipolar;
}

const within = (value: number): Bipolar => Math.min(1, Math.max(-1, value));
/** Two digits: finer steps are heard by nobody and would fill documents with digits. */
const rounded = (value: number): Bipolar => Math.round(within(value) * 100) / 100 + 0;

/** The place under the pointer; `x`, `y` from the pad's top left corner. */
export function affectAt(x: number, y: number, width: number, height: number): Affect {
  return { valence: rounded((x / width) * 2 - 1), arousal: rounded(1 - (y / height) * 2) };
}

/** Where a place is drawn, in percent of the pad. */
export function padPlace({ valence, arousal }: Affect): { left: number; top: number } {
  return { left: ((within(valence) + 1) / 2) * 100, top: ((1 - within(arousal)) / 2) * 100 };
}

/** What a key does; `undefined` for keys that mean nothing here. Shift: fine steps. */
export function affectAfterKey(place: Affect, key: string, isFine: boolean): Affect | undefined {
  const step = isFine ? 0.01 : 0.05;
  const moved = (by: Partial<Affect>) => ({
    valence: rounded(place.valence + (by.valence ?? 0)),
    arousal: rounded(place.arousal + (by.arousal ?? 0)),
  });
  switch (key) {
    case 'ArrowRight':
      return moved({ valence: step });
    case 'ArrowLeft':
      return moved({ valence: -step });
    case 'ArrowUp':
      return moved({ arousal: step });
    case 'ArrowDown':
      return moved({ arousal: -step });
    case 'PageUp':
      return moved({ arousal: 0.25 });
    case 'PageDown':
      return moved({ arousal: -0.25 });
    case 'Home':
      return { valence: 0, arousal: 0 };
    default:
      return undefined;
  }
}

/** The mood of a place in a word or two, after Russell's circle of affect. */
export function affectWord({ valence, arousal }: Affect): string {
  const reach = Math.hypot(valence, arousal);
  if (reach < 0.2) return t('neutral');
  const words = [
    t('happy'),
    t('excited'),
    t('intense'),
    t('tense'),
    t('unhappy'),
    t('gloomy'),
    t('still'),
    t('calm'),
  ];
  const angle = (Math.atan2(arousal, valence) + 2 * Math.PI) % (2 * Math.PI);
  const word = words[Math.round(angle / (Math.PI / 4)) % 8] ?? t('neutral');
  return reach < 0.5 ? t('slightly {0}', word) : word;
}
