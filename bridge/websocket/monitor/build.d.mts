/** Writes page, style, script and audio worklet into a folder. */
export function buildMonitor(folder: string): Promise<void>;
