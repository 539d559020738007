import { expect, it } from 'vitest';
import { mappingSentence, sourceWords } from '../../../../extension/bridge/mappingWords.ts';
import { rangeOf } from '../../../../extension/bridge/valueRange.ts';
import { english } from '../views/english.ts';
import type { ParameterMapping } from '../../../../bridge/protocol/parameterMapping.ts';

const mapping: ParameterMapping = {
  id: 'tempo 1',
  source: { kind: 'osc', address: '/live/device/set/parameter/value', given: [0, 1, 5] },
  attribute: 'tempo',
  input: { from: 0, to: 1 },
  output: { from: 60, to: 140 },
  curve: 'slow',
  feedback: true,
};

it('says which parameter moves what, how far, and back', () => {
  expect(mappingSentence(mapping, english)).toBe(
    '/live/device/set/parameter/value 0 1 5, 0…1, moves Tempo 60…140 BPM (begins slowly), and is moved by it',
  );
  expect(sourceWords({ kind: 'midi', channel: 2, controller: 7 }, english)).toBe('CC 7 of channel 2');
});

it('calls the ends of a choice by their names', () => {
  const meter = { ...mapping, attribute: 'meter', output: { from: 0, to: 2 }, feedback: false };
  expect(mappingSentence(meter, english)).toContain('moves Meter 2/4…4/4 (begins slowly)');
});

it('reads ranges as people write them, down as well as up', () => {
  const read = ['0.2…0.8', '0,2 – 0,8', '1 0', '-1..1', '0-127', '0.2 to 0.8', '-1--0.5'].map((text) =>
    rangeOf(text),
  );
  expect(read.map((range) => [range?.from, range?.to])).toEqual([
    [0.2, 0.8],
    [0.2, 0.8],
    [1, 0],
    [-1, 1],
    [0, 127],
    [0.2, 0.8],
    [undefined, undefined],
  ]);
});

it('takes no range that is none, has one end, or leaves the attribute', () => {
  expect(['', '5', '1…1', 'x…y', '0…1…2'].map((text) => rangeOf(text))).toEqual(Array(5).fill(undefined));
  expect(rangeOf('20…300', { min: 30, max: 260 })).toBeUndefined();
  expect(rangeOf('30…260', { min: 30, max: 260 })).toEqual({ from: 30, to: 260 });
});
