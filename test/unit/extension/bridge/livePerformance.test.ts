import { describe, expect, it } from 'vitest';
import { LivePerformance } from '../../../../extension/bridge/livePerformance.ts';
import { AttributeStore } from '../../../../bridge/osc/attributeStore.ts';
import type { RoleInstrument } from '../../../../bridge/protocol/attributes.ts';

const piano: RoleInstrument = { role: 'lead', instrument: 'piano', program: 0 };
const strings: RoleInstrument = { role: 'pad', instrument: 'strings', program: 48 };

/** The bridge's own store as the other side; every change of it comes back, those of the editor too. */
function performed() {
  const store = new AttributeStore();
  const live = new LivePerformance({
    values: Object.fromEntries(
      ['tempo', 'tension', 'key', 'reverb', 'instrument/lead'].flatMap((name) => {
        const value = store.get(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    players: [piano, strings],
    set: (values) => {
      for (const [name, value] of Object.entries(values))
        if (value !== undefined) store.set(name, value, 'editor');
      return Promise.resolve(null);
    },
  });
  let shown = 0;
  let changes = 0;
  live.onDidChange(() => shown++);
  store.onChange((name, value, origin) => {
    changes++;
    live.hear({ changes: [{ name, value, origin }] });
  });
  return { store, live, counts: () => ({ shown, changes }) };
}

describe('a cue while it is performed', () => {
  it('shows what a controller moved, and sends nothing back', () => {
    const { store, live, counts } = performed();
    store.set('tension', 0.75, 'osc');
    expect(live.attributes).toMatchObject({ tension: 0.75, tempo: 100, key: 'C major' });
    expect(live.attributes).not.toHaveProperty('reverb');
    expect(counts()).toEqual({ shown: 1, changes: 1 });
  });

  it('is steered by the panel, which hears of it once', async () => {
    const { store, live, counts } = performed();
    expect(await live.steer({ kind: 'set-attribute', name: 'tension', value: 0.25 })).toBe(true);
    expect(store.get('tension')).toBe(0.25);
    expect(live.attributes.tension).toBe(0.25);
    expect(counts()).toEqual({ shown: 1, changes: 1 });
    const pad = [{ name: 'valence', value: -0.5 } as const, { name: 'arousal', value: 0.5 } as const];
    expect(await live.steer({ kind: 'set-attributes', attributes: pad })).toBe(true);
    expect([store.get('valence'), store.get('arousal')]).toEqual([-0.5, 0.5]);
  });

  it('shows players by role: one that was chosen, else the usual one', async () => {
    const { store, live } = performed();
    expect(live.attributes).not.toHaveProperty('instruments');
    const violin: RoleInstrument = { role: 'lead', instrument: 'violin', program: 40 };
    await live.steer({ kind: 'set-attribute', name: 'instruments', value: [violin, strings] });
    expect(store.get('instrument/lead')).toBe('violin');
    expect(store.get('instrument/pad')).toBe('auto');
    expect(live.attributes.instruments).toEqual([violin, strings]);
    store.set('instrument/lead', 'auto', 'monitor');
    expect(live.attributes).not.toHaveProperty('instruments');
  });

  it('leaves to the document what no control is for', async () => {
    const { live, counts } = performed();
    expect(await live.steer({ kind: 'set-attribute', name: 'seconds', value: 30 })).toBe(false);
    expect(await live.steer({ kind: 'reset-attribute', name: 'tempo' })).toBe(false);
    expect(await live.steer({ kind: 'set-title', title: 'Quay' })).toBe(false);
    expect(counts()).toEqual({ shown: 0, changes: 0 });
  });
});
