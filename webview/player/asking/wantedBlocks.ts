/** Which blocks of a source are needed next, in the order in which they will be heard. */
import type { Frames } from '../../../bridge/protocol/units.ts';
import { blockFrames } from '../sound/deck.ts';
import { runsAhead } from '../sound/playOrder.ts';
import type { PlayOrder } from '../sound/playOrder.ts';

/** Frames before the beginning of a loop that its seam fades into. */
const seamLead: Frames = 256;

/** The blocks that the next `ahead` frames from `frame` on lie in, each once; with those that the seam of a loop needs. */
export function wantedBlocks(order: PlayOrder, frame: Frames, ahead: Frames): number[] {
  const wanted = new Set<number>();
  runsAhead(order, frame, ahead).forEach(({ from, to }, round) => {
    const start = round === 0 ? from : Math.max(0, from - seamLead);
    for (let block = Math.floor(start / blockFrames); block * blockFrames < to; block += 1) wanted.add(block);
  });
  return [...wanted];
}
