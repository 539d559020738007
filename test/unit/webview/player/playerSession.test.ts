import { describe, expect, it } from 'vitest';
import { RenderedSession, largestStep, settle, sine, sourceOf } from './renderedSession.ts';

/** The steepest step of the sine, with room for the fades. */
const steepest = 0.5 * ((2 * Math.PI) / 441) * 1.2;

async function playing(part = {}, options = {}) {
  const page = new RenderedSession();
  page.load(sourceOf(part), sine, options);
  await settle();
  return page;
}

/** Renders while answers come, as in a running page. */
async function run(page: RenderedSession, frames: number) {
  for (let done = 0; done < frames; done += 2048) {
    page.render(2048);
    await settle();
  }
}

/** Where in `samples` the signal is heard exactly; −1 where it is not. */
function exactFrom(samples: readonly number[], at: number, frame: number): boolean {
  return samples.slice(at, at + 2000).every((value, i) => Math.abs(value - sine(frame + i, 'mix')) < 1e-6);
}

describe('PlayerSession', () => {
  it('plays what the host gives, exactly, on both sides', async () => {
    const page = await playing();
    await run(page, 88_200);
    expect(page.state.activity).toBe('playing');
    expect(exactFrom(page.left, 1024, 1024)).toBe(true);
    expect(page.right[5000]).toBeCloseTo(-page.left[5000]!, 6);
    expect(largestStep(page.left)).toBeLessThan(steepest);
    expect(page.session.underruns).toBe(0);
  });

  it('says ready states: where it is, four times a second', async () => {
    const page = await playing();
    await run(page, 44_100);
    const states = page.said.filter(({ type }) => type === 'state');
    expect(states.length).toBeGreaterThan(4);
    expect(states.length).toBeLessThan(12);
    expect(page.state.frame).toBeGreaterThan(40_000);
  });

  it('goes round a loop to the frame', async () => {
    const page = await playing();
    const loop = { from: 44_100, to: 44_100 + 22_050 };
    page.session.hear({ type: 'loop', range: loop });
    page.session.hear({ type: 'seek', frame: 44_100 });
    await settle();
    page.clear();
    await run(page, 4 * 22_050);
    // The loop is 50 periods long: one that loses or gains a frame leaves the phase.
    expect(page.left.every((value, i) => i < 512 || Math.abs(value - sine(44_100 + i, 'mix')) < 1e-5)).toBe(
      true,
    );
    expect(page.state.frame).toBeGreaterThanOrEqual(loop.from);
    expect(page.state.frame).toBeLessThan(loop.to);
    expect(page.session.underruns).toBe(0);
  });

  it('goes round a loop whose ends do not meet without a click', async () => {
    const page = await playing();
    page.session.hear({ type: 'loop', range: { from: 44_100, to: 44_100 + 10_000 + 110 } });
    page.session.hear({ type: 'seek', frame: 44_100 });
    await run(page, 60_000);
    expect(largestStep(page.left)).toBeLessThan(steepest);
  });

  it('seeks to the frame', async () => {
    const page = await playing();
    await run(page, 10_000);
    page.session.hear({ type: 'seek', frame: 200_123 });
    await settle();
    page.clear();
    await run(page, 8192);
    expect(exactFrom(page.left, 512, 200_123 + 512)).toBe(true);
    expect(largestStep(page.left.slice(1))).toBeLessThan(2 * steepest);
  });

  it('pauses with a fade and goes on where it was', async () => {
    const page = await playing();
    await run(page, 10_000);
    page.session.hear({ type: 'pause' });
    await run(page, 4096);
    const { frame } = page.state;
    expect(page.state.activity).toBe('paused');
    expect(page.left.slice(-2048).every((value) => value === 0)).toBe(true);
    page.clear();
    page.session.hear({ type: 'play' });
    await run(page, 8192);
    expect(Math.abs(page.state.frame - frame - 8192)).toBeLessThan(1024);
    expect(largestStep(page.left)).toBeLessThan(steepest);
  });

  it('stops at the end, without a click, and goes to the beginning', async () => {
    const page = await playing({ frames: 50_110 });
    await run(page, 60_000);
    expect(page.state).toMatchObject({ activity: 'stopped', frame: 0 });
    expect(page.session.underruns).toBe(0);
    expect(largestStep(page.left)).toBeLessThan(steepest);
    page.session.hear({ type: 'play' });
    await run(page, 4096);
    expect(page.state.activity).toBe('playing');
  });

  it('believes the samples where they end before the source says', async () => {
    const page = new RenderedSession();
    page.lengths.set('take-1', 30_000);
    page.load(sourceOf(), sine);
    await settle();
    await run(page, 50_000);
    expect(page.state).toMatchObject({ activity: 'stopped', frame: 0 });
  });

  it('waits for samples that do not come, without a click, and counts it', async () => {
    const page = await playing();
    await run(page, 10_000);
    page.answersAtOnce = false;
    await run(page, 200_000);
    expect(page.state.activity).toBe('waiting');
    expect(page.session.underruns).toBe(1);
    expect(largestStep(page.left)).toBeLessThan(steepest);
    const { frame } = page.state;
    page.answersAtOnce = true;
    page.answer();
    page.clear();
    await run(page, 20_000);
    expect(page.state.activity).toBe('playing');
    const start = 128 * Math.floor(page.left.findIndex((value) => value !== 0) / 128);
    expect(exactFrom(page.left, start + 1000, frame + 1000)).toBe(true);
  });

  it('begins a stream with its first block', () => {
    const page = new RenderedSession();
    page.answersAtOnce = false;
    page.load(sourceOf(), sine);
    page.render(1024);
    expect(page.state.activity).toBe('waiting');
    page.answer(({ from }) => from === 0);
    page.render(1024);
    expect(page.state.activity).toBe('playing');
  });

  it('holds no more than a few seconds, however long it plays', async () => {
    const page = await playing({ frames: 44_100 * 1200 });
    await run(page, 44_100 * 20);
    const held = page.session.heldBlocks;
    expect(held).toBeLessThan(60);
    await run(page, 44_100 * 10);
    expect(Math.abs(page.session.heldBlocks - held)).toBeLessThan(10);
    expect(page.open.size).toBeLessThan(4);
  });

  it('forgets asks that nobody needs any more', () => {
    const page = new RenderedSession();
    page.answersAtOnce = false;
    page.load(sourceOf(), sine);
    for (let i = 0; i < 50; i += 1) page.session.hear({ type: 'seek', frame: i * 8192 });
    expect(page.open.size).toBeLessThan(4);
    expect(page.forgotten.length).toBeGreaterThan(40);
  });

  it('is blocked until the window lets sound out', async () => {
    const page = new RenderedSession();
    page.flow = 'blocked';
    page.load(sourceOf(), sine);
    await settle();
    expect(page.state.activity).toBe('blocked');
    page.flow = 'flowing';
    page.session.gesture();
    await run(page, 4096);
    expect(page.state.activity).toBe('playing');
  });

  it('pauses where a source cannot be read, and tries again when asked', () => {
    const page = new RenderedSession();
    page.answersAtOnce = false;
    page.load(sourceOf(), sine);
    const [ask] = [...page.open.values()];
    page.open.clear();
    page.session.hear({ ...ask!, type: 'samples', samples: null });
    expect(page.state.activity).toBe('paused');
    expect(page.open.size).toBe(0);
    page.session.hear({ type: 'play' });
    expect(page.open.size).toBeGreaterThan(0);
  });

  it('goes on in another version at the same place without a gap', async () => {
    const page = await playing();
    await run(page, 20_000);
    page.answersAtOnce = false;
    // The host's news are a quarter of a second old.
    const basis = page.state.frame - 11_025;
    page.load(sourceOf({ id: 'draft-2' }), sine, { frame: basis, basis });
    page.clear();
    page.render(16_384);
    expect(page.state.activity).toBe('playing');
    page.answersAtOnce = true;
    page.answer();
    await run(page, 16_384);
    // Both versions are the same sine: in phase all through, or the sum would fall.
    const start = page.left.slice(0, 441);
    expect(page.left.slice(441 * 60, 441 * 61).every((value, i) => Math.abs(value - start[i]!) < 1e-5)).toBe(
      true,
    );
    for (let i = 0; i < 30_000; i += 441)
      expect(Math.max(...page.left.slice(i, i + 441))).toBeGreaterThan(0.49);
    expect(page.state.source?.id).toBe('draft-2');
  });

  it('changes sides of A/B at the same place', async () => {
    const page = await playing();
    const other = sourceOf({ id: 'take-2', title: 'Other' });
    page.signals.set('take-2', (frame, track) => 0.5 * sine(frame, track));
    page.session.hear({ type: 'other', source: other });
    await settle();
    await run(page, 20_000);
    const before = page.left.slice(-441).map((value) => value / 2);
    page.session.hear({ type: 'swap' });
    page.clear();
    await run(page, 8192);
    expect(page.state).toMatchObject({ source: { id: 'take-2' }, other: { id: 'take-1' } });
    const peak = Math.max(...page.left.slice(4000));
    expect(peak).toBeCloseTo(0.25, 3);
    expect(largestStep(page.left.slice(1))).toBeLessThan(steepest);
    expect(page.left.slice(4410, 4851).every((value, i) => Math.abs(value - before[i]!) < 1e-5)).toBe(true);
  });

  it('mutes and solos with a fade; solo wins', async () => {
    const tracks = [
      { id: '0', label: 'Lead' },
      { id: '1', label: 'Bass' },
    ];
    const page = new RenderedSession();
    page.load(sourceOf({ tracks }), (frame, track) => (track === '0' ? sine(frame, track) : 0.25));
    await settle();
    await run(page, 8192);
    page.session.hear({ type: 'track', track: '0', state: { muted: true, solo: false } });
    page.clear();
    await run(page, 4096);
    expect(page.left.slice(1024).every((value) => Math.abs(value - 0.25) < 1e-6)).toBe(true);
    expect(largestStep(page.left.slice(1))).toBeLessThan(2 * steepest);
    page.session.hear({ type: 'track', track: '0', state: { muted: true, solo: true } });
    page.clear();
    await run(page, 4096);
    expect(Math.max(...page.left.slice(1024))).toBeCloseTo(0.5, 3);
    expect(page.state.tracks['0']).toEqual({ muted: true, solo: true });
  });

  it('takes a stream that becomes longer than was said', async () => {
    const page = await playing({ frames: 20_000 });
    page.session.hear({ type: 'source', source: sourceOf({ frames: 90_000 }) });
    await settle();
    await run(page, 60_000);
    expect(page.state.activity).toBe('playing');
    expect(exactFrom(page.left, 19_000, 19_000)).toBe(true);
    expect(page.session.underruns).toBe(0);
  });

  it('plays sources of two rates one after the other', async () => {
    const page = await playing();
    await run(page, 8192);
    page.load(sourceOf({ id: 'take-2', sampleRate: 48_000 }), sine);
    await settle();
    await run(page, 8192);
    expect([...page.mixers.keys()]).toEqual([44_100, 48_000]);
    expect(page.state).toMatchObject({ activity: 'playing', source: { sampleRate: 48_000 } });
    expect(page.report.activity).toBe('still');
  });

  it('rests when nothing has played for a while', async () => {
    const page = await playing();
    page.session.hear({ type: 'pause' });
    await run(page, 44_100 * 4);
    expect(page.mixers.get(44_100)?.isAwake).toBe(false);
    page.session.hear({ type: 'play' });
    await run(page, 8192);
    expect(page.state.activity).toBe('playing');
  });
});
