import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { DoctorFinding } from '../../../bridge/protocol/doctor.ts';
import { hashFile } from '../fileHash.ts';
import type { DoctorOptions } from './runDoctor.ts';

const soundFontManifestSchema = z.object({ bytes: z.number(), sha256: z.string(), licence: z.string() });
const reinstall = 'Install Leitmotif again';

/** The SoundFont against its manifest. */
export async function examineSoundFont({ soundFont, signal }: DoctorOptions): Promise<DoctorFinding[]> {
  const part = { part: 'soundfont', name: 'SoundFont' } as const;
  const found = await stat(soundFont).catch(() => undefined);
  if (found === undefined)
    return [{ ...part, verdict: 'failing', found: `missing (${soundFont})`, next: reinstall }];
  const numbers = { bytes: found.size };
  const size = `${(found.size / 1e6).toFixed(1)} MB`;
  const manifest = await soundFontManifest(soundFont);
  if (manifest === undefined) {
    return [
      {
        ...part,
        numbers,
        verdict: 'lacking',
        found: `${size}, without a manifest to verify it`,
        next: reinstall,
      },
    ];
  }
  const isWhole = found.size === manifest.bytes && (await hashFile(soundFont, signal)) === manifest.sha256;
  if (!isWhole)
    return [{ ...part, numbers, verdict: 'failing', found: 'not as its manifest says', next: reinstall }];
  return [{ ...part, numbers, verdict: 'ok', found: `verified; ${size}, ${manifest.licence}` }];
}

async function soundFontManifest(
  soundFont: string,
): Promise<z.infer<typeof soundFontManifestSchema> | undefined> {
  try {
    const text = await readFile(join(dirname(soundFont), 'manifest.json'), 'utf8');
    return soundFontManifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Scene knowledge: its written scenes and the vectors made of them. */
export async function examineKnowledge({ knowledge }: DoctorOptions): Promise<DoctorFinding[]> {
  const part = { part: 'knowledge', name: 'scene knowledge' } as const;
  const files = await readdir(join(knowledge, 'scenes')).catch((): string[] => []);
  const texts = await Promise.all(
    files
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFile(join(knowledge, 'scenes', name), 'utf8').catch(() => '')),
  );
  const scenes = texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '').length;
  const vectors = await stat(join(knowledge, 'scenes.vectors.bin')).catch(() => undefined);
  const numbers = { scenes, vectorBytes: vectors?.size ?? 0 };
  if (scenes > 0 && vectors !== undefined) {
    return [{ ...part, numbers, verdict: 'ok', found: `${scenes} scenes with their vectors` }];
  }
  const found = scenes === 0 ? `no scenes (${knowledge})` : `${scenes} scenes without their vectors`;
  return [{ ...part, numbers, verdict: 'failing', found, next: reinstall }];
}
