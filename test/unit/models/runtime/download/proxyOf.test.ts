import { describe, expect, it } from 'vitest';
import { proxyOf } from '../../../../../models/runtime/download/proxyOf.ts';

const proxied = { HTTPS_PROXY: 'http://proxy.test:8080', HTTP_PROXY: 'plain.test:3128' };

describe('proxyOf', () => {
  it('takes the proxy of the protocol', () => {
    expect(proxyOf('https://hub.test/a', proxied)).toBe('http://proxy.test:8080');
    expect(proxyOf('http://hub.test/a', proxied)).toBe('http://plain.test:3128');
    expect(proxyOf('https://hub.test/a', {})).toBeUndefined();
  });

  it('prefers lower case, as curl does', () => {
    expect(proxyOf('https://hub.test', { ...proxied, https_proxy: 'http://own.test' })).toBe(
      'http://own.test',
    );
  });

  it.each([
    ['hub.test', true],
    ['.hub.test', true],
    ['*.hub.test', true],
    ['other.test, hub.test', true],
    ['other.test hub.test', true],
    ['*', true],
    ['HUB.test', true],
    ['a.hub.test:443', true],
    ['a.hub.test:8443', false],
    ['ub.test', false],
    ['other.test', false],
    ['', false],
  ])('reads NO_PROXY %j', (list, isExempt) => {
    expect(proxyOf('https://a.hub.test/x', { ...proxied, NO_PROXY: list }) === undefined).toBe(isExempt);
  });
});
