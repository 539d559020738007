import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cueSchema } from '../../../bridge/protocol/cue.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { CuePanelState } from '../../../bridge/protocol/panels/cuePanel.ts';
import { describeWithPeer } from '../../peers/peers.ts';
import { openBrowser } from '../editor/openBrowser.ts';
import { emptyState, fullState, samplePlayback, sampleScore, sampleTake } from './cueSamples.ts';
import { cueThemes, openCuePage } from './openCuePage.ts';
import type { CuePage, CuePageOptions } from './openCuePage.ts';
import { servePanels } from './servePanels.ts';
import type { PanelServer } from './servePanels.ts';

const axe = readFileSync(
  fileURLToPath(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);

/** The full state with its cue changed, as the host would send it after an edit. */
function changed(change: Partial<Cue>): CuePanelState {
  return { ...fullState, cue: cueSchema.parse({ ...fullState.cue, ...change }) };
}

/** What axe finds wrong, as `rule: element`. */
async function violations({ page }: CuePage): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    const found = (await checker.run()).violations;
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  });
}

describeWithPeer('code-server', 'the cue panel in a browser', () => {
  let server: PanelServer;
  let browser: Browser;
  const opened: CuePage[] = [];

  const open = async (options: CuePageOptions = {}) => {
    const cue = await openCuePage(browser, server.address('cue'), { score: sampleScore(), ...options });
    opened.push(cue);
    return cue;
  };
  /** The full state, while take 3 plays. */
  const openFull = async (options: CuePageOptions = {}) => {
    const cue = await open({ state: fullState, ...options });
    await cue.say({ type: 'playback', playback: samplePlayback() });
    await cue.page.getByRole('slider', { name: 'Piano-roll, position' }).waitFor();
    return cue;
  };

  beforeAll(async () => {
    server = await servePanels();
    browser = await openBrowser();
  });

  afterEach(async () => {
    for (const { page } of opened.splice(0)) {
      expect(await page.evaluate(() => window.cueHost.errors)).toEqual([]);
      await page.close();
    }
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('says what to do with an empty cue, and takes conditions by button, text, drop and paste', async () => {
    const { page, last, forget } = await open({ state: emptyState });
    await page.getByText('Start with a picture, a story or a few words').waitFor();
    const generate = page.getByRole('button', { name: 'Generate' });
    expect(await generate.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Images…' }).press('Enter');
    expect(await last('pick')).toEqual({ type: 'pick', what: 'images' });
    await page.getByRole('textbox', { name: 'Caption' }).fill('Slow strings');
    expect(await last('edit')).toEqual({
      type: 'edit',
      edit: { kind: 'set-text', of: 'caption', text: 'Slow strings' },
    });
    await forget();
    await page.getByRole('group', { name: 'Add conditions' }).evaluate((zone) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('resourceurls', '["file:///story/a.png"]');
      zone.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array([1, 2])], 'image.png', { type: 'image/png' }));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
    });
    expect(await last('drop')).toEqual({ type: 'drop', uris: ['file:///story/a.png'] });
    expect(await last('paste')).toMatchObject({ name: 'image.png', mediaType: 'image/png' });
  });

  it('keeps words, focus and cursor while snapshots come in', async () => {
    const { page, say, last } = await openFull();
    const story = page.getByRole('textbox', { name: 'Story' });
    await story.focus();
    await page.keyboard.press('Control+Home');
    for (const [i, key] of [...'Long ago. '].entries()) {
      await page.keyboard.press(key === ' ' ? 'Space' : key);
      await say({ type: 'state', state: { ...fullState, fileName: `${i}.leitmotif` } });
    }
    expect(await story.inputValue()).toMatch(/^Long ago. The boats/);
    const { edit } = await last('edit');
    expect(edit).toMatchObject({ kind: 'set-text', of: 'story' });
    const text = edit.kind === 'set-text' ? edit.text : '';
    const [image, missing, reference, caption, told] = fullState.conditions;
    const answered = { ...told!, condition: { ...told!.condition, text } };
    await say({
      type: 'state',
      state: {
        ...fullState,
        conditions: [image!, missing!, reference!, caption!, answered as typeof told & object],
      },
    });
    await page.keyboard.type('Once. ');
    expect(await story.inputValue()).toMatch(/^Long ago. Once. The boats/);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('VSCODE-TEXTAREA');
    expect(await story.evaluate((area: HTMLTextAreaElement) => area.selectionStart)).toBe(16);
  });

  it('lets another editor and undo change a field that nobody is typing in', async () => {
    const { page, say } = await openFull();
    await say({ type: 'state', state: changed({ title: 'Quay at dusk' }) });
    await expect.poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Quay at dusk');
  });

  it('changes conditions by keyboard', async () => {
    const { page, last } = await openFull();
    await page.getByRole('slider', { name: 'Weight of harbour.jpg' }).press('ArrowRight');
    expect((await last('edit')).edit).toEqual({ kind: 'set-weight', condition: 'image-1', weight: 1.1 });
    await page.getByRole('button', { name: 'Move harbour.jpg down' }).press('Enter');
    expect((await last('edit')).edit).toEqual({ kind: 'move-condition', condition: 'image-1', to: 1 });
    await page.getByRole('textbox', { name: 'What harbour.jpg shows' }).fill('Boats');
    await page.keyboard.press('Tab');
    expect((await last('edit')).edit).toEqual({ kind: 'set-alt', condition: 'image-1', alt: 'Boats' });
    await page.getByRole('button', { name: 'Locate…' }).press('Enter');
    expect(await last('locate-condition')).toEqual({ type: 'locate-condition', condition: 'image-2' });
    await page.getByRole('button', { name: 'Remove quay.png' }).press('Enter');
    expect((await last('edit')).edit).toEqual({ kind: 'remove-condition', condition: 'image-2' });
    await page.getByRole('button', { name: 'Open sea-shanty.flac' }).press('Enter');
    expect(await last('open-condition')).toEqual({ type: 'open-condition', condition: 'reference-1' });
  });

  it('changes attributes by keyboard', async () => {
    const { page, last } = await openFull();
    const edit = async () => (await last('edit')).edit;
    await page.getByRole('slider', { name: 'Tempo' }).press('ArrowRight');
    expect(await edit()).toEqual({ kind: 'set-attribute', name: 'tempo', value: 73 });
    await page.getByRole('textbox', { name: 'Tempo in quarters per minute' }).fill('88');
    await page.keyboard.press('Enter');
    expect(await edit()).toEqual({ kind: 'set-attribute', name: 'tempo', value: 88 });
    await page.getByRole('combobox', { name: 'Tonic' }).selectOption('Eb');
    expect(await edit()).toEqual({ kind: 'set-attribute', name: 'key', value: 'Eb minor' });
    await page.getByRole('combobox', { name: 'Mode' }).selectOption('dorian');
    expect(await edit()).toEqual({ kind: 'set-attribute', name: 'key', value: 'D dorian' });
    await page.getByRole('combobox', { name: 'Meter' }).selectOption('6/8');
    expect(await edit()).toEqual({ kind: 'set-attribute', name: 'meter', value: '6/8' });
    await page.getByRole('slider', { name: 'Valence' }).press('ArrowRight');
    expect(await edit()).toEqual({
      kind: 'set-attributes',
      attributes: [
        { name: 'valence', value: -0.17 },
        { name: 'arousal', value: -0.41 },
      ],
    });
    for (const name of ['tension', 'density', 'brightness', 'dynamics'] as const) {
      const title = name.charAt(0).toUpperCase() + name.slice(1);
      await page.getByRole('slider', { name: title, exact: true }).press('End');
      expect(await edit()).toEqual({ kind: 'set-attribute', name, value: 1 });
    }
    await page.getByRole('textbox', { name: 'Length in bars' }).fill('16');
    await page.keyboard.press('Enter');
    expect(await edit()).toEqual({ kind: 'set-attribute', name: 'bars', value: 16 });
    await page.getByRole('combobox', { name: 'Instrument of the lead' }).selectOption('oboe');
    expect(await edit()).toMatchObject({ kind: 'set-attribute', name: 'instruments' });
    await page
      .getByRole('button', { name: 'Tempo is set by you: give it back to the brief' })
      .first()
      .press('Enter');
    expect(await edit()).toEqual({ kind: 'reset-attribute', name: 'tempo' });
    await page.getByRole('button', { name: 'Lock Meter at the brief’s value' }).first().press('Enter');
    expect(await edit()).toEqual({ kind: 'set-attribute', name: 'meter', value: '3/4' });
    await page.getByRole('button', { name: 'Reset All' }).first().press('Enter');
    expect(await edit()).toEqual({ kind: 'reset-all-attributes' });
  });

  it('refuses numbers that cannot be, and takes back what was typed with Escape', async () => {
    const { page, said, forget } = await openFull();
    await forget();
    const tempo = page.getByRole('textbox', { name: 'Tempo in quarters per minute' });
    await tempo.fill('9000');
    expect(await tempo.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Enter');
    expect(await said()).toEqual([]);
    expect(await tempo.inputValue()).toBe('72');
  });

  it('sends a drag of the pad at its own pace and lets no snapshot pull it back', async () => {
    const { page, say, said, forget } = await openFull();
    await forget();
    const pad = page.getByRole('group', { name: /^Mood/ });
    await pad.scrollIntoViewIfNeeded();
    const box = (await pad.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 40; i++) {
      await page.mouse.move(box.x + box.width / 2 + i, box.y + box.height / 2 - i);
      if (i % 10 === 0) await say({ type: 'state', state: { ...fullState } });
    }
    await page.mouse.up();
    const wanted = await page.getByRole('slider', { name: 'Valence' }).getAttribute('aria-valuenow');
    expect(Number(wanted)).toBeGreaterThan(0.1);
    await expect
      .poll(async () => {
        const edit = (await said()).findLast(({ type }) => type === 'edit');
        return JSON.stringify(edit);
      })
      .toContain(`"valence","value":${wanted ?? ''}`);
  });

  it('plays, seeks, loops, zooms and compares by keyboard', async () => {
    const { page, last, say } = await openFull();
    await say({ type: 'playback', playback: samplePlayback(30, 'paused') });
    const roll = page.getByRole('slider', { name: 'Piano-roll, position' });
    await roll.press('Home');
    expect(await last('seek')).toEqual({ type: 'seek', frame: 0 });
    await roll.press('ArrowRight');
    expect(await last('seek')).toEqual({ type: 'seek', frame: 441_000 });
    await roll.press('Space');
    expect(await last('play')).toEqual({ type: 'play', take: 'take-3' });
    await roll.press(']');
    expect(await last('loop')).toEqual({ type: 'loop', range: { from: 0, to: 330_750 } });
    await roll.press('+');
    await roll.press('.');
    const { from, to } = await page.evaluate(() => window.cueHost.memory!.zoom);
    expect(to - from).toBeCloseTo(0.5);
    await page.getByRole('button', { name: 'Swap A/B' }).press('Enter');
    expect(await last('swap')).toEqual({ type: 'swap' });
    await page.getByRole('button', { name: 'A/B: compare what plays with Take 5' }).press('Enter');
    expect(await last('compare')).toEqual({ type: 'compare', take: 'take-5' });
    await page.getByRole('button', { name: 'Mute Harp' }).press('Enter');
    expect(await last('track')).toEqual({ type: 'track', track: '2', muted: true, solo: false });
    await page.getByRole('button', { name: 'Stop', exact: true }).press('Enter');
    expect(await last('stop')).toEqual({ type: 'stop' });
  });

  it('loops a drag on the waveform, snapped to bars, and seeks where it is clicked', async () => {
    const { page, last } = await openFull();
    const box = (await page.getByRole('slider', { name: 'Waveform, position' }).boundingBox())!;
    const x = (seconds: number) => box.x + (seconds / 30) * box.width;
    await page.mouse.click(x(15), box.y + 20);
    expect(Math.abs((await last('seek')).frame / 44_100 - 15)).toBeLessThan(0.1);
    await page.mouse.move(x(2.6), box.y + 20);
    await page.mouse.down();
    await page.mouse.move(x(7.3), box.y + 20, { steps: 4 });
    await page.mouse.up();
    expect(await last('loop')).toEqual({ type: 'loop', range: { from: 110_250, to: 330_750 } });
  });

  it('acts on takes', async () => {
    const { page, last, say } = await openFull();
    for (const [name, act] of [
      ['Export…', 'export'],
      ['Reveal', 'reveal'],
      ['Copy Path', 'copy-path'],
      ['Recipe', 'recipe'],
      ['Remake', 'remake'],
      ['Delete', 'delete'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).press('Enter');
      expect(await last('take')).toEqual({ type: 'take', act, take: 'take-3' });
    }
    const daw = page.getByRole('button', { name: 'Send to DAW' });
    await daw.press('Enter');
    expect((await last('take')).act).toBe('delete');
    expect(await daw.getAttribute('title')).toMatch(/Not available yet/);
    await page.getByRole('textbox', { name: 'Name of the take' }).fill('The one');
    await page.keyboard.press('Enter');
    expect((await last('edit')).edit).toEqual({ kind: 'rename-take', take: 'take-3', name: 'The one' });
    await page.getByRole('button', { name: 'Star Take 4' }).press('Enter');
    expect((await last('edit')).edit).toEqual({ kind: 'star-take', take: 'take-4', starred: true });
    await page.getByRole('button', { name: /^Take 7/ }).press('Enter');
    expect(await last('select')).toEqual({ type: 'select', take: 'take-7' });
    await say({ type: 'state', state: { ...fullState, selected: { take: 'take-7' } } });
    await page.getByRole('button', { name: 'Play', exact: true }).press('Enter');
    expect(await last('play')).toEqual({ type: 'play', take: 'take-7' });
    const dragged = await page
      .getByRole('list', { name: 'Takes' })
      .getByRole('listitem')
      .nth(1)
      .evaluate((row) => {
        const dataTransfer = new DataTransfer();
        row.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }));
        return dataTransfer.getData('text/uri-list');
      });
    expect(dragged).toBe('file:///story/takes/harbour-2/mix.wav');
  });

  it('has the notes as a table, page by page', async () => {
    const { page } = await openFull();
    await page.getByRole('button', { name: 'Show the notes as a table' }).press('Enter');
    await page.getByText('Page 1 of 8, 360 notes').waitFor();
    expect(await page.getByRole('region', { name: 'Notes' }).getByRole('row').count()).toBe(51);
    await page.getByRole('button', { name: 'Later' }).press('Enter');
    await page.getByText('Page 2 of 8, 360 notes').waitFor();
    await page.getByRole('button', { name: 'Harp', exact: true }).press('Enter');
    await page.getByText('288 notes').waitFor();
  });

  it('edits the timeline by keyboard', async () => {
    const { page, last } = await openFull();
    const edit = async () => (await last('edit')).edit;
    await page.getByRole('button', { name: /^Timeline/ }).press('Enter');
    await page.getByText('it does not follow them yet').waitFor();
    await page.getByRole('slider', { name: 'Hit Lantern' }).press('ArrowRight');
    expect(await edit()).toMatchObject({ kind: 'put-hit', hit: { id: 'hit-1', seconds: 15 } });
    await page.getByRole('slider', { name: 'Section B' }).press('Shift+ArrowLeft');
    expect(await edit()).toMatchObject({ kind: 'put-section', section: { id: 'section-2', start: 9.9 } });
    await page.getByRole('slider', { name: 'Tension 0.8' }).press('Delete');
    expect(await edit()).toEqual({ kind: 'remove-keyframe', name: 'tension', seconds: 15 });
    for (const [button, kind] of [
      ['Section', 'put-section'],
      ['Hit', 'put-hit'],
      ['Keyframe', 'put-keyframe'],
      ['Theme', 'put-theme'],
      ['Lock', 'put-lock'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).press('Enter');
      expect((await edit()).kind).toBe(kind);
    }
    await page.getByRole('textbox', { name: 'Name of Gull' }).fill('Two gulls');
    await page.keyboard.press('Tab');
    expect(await edit()).toMatchObject({ kind: 'put-hit', hit: { id: 'hit-2', label: 'Two gulls' } });
    await page.getByRole('button', { name: 'Remove theme Marta' }).press('Enter');
    expect(await edit()).toEqual({ kind: 'remove-entry', of: 'themes', id: 'theme-1' });
  });

  it('says what is going on and what went wrong, and leaves no spinner', async () => {
    const { page, say, last } = await openFull();
    await page.getByRole('button', { name: 'Generate' }).press('Enter');
    expect(await last('compose')).toEqual({ type: 'compose' });
    const job = { kind: 'compose', isStarting: true } as const;
    await say({ type: 'state', state: { ...fullState, job } });
    await page.getByText('Making a take: starting the sidecar…').waitFor();
    await say({
      type: 'progress',
      job: { kind: 'compose', isStarting: false, progress: { stage: 'render', step: 3, of: 10 } },
    });
    await page.getByText('Making a take: rendering, 3 of 10').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('30');
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    expect(await last('cancel')).toEqual({ type: 'cancel' });
    const lastFault = {
      code: 'child-crashed',
      what: 'The renderer ended',
      subject: 'takes',
      next: 'Generate again',
    } as const;
    await say({ type: 'state', state: { ...fullState, lastFault } });
    await page.getByRole('alert').getByText('The renderer ended').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await page.getByRole('button', { name: 'Show Log' }).press('Enter');
    expect(await last('show-log')).toEqual({ type: 'show-log' });
    await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
    expect(await last('dismiss-fault')).toEqual({ type: 'dismiss-fault' });
  });

  it('shows and changes nothing it must not', async () => {
    const { page, last, said } = await open({ state: { ...fullState, isReadOnly: true, isTrusted: false } });
    await page.getByRole('button', { name: 'Manage Trust' }).press('Enter');
    expect(await last('manage-trust')).toEqual({ type: 'manage-trust' });
    await page.getByRole('button', { name: 'Generate' }).press('Enter');
    expect(await page.getByRole('slider', { name: 'Tempo' }).isDisabled()).toBe(true);
    await page.getByRole('slider', { name: 'Valence' }).press('ArrowRight');
    await page.getByRole('textbox', { name: 'Story' }).press('x');
    expect((await said()).filter(({ type }) => type === 'edit' || type === 'compose')).toEqual([]);
  });

  it('offers the text of a document that is no cue', async () => {
    const { cue: _none, ...rest } = emptyState;
    const fault = {
      code: 'cue-invalid',
      what: 'A weight is not a number',
      subject: 'line 12',
      next: 'Write one',
    } as const;
    const { page, last, say } = await open({ state: { ...rest, faults: [fault] } });
    await page.getByText('A weight is not a number').waitFor();
    await page.getByRole('button', { name: 'Open as Text' }).press('Enter');
    expect(await last('open-source')).toEqual({ type: 'open-source' });
    await say({ type: 'state', state: emptyState });
    await page.getByText('Start with a picture').waitFor();
  });

  it('offers to keep the draft', async () => {
    const draft = { source: 'draft-1', seed: 99, attributes: ['tempo' as const] };
    const { page, last } = await open({ state: { ...fullState, draft, selected: { draft: 'draft-1' } } });
    await page.getByRole('slider', { name: 'Piano-roll, position' }).waitFor();
    await page.getByText('changed: tempo').waitFor();
    await page.getByRole('button', { name: 'Keep as Take' }).press('Enter');
    expect(await last('compose')).toEqual({ type: 'compose', keepDraft: true });
  });

  it('opens again as it was left, and goes where the host points', async () => {
    const { page, say } = await openFull();
    await page.getByRole('button', { name: /^Attributes/ }).press('Enter');
    await page.evaluate(() => {
      window.scrollTo(0, 300);
    });
    await expect.poll(() => page.evaluate(() => window.cueHost.memory?.scroll)).toBe(300);
    await page.reload();
    await say({ type: 'state', state: fullState });
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(300);
    expect(await page.getByRole('button', { name: /^Attributes/ }).getAttribute('aria-expanded')).toBe(
      'false',
    );
    await say({ type: 'reveal', part: 'attributes' });
    await page.getByRole('slider', { name: 'Tempo' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Attributes');
  });

  it.each(cueThemes)('has no violation that axe finds in %s', async (theme) => {
    const cue = await openFull({ theme, height: 2800 });
    await cue.page.getByRole('button', { name: /^Timeline/ }).press('Enter');
    expect(await violations(cue)).toEqual([]);
    await cue.page.getByRole('button', { name: 'Show the notes as a table' }).press('Enter');
    const fault = { code: 'internal', what: 'It failed', subject: 'x', next: 'Try again' } as const;
    const job = { kind: 'compose', isStarting: false } as const;
    await cue.say({
      type: 'state',
      state: { ...fullState, isTrusted: false, isLocal: false, lastFault: fault, job },
    });
    expect(await violations(cue)).toEqual([]);
    await cue.say({ type: 'state', state: emptyState });
    expect(await violations(cue)).toEqual([]);
  });

  it.each([320, 480, 700, 1000, 1600])('fits into %i pixels', async (width) => {
    const { page } = await openFull({ width });
    await page.getByRole('button', { name: /^Timeline/ }).press('Enter');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('moves nothing for who wants little motion', async () => {
    const { page, say } = await openFull({ reducedMotion: true });
    await say({ type: 'state', state: { ...fullState, job: { kind: 'compose', isStarting: true } } });
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  it('draws twenty minutes with forty thousand notes within a frame', async () => {
    const long = sampleScore(1200, 35);
    expect(long.notes.length).toBeGreaterThan(40_000);
    const take = { ...sampleTake(3, 1200) };
    const takes = fullState.takes.map((one) => (one.id === 'take-3' ? take : one));
    const { page } = await open({ state: { ...fullState, takes }, score: long });
    const roll = page.getByRole('slider', { name: 'Piano-roll, position' });
    await roll.waitFor();
    await roll.press('+');
    await roll.press('+');
    const took = await roll.evaluate(async (surface) => {
      const frames: number[] = [];
      for (let i = 0; i < 60; i++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const start = performance.now();
        surface.dispatchEvent(new WheelEvent('wheel', { deltaX: 40, bubbles: true, cancelable: true }));
        await Promise.resolve();
        surface.getBoundingClientRect();
        frames.push(performance.now() - start);
      }
      return frames.sort((a, b) => a - b);
    });
    const median = took[30] ?? Infinity;
    // Our own work within a frame; the browser's painting comes on top.
    expect(median).toBeLessThan(16);
  });
});
