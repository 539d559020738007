import { describe, expect, it } from 'vitest';
import { HeldValue, heldPatience } from '../../../../../webview/cue/text/heldValue.ts';

describe('HeldValue', () => {
  it('follows the document while the person changes nothing', () => {
    const held = new HeldValue('a');
    expect(held.arrive('b', 0)).toBe('b');
    expect(held.arrive('a', 1)).toBe('a');
  });

  it('keeps what is being typed against every snapshot', () => {
    const held = new HeldValue('a');
    held.change('a b');
    expect(held.arrive('a', 0)).toBe('a b');
    expect(held.arrive('from elsewhere', 1)).toBe('a b');
    expect(held.isChanged).toBe(true);
  });

  it('keeps what was sent while snapshots are older than it', () => {
    const held = new HeldValue('a');
    held.change('a b');
    held.send(0);
    expect(held.arrive('a', 10)).toBe('a b');
    expect(held.arrive('a b', 20)).toBe('a b');
    expect(held.arrive('a', 30)).toBe('a');
  });

  it('is not pulled back by the answer to an earlier change', () => {
    const held = new HeldValue('');
    held.change('o');
    held.send(0);
    held.change('on');
    held.send(10);
    expect(held.arrive('o', 20)).toBe('on');
    held.change('one');
    expect(held.arrive('on', 30)).toBe('one');
    held.send(40);
    expect(held.arrive('one', 50)).toBe('one');
  });

  it('takes undo and changes of others once nothing is unsent', () => {
    const held = new HeldValue('a');
    held.change('b');
    held.send(0);
    expect(held.arrive('somebody else', 10)).toBe('somebody else');
    held.change('c');
    held.send(20);
    held.arrive('c', 30);
    expect(held.arrive('somebody else', 40)).toBe('somebody else');
  });

  it('shows what the document has where it refuses a change', () => {
    const held = new HeldValue(1);
    held.change(2);
    held.send(0);
    expect(held.arrive(1, heldPatience - 1)).toBe(2);
    expect(held.arrive(1, heldPatience)).toBe(1);
  });

  it('compares values as it is told to', () => {
    const held = new HeldValue({ x: 0 }, (a, b) => a.x === b.x);
    held.change({ x: 1 });
    held.send(0);
    expect(held.arrive({ x: 0 }, 1)).toEqual({ x: 1 });
    held.arrive({ x: 1 }, 2);
    expect(held.arrive({ x: 0 }, 3)).toEqual({ x: 0 });
  });
});
