/** Reads from the installed runtime which GPU package belongs to it: the runtime's own install script knows. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { GpuRequirement } from './gpuPackage.ts';

const metadataSchema = z.object({
  requirements: z.record(z.string(), z.array(z.string())),
  manifests: z.record(z.string(), z.record(z.string(), z.object({ package: z.string(), path: z.string() }))),
  packages: z.record(
    z.string(),
    z.object({ name: z.string(), versions: z.array(z.object({ feed: z.string(), version: z.string() })) }),
  ),
  feeds: z.record(z.string(), z.object({ type: z.string(), index: z.url() })),
});

/** The requirement, and the folder that the libraries go to. */
export interface PlacedRequirement extends GpuRequirement {
  readonly folder: string;
}

/** TensorRT needs a library of its own that few have; its 900 MB are left in the package. */
const wanted = /providers_(cuda|shared)/;

/**
 * Finds what this platform's runtime asks for.
 *
 * @throws LeitmotifError `runtime-unavailable` where there is no CUDA for this platform
 */
export function findGpuRequirement(platform = `${process.platform}/${process.arch}`): PlacedRequirement {
  const require = createRequire(import.meta.url);
  const root = dirname(require.resolve('onnxruntime-node/package.json'));
  const found = metadataSchema.safeParse(require(join(root, 'script/install-metadata.js')));
  const name = found.data?.requirements[platform]?.[0];
  const manifest = found.data?.manifests[`${platform}:${name ?? ''}`];
  const entries = Object.entries(manifest ?? {}).filter(([file]) => wanted.test(file));
  const source = found.data?.packages[entries[0]?.[1].package ?? ''];
  const version = source?.versions[0];
  const feed = found.data?.feeds[version?.feed ?? ''];
  if (source === undefined || version === undefined || feed === undefined) throw noCuda(platform);
  return {
    index: feed.index,
    name: source.name,
    version: version.version,
    files: Object.fromEntries(entries.map(([file, { path }]) => [path, file.replace(/^\.\//, '')])),
    folder: join(root, 'bin/napi-v6', platform),
  };
}

function noCuda(platform: string): LeitmotifError {
  return new LeitmotifError('runtime-unavailable', {
    what: 'The runtime has no CUDA libraries for this platform',
    subject: platform,
    next: 'See leitmotif doctor for the providers that it has',
  });
}
