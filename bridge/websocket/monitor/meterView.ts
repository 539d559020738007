/** Two meters: bars that fall slowly, a peak that is held, and the level as a number for who cannot see them. */
import { part } from './pageParts.ts';
import type { MeterReading } from '../../protocol/listenMessages.ts';

/** Bottom of the scale in decibels below full scale. */
const floor = -60;
/** Decibels that a bar falls in a reading, twenty a second: 24 dB a second. */
const fallPerReading = 1.2;
const readingsOfHold = 30;

interface Meter {
  element: HTMLElement;
  bar: HTMLElement;
  hold: HTMLElement;
  number: HTMLElement;
  level: number;
  held: number;
  since: number;
}

/** Both channels. */
export class MeterView {
  readonly #meters = (['left', 'right'] as const).map(meterOf);

  /** Shows a reading. */
  show({ peak }: MeterReading): void {
    this.#meters.forEach((meter, channel) => {
      showLevel(meter, decibels(peak[channel] ?? 0));
    });
  }
}

function meterOf(side: 'left' | 'right'): Meter {
  const element = part(`meter-${side}`, HTMLElement);
  return {
    element,
    bar: part(`meter-${side}-bar`, HTMLElement),
    hold: part(`meter-${side}-hold`, HTMLElement),
    number: part(`meter-${side}-number`, HTMLElement),
    level: floor,
    held: floor,
    since: 0,
  };
}

function showLevel(meter: Meter, now: number): void {
  meter.level = Math.max(now, meter.level - fallPerReading, floor);
  meter.since = now >= meter.held ? 0 : meter.since + 1;
  if (meter.since === 0 || meter.since > readingsOfHold) meter.held = Math.max(now, floor);
  meter.bar.style.clipPath = `inset(0 ${100 * (1 - share(meter.level))}% 0 0)`;
  meter.hold.style.transform = `translateX(${100 * (share(meter.held) - 1)}%)`;
  const spoken = meter.held <= floor ? 'silent' : `${meter.held.toFixed(1)} dB`;
  meter.number.textContent = meter.held <= floor ? '−∞' : meter.held.toFixed(1).replace('-', '−');
  meter.element.setAttribute('aria-valuenow', meter.level.toFixed(0));
  meter.element.setAttribute('aria-valuetext', spoken);
}

function decibels(amplitude: number): number {
  return amplitude <= 0 ? floor : Math.max(floor, 20 * Math.log10(amplitude));
}

function share(level: number): number {
  return (level - floor) / -floor;
}
