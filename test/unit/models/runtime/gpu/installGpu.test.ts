import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findGpuRequirement } from '../../../../../models/runtime/gpu/gpuRequirement.ts';
import { installGpu } from '../../../../../models/runtime/gpu/installGpu.ts';
import { sha256, startFileServer } from '../../../../fixtures/models/fileServer.ts';
import { asJson } from '../../../../fixtures/models/tinyTokenizer.ts';
import { zipFile } from '../../../../fixtures/models/zipFile.ts';
import type { GpuOptions, GpuQuestion } from '../../../../../models/runtime/gpu/installGpu.ts';
import type { FileServer } from '../../../../fixtures/models/fileServer.ts';

const library = randomBytes(300_000);
const shared = Buffer.from('shared '.repeat(1000));
const archive = zipFile({
  'native/cuda.so': library,
  'stored/shared.so': shared,
  'native/other.so': library,
});
let server: FileServer;
let folder: string;
let cache: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leitmotif-gpu-'));
  cache = await mkdtemp(join(tmpdir(), 'leitmotif-gpu-cache-'));
  server = await startFileServer({ '/pkg': { content: archive } });
  publish(archive);
});

afterEach(() => server.close());

/** Lets the registry state a package. */
function publish(content: Uint8Array): void {
  const { url, files } = server;
  const resource = { '@id': `${url}/registration`, '@type': 'RegistrationsBaseUrl' };
  files.set('/index.json', { content: asJson({ resources: [resource] }) });
  const leaf = { catalogEntry: `${url}/entry.json`, packageContent: `${url}/pkg` };
  files.set('/registration/cuda.libraries/1.2.3.json', { content: asJson(leaf) });
  const packageHash = createHash('sha512').update(content).digest('base64');
  const entry = { packageHash, packageHashAlgorithm: 'SHA512', packageSize: content.length };
  files.set('/entry.json', { content: asJson(entry) });
}

function options(more: Partial<GpuOptions> = {}): GpuOptions {
  const requirement = {
    index: `${server.url}/index.json`,
    name: 'Cuda.Libraries',
    version: '1.2.3',
    files: { 'native/cuda.so': 'libcuda.so', 'stored/shared.so': 'libshared.so' },
    folder,
  };
  return { requirement, cache, consent: () => Promise.resolve(true), pauseMs: 1, ...more };
}

describe('installGpu', () => {
  it('shows the size that the registry states, and fetches nothing where that is refused', async () => {
    let asked: GpuQuestion | undefined;
    const consent = (question: GpuQuestion): Promise<boolean> => {
      asked = question;
      return Promise.resolve(false);
    };
    await expect(installGpu(options({ consent }))).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toMatchObject({ bytes: archive.length, name: 'Cuda.Libraries', version: '1.2.3', folder });
    expect(server.requests.some(({ path }) => path === '/pkg')).toBe(false);
  });

  it('fetches over a connection that drops, verifies, and unpacks what is wanted', async () => {
    server.files.get('/pkg')!.cuts = [100_000, 150_000];
    // On this machine CUDA was refused before; now it is to be tried again.
    await writeFile(join(cache, 'providers.json'), '{}');
    const { files, received } = await installGpu(options());
    expect(received).toBe(archive.length);
    expect(files).toMatchObject([
      { name: 'libcuda.so', bytes: library.length, sha256: sha256(library) },
      { name: 'libshared.so', bytes: shared.length, sha256: sha256(shared) },
    ]);
    expect((await readdir(folder)).sort()).toEqual(['libcuda.so', 'libshared.so']);
    expect(await readFile(join(folder, 'libcuda.so'))).toEqual(library);
    expect(await readdir(cache)).toEqual([]);
  });

  it('takes up what Ctrl-C stopped, and fetches no byte twice', async () => {
    server.files.get('/pkg')!.slowMs = 1;
    const controller = new AbortController();
    const progress: GpuOptions['progress'] = ({ bytes }) => {
      if (bytes > 100_000) controller.abort();
    };
    const stopped = installGpu(options({ progress, signal: controller.signal }));
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
    server.files.get('/pkg')!.slowMs = 0;
    expect((await installGpu(options())).received).toBeLessThan(archive.length - 100_000);
    expect(await readFile(join(folder, 'libcuda.so'))).toEqual(library);
  });

  it('refuses a package with another hash', async () => {
    const wrong = Buffer.from(archive);
    wrong[1000] = (wrong[1000] ?? 0) ^ 1;
    server.files.set('/pkg', { content: wrong });
    await expect(installGpu(options())).rejects.toMatchObject({ code: 'pack-corrupt' });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['is no archive', randomBytes(5000)],
    ['lacks a library', zipFile({ 'native/cuda.so': library })],
    ['is damaged within', damaged()],
  ])('refuses a package that %s', async (_fault, content) => {
    server.files.set('/pkg', { content });
    publish(content);
    await expect(installGpu(options())).rejects.toMatchObject({ code: 'pack-corrupt' });
  });

  it('says that the registry has no such version, and that the disk is full', async () => {
    server.files.set('/registration/cuda.libraries/1.2.3.json', { content: Buffer.from(''), status: 404 });
    await expect(installGpu(options())).rejects.toMatchObject({ code: 'download-failed' });
    publish(archive);
    const freeBytes = (): Promise<number> => Promise.resolve(1000);
    await expect(installGpu(options({ freeBytes }))).rejects.toMatchObject({ code: 'disk-full' });
  });
});

/** Deflated bytes that are none, behind an intact directory. */
function damaged(): Buffer {
  const content = Buffer.from(archive);
  return content.fill(0xff, 44, 60);
}

describe('findGpuRequirement', () => {
  it('reads from the installed runtime what belongs to it', () => {
    const found = findGpuRequirement('linux/x64');
    expect(found).toMatchObject({ name: 'Microsoft.ML.OnnxRuntime.Gpu.Linux', version: '1.30.0' });
    expect(Object.values(found.files).sort()).toEqual([
      'libonnxruntime_providers_cuda.so',
      'libonnxruntime_providers_shared.so',
    ]);
    expect(found.folder).toMatch(/bin[/\\]napi-v6[/\\]linux[/\\]x64$/);
  });

  it('says where there is no CUDA', () => {
    expect(() => findGpuRequirement('darwin/arm64')).toThrow(/no CUDA libraries for this platform/);
  });
});
