import { expect, it } from 'vitest';
import { checkedAttribute, givenAttribute } from '../../../../../webview/cue/attributes/givenAttribute.ts';

it('lets through only what an attribute can have', () => {
  expect(checkedAttribute('meter', '3/4')).toEqual({ name: 'meter', value: '3/4' });
  expect(checkedAttribute('meter', '13/4')).toBeUndefined();
  expect(checkedAttribute('tempo', 9000)).toBeUndefined();
  expect(givenAttribute('key', 'D minor')).toEqual({ name: 'key', value: 'D minor' });
});
