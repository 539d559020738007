/**
 * Kinds of scenes that many ImageNet classes share. A painted harbour is a little pier, a little schooner and a
 * little lighthouse: none of them is sure, all of them together are.
 */
import type { Unit } from '../../bridge/protocol/units.ts';

/** A class with its place in ImageNet's order of 1000. */
export interface IndexedClass {
  readonly label: string;
  readonly index: number;
  readonly probability: number;
}

/** A kind of scene with how likely it is. */
export interface SceneGroup {
  /** Such as "a harbour or a shore with boats". */
  phrase: string;
  confidence: Unit;
}

/** By names of classes. */
const byLabel: Record<string, string> = {
  'a harbour or a shore with boats': `pier|dock|breakwater|boathouse|lakeside|seashore|sandbar|promontory|beacon|
schooner|yawl|catamaran|trimaran|gondola|canoe|speedboat|lifeboat|fireboat|container ship|liner|pirate|submarine|wreck|
paddle|paddlewheel|aircraft carrier`,
  'high mountains and open country': `alp|valley|volcano|cliff|geyser|ski|snowmobile|snowplow|dogsled|mountain tent|
bobsled|mountain bike|yurt`,
  'a church, a palace or an old town': `church|vault|altar|throne|organ|monastery|mosque|palace|bell cote|castle|dome|
stupa|triumphal arch|vestment|obelisk|megalith|fountain`,
  'a city street with traffic and shops': `streetcar|cab|traffic light|street sign|parking meter|trolleybus|minibus|
limousine|police van|moped|motor scooter|cinema|restaurant|tobacco shop|butcher shop|barbershop|bookshop|shoe shop|
toyshop|passenger car|minivan|convertible|sports car|school bus|cash machine|pay-phone|bakery|grocery store|jinrikisha`,
  'war and weapons': `tank|half track|cannon|warplane|missile|projectile|rifle|assault rifle|revolver|military uniform|
bulletproof vest|shield|breastplate|cuirass|chain mail|gasmask|bearskin|pickelhaube|aircraft carrier|mortar`,
  'people making music': `accordion|acoustic guitar|banjo|bassoon|cello|chime|cornet|drum|drumstick|electric guitar|
flute|French horn|gong|grand piano|harmonica|harp|marimba|maraca|microphone|oboe|ocarina|organ|panpipe|sax|steel drum|
trombone|upright|violin`,
  'a table with food and drink': `dining table|plate|wine bottle|red wine|cup|espresso|goblet|restaurant|pizza|trifle|
ice cream|French loaf|cheeseburger|beer glass|beer bottle|teapot|soup bowl|coffee mug|confectionery|bakery|eggnog`,
  'a field of flowers and plants': `daisy|rapeseed|yellow lady's slipper|corn|hay|greenhouse|pot|hip|picket fence|
worm fence|apiary`,
  'railways and machines': `steam locomotive|electric locomotive|bullet train|freight car|passenger car|crane (machine)|
drilling platform|viaduct|steel arch bridge|lumbermill|oil filter|forklift|trailer truck`,
};

/** By ranges of ImageNet's order, which follows WordNet: animals come first. Bounds are included. */
const byIndex: Record<string, readonly (readonly [number, number])[]> = {
  'a dog': [[151, 268]],
  'a cat': [[281, 285]],
  'birds': [[7, 24], [80, 100], [127, 146]], // prettier-ignore
  'wild animals': [[269, 280], [286, 299], [330, 388], [101, 106]], // prettier-ignore
  'fish and creatures of the sea': [[0, 6], [107, 126], [147, 150], [389, 397]], // prettier-ignore
  'insects and butterflies': [[300, 326]],
  'snakes and lizards': [[25, 68]],
};

const labels = Object.entries(byLabel).map(([phrase, list]) => ({
  phrase,
  members: new Set(list.replaceAll('\n', '').split('|')),
}));

const enough = 0.25;
/** Without its likeliest class, so that one mistake of the classifier is not a scene. */
const enoughWithoutFirst = 0.12;

/**
 * The likeliest kind of scene, if several classes agree on one.
 *
 * @param classes - all of them, in any order.
 */
export function sceneGroup(classes: readonly IndexedClass[]): SceneGroup | undefined {
  const groups = [
    ...labels.map(({ phrase, members }) => ({ phrase, has: (one: IndexedClass) => members.has(one.label) })),
    ...Object.entries(byIndex).map(([phrase, ranges]) => ({
      phrase,
      has: ({ index }: IndexedClass) => ranges.some(([from, to]) => index >= from && index <= to),
    })),
  ];
  const [best] = groups
    .map(({ phrase, has }) => ({ phrase, ...massOf(classes.filter(has)) }))
    .filter(({ mass, withoutFirst }) => mass >= enough && withoutFirst >= enoughWithoutFirst)
    .sort((a, b) => b.mass - a.mass);
  return best === undefined ? undefined : { phrase: best.phrase, confidence: Math.min(1, best.mass) };
}

function massOf(classes: readonly IndexedClass[]): { mass: number; withoutFirst: number } {
  const mass = classes.reduce((sum, { probability }) => sum + probability, 0);
  return { mass, withoutFirst: mass - Math.max(0, ...classes.map(({ probability }) => probability)) };
}
