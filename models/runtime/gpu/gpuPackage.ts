/** The package with the runtime's CUDA libraries: its address, length and hash, as its registry states them. */
import { z } from 'zod';
import { LeitmotifError, throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { downloadFailed } from '../download/downloadError.ts';
import type { HttpClient } from '../download/httpClient.ts';

/** What the installed runtime asks for, as its own install script names it. */
export interface GpuRequirement {
  /** The address of the registry's index. */
  readonly index: string;
  readonly name: string;
  readonly version: string;
  /** File in the package → file beside the runtime. */
  readonly files: Readonly<Record<string, string>>;
}

/** A package that can be fetched. */
export interface GpuPackage {
  readonly url: string;
  /** Bytes to fetch. */
  readonly bytes: number;
  /** SHA-512, lower-case hexadecimal. */
  readonly sha512: string;
}

const indexSchema = z.object({ resources: z.array(z.object({ '@id': z.url(), '@type': z.string() })) });
const leafSchema = z.object({ catalogEntry: z.url(), packageContent: z.url() });
const entrySchema = z.object({
  packageHash: z.string(),
  packageHashAlgorithm: z.literal('SHA512'),
  packageSize: z.int().positive(),
});

/**
 * Asks the registry for the package; nothing of it is fetched.
 *
 * @throws LeitmotifError `download-failed` where the registry does not answer or states no hash, `cancelled`
 */
export async function findGpuPackage(
  { index, name, version }: GpuRequirement,
  http: HttpClient,
  signal: AbortSignal | undefined,
): Promise<GpuPackage> {
  const { resources } = await fetchJson(index, indexSchema, http, signal);
  const registration = resources.find((resource) => resource['@type'].startsWith('RegistrationsBaseUrl'));
  if (registration === undefined) throw downloadFailed('The registry names no packages', index);
  const leaf = new URL(`${name.toLowerCase()}/${version.toLowerCase()}.json`, slashed(registration['@id']))
    .href;
  const { catalogEntry, packageContent } = await fetchJson(leaf, leafSchema, http, signal);
  const entry = await fetchJson(catalogEntry, entrySchema, http, signal);
  return {
    url: packageContent,
    bytes: entry.packageSize,
    sha512: Buffer.from(entry.packageHash, 'base64').toString('hex'),
  };
}

async function fetchJson<T>(
  url: string,
  schema: z.ZodType<T>,
  http: HttpClient,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    const response = await http.fetch(url, { signal });
    if (!response.ok) throw downloadFailed(`The registry answered ${response.status}`, url);
    return schema.parse(await response.json());
  } catch (cause) {
    throwIfCancelled(signal);
    if (cause instanceof LeitmotifError) throw cause;
    throw downloadFailed('The registry cannot be read', url, cause);
  }
}

function slashed(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
