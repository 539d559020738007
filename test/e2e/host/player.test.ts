import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import type { PlaybackSource } from '../../../bridge/protocol/panels/playback.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';
import type { SampleSource } from '../../../extension/player/sampleSource.ts';

const rate = 44_100;

/** A sine of the given amplitude on both sides, a minute long. */
function sine(id: string, amplitude: number): SampleSource & { source: PlaybackSource; isDisposed: boolean } {
  const changed = new vscode.EventEmitter<void>();
  const source: PlaybackSource = {
    id,
    title: `A sine, ${id}`,
    cue: 'file:///nowhere/sine.leitmotif',
    sampleRate: rate,
    frames: 60 * rate,
    tracks: [{ id: 'mix', label: 'Mix' }],
    bars: Array.from({ length: 30 }, (_, bar) => 2 * bar * rate),
    beatsPerBar: 4,
  };
  return {
    source,
    isDisposed: false,
    onDidChange: changed.event,
    read(_track, from, frames) {
      const samples = new Float32Array(2 * Math.max(0, Math.min(frames, source.frames - from)));
      for (let i = 0; i < samples.length; i += 1)
        samples[i] = amplitude * Math.sin((2 * Math.PI * (from + (i >> 1))) / 441);
      return Promise.resolve(samples);
    },
    belongTo(cue) {
      this.source = { ...source, cue };
      changed.fire();
    },
    dispose() {
      this.isDisposed = true;
      changed.dispose();
    },
  };
}

const isNear = (value: number, wanted: number) => Math.abs(value - wanted) < 0.5;

describe('the player view', () => {
  let api: LeitmotifApi;

  before(async () => {
    api = await extensionApi();
  });

  afterEach(() => {
    api.player.unload();
  });

  it('is shown by the first load, without taking the focus, and lets sound out', async () => {
    await api.player.load(sine('first', 0.5), { frame: 0, play: true });
    await untilTrue('it plays', () => api.player.state.activity === 'playing');
    // 0.5 is −6 dB: what left the window is what was read here.
    await untilTrue('it is heard', () => isNear(api.player.level.peak, -6));
  });

  it('plays on while it is hidden', async () => {
    await api.player.load(sine('hidden', 0.5), { frame: 0, play: true });
    await untilTrue('it plays', () => api.player.state.frame > 0);
    await vscode.commands.executeCommand('workbench.view.explorer');
    const { frame } = api.player.state;
    await untilTrue('it has gone on', () => api.player.state.frame > frame + 6 * rate);
    assert.equal(api.player.state.activity, 'playing');
    assert.ok(isNear(api.player.level.peak, -6));
  });

  it('seeks, pauses, stops and loops', async () => {
    await api.player.load(sine('sought', 0.25), { frame: 10 * rate, play: true });
    await untilTrue('it is heard', () => isNear(api.player.level.peak, -12));
    api.player.seek(30 * rate);
    await untilTrue('it is there', () => api.player.state.frame > 30 * rate);
    api.player.pause();
    await untilTrue(
      'it is silent',
      () => api.player.state.activity === 'paused' && api.player.level.peak < -60,
    );
    api.player.loop({ from: 0, to: rate });
    api.player.stop();
    await untilTrue(
      'it stops',
      () => api.player.state.activity === 'stopped' && api.player.state.frame === 0,
    );
    assert.deepEqual(api.player.state.loop, { from: 0, to: rate });
  });

  it('changes sides of A/B at the same place', async () => {
    const first = sine('a', 0.5);
    const second = sine('b', 0.125);
    await api.player.load(first, { frame: 0, play: true });
    await untilTrue('a is heard', () => isNear(api.player.level.peak, -6));
    api.player.compare(second);
    api.player.swap();
    await untilTrue('b is heard', () => isNear(api.player.level.peak, -18));
    assert.equal(api.player.source, second);
    assert.equal(api.player.other, first);
    assert.ok(api.player.state.frame > 0);
  });

  it('goes on where it was when its view is moved, which makes a new one', async () => {
    const move = (destinationId: string) =>
      vscode.commands.executeCommand('vscode.moveViews', { viewIds: ['leitmotif.player'], destinationId });
    await api.player.load(sine('moved', 0.5), { frame: 20 * rate, play: true });
    await untilTrue('it plays', () => api.player.state.activity === 'playing');
    let hasRested = false;
    const watch = api.player.onDidChange(({ activity }) => {
      hasRested ||= activity === 'paused';
    });
    try {
      await move('workbench.view.explorer');
      await untilTrue('the view has gone', () => hasRested);
      const { frame } = api.player.state;
      assert.ok(frame >= 20 * rate);
      await untilTrue('it plays again', () => api.player.state.activity === 'playing');
      await untilTrue('it is heard again', () => isNear(api.player.level.peak, -6));
      assert.ok(api.player.state.frame >= frame);
    } finally {
      watch.dispose();
      await move('workbench.view.extension.leitmotif');
    }
  });

  it('lets go of what it does not need', async () => {
    const first = sine('let-go', 0.5);
    await api.player.load(first, { frame: 0, play: false });
    await api.player.load(sine('instead', 0.5), { frame: 0, play: false });
    assert.equal(first.isDisposed, true);
  });
});
