import { expect, it } from 'vitest';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { errorOf, faultOf } from '../../../extension/faultOf.ts';

const fault = { code: 'file-missing', what: 'It is not there', subject: 'a.png', next: 'Look' } as const;

it('keeps an error of ours', () => {
  const { code, ...detail } = fault;
  const error = new LeitmotifError(code, detail);
  expect(faultOf(error)).toEqual(fault);
  expect(errorOf(error)).toBe(error);
});

it('reads the fault of an answer', () => {
  const answer = Object.assign(new Error('x'), { code: -32803, data: fault });
  expect(faultOf(answer)).toEqual(fault);
  expect(errorOf(answer)).toBeInstanceOf(LeitmotifError);
  expect(errorOf(answer).cause).toBe(answer);
});

it.each([
  ['an error of anybody', new Error('boom'), 'boom'],
  ['a text', 'boom', 'boom'],
  ['nothing', undefined, 'undefined'],
  ['an answer of an unknown code', { data: { ...fault, code: 'new-one' } }, '[object Object]'],
  ['a code that every object has', { data: { ...fault, code: 'toString' } }, '[object Object]'],
  ['an answer without words', { data: { code: 'file-missing' } }, '[object Object]'],
])('calls %s internal', (_, thrown, subject) => {
  expect(faultOf(thrown)).toMatchObject({ code: 'internal', subject });
});
