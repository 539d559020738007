/**
 * Words for events that carry a feeling wherever they stand: who reads "murder" is not at ease.
 *
 * The numbers are our own, set by hand to the order of magnitude that rated norms give such words (Warriner, Kuperman and
 * Brysbaert 2013). None is copied from them. Tension is ours alone. Words that have a harmless everyday sense as often as
 * a charged one ("shot", "drop", "fall", "hit", "light", "cross") are left out: the sentence embedding knows them better.
 */

/** Valence −1…1, arousal −1…1, tension 0…1, how strongly it speaks 0…1. */
export type EventRow = readonly [
  valence: number,
  arousal: number,
  tension: number,
  weight: number,
  words: string,
];

/** Words with the same feeling stand in one row, with spaces between; `_` joins the words of a phrase. */
export const eventRows: readonly EventRow[] = [
  // fighting
  [
    -0.4,
    0.9,
    0.85,
    1,
    'battle battles battlefield war wars warfare combat siege besieged invasion ambush onslaught',
  ],
  [
    -0.35,
    0.9,
    0.85,
    0.8,
    'fight fights fighting attack attacks attacked army armies warriors stormed assault',
  ],
  [-0.15, 0.85, 0.7, 0.9, 'duel swordfight sword_fight boss_fight final_boss showdown gunfight dogfight'],
  [0.1, 0.8, 0.6, 0.6, 'epic heroic hero heroes colossal legendary'],
  [-0.1, 0.7, 0.65, 0.4, 'dragon dragons monster monsters giant_monster'],
  // danger
  [-0.2, 0.9, 0.8, 1, 'chase chases chased chasing pursuit pursued hunted fleeing fled getaway car_chase'],
  [
    -0.55,
    0.9,
    0.88,
    0.9,
    'explosion explodes exploded bomb bombs bombing gunfire missiles airstrike air_raid',
  ],
  [
    -0.55,
    0.85,
    0.85,
    0.8,
    'burning_village burning_city inferno wildfire burst_into_flames in_flames avalanche tornado',
  ],
  [
    -0.5,
    0.8,
    0.85,
    0.8,
    'shipwreck sinking drowning crash crashed earthquake eruption hurricane disaster catastrophe',
  ],
  [-0.35, 0.85, 0.75, 0.9, 'storm stormy thunderstorm tempest sirens ambulance emergency escape escaped'],
  [-0.2, 0.3, 0.75, 0.7, 'heist spy spies assassin sneaking crept ticking_bomb hostage kidnapped kidnapping'],
  // terror
  [
    -0.75,
    0.35,
    0.92,
    1,
    'murder murders murdered murderer killer killers serial_killer strangled stabbed slaughter',
  ],
  [
    -0.65,
    0.7,
    0.92,
    0.9,
    'scream screams screamed screaming shriek shrieked terror terrified horror nightmare nightmares',
  ],
  [
    -0.6,
    0.1,
    0.85,
    0.9,
    'ghost ghosts haunted vampire vampires zombie zombies demon demons possessed witchcraft undead',
  ],
  [
    -0.6,
    0.2,
    0.8,
    0.6,
    'blood bloody corpse corpses skeleton skeletons coffin curse cursed evil sinister execution',
  ],
  [-0.7, 0.75, 0.8, 0.8, 'rage anger furious fury hatred revenge vengeance riot massacre'],
  // loss
  [
    -0.75,
    -0.45,
    0.3,
    1,
    'dead death died dies dying funeral funerals burial buried grave widow widowed orphan mourning',
  ],
  [
    -0.7,
    -0.5,
    0.25,
    0.8,
    'grief grieving wept weeping tears cried sobbing heartbreak heartbroken gone_forever',
  ],
  [-0.6, -0.5, 0.3, 0.6, 'lonely loneliness despair hopeless abandoned depressed cancer'],
  // joy
  [0.85, 0.35, 0.05, 0.9, 'wedding weddings bride newlyweds honeymoon married'],
  [
    0.9,
    0.65,
    0.04,
    1,
    'laughing laughed laughter laughs celebrate celebrated celebration cheered cheering rejoiced',
  ],
  [0.88, 0.6, 0.05, 0.9, 'birthday party parties presents carnival festival fireworks danced dancing'],
  [0.85, 0.75, 0.15, 0.9, 'victory victorious triumph triumphant won_the champion champions'],
  [0.8, 0, 0.1, 0.7, 'kiss kissed kisses in_love fell_in_love hugged embrace embraced reunited'],
  [0.8, 0.7, 0.08, 0.7, 'snowball_fight food_fight pillow_fight water_fight slapstick slipped_on_a_banana'],
  [0.05, 0.5, 0.35, 0.8, 'neon cyberpunk nightclub rave'],
  // rest
  [
    0.5,
    -0.75,
    0.05,
    0.8,
    'lullaby asleep sleeping sleeps meditation meditating prayer praying prayed serene serenity',
  ],
];
