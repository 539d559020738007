import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { packManifestSchema } from '../../bridge/protocol/packManifest.ts';
import type { PackManifest } from '../../bridge/protocol/packManifest.ts';

/** A manifest longer than this, in bytes, is not one. */
const maxManifestBytes = 1 << 20;

/**
 * Reads a manifest from the bytes of its file.
 *
 * @param bytes the whole file, as found
 * @param subject the path, for the person
 * @throws LeitmotifError `pack-manifest-invalid` for anything that is not a manifest, `pack-incompatible` for a
 *   manifest of another schema; nothing else, whatever the bytes
 */
export function parsePackManifest(bytes: Uint8Array, subject: string): PackManifest {
  const value = parseJson(bytes, subject);
  refuseOtherSchema(value, subject);
  const result = packManifestSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'the document' : issue.path.join('.');
  throw invalid(`The pack's manifest is wrong at ${field}: ${issue?.message ?? 'unknown'}`, subject);
}

function parseJson(bytes: Uint8Array, subject: string): unknown {
  if (bytes.byteLength > maxManifestBytes) throw invalid("The pack's manifest is over 1 MiB", subject);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid("The pack's manifest is not JSON in UTF-8", subject, cause);
  }
}

function refuseOtherSchema(value: unknown, subject: string): void {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return;
  if (typeof value.schema !== 'number' || value.schema === 1) return;
  throw new LeitmotifError('pack-incompatible', {
    what: `The pack's manifest has schema ${value.schema}, and this version reads schema 1`,
    subject,
    next: 'Install the pack that belongs to this version of Leitmotif',
  });
}

function invalid(what: string, subject: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('pack-manifest-invalid', {
    what,
    subject,
    next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
    cause,
  });
}
