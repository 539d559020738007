/** What is to be done for the scenes of a text, given the cues that are there from an earlier run. */
import { namedThemes } from '../../bridge/protocol/themeNames.ts';
import { canBeScored } from './scene.ts';
import { sceneCueName } from './sceneCueName.ts';
import type { Condition, Cue, Theme } from '../../bridge/protocol/cue.ts';
import type { Scene, SceneImage } from './scene.ts';

/** A scene with the name of its cue and what the cue is to be made from. */
export interface ScenePlan {
  scene: Scene;
  /** File name without its ending. */
  name: string;
  conditions: Condition[];
  /** Themes of the work whose owners the scene names. */
  themes: Theme[];
  /** Pictures that the text shows and that are not there. */
  missing: SceneImage[];
}

/** How a picture of the text is called from the cue's folder; undefined where there is no such file. */
export type PlaceImage = (image: SceneImage) => string | undefined;

/** Plans all scenes of a text that can be scored. */
export function planScenes(
  scenes: readonly Scene[],
  place: PlaceImage,
  themes: readonly Theme[] = [],
): ScenePlan[] {
  const scored = scenes.filter(canBeScored);
  return scored.map((scene, i) => ({
    scene,
    name: sceneCueName(i, scored.length, scene.title),
    conditions: conditionsOf(scene, place),
    themes: namedThemes(themes, [scene.text, ...scene.images.map(({ alt }) => alt)].join('\n')),
    missing: scene.images.filter((image) => place(image) === undefined),
  }));
}

/** The conditions of a scene's cue: its text as the story, its pictures with their alt texts. */
export function conditionsOf({ text, images }: Scene, place: PlaceImage): Condition[] {
  const story: Condition[] = text === '' ? [] : [{ kind: 'story', id: 'story', text, weight: 1 }];
  const pictures = images.flatMap((image, i): Condition[] => {
    const path = place(image);
    if (path === undefined) return [];
    const alt = image.alt === '' ? {} : { alt: image.alt };
    return [{ kind: 'image', id: `image-${i + 1}`, path, ...alt, weight: 1 }];
  });
  return [...story, ...pictures];
}

/**
 * Whether a cue of an earlier run still says what the scene says. Captions, weights and attributes that a person added
 * since are theirs and do not count.
 */
export function isUpToDate(
  cue: Pick<Cue, 'conditions' | 'themes'>,
  { conditions, themes }: Pick<ScenePlan, 'conditions' | 'themes'>,
): boolean {
  const said = (all: readonly Condition[]): string[] =>
    all.flatMap((condition) => {
      if (condition.kind === 'story') return [`story ${condition.text ?? ''}`];
      return condition.kind === 'image' ? [`image ${condition.path}`] : [];
    });
  const [before, now] = [new Set(said(cue.conditions)), said(conditions)];
  const noted = new Set(cue.themes.map((theme) => JSON.stringify(theme)));
  return now.every((each) => before.has(each)) && themes.every((theme) => noted.has(JSON.stringify(theme)));
}
