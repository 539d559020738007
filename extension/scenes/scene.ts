/** A span of a story that gets music of its own. */

/** A picture that the text shows. */
export interface SceneImage {
  /** As the text says it: relative to the document, or absolute; never a web address. */
  path: string;
  /** Words that say what it shows; empty where the text has none. */
  alt: string;
}

/** A scene as the text has it. */
export interface Scene {
  /** The heading without its marks; the document's name where there is none. */
  title: string;
  /** Line of the heading, from 0. */
  line: number;
  /** Line after its last one, from 0. */
  endLine: number;
  /** Plain text, without marks; what the music is made from. May be empty: then there is nothing to score. */
  text: string;
  images: SceneImage[];
}

/** Whether there is anything to make music from. */
export function canBeScored({ text, images }: Scene): boolean {
  return text !== '' || images.length > 0;
}
