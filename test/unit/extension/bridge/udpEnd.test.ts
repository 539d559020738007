import { expect, it } from 'vitest';
import { endOf, isThisMachine, portOf } from '../../../../extension/bridge/udpEnd.ts';

it('reads ports', () => {
  expect(['1', ' 9310 ', '65535'].map((text) => portOf(text))).toEqual([1, 9310, 65_535]);
  expect(['', '0', '65536', '-1', '9e3', '80a', '1.5'].map((text) => portOf(text))).toEqual(
    Array.from({ length: 7 }, () => undefined),
  );
  expect(portOf('0', 0)).toBe(0);
});

it('reads ends, on this machine unless they say another', () => {
  expect(endOf('57120')).toEqual({ host: '127.0.0.1', port: 57_120 });
  expect(endOf('studio.local:8000')).toEqual({ host: 'studio.local', port: 8000 });
  expect(endOf('[::1]:8000')).toEqual({ host: '::1', port: 8000 });
  expect(['', 'host', 'host:', 'a b:1', 'host:0', ':1'].map(endOf)).toEqual(
    Array.from({ length: 6 }, () => undefined),
  );
});

it('takes a name for another machine, unless it is localhost', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isThisMachine)).toBe(true);
  expect(['192.168.1.4', 'studio', '127.0.0.1.example.org', '0.0.0.0'].some(isThisMachine)).toBe(false);
});
