import { expect, it } from 'vitest';
import { describeWithPeer } from '../../peers/peers.ts';
import { openBrowser } from '../editor/openBrowser.ts';
import { axeFinds } from './axeFinds.ts';
import { emptyState, fullState } from './cueSamples.ts';
import { describeCuePanel } from './describeCuePanel.ts';
import { germanPages, inGerman } from './germanPages.ts';
import { openPlayerPage, sampleSource } from './openPlayerPage.ts';
import { servePanels } from './servePanels.ts';

/** English words that no German text of ours has; names that files and people gave are not ours. */
const english = /\b(the|and|of|with|Play|Remove|Tempo in quarters|Key|Meter|Length|Style|Brightness)\b/;

describeCuePanel(
  'the cue panel in German',
  ({ openFull }) => {
    it('says everything in German, names of keys and instruments too', async () => {
      const { page } = await openFull();
      await page.getByRole('button', { name: /^Zeitleiste/ }).press('Enter');
      for (const heading of ['Vorgaben', 'Eigenschaften', 'Takes', 'Briefing', 'Zeitleiste'])
        await page.getByRole('button', { name: new RegExp(`^${heading}`) }).waitFor();
      await page.getByRole('button', { name: 'Erzeugen' }).waitFor();
      await page.getByRole('combobox', { name: 'Grundton' }).waitFor();
      expect(await page.getByText('d-Moll', { exact: true }).count()).toBeGreaterThan(1);
      expect(await page.getByText('Waldhorn', { exact: true }).count()).toBeGreaterThan(1);
      expect(await page.getByText('−0,22').count()).toBeGreaterThan(0);
      const labels = await page.evaluate(() =>
        [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((element) =>
          ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
        ),
      );
      // These were given by files and people.
      const given = /harbour|quay|sea-shanty|With the lonely horn|Slow strings and|The boats/;
      expect(labels.filter((label) => english.test(label) && !given.test(label))).toEqual([]);
    });

    it('has no violation that axe finds', async () => {
      const { page, say } = await openFull({ height: 2800 });
      await page.getByRole('button', { name: /^Zeitleiste/ }).press('Enter');
      expect(await axeFinds(page)).toEqual([]);
      await say({ type: 'state', state: { ...emptyState, isTrusted: false } });
      expect(await axeFinds(page)).toEqual([]);
    });

    it.each([320, 480, 700, 1000])('fits into %i pixels with its longer words', async (width) => {
      const { page, say } = await openFull({ width });
      await page.getByRole('button', { name: /^Zeitleiste/ }).press('Enter');
      const widest = () => page.evaluate(() => document.documentElement.scrollWidth);
      expect(await widest()).toBeLessThanOrEqual(width);
      const draft = { source: 'draft-1', seed: 99, attributes: ['tempo' as const, 'brightness' as const] };
      await say({ type: 'state', state: { ...fullState, draft, selected: { draft: 'draft-1' } } });
      await page.getByText('geändert: Tempo, Helligkeit').waitFor();
      expect(await widest()).toBeLessThanOrEqual(width);
    });
  },
  'de',
);

describeWithPeer('code-server', 'the player in German', () => {
  it('says what it does, and axe finds nothing', async () => {
    const server = await servePanels(germanPages());
    const browser = await openBrowser();
    try {
      const player = await openPlayerPage(browser, inGerman(server.address('player')));
      await player.page.getByText('Noch nichts zu hören').waitFor();
      await player.say({ type: 'load', source: sampleSource, frame: 88_200, play: false, tracks: {} });
      await player.theme('dark');
      await player.page.getByText('Takt 2:1').waitFor();
      await player.page.getByRole('button', { name: 'Abspielen' }).waitFor();
      expect(await player.page.getByRole('slider').getAttribute('aria-valuetext')).toBe(
        'Takt 2, Zählzeit 1, 0:02',
      );
      expect(await axeFinds(player.page)).toEqual([]);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});
