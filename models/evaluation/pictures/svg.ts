/** Writes SVG: elements as text, numbers with one digit, texts escaped. */

/** An attribute's value. */
type Value = string | number;

/** One element with its attributes and its content. */
export function element(name: string, attributes: Readonly<Record<string, Value>>, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(toText(value))}"`);
  return content === ''
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${content}</${name}>`;
}

/** A text at a point. */
export function label(
  text: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, Value>> = {},
): string {
  return element('text', { x, y, ...attributes }, escape(text));
}

/** A straight line. */
export function line(
  from: readonly [number, number],
  to: readonly [number, number],
  stroke: string,
  width: number,
): string {
  return element('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1], stroke, 'stroke-width': width });
}

/** A whole drawing on a background. */
export function drawing(
  width: number,
  height: number,
  background: string,
  content: readonly string[],
): string {
  const sheet = element('rect', { width, height, fill: background });
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'DejaVu Sans, Helvetica, Arial, sans-serif',
    },
    sheet + content.join('\n'),
  );
}

function toText(value: Value): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
