/** What the engine reads of a brief, in the form in which it composes with it. */
import { barQuarters, barSeconds, beatQuarters } from '../../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import { fitSections } from './form/givenSections.ts';
import { readKey } from './theory/scale.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Meter, Register, RoleInstrument, Style } from '../../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute, Bipolar, Seconds, Ticks, Unit } from '../../../bridge/protocol/units.ts';
import type { GivenSection } from './form/givenSections.ts';
import type { Key } from './theory/scale.ts';

/** A bar of a meter, in ticks. */
export interface BarGrid {
  meter: Meter;
  /** Length of the bar. */
  bar: Ticks;
  /** Length of the beat that the tempo counts. */
  beat: Ticks;
  /** Lengths of the beat groups of a bar, in order: 4/4 → 4 quarters, 6/8 → 2 dotted quarters, 7/8 → 2 + 2 + 3 eighths. */
  groups: Ticks[];
}

/** The brief as numbers. */
export interface ScoreRequest {
  key: Key;
  grid: BarGrid;
  bars: number;
  tempo: BeatsPerMinute;
  seconds: Seconds;
  style: Style;
  valence: Bipolar;
  arousal: Bipolar;
  tension: Unit;
  density: Unit;
  brightness: Unit;
  dynamics: Unit;
  register: Register;
  instruments: readonly RoleInstrument[];
  /** Sections that the cue gives; empty where the engine plans its own. */
  sections: readonly GivenSection[];
}

/** The grid of a meter. */
export function barGrid(meter: Meter): BarGrid {
  const eighth = ticksPerQuarter / 2;
  const beat = beatQuarters(meter) * ticksPerQuarter;
  const bar = barQuarters(meter) * ticksPerQuarter;
  const groups =
    meter === '7/8' ? [2, 2, 3].map((n) => n * eighth) : Array.from({ length: bar / beat }, () => beat);
  return { meter, bar, beat, groups };
}

/** Reads a brief. */
export function readBrief(brief: Brief): ScoreRequest {
  const at = brief.attributes;
  return {
    key: readKey(at.key.value),
    grid: barGrid(at.meter.value),
    bars: at.bars.value,
    tempo: at.tempo.value,
    seconds: at.seconds.value,
    style: at.style.value,
    valence: at.valence.value,
    arousal: at.arousal.value,
    tension: at.tension.value,
    density: at.density.value,
    brightness: at.brightness.value,
    dynamics: at.dynamics.value,
    register: at.register.value,
    instruments: at.instruments.value,
    sections: fitSections(brief.sections, at.bars.value, barSeconds(at.meter.value, at.tempo.value)),
  };
}
