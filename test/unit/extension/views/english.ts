/** Texts as they stand in the code, with their arguments. */
import type { Words } from '../../../../extension/l10n/words.ts';

export const english: Words = {
  t: (message, ...args) => message.replace(/\{(\d+)\}/g, (_, index) => String(args[Number(index)])),
};
