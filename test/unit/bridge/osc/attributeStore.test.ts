import { describe, expect, it } from 'vitest';
import { AttributeStore } from '../../../../bridge/osc/attributeStore.ts';
import { attributeControls } from '../../../../bridge/protocol/attributeAddress.ts';
import { attributeRanges } from '../../../../bridge/protocol/attributes.ts';

describe('the store of attributes', () => {
  it('begins with neutral values that its controls allow', () => {
    const store = new AttributeStore();
    for (const { name, neutral } of attributeControls) {
      store.set(name, neutral, 'test');
      expect(store.get(name)).toBe(neutral);
    }
    expect(store.get('tempo')).toBe(100);
  });

  it('tells who changed what, once', () => {
    const store = new AttributeStore();
    const told: unknown[] = [];
    const end = store.onChange((...change) => told.push(change));
    store.set('tension', 0.75, 'osc:9000');
    store.set('tension', 0.75, 'osc:9001');
    end();
    store.set('tension', 0.1, 'host');
    expect(told).toEqual([['tension', 0.75, 'osc:9000']]);
    expect(store.given()).toEqual({ tension: 0.1 });
  });

  it.each([
    ['tempo', 261, 'attribute-out-of-range'],
    ['tempo', Number.NaN, 'attribute-invalid'],
    ['tempo', 'fast', 'attribute-invalid'],
    ['key', 'H minor', 'attribute-invalid'],
    ['key', 3, 'attribute-invalid'],
    ['volume', 1, 'attribute-invalid'],
    ['__proto__', 1, 'attribute-invalid'],
  ])('refuses %s %s', (name, value, code) => {
    const store = new AttributeStore();
    expect(() => {
      store.set(name, value, 'test');
    }).toThrow(expect.objectContaining({ code }) as Error);
    expect(store.given()).toEqual({});
  });

  it('has every control once, with the ranges of the contract', () => {
    expect(new Set(attributeControls.map(({ address }) => address)).size).toBe(attributeControls.length);
    const tension = attributeControls.find(({ name }) => name === 'tension');
    expect(tension).toMatchObject(attributeRanges.tension);
    expect(attributeControls.every(({ address }) => /^\/leitmotif\/attribute\/[a-z/]+$/.test(address))).toBe(
      true,
    );
  });
});
