import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { parsePackManifest } from '../../../../models/runtime/packManifestFile.ts';
import { tinyManifest } from './tinyPack.ts';

const manifestCodes = ['pack-manifest-invalid', 'pack-incompatible'];

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** The code of the error that bytes lead to; undefined for a manifest; throws what the catalogue lacks. */
function codeOf(bytes: Uint8Array): string | undefined {
  try {
    parsePackManifest(bytes, 'manifest.json');
    return undefined;
  } catch (error) {
    if (error instanceof LeitmotifError) return error.code;
    throw error;
  }
}

describe('parsePackManifest', () => {
  it('reads a manifest', () => {
    expect(parsePackManifest(bytesOf(tinyManifest()), 'manifest.json')).toEqual(tinyManifest());
  });

  it('names the field that is wrong', () => {
    const wrong = bytesOf({ ...tinyManifest(), version: 'one' });
    expect(() => parsePackManifest(wrong, 'manifest.json')).toThrow(/wrong at version/);
  });

  it('refuses a misspelt field', () => {
    expect(codeOf(bytesOf({ ...tinyManifest(), licens: 1 }))).toBe('pack-manifest-invalid');
  });

  it('tells another schema from a broken manifest', () => {
    expect(codeOf(bytesOf({ schema: 2, anything: true }))).toBe('pack-incompatible');
  });

  it.each(['../model.onnx', '/etc/passwd', 'a/../../b', 'C:\\model', '.hidden', 'a//b', ''])(
    'refuses the file path %j, which could leave the pack',
    (path) => {
      const files = [{ path, bytes: 1, sha256: '0'.repeat(64) }];
      expect(codeOf(bytesOf(tinyManifest({ files })))).toBe('pack-manifest-invalid');
    },
  );

  it('refuses an endless manifest unread', () => {
    expect(codeOf(new Uint8Array(2 << 20))).toBe('pack-manifest-invalid');
  });

  it('turns any bytes into a catalogue error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(manifestCodes).toContain(codeOf(bytes));
      }),
    );
  });

  it('turns any JSON into a catalogue error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(manifestCodes).toContain(codeOf(bytesOf(value)));
      }),
    );
  });

  it('survives any value in any field', () => {
    const field = fc.constantFrom(...Object.keys(tinyManifest()));
    fc.assert(
      fc.property(field, fc.jsonValue(), (name, value) => {
        expect([undefined, ...manifestCodes]).toContain(
          codeOf(bytesOf({ ...tinyManifest(), [name]: value })),
        );
      }),
    );
  });

  it('survives any cut and any changed byte', () => {
    const whole = bytesOf(tinyManifest());
    const place = fc.nat({ max: whole.length - 1 });
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, cut) => {
        const changed = cut ? whole.slice(0, at) : whole.with(at, byte);
        expect([undefined, ...manifestCodes]).toContain(codeOf(changed));
      }),
    );
  });
});
