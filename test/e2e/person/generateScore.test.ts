import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeInEditor } from '../editor/describeInEditor.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { readCueFile } from './cueFile.ts';
import { cuePanel, takeLimit, untilIdle, untilTakes } from './cuePanelOf.ts';

const quick = {
  'workbench.colorTheme': 'Default Light Modern',
  'leitmotif.seconds': 4,
  // A text that is opened again has nothing selected.
  'workbench.editor.restoreViewState': false,
};

describeInEditor('Generate Score', (open) => {
  it('scores what is open: a selection, a whole text, a cue; and asks where nothing is', async () => {
    const { workbench, folder } = await open({ settings: quick });
    const { page } = workbench;
    const cues = () => readdirSync(folder).filter((name) => name.endsWith('.leitmotif'));

    await workbench.runCommand('Leitmotif: Generate Score');
    await page
      .getByText('What shall the music be made from?')
      .or(page.getByText('From a caption…'))
      .first()
      .waitFor();
    await workbench.screenshot('generate-asks-light');
    await workbench.pick('From a caption');
    await workbench.answerQuickInput('calm piano in D minor, 72 BPM');
    await untilTakes(await cuePanel(workbench), 1);
    const [caption] = cues();
    expect(readCueFile(folder, caption!).conditions).toMatchObject([{ kind: 'caption' }]);

    // Again, with the cue that is open.
    await workbench.runCommand('Leitmotif: Generate Score');
    await untilTakes(await cuePanel(workbench), 2);
    expect(readCueFile(folder, caption!).takes).toHaveLength(2);
    await workbench.screenshot('generate-cue-light');
    await workbench.closeEditors();

    await workbench.openFile('harbour.md');
    await page.locator('.view-line').filter({ hasText: 'Seven had gone' }).click({ clickCount: 3 });
    await workbench.statusBar(/\d+ selected/).waitFor();
    await workbench.runCommand('Leitmotif: Generate Score');
    await untilTakes(await cuePanel(workbench), 1);
    const selected = cues().find((name) => name.startsWith('harbour'));
    expect(readCueFile(folder, selected!).conditions).toMatchObject([
      { kind: 'story', text: expect.stringMatching(/^Seven had gone/) as string },
    ]);
    await workbench.closeEditors();

    await workbench.openFile('harbour.md');
    await page.locator('.view-line').filter({ hasText: 'Seven had gone' }).waitFor();
    await workbench.runCommand('Leitmotif: Generate Score');
    await workbench.tab('harbour.leitmotif').waitFor();
    await untilTakes(await cuePanel(workbench), 1);
    expect(readCueFile(folder, 'harbour.leitmotif').conditions).toMatchObject([
      { kind: 'story', path: 'harbour.md' },
    ]);
    await workbench.screenshot('generate-story-light');
  });
});

const scenes = [
  ['Dawn', 'The sea is calm and golden. ![Boats on a golden sea](harbour.jpg)'],
  ['Storm', 'Waves crash, thunder rolls, the mast breaks and everybody runs.'],
  ['After', 'Quiet again. ![Nothing](nowhere.png)'],
] as const;

describeInEditor('scenes', (open) => {
  it('are scored from a CodeLens: one, all of them with cancel, and what is missing the next time', async () => {
    const { workbench, folder } = await open({
      // Long enough that a fast machine, too, can be cancelled between two scenes.
      settings: { ...quick, 'leitmotif.seconds': 120, 'workbench.colorTheme': 'Default Dark Modern' },
      fill: (into) => {
        writeFileSync(
          join(into, 'tale.md'),
          scenes.map(([name, text]) => `# ${name}\n\n${text}\n`).join('\n'),
        );
        const play = scenes.map(([name, text]) => `INT. ${name.toUpperCase()} - DAY\n\n${text}\n`).join('\n');
        writeFileSync(join(into, 'play.fountain'), play);
        const many = Array.from(
          { length: 1000 },
          (_, i) => `## Scene ${i + 1}\n\nIda waits for boat ${i}.\n`,
        );
        writeFileSync(join(into, 'long.md'), many.join('\n'));
      },
    });
    const sheet = () => readFileSync(join(folder, 'tale-scenes/cue-sheet.csv'), 'utf8');
    await workbench.openFile('tale.md');
    await workbench.clickLens('♪ Score all 3 scenes', workbench.notification(/Scoring tale/));
    await workbench.notification(/Scoring tale: 2\/3/).waitFor({ timeout: takeLimit });
    await workbench.screenshot('scenes-progress-dark');
    await workbench
      .notification(/Scoring tale/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await workbench.notification(/Scoring tale/).waitFor({ state: 'hidden' });
    await untilTrue(
      'the sheet of a run that was cancelled',
      () => existsSync(join(folder, 'tale-scenes')) && sheet() !== '',
    );
    expect(sheet()).toMatch(/^Dawn,1,01-dawn\.leitmotif,.+mix\.wav/m);

    await workbench.clickLens('♪ Score all 3 scenes', workbench.notification(/Scoring tale|scenes scored/));
    const done = workbench.notification(/\d scenes scored, \d had their take/);
    await done.waitFor({ timeout: takeLimit });
    await done.getByRole('button', { name: 'Open Cue Sheet' }).click();
    await workbench.tab('cue-sheet.md').waitFor();
    const rows = sheet().trim().split('\n');
    expect(rows).toHaveLength(4);
    expect(rows.slice(1).every((row) => row.includes('mix.wav'))).toBe(true);
    expect(rows.at(-1)).toContain('Not found: nowhere.png');
    const [dawn] = readCueFile(join(folder, 'tale-scenes'), '01-dawn.leitmotif').conditions.filter(
      ({ kind }) => kind === 'image',
    );
    expect(dawn).toMatchObject({ path: '../harbour.jpg', alt: 'Boats on a golden sea' });
    await workbench.screenshot('cue-sheet-dark');

    await workbench.openFile('play.fountain');
    await workbench.clickLens('♪ Score this scene', workbench.tab('.leitmotif'), 1);
    const panel = await cuePanel(workbench);
    await panel.getByRole('textbox', { name: 'Title' }).waitFor();
    await untilIdle(panel);
    await workbench.screenshot('fountain-scene-dark');

    await workbench.openFile('long.md');
    await workbench.clickLens('♪ Score all 1000 scenes', workbench.notification(/Scoring long/));
    await workbench.notification(/Scoring long: \d+\/1000/).waitFor({ timeout: takeLimit });
    await workbench.screenshot('thousand-scenes-dark');
    await workbench
      .notification(/Scoring long/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await workbench.notification(/Scoring long/).waitFor({ state: 'hidden' });
    await workbench.statusBar('Leitmotif').waitFor();
    const long = join(folder, 'long-scenes/cue-sheet.csv');
    await untilTrue('the sheet of the long script', () => existsSync(long));
    expect(readFileSync(long, 'utf8').trim().split('\n')).toHaveLength(1001);
  });
});
