/**
 * Where the themes are to sound: in the scenes whose words name their owner, else in the whole piece where anything does.
 */
import { nameIn } from '../../bridge/protocol/themeNames.ts';
import type { Appearance, Theme } from '../../bridge/protocol/cue.ts';

/** Words of a scene. */
export interface SceneWords {
  /** Section of the brief. */
  section: string;
  label: string;
  words: string;
}

/** The appearances of all themes, in the order of themes and scenes. */
export function appearancesOf(
  themes: readonly Theme[],
  scenes: readonly SceneWords[],
  whole: readonly string[],
): Appearance[] {
  return themes.flatMap(({ id, owner }): Appearance[] => {
    const inScenes = scenes.flatMap(({ section, label, words }): Appearance[] => {
      const name = nameIn(words, owner);
      return name === undefined ? [] : [{ theme: id, section, reason: `“${name}” in ${label}` }];
    });
    if (inScenes.length > 0) return inScenes;
    const name = whole.map((words) => nameIn(words, owner)).find((found) => found !== undefined);
    return name === undefined ? [] : [{ theme: id, reason: `“${name}” in what the piece is made from` }];
  });
}
