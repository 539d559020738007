import { expect, it } from 'vitest';
import {
  isConnected,
  rememberedFrom,
  requestsOf,
} from '../../../../extension/bridge/rememberedConnection.ts';

const osc = { port: 0, peers: [{ host: '127.0.0.1', port: 57_120 }] };

it('brings back what was connected, the DAW first', () => {
  const all = {
    daw: { daw: 'ardour' as const },
    osc,
    midi: { to: 'auto' as const },
    oscQuery: true as const,
  };
  expect(requestsOf(all)).toEqual([
    ['daw/connect', all.daw],
    ['connect', osc],
    ['midi/open', all.midi],
    ['oscquery/switch', { on: true }],
  ]);
  expect(isConnected(all)).toBe(true);
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
