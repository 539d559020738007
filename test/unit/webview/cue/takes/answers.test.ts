import { describe, expect, it } from 'vitest';
import { answersOf } from '../../../../../webview/cue/takes/answers.ts';

describe('answers of the host', () => {
  it('are matched by number and asked for once', async () => {
    const asked: number[] = [];
    const answers = answersOf<string>();
    const first = answers.ask('a', (ask) => asked.push(ask));
    const again = answers.ask('a', (ask) => asked.push(ask));
    const other = answers.ask('b', (ask) => asked.push(ask));
    answers.answer(asked[1] ?? 0, 'B');
    answers.answer(asked[0] ?? 0, 'A');
    answers.answer(99, 'nobody asked');
    expect(await Promise.all([first, again, other])).toEqual(['A', 'A', 'B']);
    expect(asked).toHaveLength(2);
  });

  it('are asked for again where there was nothing, or nothing is to be kept', async () => {
    let count = 0;
    const answers = answersOf<string>();
    const ask = (key: string | undefined, value: string | null) => {
      const answer = answers.ask(key, (number) => {
        count++;
        queueMicrotask(() => {
          answers.answer(number, value);
        });
      });
      return answer;
    };
    expect(await ask('a', null)).toBeNull();
    expect(await ask('a', 'A')).toBe('A');
    expect(await ask(undefined, 'x')).toBe('x');
    expect(await ask(undefined, 'y')).toBe('y');
    expect(count).toBe(4);
  });
});
