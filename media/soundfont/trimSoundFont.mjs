/**
 * Makes `leitmotif.sf3` from MuseScore General Lite: keeps the presets that `bridge/protocol/instruments.ts` names,
 * drops the rest with the samples that nothing else uses. Samples stay as they were compressed; nothing is encoded again.
 *
 *   node media/soundfont/trimSoundFont.mjs [/usr/share/sounds/sf3/MuseScore_General_Lite.sf3]
 *
 * Writes the SoundFont and `manifest.json` beside this file. The same source gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BasicSoundBank, SoundBankLoader } from 'spessasynth_core';

const here = new URL('./', import.meta.url);
const source = process.argv[2] ?? '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3';

/** What the source must be, so that nobody trims another version by accident. */
const origin = {
  package: 'musescore-general-soundfont-small',
  version: '0.2.1-1',
  distribution: 'Debian',
  file: 'MuseScore_General_Lite.sf3',
  sha256: '916aaca6b0eb9f9083eb42399614acb2ff4ec72ce28dffff1814592a9696b479',
};

/** General MIDI level 2 and GS kits that a style may want later; kept where the source has them. */
const kits = [0, 8, 16, 24, 25, 32, 40, 48];

/** Programs of the instruments that a brief can name; the table is TypeScript, so esbuild reads it. */
async function namedPrograms() {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('../../bridge/protocol/instruments.ts', here))],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
  const { instruments } = await import(`data:text/javascript;base64,${code}`);
  const all = Object.values(instruments);
  return {
    melodic: new Set(all.filter((one) => !one.kit).map((one) => one.program)),
    kits: new Set([...kits, ...all.filter((one) => one.kit).map((one) => one.program)]),
  };
}

/**
 * The piano is 46 % of the file, and its two lowest octaves take a third of that. Below F2 the fortissimo recording
 * (MIDI velocity 108–127) is dropped, and the mezzo-forte one, which sounds up to 107, sounds on: 2.6 MB for
 * the loudest notes of a register that a score seldom asks to be loud.
 */
function dropLowFortissimo(bank) {
  const highest = 41;
  const piano = bank.presets.find((one) => !one.isGMGSDrum && one.program === 0);
  const loud = piano.zones.find((zone) => zone.instrument.name === 'Piano FF-low').instrument;
  for (let i = loud.zones.length - 1; i >= 0; i--) {
    if (loud.zones[i].keyRange.max <= highest) loud.deleteZone(i, true);
  }
  const medium = piano.zones.find(
    (zone) =>
      zone.instrument.name === 'Piano MF-low' && zone.velRange.min === 75 && zone.velRange.max === 107,
  );
  const extended = piano.createZone(medium.instrument);
  extended.copyFrom(medium);
  extended.velRange = { min: 108, max: 127 };
  extended.keyRange = { min: 0, max: highest };
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The preset as the manifest lists it. */
function describe(preset) {
  return { kit: preset.isGMGSDrum, program: preset.program, name: preset.name };
}

const bytes = await readFile(source);
if (sha256(bytes) !== origin.sha256) throw new Error(`${source} is not ${origin.package} ${origin.version}`);
await BasicSoundBank.isSF3DecoderReady;
const bank = SoundBankLoader.fromArrayBuffer(
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
);
const named = await namedPrograms();
const isKept = (preset) =>
  preset.bankMSB === 0 &&
  preset.bankLSB === 0 &&
  (preset.isGMGSDrum ? named.kits : named.melodic).has(preset.program);
for (const preset of bank.presets.filter((one) => !isKept(one))) bank.deletePreset(preset);
dropLowFortissimo(bank);
bank.removeUnusedElements();
bank.soundBankInfo.name = 'Leitmotif (from MuseScore_General_Lite v0.2.1)';
bank.soundBankInfo.software = 'Polyphone, trimmed with spessasynth_core';
const trimmed = new Uint8Array(bank.writeSF2());
await writeFile(new URL('leitmotif.sf3', here), trimmed);
const manifest = {
  file: 'leitmotif.sf3',
  bytes: trimmed.length,
  sha256: sha256(trimmed),
  licence: 'MIT, parts public domain or CC0; see LICENSE',
  origin,
  presets: bank.presets.map(describe),
};
await writeFile(new URL('manifest.json', here), `${JSON.stringify(manifest, null, 2)}\n`);
