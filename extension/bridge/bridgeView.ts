/** What views read of the bridge. */
import type { BridgeFault, BridgeStatus } from '../../bridge/protocol/bridge.ts';
import type { ProcessStatus } from '../processes/keptProcess.ts';
import type { Words } from '../l10n/words.ts';
import type { MappingLine } from './mappingWords.ts';
import type { RememberedConnection } from './rememberedConnection.ts';

/** How things are, as far as is known. */
export interface BridgeView {
  readonly process: ProcessStatus;
  /** What the bridge said last; absent while it does not run. */
  readonly status?: BridgeStatus;
  readonly remembered: RememberedConnection;
  /** Remembered mappings in words; none before the bridge has run. */
  readonly mappings?: (l10n: Words) => readonly MappingLine[];
  /** Newest first; what went wrong without being asked for. */
  readonly problems: readonly BridgeFault[];
}
