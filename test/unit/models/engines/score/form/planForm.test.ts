import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from '../../../../../../bridge/protocol/roles.ts';
import { seededRandom } from '../../../../../../bridge/protocol/seededRandom.ts';
import { fitSections } from '../../../../../../models/engines/score/form/givenSections.ts';
import { phraseLengths, planForm } from '../../../../../../models/engines/score/form/planForm.ts';
import { profiles } from '../../../../../../models/engines/score/styles/profiles.ts';
import type { Form } from '../../../../../../models/engines/score/form/form.ts';

function form(bars: number, style: keyof typeof profiles = 'cinematic', seed = 1): Form {
  const random = seededRandom(seed);
  return planForm({ bars, profile: profiles[style], roles, density: 0.5, tension: 0.3, random });
}

describe('planForm', () => {
  it('covers every bar once, whatever the length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 0, max: 1e6 }), (bars, seed) => {
        const { phrases } = form(bars, 'folk', seed);
        let at = 0;
        for (const phrase of phrases) {
          expect(phrase.startBar).toBe(at);
          expect(phrase.bars).toBeGreaterThan(0);
          at += phrase.bars;
        }
        expect(at).toBe(bars);
      }),
    );
  });

  it('divides into phrases of four, lengthened by what is left over', () => {
    expect(phraseLengths(16)).toEqual([4, 4, 4, 4]);
    expect(phraseLengths(9)).toEqual([4, 5]);
    expect(phraseLengths(5)).toEqual([5]);
  });

  it('brings the first theme back and ends with a final cadence', () => {
    const { sections, phrases } = form(48);
    const themes = sections.map((section) => section.theme);
    expect(themes.filter((theme) => theme === 'A').length).toBeGreaterThan(1);
    expect(phrases.at(-1)?.cadence).toBe('final');
    expect(phrases.filter((phrase) => phrase.cadence === 'final')).toHaveLength(1);
  });

  it('lets layers enter and leave: not all roles all the time', () => {
    const counts = form(48).phrases.map((phrase) => phrase.roles.size);
    expect(Math.max(...counts)).toBeGreaterThan(Math.min(...counts) + 2);
  });

  it('keeps the melody out of the intro', () => {
    const [intro] = form(32).phrases;
    expect(intro?.kind).toBe('intro');
    expect(intro?.roles.has('lead')).toBe(false);
  });
});

describe('sections that the cue gives', () => {
  const given = [
    { id: 'a', label: 'Calm', start: 0 },
    { id: 'c', label: 'Calm', start: 32 },
    { id: 'b', label: 'Storm', start: 15.6 },
  ];

  it('begin at the bar nearest to their time and cover the piece', () => {
    expect(fitSections(given, 24, 2)).toEqual([
      { label: 'Calm', bars: 8 },
      { label: 'Storm', bars: 8 },
      { label: 'Calm', bars: 8 },
    ]);
  });

  it('shape the form: the same label brings the same theme back', () => {
    const sections = fitSections(given, 24, 2);
    const random = seededRandom(3);
    const planned = planForm({
      bars: 24,
      profile: profiles.folk,
      roles,
      density: 0.5,
      tension: 0.3,
      random,
      sections,
    });
    expect(planned.sections.map(({ label, theme, startBar }) => [label, theme, startBar])).toEqual([
      ['Calm', 'A', 0],
      ['Storm', 'B', 8],
      ['Calm', 'A', 16],
    ]);
  });

  it('that fall on one bar or past the end are joined', () => {
    const crowded = [0, 0.4, 0.8, 500].map((start, i) => ({ id: String(i), label: String(i), start }));
    expect(fitSections(crowded, 4, 2)).toEqual([{ label: '0', bars: 4 }]);
  });
});
