/** Loads something when it is first asked for, once. */
export interface LoadedOnce<T> {
  (): Promise<T>;
  /** What was loaded or is being loaded; undefined where nobody has asked. */
  loaded(): Promise<T> | undefined;
}

/** Wraps a loader. After a failure the next one who asks tries again. */
export function loadOnce<T>(load: () => Promise<T>): LoadedOnce<T> {
  let loading: Promise<T> | undefined;
  const ask = (): Promise<T> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return Object.assign(ask, { loaded: () => loading });
}
