import { expect, it } from 'vitest';
import { cueSchema } from '../../../bridge/protocol/cue.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { CuePanelState } from '../../../bridge/protocol/panels/cuePanel.ts';
import { emptyState, fullState } from './cueSamples.ts';
import { describeCuePanel } from './describeCuePanel.ts';

/** The full state with its cue changed, as the host would send it after an edit. */
function changed(change: Partial<Cue>): CuePanelState {
  return { ...fullState, cue: cueSchema.parse({ ...fullState.cue, ...change }) };
}

describeCuePanel('the cue panel in a browser', ({ open, openFull }) => {
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
    for (const [i, key] of Array.from('Long ago. ').entries()) {
      await page.keyboard.press(key === ' ' ? 'Space' : key);
      await say({ type: 'state', state: { ...fullState, fileName: `${i}.leitmotif` } });
    }
    expect(await story.inputValue()).toMatch(/^Long ago. The boats/);
    const { edit } = await last('edit');
    expect(edit).toMatchObject({ kind: 'set-text', of: 'story' });
    const text = edit.kind === 'set-text' ? edit.text : '';
    const conditions = fullState.conditions.map((view) =>
      view.condition.kind === 'story' ? { ...view, condition: { ...view.condition, text } } : view,
    );
    await say({ type: 'state', state: { ...fullState, conditions } });
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

  it('shows what controllers move while the cue is performed, and its own values afterwards', async () => {
    const { page, say, last } = await openFull();
    const tension = page.locator('[data-attribute="tension"]').getByRole('slider');
    const shown = () => tension.inputValue();
    const own = await shown();
    await say({ type: 'state', state: { ...fullState, live: { tension: 0.9, tempo: 72 } } });
    await expect.poll(shown).toBe('0.9');
    await say({ type: 'live', live: { tension: 0.2, tempo: 72 } });
    await expect.poll(shown).toBe('0.2');
    await tension.press('ArrowRight');
    expect((await last('edit')).edit).toEqual({ kind: 'set-attribute', name: 'tension', value: 0.21 });
    await say({ type: 'live', live: { tension: 0.21, tempo: 72 } });
    await say({ type: 'live', live: { tension: 0.6, tempo: 72 } });
    await expect.poll(shown).toBe('0.6');
    await say({ type: 'state', state: fullState });
    await expect.poll(shown).toBe(own);
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

  it('edits the timeline by keyboard', async () => {
    const { page, last } = await openFull();
    const edit = async () => (await last('edit')).edit;
    await page.getByRole('button', { name: /^Timeline/ }).press('Enter');
    await page.getByText('keeps what is locked of a take').waitFor();
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
    await page.getByRole('button', { name: 'Words and attributes of section B' }).press('Enter');
    await page.getByRole('textbox', { name: 'What happens in section B' }).fill('The gulls fall silent.');
    await page.keyboard.press('Tab');
    const words = 'The gulls fall silent.';
    expect(await edit()).toMatchObject({ kind: 'put-section', section: { id: 'section-2', words } });
    await page.getByRole('combobox', { name: 'Attribute that differs in section B' }).selectOption('Density');
    expect(await edit()).toMatchObject({
      kind: 'put-section',
      section: { id: 'section-2', attributes: { density: expect.any(Number) as number } },
    });
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
    await page.getByRole('button', { name: 'Send to DAW' }).press('Enter');
    const acts = ['edit', 'compose', 'take'];
    expect((await said()).filter(({ type }) => acts.includes(type))).toEqual([]);
  });

  it('offers the text of a document that is no cue', async () => {
    const unreadable = { ...emptyState };
    delete unreadable.cue;
    const fault = {
      code: 'cue-invalid',
      what: 'A weight is not a number',
      subject: 'line 12',
      next: 'Write one',
    } as const;
    const { page, last, say } = await open({ state: { ...unreadable, faults: [fault] } });
    await page.getByText('A weight is not a number').waitFor();
    await page.getByRole('button', { name: 'Open as Text' }).press('Enter');
    expect(await last('open-source')).toEqual({ type: 'open-source' });
    await say({ type: 'state', state: emptyState });
    await page.getByText('Start with a picture').waitFor();
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
});
