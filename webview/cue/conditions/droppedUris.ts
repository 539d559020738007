/** URIs of what was dropped: VS Code's explorer and tabs, and other programs, each write them their own way. */

/** The part of a DataTransfer that is read. */
export interface DroppedData {
  getData(type: string): string;
}

/** All URIs that are named, each once, in their order. Malformed data name none. */
export function droppedUris(data: DroppedData): string[] {
  const found = [
    ...listOf(data.getData('resourceurls')).filter((entry) => typeof entry === 'string'),
    ...listOf(data.getData('codeeditors')).map(resourceOf),
    ...lines(data.getData('application/vnd.code.uri-list')),
    ...lines(data.getData('text/uri-list')),
  ];
  return [...new Set(found.filter((uri): uri is string => uri !== undefined && isUri(uri)))];
}

/** A scheme of two letters at least: `C:\` is none. */
function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\S+$/i.test(text);
}

function lines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function listOf(text: string): unknown[] {
  if (text === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    // Not JSON: another program uses this type for something else.
    return [];
  }
}

/** The resource of an editor's entry: a URI as text, or as VS Code's components. */
function resourceOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('resource' in entry)) return undefined;
  const { resource } = entry;
  if (typeof resource === 'string') return resource;
  if (typeof resource !== 'object' || resource === null) return undefined;
  const { scheme, authority, path } = resource as Record<string, unknown>;
  if (typeof scheme !== 'string' || typeof path !== 'string') return undefined;
  const host = typeof authority === 'string' ? authority : '';
  return `${scheme}://${host}${encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F')}`;
}
