/** Work on several things at a time whose results come in the order of the things; few are held in memory. */

/**
 * Maps numbers `from … to − 1`. At most `width` are in work or waiting to be taken, so that a slow one holds up only those
 * few behind it. After an error those in work are waited for.
 */
export async function* inOrder<T>(
  range: { from: number; to: number },
  width: number,
  work: (number: number, lane: number) => Promise<T>,
): AsyncGenerator<T> {
  const running: Promise<T>[] = [];
  let next = range.from;
  const lanes = Array.from({ length: width }, (_, lane) => lane);
  const begin = (): void => {
    const lane = lanes.shift() ?? 0;
    const one = work(next++, lane).finally(() => lanes.push(lane));
    // It is awaited in its turn; until then a failure is no unhandled one.
    one.catch(() => undefined);
    running.push(one);
  };
  try {
    while (next < range.to && running.length < width) begin();
    for (let one = running.shift(); one !== undefined; one = running.shift()) {
      const result = await one;
      if (next < range.to) begin();
      yield result;
    }
  } finally {
    await Promise.allSettled(running);
  }
}
