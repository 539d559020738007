/** The scenes of a Markdown text: what stands below each heading, up to the next one. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString } from 'mdast-util-to-string';
import type { Definition, Nodes, Root, RootContent } from 'mdast';
import type { Scene, SceneImage } from './scene.ts';

/** YAML before the first line of text, as many writing tools put it there. */
const frontMatter = /^---\r?\n[\s\S]*?\r?\n(?:---|\.\.\.)[ \t]*(?=\r?\n|$)/;

/**
 * Reads scenes. Text before the first heading is a scene of its own, called `untitled`; a heading without text of its
 * own stands for all that its subheadings say. Code, HTML and comments are not read.
 */
export function readMarkdownScenes(markdown: string, untitled: string): Scene[] {
  const text = markdown.replace(frontMatter, (matter) => matter.replace(/[^\r\n]/g, ' '));
  const tree = fromMarkdown(text);
  const lines = text.split(/\r\n|\r|\n/).length;
  const definitions = definitionsOf(tree);
  const spans = spansOf(tree, lines, untitled);
  return spans
    .map((span) => sceneOf(span, definitions))
    .filter((scene, i) => spans[i]?.depth !== 0 || scene.text !== '' || scene.images.length > 0);
}

/** A heading with what is below it; depth 0 is the text before the first heading. */
interface Span {
  title: string;
  depth: number;
  line: number;
  endLine: number;
  content: RootContent[];
}

function spansOf(tree: Root, lines: number, untitled: string): Span[] {
  const own: Span[] = [{ title: untitled, depth: 0, line: 0, endLine: lines, content: [] }];
  for (const node of tree.children) {
    const line = (node.position?.start.line ?? 1) - 1;
    if (node.type === 'heading') {
      (own.at(-1) as Span).endLine = line;
      own.push({ title: plain(toString(node)), depth: node.depth, line, endLine: lines, content: [] });
    } else (own.at(-1) as Span).content.push(node);
  }
  return own.map((span, i) => (span.content.length > 0 || span.depth === 0 ? span : wholeSpan(own, i)));
}

/** A heading with all its subheadings. */
function wholeSpan(spans: readonly Span[], index: number): Span {
  const span = spans[index] as Span;
  const below = spans.slice(index + 1);
  const end = below.findIndex(({ depth }) => depth <= span.depth);
  const within = end === -1 ? below : below.slice(0, end);
  return {
    ...span,
    endLine: within.at(-1)?.endLine ?? span.endLine,
    content: within.flatMap(({ content }) => content),
  };
}

function sceneOf(
  { title, line, endLine, content }: Span,
  definitions: ReadonlyMap<string, Definition>,
): Scene {
  const images = content.flatMap((node) => imagesIn(node, definitions));
  const paragraphs = content.filter(({ type }) => !unread.has(type)).map((node) => plain(textIn(node)));
  return { title, line, endLine, text: paragraphs.filter((text) => text !== '').join('\n\n'), images };
}

const unread: ReadonlySet<string> = new Set(['code', 'html', 'definition', 'thematicBreak']);

function textIn(node: Nodes): string {
  // Blocks within blocks are lines of their own: the items of a list, the paragraphs of a quotation.
  if ('children' in node && node.type !== 'paragraph')
    return node.children.map((child) => textIn(child)).join('\n');
  return toString(node, { includeImageAlt: false, includeHtml: false });
}

function imagesIn(node: Nodes, definitions: ReadonlyMap<string, Definition>): SceneImage[] {
  if (node.type === 'image') return local(node.url, node.alt);
  if (node.type === 'imageReference') return local(definitions.get(node.identifier)?.url, node.alt);
  return 'children' in node ? node.children.flatMap((child) => imagesIn(child, definitions)) : [];
}

function definitionsOf(tree: Root): Map<string, Definition> {
  const found = new Map<string, Definition>();
  const visit = (node: Nodes): void => {
    // The first of two definitions counts (CommonMark 4.7).
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node);
    if ('children' in node) node.children.forEach(visit);
  };
  visit(tree);
  return found;
}

/** Pictures on this machine; those of the web are not fetched. */
function local(url: string | undefined, alt: string | null | undefined): SceneImage[] {
  if (url === undefined || /^(?:[a-z][a-z\d+.-]+:|\/\/|#)/i.test(url)) return [];
  return [{ path: decoded(url.replace(/[?#].*$/s, '')), alt: alt ?? '' }];
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function plain(text: string): string {
  return text.replace(/[ \t]+/g, ' ').trim();
}
