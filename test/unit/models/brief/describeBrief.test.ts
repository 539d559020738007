import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meters, modes, registers, styles } from '../../../../bridge/protocol/attributes.ts';
import { instrumentIds } from '../../../../bridge/protocol/instruments.ts';
import { roles } from '../../../../bridge/protocol/roles.ts';
import { describeBrief } from '../../../../models/brief/describeBrief.ts';
import { roleInstrument } from '../../../../models/brief/roleInstrument.ts';
import type { BriefValues } from '../../../../models/brief/describeBrief.ts';

const values: BriefValues = {
  ...{ tempo: 60, key: 'D minor', meter: '3/4', bars: 16, seconds: 50, style: 'piano', register: 'low' },
  ...{ valence: -0.5, arousal: -0.5, tension: 0.2, density: 0.2, brightness: 0.2, dynamics: 0.25 },
  instruments: [roleInstrument('lead', 'piano'), roleInstrument('figure', 'piano')],
};

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const bipolar = fc.double({ min: -1, max: 1, noNaN: true });
const any: fc.Arbitrary<BriefValues> = fc.record({
  tempo: fc.integer({ min: 30, max: 260 }),
  key: fc.constantFrom(...modes).map((mode) => `D ${mode}`),
  meter: fc.constantFrom(...meters),
  bars: fc.constant(16),
  seconds: fc.constant(30),
  style: fc.constantFrom(...styles),
  register: fc.constantFrom(...registers),
  ...{ valence: bipolar, arousal: bipolar, tension: unit, density: unit, brightness: unit, dynamics: unit },
  instruments: fc
    .uniqueArray(fc.constantFrom(...roles), { minLength: 1, maxLength: 7 })
    .chain((chosen) =>
      fc
        .array(fc.constantFrom(...instrumentIds), { minLength: chosen.length, maxLength: chosen.length })
        .map((ids) => chosen.map((role, i) => roleInstrument(role, ids[i]!))),
    ),
});

describe('describeBrief', () => {
  it('names mood, style, key, tempo, meter and players', () => {
    const text = describeBrief(values);
    expect(text).toMatch(/piano piece in D minor/u);
    expect(text).toMatch(/slow/u);
    expect(text).toContain('60 BPM');
    expect(text).toContain('in 3/4');
    expect(text).toContain('piano alone');
    expect(describeBrief({ ...values, meter: '4/4' })).not.toContain('4/4');
  });

  it('is made of capitalised sentences with matching articles for every brief', () => {
    fc.assert(
      fc.property(any, (brief) => {
        const text = describeBrief(brief);
        const sentences = text.split(/(?<=\.) /u);
        expect(sentences.length).toBe(3);
        expect(sentences.every((sentence) => /^[A-Z].*\.$/u.test(sentence))).toBe(true);
        expect(text).not.toMatch(/undefined|NaN| {2}|\bA [aeiou]|\ban [^aeiou]|, \.|\.\./u);
        expect(text).toBe(describeBrief({ ...brief }));
      }),
      { numRuns: 1500 },
    );
  });
});
