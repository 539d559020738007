/** Progress of packs on its way out of a child: a download reports with every chunk, and each report costs a message. */
import type { PackProgress, PackProgressListener } from '../../bridge/protocol/packListing.ts';
import type { SidecarProgress } from '../../bridge/protocol/sidecar.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

const apart: Milliseconds = 100;

/** Lets through the first report of a stage, its last, and at most ten a second between. */
export function pacedProgress(
  listener: (report: SidecarProgress) => void,
  now: () => Milliseconds = () => performance.now(),
): PackProgressListener {
  let stage: PackProgress['stage'] | undefined;
  let last = -Infinity;
  return (progress) => {
    const time = now();
    const isEdge = progress.stage !== stage || progress.bytes === progress.of;
    if (!isEdge && time - last < apart) return;
    stage = progress.stage;
    last = time;
    const { file, bytes, of } = progress;
    listener({ stage, step: bytes, ...(of === undefined ? {} : { of }), detail: file });
  };
}
