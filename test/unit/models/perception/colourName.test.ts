import { expect, it } from 'vitest';
import { colourName } from '../../../../models/perception/colourName.ts';

it.each([
  ['black', [8, 8, 10]],
  ['white', [250, 250, 250]],
  ['grey', [128, 128, 128]],
  ['dark grey', [60, 60, 62]],
  ['pale grey', [210, 210, 212]],
  ['red', [220, 30, 30]],
  ['dark red', [100, 10, 12]],
  ['orange', [255, 140, 20]],
  ['brown', [130, 75, 30]],
  ['beige', [235, 215, 180]],
  ['yellow', [250, 220, 40]],
  ['olive', [120, 115, 30]],
  ['green', [50, 160, 60]],
  ['dark green', [15, 60, 25]],
  ['teal', [20, 140, 140]],
  ['blue', [40, 80, 210]],
  ['light blue', [150, 210, 255]],
  ['dark blue', [15, 25, 90]],
  ['violet', [130, 60, 200]],
  ['pink', [255, 120, 180]],
] as const)('calls %s what a person would', (name, rgb) => {
  expect(colourName(rgb)).toBe(name);
});
