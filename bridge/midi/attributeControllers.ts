/** Which controller is which attribute: those that General MIDI leaves free, with their fine ones 32 above. */
import { controlByName } from '../protocol/attributeAddress.ts';
import type { Unit } from '../protocol/units.ts';

/** Coarse controller of each numeric attribute. Numbers never change once released: people's mappings hold them. */
export const attributeControllers = {
  tempo: 20,
  valence: 21,
  arousal: 22,
  tension: 23,
  density: 24,
  brightness: 25,
  dynamics: 26,
  reverb: 27,
} as const;

/** Attributes go on the last channel: no role plays there. */
export const attributeChannel = 15;

/** Name of an attribute that has a controller. */
export type ControllerAttribute = keyof typeof attributeControllers;

const names = new Map<number, ControllerAttribute>(
  Object.entries(attributeControllers).map(([name, controller]) => [controller, name as ControllerAttribute]),
);

/** The attribute of a coarse controller. */
export function attributeOfController(controller: number): ControllerAttribute | undefined {
  return names.get(controller);
}

/** A value of an attribute in its range as 0…1. */
export function toController(name: ControllerAttribute, value: number): Unit {
  const { min, max } = rangeOf(name);
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** 0…1 as a value in the attribute's range. */
export function fromController(name: ControllerAttribute, value: Unit): number {
  const { min, max } = rangeOf(name);
  return min + value * (max - min);
}

function rangeOf(name: ControllerAttribute): { min: number; max: number } {
  const control = controlByName(name);
  return control?.kind === 'number' ? control : { min: 0, max: 1 };
}
