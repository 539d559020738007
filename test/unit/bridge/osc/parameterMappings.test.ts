import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttributeStore } from '../../../../bridge/osc/attributeStore.ts';
import { backward, forward } from '../../../../bridge/osc/mappingCurve.ts';
import { parameterMessage, parameterValues } from '../../../../bridge/osc/oscParameters.ts';
import { ParameterMappings } from '../../../../bridge/osc/parameterMappings.ts';
import { mappingCurves, parameterMappingSchema } from '../../../../bridge/protocol/parameterMapping.ts';
import type { OscArgument } from '../../../../bridge/osc/oscPacket.ts';
import type { ParameterMapping } from '../../../../bridge/protocol/parameterMapping.ts';

const fader = (value: number, track = 3): ReturnType<typeof parameterValues> =>
  parameterValues({
    address: '/strip/fader',
    args: [
      { type: 'i', value: track },
      { type: 'f', value },
    ],
  });

const mapping = (more: Partial<ParameterMapping> = {}): ParameterMapping =>
  parameterMappingSchema.parse({
    id: 'm',
    source: { kind: 'osc', address: '/strip/fader', given: [3] },
    attribute: 'tension',
    input: { from: 0, to: 1 },
    output: { from: 0, to: 1 },
    ...more,
  });

function setUp(): { store: AttributeStore; mappings: ParameterMappings; told: unknown[] } {
  const store = new AttributeStore();
  const told: unknown[] = [];
  const mappings = new ParameterMappings(store, (source, value) => told.push([source, value]));
  return { store, mappings, told };
}

describe('curves', () => {
  const end = fc.double({ min: -1000, max: 1000, noNaN: true });
  it.each(mappingCurves)('%s: comes back, stays within both ranges, meets both ends', (curve) => {
    fc.assert(
      fc.property(end, end, end, end, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, c, d, share) => {
        fc.pre(Math.abs(a - b) > 0.1 && Math.abs(c - d) > 0.1);
        const shape = { input: { from: a, to: b }, output: { from: c, to: d }, curve };
        const value = a + share * (b - a);
        const there = forward(shape, value);
        expect(there).toBeGreaterThanOrEqual(Math.min(c, d) - 1e-9);
        expect(there).toBeLessThanOrEqual(Math.max(c, d) + 1e-9);
        expect(Math.abs(backward(shape, there) - value) / Math.abs(b - a)).toBeLessThan(1e-3);
        expect(forward(shape, a)).toBe(c);
        expect(forward(shape, b)).toBe(d);
      }),
    );
  });
});

describe('mappings', () => {
  it('move an attribute by the parameter that they name and no other', () => {
    const { store, mappings } = setUp();
    mappings.set(mapping());
    mappings.hear(fader(0.25), 'osc:a');
    mappings.hear(fader(0.75, 4), 'osc:a');
    expect(store.get('tension')).toBe(0.25);
    expect(mappings.remove('m')).toBe(true);
    mappings.hear(fader(0.5), 'osc:a');
    expect(store.get('tension')).toBe(0.25);
  });

  it('turn a range around, choose names, and stay within the attribute', () => {
    const { store, mappings } = setUp();
    mappings.set(mapping({ id: 'a', attribute: 'tempo', output: { from: 120, to: 60 } }));
    mappings.set(mapping({ id: 'b', attribute: 'register', output: { from: 0, to: 2 } }));
    mappings.set(mapping({ id: 'c', attribute: 'dynamics', output: { from: -4, to: 4 } }));
    mappings.hear(fader(1), 'osc:a');
    expect([store.get('tempo'), store.get('register'), store.get('dynamics')]).toEqual([60, 'high', 1]);
  });

  it('move the parameter back where it wants that, but not when it moved itself', () => {
    const { store, mappings, told } = setUp();
    mappings.set(mapping({ feedback: true, input: { from: 0, to: 100 } }));
    mappings.hear(fader(50), 'osc:a');
    expect(told).toEqual([]);
    store.set('tension', 0.25, 'host');
    expect(told).toEqual([[{ kind: 'osc', address: '/strip/fader', given: [3] }, 25]]);
  });

  it('learn what is moved next, not what speaks by itself', async () => {
    const { store, mappings } = setUp();
    const chatter = parameterValues({ address: '/position', args: [{ type: 'f', value: 1 }] });
    mappings.hear(chatter, 'osc:a');
    const learned = mappings.learn('brightness', 5000);
    mappings.hear(chatter, 'osc:a');
    mappings.hear(fader(0.5), 'osc:a');
    expect(await learned).toMatchObject({
      attribute: 'brightness',
      source: { kind: 'osc', address: '/strip/fader', given: [3] },
      input: { from: 0, to: 1 },
      output: { from: 0, to: 1 },
    });
    mappings.hear(fader(0.125), 'osc:a');
    expect(store.get('brightness')).toBe(0.125);
  });

  it('learn a controller, and give up in time', async () => {
    const { store, mappings } = setUp();
    const learned = mappings.learn('tempo', 5000);
    mappings.hear([{ source: { kind: 'midi', channel: 1, controller: 74 }, value: 127 }], 'midi');
    expect((await learned).input).toEqual({ from: 0, to: 127 });
    expect(store.get('tempo')).toBe(260);
    await expect(mappings.learn('tempo', 5)).rejects.toMatchObject({ code: 'cancelled' });
    await expect(mappings.learn('volume', 5)).rejects.toMatchObject({ code: 'attribute-invalid' });
  });

  it('are at most 256', () => {
    const { mappings } = setUp();
    for (let i = 0; i < 256; i++) mappings.set(mapping({ id: String(i) }));
    expect(() => {
      mappings.set(mapping({ id: 'more' }));
    }).toThrow(expect.objectContaining({ code: 'request-invalid' }) as Error);
    mappings.set(mapping({ id: '7' }));
    expect(mappings.list()).toHaveLength(256);
  });
});

it('reads a message as its last number, and writes it back', () => {
  const args: OscArgument[] = [
    { type: 'i', value: 0 },
    { type: 's', value: 'cutoff' },
    { type: 'f', value: 0.5 },
  ];
  const [first] = parameterValues({ address: '/device/set', args });
  expect(first).toEqual({
    source: { kind: 'osc', address: '/device/set', given: [0, 'cutoff'] },
    value: 0.5,
  });
  if (first?.source.kind !== 'osc') throw new Error('no source');
  expect(parameterMessage(first.source, 0.75)).toEqual({
    address: '/device/set',
    args: [...args.slice(0, 2), { type: 'f', value: 0.75 }],
  });
});
