import { expect, it } from 'vitest';
import { fullState, samplePlayback } from './cueSamples.ts';
import { describeCuePanel } from './describeCuePanel.ts';

describeCuePanel('takes of the cue panel in a browser', ({ open, openFull }) => {
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
      ['Revise…', 'revise'],
      ['Remake', 'remake'],
      ['Send to DAW', 'send-to-daw'],
      ['Delete', 'delete'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).press('Enter');
      expect(await last('take')).toEqual({ type: 'take', act, take: 'take-3' });
    }
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

  it('selects, plays and keeps the draft as it does takes, and draws what has come of it', async () => {
    const draft = { source: 'draft-1', seed: 99, attributes: ['tempo' as const], notes: 40, frames: 44_100 };
    const { page, last, say } = await open({ state: { ...fullState, draft } });
    const asks = () =>
      page.evaluate(
        () =>
          window.cueHost.said.filter(
            (one) => one.type.startsWith('ask-') && 'take' in one && one.take === null,
          ).length,
      );
    await page.getByText('changed: tempo').waitFor();
    await page.getByRole('button', { name: 'Draft', exact: false }).and(page.locator('.name')).press('Enter');
    expect(await last('select')).toEqual({ type: 'select', take: null });
    await page.getByRole('button', { name: 'Play the draft' }).press('Enter');
    expect(await last('play')).toEqual({ type: 'play', take: null });
    await say({ type: 'state', state: { ...fullState, draft, selected: { draft: 'draft-1' } } });
    await page.getByRole('slider', { name: 'Waveform, position' }).waitFor();
    await page.getByRole('slider', { name: 'Piano-roll, position' }).press('Space');
    expect(await last('play')).toEqual({ type: 'play', take: null });
    const before = await asks();
    const grown = { ...draft, notes: 80, frames: 88_200 };
    await say({ type: 'state', state: { ...fullState, draft: grown, selected: { draft: 'draft-1' } } });
    await expect.poll(asks).toBe(before + 3);
    await page.getByRole('button', { name: 'Keep as Take' }).press('Enter');
    expect(await last('compose')).toEqual({ type: 'compose', keepDraft: true });
  });
});
