/** The little XML that we write. */

/** An element with text or elements inside. Text must be {@link escaped}. */
export function element(name: string, inside: string | number): string {
  return `<${name}>${String(inside)}</${name}>`;
}

/** Text for elements and attributes; what XML 1.0 cannot hold is left out. */
export function escaped(text: string): string {
  return text

    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
