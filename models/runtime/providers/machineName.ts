import { readFile, readdir } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';

/** What a measured choice depends on: where any of it changes, the choice is made again. */
export async function machineName(): Promise<string> {
  const drivers = process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES ?? '';
  return [
    process.platform,
    process.arch,
    release(),
    cpus()[0]?.model.trim() ?? 'unknown',
    cpus().length,
    Math.round(totalmem() / 2 ** 30),
    ...(await graphicsCards()),
    drivers,
  ].join('; ');
}

/** Graphics cards by vendor and device number, and NVIDIA's by driver. Linux tells; elsewhere the system's release must do. */
export async function graphicsCards(): Promise<string[]> {
  const names = await readdir('/sys/class/drm').catch((): string[] => []);
  const cards = names.filter((name) => /^card\d+$/.test(name)).sort();
  const numbers = await Promise.all(
    cards.map(async (card) => {
      const parts = await Promise.all(
        ['vendor', 'device'].map((part) =>
          readFile(`/sys/class/drm/${card}/device/${part}`, 'utf8').catch(() => ''),
        ),
      );
      return parts.map((part) => part.trim()).join(':');
    }),
  );
  const nvidia = await readFile('/proc/driver/nvidia/version', 'utf8').catch(() => '');
  return [...numbers, ...(nvidia === '' ? [] : [nvidia.split('\n')[0] ?? ''])];
}
