import type { DoctorFinding } from '../../../bridge/protocol/doctor.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { PackListing, PackVerdict } from '../../../bridge/protocol/packListing.ts';
import { packManifestSchema } from '../../../bridge/protocol/packManifest.ts';
import { listPacks } from '../packs/listPacks.ts';
import { verifyPacks } from '../packs/verifyPacks.ts';
import type { DoctorOptions } from './runDoctor.ts';

/** The packs without which no take of a text or a picture can be made. */
const needed = ['all-minilm-l6-v2', 'efficientnet-lite0'];
/** The networks of the musflow engine, which are called as their kinds are. */
const musflowPacks = packManifestSchema.shape.kind.options.filter((kind) => kind.startsWith('musflow-'));

/** Every pack: whole, broken, unfinished or only possible; with size and licence. */
export async function examinePacks(options: DoctorOptions): Promise<DoctorFinding[]> {
  try {
    const { packs } = await listPacks(options.places);
    const { signal, progress } = options;
    const verdicts = await verifyPacks({
      ...options.places,
      signal,
      ...(progress === undefined ? {} : { progress }),
    });
    const missing = needed.filter((id) => !packs.some((pack) => pack.id === id));
    return [
      ...packs.map((pack) => packFinding(pack, verdicts)),
      ...missing.map(missingFinding),
      ...musflowFindings(packs),
    ];
  } catch (error) {
    if (!(error instanceof LeitmotifError) || error.code === 'cancelled') throw error;
    const { what, subject, next } = error;
    return [{ part: 'packs', name: 'packs', verdict: 'failing', found: `${what} (${subject})`, next }];
  }
}

function packFinding(pack: PackListing, verdicts: readonly PackVerdict[]): DoctorFinding {
  const verdict = verdicts.find(({ id }) => id === pack.id);
  const size = `${pack.isRounded ? 'about ' : ''}${(pack.bytes / 1e6).toFixed(1)} MB`;
  const terms = `${size}, ${pack.licence.weights}`;
  const shared = { part: 'packs', name: pack.id, numbers: { bytes: pack.bytes } } as const;
  if (verdict?.isWhole === true)
    return { ...shared, verdict: 'ok', found: `${pack.state}, verified; ${terms}` };
  if (pack.state === 'available' || pack.state === 'partial') {
    const found = pack.state === 'partial' ? `not finished; ${terms}` : `not installed; ${terms}`;
    return {
      ...shared,
      verdict: 'lacking',
      found,
      next: `Run leitmotif packs install ${pack.id}: ${pack.purpose.replace(/\.$/, '')}`,
    };
  }
  return {
    ...shared,
    verdict: needed.includes(pack.id) ? 'failing' : 'lacking',
    found: `broken: ${verdict?.problem ?? pack.purpose}`,
    next:
      pack.state === 'installed' || verdict === undefined
        ? `Run leitmotif packs remove ${pack.id}, then install it again`
        : 'Install Leitmotif again',
  };
}

function missingFinding(id: string): DoctorFinding {
  return { part: 'packs', name: id, verdict: 'failing', found: 'missing', next: 'Install Leitmotif again' };
}

/** One finding for the networks of the musflow engine, which run together or not at all. */
function musflowFindings(packs: readonly PackListing[]): DoctorFinding[] {
  const missing = musflowPacks.filter((id) => !packs.some((pack) => pack.id === id));
  if (missing.length === 0) return [];
  return [
    {
      part: 'packs',
      name: 'musflow',
      verdict: 'lacking',
      found: `not installed: ${missing.join(', ')}`,
      next: 'Install Leitmotif with its musflow packs; until then the score engine makes every take',
    },
  ];
}
