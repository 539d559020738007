import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePattern, isPattern } from '../../../../bridge/osc/addressPattern.ts';

it.each([
  ['/a/b', '/a/b', true],
  ['/a/b', '/a/c', false],
  ['/a/*', '/a/tension', true],
  ['/a/*', '/a/b/c', false],
  ['/*/b', '/a/b', true],
  ['/a?c', '/abc', true],
  ['/a?c', '/a/c', false],
  ['/[a-c]x', '/bx', true],
  ['/[!a-c]x', '/bx', false],
  ['/[!a-c]x', '/dx', true],
  ['/[a-]x', '/-x', true],
  ['/{foo,ba}r', '/bar', true],
  ['/{foo,ba}r', '/foor', true],
  ['/{foo,ba}r', '/fbr', false],
  ['/{a,b}{c,d}', '/bd', true],
  ['/{a', '/a', false],
  ['/[a', '/a', false],
  ['/a]', '/a]', false],
  ['/*ion', '/tension', true],
  ['/**', '/x', true],
])('%s and %s: %s', (pattern, address, fits) => {
  expect(compilePattern(pattern)(address)).toBe(fits);
});

it('takes no longer for a pattern that was made to take long', () => {
  const pattern = `/${'*a'.repeat(90)}`;
  const start = performance.now();
  expect(compilePattern(pattern)(`/${'a'.repeat(190)}b`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
  expect(compilePattern('/{a,b}'.repeat(30))('/a')).toBe(false);
});

it('fits every address to itself', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\/[a-z/]{0,20}$/), (address) => {
      expect(isPattern(address)).toBe(false);
      expect(compilePattern(address)(address)).toBe(true);
    }),
  );
});
