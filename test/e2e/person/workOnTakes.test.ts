import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import { describeInEditor } from '../editor/describeInEditor.ts';
import type { Editor } from '../editor/describeInEditor.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { readCueFile } from './cueFile.ts';
import { cuePanel, playerView, untilIdle, untilTakes } from './cuePanelOf.ts';

const cueName = 'desk.leitmotif';
const cue = {
  leitmotif: 1,
  conditions: [{ kind: 'caption', id: 'caption', text: 'a lively dance with drums, bass and piano' }],
  attributes: { seconds: 12 },
};

/** What a person has before their eyes. */
interface Desk extends Editor {
  panel: Frame;
  player: Frame;
}

function button(frame: Frame, name: string | RegExp): Locator {
  return frame.getByRole('button', { name, exact: true });
}

function rows({ panel }: Desk): Locator {
  return panel.getByRole('list', { name: 'Takes' }).getByRole('listitem');
}

/** The cue as it is on the disk once the person has saved it; a file that is just being written has no end yet. */
async function savedCue({ workbench, folder }: Desk): Promise<Cue> {
  await workbench.runCommand('File: Save');
  await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
  return untilTrue('the saved cue', () => readCueFile(folder, cueName));
}

/** Seconds that the panel's transport says: where it is, or of all. */
async function secondsOf(panel: Frame, of: 'here' | 'whole' = 'here'): Promise<number> {
  const words = await panel.locator('.transport .time').innerText();
  const [here = NaN, whole = NaN] = [...words.matchAll(/(\d+):(\d+(?:\.\d)?)/g)].map(
    ([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds),
  );
  return of === 'here' ? here : whole;
}

async function isSilent({ workbench }: Desk): Promise<void> {
  await untilTrue('silence', async () => (await workbench.loudest()) === 0, { everyMs: 50 });
}

async function isHeard({ workbench }: Desk): Promise<void> {
  await untilTrue('sound', async () => (await workbench.loudest()) > 0.001, { everyMs: 50 });
}

/** Repeats all, so that what follows never ends; then a part of it, dragged on the waveform. */
async function loops({ panel }: Desk): Promise<void> {
  const wave = panel.getByRole('slider', { name: 'Waveform, position' });
  await button(panel, /^Repeat all/).click();
  const { width } = (await wave.boundingBox())!;
  await wave.click({ position: { x: 0.97 * width, y: 30 } });
  await untilTrue('the beginning again', async () => (await secondsOf(panel)) < 4, { everyMs: 50 });

  await button(panel, 'Stop').click();
  await wave.dragTo(wave, {
    sourcePosition: { x: 0.4 * width, y: 30 },
    targetPosition: { x: 0.55 * width, y: 30 },
  });
  const [from, to] = await untilTrue('a part', async () => {
    const shown = await wave.locator('.loop').evaluate(({ style }) => {
      const left = Number.parseFloat(style.left);
      return [left / 100, (left + Number.parseFloat(style.width)) / 100] as const;
    });
    return shown[0] > 0.1 && shown;
  });
  await button(panel, 'Play').click();
  const whole = await secondsOf(panel, 'whole');
  const middle = (whole * (from + to)) / 2;
  await untilTrue('its second half', async () => (await secondsOf(panel)) > middle, { everyMs: 50 });
  await untilTrue('its first half again', async () => (await secondsOf(panel)) < middle, { everyMs: 50 });
  expect(await secondsOf(panel)).toBeGreaterThan(whole * from - 0.2);
  await button(panel, 'Stop repeating').click();
  await button(panel, /^Repeat all/).click();
}

/** Every stem silent, one of them alone, all of them again; panel and player say the same. */
async function mutes(desk: Desk): Promise<void> {
  const { panel, player } = desk;
  const names = (await panel.getByRole('button', { name: /^Mute / }).allInnerTexts()).length;
  expect(names).toBeGreaterThan(1);
  const mute = panel.getByRole('button', { name: /^Mute / });
  for (let i = 0; i < names; i++) await mute.nth(i).click();
  await isSilent(desk);
  await player
    .getByRole('button', { name: /^Mute /, pressed: true })
    .nth(names - 1)
    .waitFor();
  await panel
    .getByRole('button', { name: /^Solo / })
    .first()
    .click();
  await isHeard(desk);
  await desk.workbench.screenshot('stems-dark');
  await player.getByRole('button', { name: /^Solo /, pressed: true }).click();
  await isSilent(desk);
  for (let i = 0; i < names; i++)
    await player
      .getByRole('button', { name: /^Mute / })
      .nth(i)
      .click();
  await isHeard(desk);
}

/** The one that plays against the other, at the same place. */
async function compares(desk: Desk): Promise<void> {
  const { panel, player } = desk;
  const heard = await player.getByRole('heading').innerText();
  const [other] = (await rows(desk).locator('.title').allInnerTexts()).filter((title) => title !== heard);
  await panel.getByRole('button', { name: `A/B: compare what plays with ${other}` }).click();
  const place = await secondsOf(panel);
  await button(panel, 'Swap A/B').click();
  await player.getByRole('heading', { name: other! }).waitFor();
  await player.getByText(`Compared with ${heard}`).waitFor();
  await isHeard(desk);
  expect(place).toBeGreaterThan(0);
  await desk.workbench.screenshot('compare-dark');
  await button(player, `Swap with ${heard}`).click();
  await player.getByRole('heading', { name: heard }).waitFor();
  await button(panel, 'End the comparison').click();
  await player.getByText(/^Compared with/).waitFor({ state: 'detached' });
}

/** Names and stars are the document's: saved with it, undone with it. */
async function namesAndStars(desk: Desk): Promise<void> {
  const { workbench, panel } = desk;
  const name = panel.getByRole('textbox', { name: 'Name of the take' });
  await name.fill('The lively one');
  await name.press('Tab');
  await rows(desk).filter({ hasText: 'The lively one' }).waitFor();
  await button(panel, 'Star The lively one').click();
  await panel.getByRole('button', { name: 'Star The lively one', pressed: true }).waitFor();
  expect((await savedCue(desk)).takes).toContainEqual(
    expect.objectContaining({ name: 'The lively one', starred: true }),
  );
  await button(panel, 'Star The lively one').focus();
  await workbench.page.keyboard.press('ControlOrMeta+z');
  await panel.getByRole('button', { name: 'Star The lively one', pressed: false }).waitFor();
}

/** By the Delete key and the editor's undo: the folder goes and comes back. */
async function deletes(desk: Desk): Promise<void> {
  const { workbench, panel, folder } = desk;
  const [, last] = (await savedCue(desk)).takes;
  const files = join(folder, last!.folder);
  await rows(desk).locator('button.name').last().press('Delete');
  await untilTakes(panel, 1);
  await untilTrue('the folder is away', () => !existsSync(files));
  await rows(desk).locator('button.name').focus();
  await workbench.page.keyboard.press('ControlOrMeta+z');
  await untilTakes(panel, 2);
  await untilTrue('the folder is back', () => existsSync(join(files, 'mix.wav')));
}

/** Another name in the folder that the dialog proposes; returns where that is. */
async function saveAs({ workbench: { page } }: Desk, name: string): Promise<string> {
  const input = page.locator('.quick-input-widget:visible input').first();
  const proposed = await untilTrue('a proposal', async () => {
    const value = await input.inputValue();
    return value.endsWith('.wav') && value;
  });
  const path = join(dirname(proposed), name);
  await input.fill(path);
  await page.keyboard.press('Enter');
  return path;
}

/** Path, recipe, files elsewhere, and the same music again. */
async function takesAway(desk: Desk): Promise<void> {
  const { workbench, panel, folder } = desk;
  const { page } = workbench;
  const [first] = (await savedCue(desk)).takes;
  const files = join(folder, first!.folder);
  const row = rows(desk).first();
  await row.locator('button.name').click();
  const name = await row.locator('.title').innerText();
  await panel.getByRole('group', { name: `Actions for ${name}` }).waitFor();

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(panel, 'Copy Path').click();
  await untilTrue(
    'the path',
    async () => (await page.evaluate(() => navigator.clipboard.readText())) === files,
  );

  await button(panel, 'Recipe').click();
  await workbench.tab('take.json').waitFor();
  await page.locator('.view-line').filter({ hasText: '"engine"' }).first().waitFor();
  await workbench.runCommand('View: Close Editor');

  await button(await cuePanel(workbench), 'Export…').click();
  await workbench.pick('mix.wav');
  const copy = await saveAs(desk, 'elsewhere.wav');
  await workbench.notification('Exported elsewhere.wav').waitFor();
  expect(readFileSync(copy).equals(readFileSync(join(files, 'mix.wav')))).toBe(true);

  desk.panel = await cuePanel(workbench);
  await button(desk.panel, 'Remake').click();
  await untilTakes(desk.panel, 3);
  const again = (await savedCue(desk)).takes.at(-1)!;
  expect(again.folder).not.toBe(first!.folder);
  expect(readFileSync(join(folder, again.folder, 'mix.wav')).equals(readFileSync(copy))).toBe(true);
}

/** A lock keeps the brief's value; reset gives all of them back. */
async function locks(desk: Desk): Promise<void> {
  const { panel } = desk;
  const tempo = await panel
    .getByRole('row', { name: /^Tempo/ })
    .locator('.value')
    .innerText();
  await button(panel, 'Lock In the brief, Tempo at the brief’s value').click();
  await panel.getByText('2 set by you').waitFor();
  const { attributes } = await savedCue(desk);
  expect(Number.parseFloat(tempo)).toBeCloseTo(attributes.tempo!, 0);
  await panel.getByRole('button', { name: 'Reset All' }).last().click();
  await panel.getByText('all from the brief').waitFor();
  await untilIdle(panel);
  expect((await savedCue(desk)).attributes).toEqual({});
}

/** Entries are added by buttons, moved by mouse and keys, and removed. */
async function timeline(desk: Desk): Promise<void> {
  const { panel, workbench } = desk;
  await panel.getByRole('button', { name: /^Timeline/ }).click();
  await button(panel, 'Section').click();
  await panel.getByRole('slider', { name: 'Section A' }).waitFor();
  await button(panel, 'Section').click();
  await panel.getByRole('slider', { name: 'Section B' }).press('ArrowLeft');
  await button(panel, 'Hit').click();
  const hit = panel.getByRole('slider', { name: 'Hit Hit 1' });
  await hit.waitFor();
  const lane = (await panel.getByRole('group', { name: 'Hits' }).boundingBox())!;
  const from = (await hit.boundingBox())!;
  await workbench.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await workbench.page.mouse.down();
  await workbench.page.mouse.move(lane.x + lane.width / 2, from.y + from.height / 2, { steps: 4 });
  await workbench.page.mouse.up();
  await expect.poll(async () => Number(await hit.getAttribute('aria-valuenow'))).toBeGreaterThan(4);
  await workbench.screenshot('timeline-dark');
  const { sections, hits } = await savedCue(desk);
  expect(sections.map(({ label, start }) => [label, start])).toEqual([
    ['A', 0],
    ['B', 7],
  ]);
  expect(hits).toHaveLength(1);
  expect(hits[0]!.seconds).toBeCloseTo(Number(await hit.getAttribute('aria-valuenow')));
  await hit.press('Delete');
  await hit.waitFor({ state: 'detached' });
}

describeInEditor('work on takes', (open) => {
  it('hears, compares, keeps, carries away and makes again what was made', async () => {
    const editor = await open({
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
      fill: (into) => {
        writeFileSync(join(into, cueName), JSON.stringify(cue, null, 2));
      },
    });

    const { workbench } = editor;
    await workbench.openFile(cueName);
    const panel = await cuePanel(workbench);
    for (const count of [1, 2]) {
      await button(panel, 'Generate').click();
      await untilTakes(panel, count);
    }
    await workbench.runCommand('Leitmotif: Focus on Player View');
    const desk = { ...editor, panel, player: await playerView(workbench) };
    await button(panel, 'Play what is selected').click();
    await isHeard(desk);
    for (const step of [loops, mutes, compares, namesAndStars, deletes, takesAway, locks, timeline])
      await step(desk);
    expect(await desk.panel.getByRole('alert').count()).toBe(0);
  });
});
