/** What a value of a settings file counts as. */
import { settingDefaults, settingLimits } from './manifest/contributed.ts';
import type { Settings } from './manifest/contributed.ts';

/**
 * The value, where it is what the manifest says. A file written by hand can hold anything: a number beyond its limits counts as
 * the limit, all else that does not fit as not set.
 */
export function settingValue<K extends keyof Settings>(name: K, value: unknown): Settings[K] {
  const usual = settingDefaults[name];
  if (typeof value !== typeof usual) return usual;
  const { values, minimum = -Infinity, maximum = Infinity } = settingLimits[name] ?? {};
  if (values !== undefined) return values.includes(value as never) ? (value as Settings[K]) : usual;
  if (typeof value !== 'number') return value as Settings[K];
  if (Number.isNaN(value)) return usual;
  return Math.min(maximum, Math.max(minimum, value)) as Settings[K];
}
