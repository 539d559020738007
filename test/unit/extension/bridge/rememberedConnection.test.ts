import { expect, it } from 'vitest';
import {
  isConnected,
  lastingOf,
  rememberedFrom,
  requestsOf,
  withMapping,
  withoutMapping,
} from '../../../../extension/bridge/rememberedConnection.ts';

const osc = { port: 0, peers: [{ host: '127.0.0.1', port: 57_120 }] };

it('brings back what was connected, the DAW first', () => {
  const all = {
    daw: { daw: 'ardour' as const },
    osc,
    midi: { to: 'auto' as const },
    midiInput: { from: 'port' as const, name: 'Faderfox', follow: true },
    oscQuery: true as const,
  };
  expect(requestsOf(all)).toEqual([
    ['daw/connect', all.daw],
    ['connect', osc],
    ['midi/open', all.midi],
    ['midi/listen', all.midiInput],
    ['oscquery/switch', { on: true }],
  ]);
  expect(isConnected(all)).toBe(true);
  expect(isConnected({ midiInput: all.midiInput })).toBe(true);
  expect(rememberedFrom(JSON.parse(JSON.stringify(all)))).toEqual(all);
  expect(lastingOf(all)).toEqual({});
  expect(isConnected({})).toBe(false);
});

it('reads what it wrote, and nothing from what is damaged', () => {
  expect(rememberedFrom(JSON.parse(JSON.stringify({ osc, oscQuery: true })))).toEqual({
    osc,
    oscQuery: true,
  });
  expect([undefined, null, 7, 'x', [], { osc: 3, oscQuery: 1 }].map(rememberedFrom)).toEqual(
    Array.from({ length: 6 }, () => ({})),
  );
});

const mapping = {
  id: 'tension 1',
  source: { kind: 'osc' as const, address: '/track/1/volume', given: [] },
  attribute: 'tension',
  input: { from: 0, to: 1 },
  output: { from: 0, to: 1 },
  curve: 'linear' as const,
  feedback: false,
};

it('sets who leads and the mappings again after the lines, and keeps them without a line', () => {
  const all = { osc, lead: 'daw' as const, mappings: [mapping] };
  expect(requestsOf(all)).toEqual([
    ['connect', osc],
    ['transport/lead', { lead: 'daw' }],
    ['map/set', { mapping }],
  ]);
  expect(lastingOf(all)).toEqual({ lead: 'daw', mappings: [mapping] });
  expect(isConnected(lastingOf(all))).toBe(false);
});

it('replaces a mapping by its id, and reads back none that cannot be shown', () => {
  const slower = { ...mapping, curve: 'slow' as const };
  expect(withMapping({ mappings: [mapping] }, slower)).toEqual([slower]);
  expect(withoutMapping({ mappings: [mapping] }, mapping.id)).toEqual([]);
  const damaged = { mappings: [mapping, { id: 3 }, 'x', null, { ...mapping, source: 1 }], lead: 'me' };
  expect(rememberedFrom(damaged)).toEqual({ mappings: [mapping] });
});
