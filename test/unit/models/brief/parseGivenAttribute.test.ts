import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeNames, attributeValueSchemas } from '../../../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { parseGivenAttribute } from '../../../../models/brief/parseGivenAttribute.ts';
import type { AttributeName } from '../../../../bridge/protocol/attributes.ts';

function refusal(name: AttributeName, text: string): LeitmotifError {
  try {
    parseGivenAttribute(name, text);
  } catch (error) {
    if (error instanceof LeitmotifError) return error;
    throw error;
  }
  throw new Error(`--${name} ${text} was accepted`);
}

describe('parseGivenAttribute', () => {
  it.each([
    ['tempo', '96', 96],
    ['tempo', '72.5', 72.5],
    ['tempo', '30', 30],
    ['tempo', '260', 260],
    ['tempo', '120 bpm', 120],
    ['tempo', '1e2', 100],
    ['bars', '16', 16],
    ['seconds', '45', 45],
    ['seconds', '1:30', 90],
    ['seconds', '0:45', 45],
    ['seconds', '90s', 90],
    ['seconds', '2.5 seconds', 2.5],
    ['valence', '-0.5', -0.5],
    ['valence', '−0.5', -0.5],
    ['valence', '+.5', 0.5],
    ['tension', '1', 1],
    ['key', 'fis-moll', 'F# minor'],
    ['key', 'Bb Dorian', 'Bb dorian'],
    ['meter', '6/8', '6/8'],
    ['meter', '3 / 4', '3/4'],
    ['meter', 'waltz', '3/4'],
    ['register', 'High', 'high'],
    ['style', 'Cinematic', 'cinematic'],
  ] as const)('reads --%s %s as %j', (name, text, value) => {
    expect(parseGivenAttribute(name, text)).toBe(value);
  });

  it.each([
    ['tempo', '0', 'attribute-out-of-range'],
    ['tempo', '-5', 'attribute-out-of-range'],
    ['tempo', '1e9', 'attribute-out-of-range'],
    ['tempo', '29.99', 'attribute-out-of-range'],
    ['tempo', 'NaN', 'attribute-invalid'],
    ['tempo', 'Infinity', 'attribute-invalid'],
    ['tempo', '', 'attribute-invalid'],
    ['tempo', 'fast', 'attribute-invalid'],
    ['tempo', '0x50', 'attribute-invalid'],
    ['bars', '0', 'attribute-out-of-range'],
    ['bars', '2.5', 'attribute-invalid'],
    ['bars', '2001', 'attribute-out-of-range'],
    ['seconds', '1', 'attribute-out-of-range'],
    ['seconds', '3601', 'attribute-out-of-range'],
    ['seconds', '1:75', 'attribute-invalid'],
    ['valence', '1.01', 'attribute-out-of-range'],
    ['density', '-0.1', 'attribute-out-of-range'],
    ['key', 'Q major', 'attribute-invalid'],
    ['key', 'H# minor', 'attribute-invalid'],
    ['meter', '4/5', 'attribute-invalid'],
    ['register', 'upper', 'attribute-invalid'],
    ['style', 'cinamatic', 'attribute-invalid'],
    ['instruments', '', 'attribute-invalid'],
    ['instruments', ' , ', 'attribute-invalid'],
    ['instruments', 'obo', 'attribute-invalid'],
    ['instruments', 'oboe:singer', 'attribute-invalid'],
    ['instruments', 'oboe:lead:bass', 'attribute-invalid'],
    ['instruments', 'oboe:lead, flute:lead', 'attribute-invalid'],
  ] as const)('refuses --%s %j as %s', (name, text, code) => {
    const error = refusal(name, text);
    expect(error.code).toBe(code);
    expect(error.subject).toContain(`--${name}`);
    expect(error.next).not.toBe('');
  });

  it('calls a wrong role a role, and a wrong instrument an instrument', () => {
    expect(() => parseGivenAttribute('instruments', 'leed: oboe')).toThrow(/role is not known .*leed/u);
    expect(() => parseGivenAttribute('instruments', 'oboe: leed')).toThrow(/role is not known .*leed/u);
    expect(() => parseGivenAttribute('instruments', 'lead: obooo')).toThrow(
      /instrument is not known .*obooo/u,
    );
  });

  it('tells the allowed range and the nearest names', () => {
    expect(refusal('tempo', '0').next).toContain('30 to 260');
    expect(refusal('style', 'cinamatic').next).toContain('cinematic');
    expect(refusal('instruments', 'obo').next).toContain('oboe');
    expect(refusal('instruments', 'vilin').next).toContain('violin');
    expect(refusal('key', 'Q major').next).toContain('D minor');
  });

  it.each([
    ['oboe,cello:bass,piano:figure', ['lead:oboe:68', 'bass:cello:42', 'figure:piano:0']],
    ['lead: oboe, pad: strings', ['lead:oboe:68', 'pad:strings:48']],
    ['French horn, String ensemble', ['lead:french-horn:60', 'pad:strings:48']],
    ['oboe, flute', ['lead:oboe:68', 'counter:flute:73']],
    ['drums', ['percussion:drum-kit:0']],
    ['Klavier', ['lead:piano:0']],
    ['color: harp', ['colour:harp:46']],
    ['violin, whistle', ['lead:violin:40', 'counter:whistle:78']],
  ])('reads --instruments %j', (text, expected) => {
    const players = parseGivenAttribute('instruments', text);
    expect(players.map(({ role, instrument, program }) => `${role}:${instrument}:${program}`)).toEqual(
      expected,
    );
  });

  it('gives a valid value or a catalogued error for any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...attributeNames),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (name, text) => {
          try {
            return attributeValueSchemas[name].safeParse(parseGivenAttribute(name, text)).success;
          } catch (error) {
            return error instanceof LeitmotifError && error.code.startsWith('attribute-');
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});
