/** Reduces Markdown to the words that a reader would read. Works line by line, in linear time. */

/** Front matter, a heading at the start of a line, a link or an image: a text with none of them is taken as it is. */
export function looksLikeMarkdown(text: string): boolean {
  return /^(?:---|\+\+\+)\n|^#{1,6} \S|\]\([^()\s]{1,500}\)/m.test(text.slice(0, 20_000));
}

/**
 * The words of a Markdown text. Paragraphs stay apart by an empty line; fences, tables, quotes and lists lose their
 * signs and keep their words; links and images keep their text; HTML tags and comments go.
 */
export function markdownWords(markdown: string): string {
  const body = withoutComments(withoutFrontMatter(markdown));
  const lines = body.split('\n').map(lineWords);
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** YAML between `---` lines or TOML between `+++` lines, at the very start, with at least one field in it. */
function withoutFrontMatter(text: string): string {
  const fence = text.startsWith('---\n') ? '---' : text.startsWith('+++\n') ? '+++' : undefined;
  if (fence === undefined) return text;
  const end = text.indexOf(`\n${fence}`, 3);
  if (end < 0 || !/^[\w-]+\s*[:=]/m.test(text.slice(4, end + 1))) return text;
  const after = text.indexOf('\n', end + 1);
  return after < 0 ? '' : text.slice(after + 1);
}

function withoutComments(text: string): string {
  let rest = text;
  let kept = '';
  for (let start = rest.indexOf('<!--'); start >= 0; start = rest.indexOf('<!--')) {
    const end = rest.indexOf('-->', start + 4);
    if (end < 0) break;
    kept += rest.slice(0, start);
    rest = rest.slice(end + 3);
  }
  return kept + rest;
}

function lineWords(line: string): string {
  if (/^ {0,3}(?:```|~~~)/.test(line) || /^\s*[|:\- ]*-{3,}[|:\- ]*$/.test(line)) return '';
  if (/^ {0,3}(?:(?:\* ?){3,}|(?:_ ?){3,}|={3,})$/.test(line) || /^ {0,3}\[[^\]]{1,200}\]:\s/.test(line))
    return '';
  const words = line
    .replace(/^(?:[ \t]*>)+[ \t]?/, '')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+/, '')
    .replace(/[ \t]#+[ \t]*$/, '')
    .replace(/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/, '');
  return inlineWords(words).trimEnd();
}

function inlineWords(line: string): string {
  return line
    .replace(/!?\[([^\][]{0,1000})\](?:\((?:[^()]|\([^()]{0,200}\)){0,2000}\)|\[[^\][]{0,200}\])/g, '$1')
    .replace(/\[\^[^\][\s]{1,50}\]/g, '')
    .replace(/<(https?:[^<>\s]{1,2000})>/g, '$1')
    .replace(/<\/?[a-zA-Z][^<>]{0,2000}>/g, '')
    .replace(/(\*{1,3}|~~|`+)(?=\S)([^*~`]{1,5000}?)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])(_{1,3})(?=\S)([^_]{1,5000})\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/^\s*\|\s*|\s*\|\s*$/g, '')
    .replace(/\s\|\s/g, ', ')
    .replace(/\\([\\`*_{}[\]()#+\-.!~>|])/g, '$1')
    .replace(
      /&(amp|lt|gt|quot|nbsp|mdash|ndash|hellip|#39);/g,
      (_match, name: string) => entities[name] ?? '',
    );
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  '#39': "'",
};
