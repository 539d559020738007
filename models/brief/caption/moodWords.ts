/**
 * Mood words as valence, arousal and tension.
 *
 * The numbers are our own, set by hand to the order of magnitude that rated norms give such words (Bradley and Lang,
 * ANEW, 1999; Warriner, Kuperman and Brysbaert 2013; for musical words Zentner, Grandjean and Scherer, GEMS, 2008).
 * None is copied from them. Tension is ours alone: how much a listener waits for something to resolve.
 */

/** Valence −1…1, arousal −1…1, tension 0…1. */
export type MoodRow = readonly [valence: number, arousal: number, tension: number, words: string];

/** Words with the same feeling stand in one row, with spaces between; `_` joins the words of a phrase. */
export const moodRows: readonly MoodRow[] = [
  // pleasant and excited
  [
    0.9,
    0.7,
    0.1,
    'joyful joyous jubilant elated euphoric ecstatic exultant rejoicing freudig joyeux joyeuse gioioso',
  ],
  [
    0.8,
    0.45,
    0.05,
    'happy cheerful merry glad frohlich glucklich heiter gai gaie felice allegra alegre feliz sunny',
  ],
  [0.75, 0.7, 0.2, 'exciting excited thrilling exhilarating energetic energised energized zestful vibrant'],
  [0.75, 0.65, 0.3, 'triumphant victorious triumphal siegreich triomphant trionfante triunfante glorious'],
  [0.6, 0.65, 0.45, 'heroic adventurous adventure swashbuckling grandiose'],
  [
    0.7,
    0.4,
    0.1,
    'playful whimsical mischievous quirky cheeky jaunty bouncy frolicking humorous comical funny silly',
  ],
  [
    0.65,
    0.55,
    0.1,
    'festive celebratory celebration carnival partying danceable dancing funky groovy carefree',
  ],
  [0.6, 0.5, 0.2, 'uplifting inspiring inspirational motivational optimistic confident empowering spirited'],
  [0.45, 0.55, 0.35, 'passionate ardent fiery feurig ardente appassionato sensual'],
  [0.5, 0.35, 0.25, 'majestic grand noble regal stately proud royal magnificent soaring anthemic sweeping'],
  // pleasant and calm
  [
    0.55,
    -0.65,
    0.05,
    'calm peaceful tranquil serene relaxed relaxing soothing ruhig friedlich paisible sereno serena',
  ],
  [
    0.5,
    -0.6,
    0.05,
    'calme calmo calma tranquilo tranquila pacifico gentle sanft doux douce dolce suave restful placid',
  ],
  [
    0.5,
    -0.45,
    0.05,
    'cosy cozy warm comforting intimate tender zartlich tendre tenero tierno affectionate loving',
  ],
  [
    0.6,
    -0.1,
    0.1,
    'romantic romantisch romantique romantico love lovely sweet charming graceful elegant delicate',
  ],
  [0.55, -0.1, 0.15, "hopeful hoffnungsvoll esperanzador plein_d'espoir speranzoso promising reassuring"],
  [
    0.35,
    -0.45,
    0.15,
    'dreamy dreamlike vertraumt reveur sognante sonador ethereal floating airy hazy hypnotic',
  ],
  [
    0.3,
    -0.55,
    0.1,
    'meditative contemplative reflective pensive introspective thoughtful spacious minimal zen',
  ],
  [0.45, -0.35, 0.1, 'pastoral idyllic bucolic innocent childlike pure simple naive lullaby sleepy drowsy'],
  [
    0.4,
    -0.3,
    0.1,
    'light lighthearted light_hearted breezy easygoing laid_back mellow chill chilled lazy smooth',
  ],
  [0.55, 0.1, 0.25, 'magical enchanted enchanting wondrous wonder fairytale fairy_tale sparkling twinkling'],
  [0.35, -0.3, 0.25, 'sacred holy spiritual reverent devotional prayerful divine heavenly angelic celestial'],
  [
    0.5,
    0.05,
    0.05,
    'warmhearted friendly content satisfied grateful pleasant nice beautiful feelgood feel_good',
  ],
  // unpleasant and calm
  [
    -0.65,
    -0.4,
    0.2,
    'sad traurig triste sorrowful unhappy tearful dolorous mournful grieving grief weeping crying',
  ],
  [
    -0.45,
    -0.4,
    0.2,
    'melancholic melancholy melancholisch melancolique malinconico melancolico wistful plaintive',
  ],
  [
    -0.7,
    -0.35,
    0.35,
    'tragic heartbreaking heartbroken devastating desolate despairing hopeless tragisch tragique',
  ],
  [-0.5, -0.5, 0.25, 'lonely alone forlorn einsam solitary isolated abandoned bleak barren empty'],
  [-0.4, -0.4, 0.3, 'gloomy somber sombre dreary grim brooding moody murky trist cupo overcast'],
  [
    -0.25,
    -0.35,
    0.2,
    'solemn feierlich solennel solenne serious funereal elegiac lamenting austere grave_mood',
  ],
  [0, -0.35, 0.15, 'nostalgic nostalgisch nostalgique nostalgico bittersweet yearning longing sentimental'],
  [-0.3, -0.6, 0.1, 'tired weary exhausted resigned numb cold frozen wintry lethargic bored'],
  // unpleasant and excited
  [
    -0.6,
    0.7,
    0.85,
    'angry furious raging aggressive violent wutend brutal hostile enraged wild_rage vengeful',
  ],
  [
    -0.55,
    0.65,
    0.9,
    'frightening terrifying scary horrifying horror effrayant aterrador nightmarish petrifying',
  ],
  [-0.45, 0.55, 0.85, 'panicked panicky desperate hysterical chaotic frenzied manic urgent_danger anguished'],
  [-0.4, 0.2, 0.8, 'menacing threatening bedrohlich menacant minaccioso amenazante sinister evil villainous'],
  [
    -0.4,
    0,
    0.8,
    'ominous foreboding dread dreadful doom doomed unheimlich inquietant inquietante uneasy unsettling',
  ],
  [-0.45, -0.1, 0.75, 'creepy eerie spooky haunting haunted ghostly macabre disturbing uncanny sick'],
  [
    -0.2,
    0.35,
    0.8,
    'tense suspenseful spannend nervous anxious nerve_racking nerve_wracking edgy restless agitated',
  ],
  [
    -0.1,
    0.75,
    0.65,
    'intense dramatic dramatisch dramatique drammatico dramatico powerful explosive relentless',
  ],
  [
    -0.2,
    0.75,
    0.7,
    'stormy turbulent tempestuous violently fierce wild savage sauvage selvaggio salvaje primal',
  ],
  [-0.1, 0.6, 0.6, 'urgent pressing hectic busy_street racing_heart chase pursuit desperate_run frantic'],
  [-0.2, 0.5, 0.55, 'gritty raw harsh industrial distorted heavy crushing militant martial warlike'],
  [-0.45, -0.05, 0.55, 'dark duster dunkel sombre_mood oscuro oscura noir gothic shadowy black bleakness'],
  [-0.4, 0.85, 0.8, 'battle battles battlefield combat war schlacht bataille battaglia batalla'],
  // in between
  [
    -0.05,
    -0.15,
    0.6,
    'mysterious geheimnisvoll mysterieux misterioso enigmatic mystical arcane secretive cryptic',
  ],
  [0.05, 0.1, 0.45, 'curious strange weird surreal odd alien otherworldly unearthly psychedelic'],
  [0.15, 0.75, 0.55, 'epic episch epique epico epica colossal'],
  [0.1, 0.35, 0.35, 'determined resolute purposeful bold daring brave courageous defiant stubborn'],
  [0.1, 0.3, 0.2, 'exotic oriental tribal ancient medieval folkloric ritualistic ceremonial'],
  [0.05, 0.55, 0.35, 'futuristic robotic mechanical pulsing neon cyberpunk edgy_electronic motoric'],
  [0, -0.2, 0.05, 'neutral ambient_mood plain understated restrained subtle'],
];
