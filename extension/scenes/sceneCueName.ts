/** Names of the cues of a text's scenes. */

/** Longest part of a name that comes from a title. */
const longestSlug = 40;

/** File name of a scene's cue without its ending: `03-the-harbour`. The number keeps scenes in order and names apart. */
export function sceneCueName(index: number, count: number, title: string): string {
  const digits = Math.max(2, String(count).length);
  const number = String(index + 1).padStart(digits, '0');
  const slug = title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? number : `${number}-${slug}`;
}
