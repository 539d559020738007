import { describe, expect, it } from 'vitest';
import { contradictionError } from '../../../../models/brief/caption/contradictions.ts';
import { isExclusive } from '../../../../models/brief/caption/captionFacts.ts';
import { parseCaption } from '../../../../models/brief/caption/parseCaption.ts';

/** What a caption says of tempo: numbers, or the range of a word. */
function tempos(text: string): string[] {
  return parseCaption(text).tempos.map(({ value }) => {
    const [low, high] = value.range;
    const what = value.said === 'number' ? String(value.tempo) : `${low}-${high}`;
    return `${value.negated ? 'not ' : ''}${value.local ? 'local ' : ''}${what}`;
  });
}

function keys(text: string): string[] {
  return parseCaption(text).keys.map(({ value }) => [value.tonic, value.mode].filter(Boolean).join(' '));
}

/** `oboe:lead`, `!drums` (as written), `only piano`. */
function players(text: string): string[] {
  return parseCaption(text).instruments.map(({ value, text: words }) => {
    const name = value.negated ? `!${words.toLowerCase()}` : value.ids.join('+') || words;
    return `${value.exclusive ? 'only ' : ''}${name}${value.role && !value.negated ? `:${value.role}` : ''}`;
  });
}

describe('tempo', () => {
  it.each([
    ['72 BPM', ['72']],
    ['at 72 bpm, please', ['72']],
    ['120bpm techno', ['120', 'local 124-138']],
    ['at 90 beats per minute', ['90']],
    ['90 beats a minute', ['90']],
    ['♩=120', ['120']],
    ['♩ = 60', ['60']],
    ['quarter = 96', ['96']],
    ['half note = 60', ['120']],
    ['tempo 100', ['100']],
    ['tempo of 100', ['100']],
    ['Tempo: 84', ['84']],
    ['bpm 128', ['128']],
    ['M.M. = 72', ['72']],
    ['72,5 bpm', ['72.5']],
    ['80-90 bpm', ['80-90']],
    ['80–90 BPM', ['80-90']],
    ['between 80 and 90 bpm', ['80-90']],
    ['80 to 90 bpm', ['80-90']],
    ['72 Schläge pro Minute', ['72']],
    ['9999 BPM', ['260']],
    ['0 bpm', ['30']],
    ['-5 bpm', ['30']],
    ['adagio', ['55-76']],
    ['Larghissimo', ['30-40']],
    ['prestissimo', ['196-236']],
    ['andantino', ['80-104']],
    ['allegretto', ['108-124']],
    ['Allegro ma non troppo', ['112-127']],
    ['allegro non troppo', ['112-127']],
    ['molto adagio', ['44-61']],
    ['allegro assai', ['144-180']],
    ['poco allegro', ['112-127']],
    ['slow', ['50-76']],
    ['very slow', ['40-61']],
    ['fast-paced', ['128-168']],
    ['mid-tempo', ['94-118']],
    ['midtempo rock', ['94-118']],
    ['a driving beat', ['local 118-148']],
    ['not too fast', ['116-136']],
    ['not fast', ['not 128-168']],
    ['never slow', ['not 50-76']],
    ['sehr langsam', ['40-61']],
    ['lent et doux', ['50-76']],
    ['a slow pad under fast arpeggios', ['local 50-76', 'local 128-168']],
    ['a lofi beat', ['local 70-90']],
    ['grave', ['32-46']],
    ['an old grave', []],
    ['a breakfast at nine', []],
    ['no tempo is given', []],
    ['room 120', []],
    ['half 60 people', []],
  ])('reads %j', (text, expected) => {
    expect(tempos(text)).toEqual(expected);
  });

  it('says where and how surely', () => {
    const [fact] = parseCaption('calm, 72 BPM').tempos;
    expect(fact).toMatchObject({ text: '72 BPM', start: 6, end: 12, confidence: 1 });
  });

  it.each([
    ['9999 BPM', 'tempo', 9999],
    ['slow, -20 BPM', 'tempo', -20],
    ['0 seconds long, slow', 'seconds', 0],
    ['10 hours of sleep music', 'seconds', 36_000],
    ['two hours long', 'seconds', 7200],
    ['5000 bars', 'bars', 5000],
    ['1e9 BPM', 'tempo', 1e9],
    ['a calm sea at 1e90 BPM', 'tempo', 1e90],
  ])('tells what no music can have in %j', (text, name, value) => {
    expect(parseCaption(text).outside).toMatchObject([{ name, value }]);
  });

  it.each([
    'three hours of waiting in the rain',
    'after hours jazz',
    '24 hours in Tokyo',
    'an hour before dawn',
  ])('takes no length from %j', (text) => {
    expect(parseCaption(text)).toMatchObject({ seconds: [], outside: [] });
  });
});

describe('key', () => {
  it.each([
    ['in H# minor', 'H# minor'],
    ['a slow h# moll lament', 'h# moll'],
    ['H sharp major', 'H sharp major'],
    ['Xb major', 'Xb major'],
    ['in Q minor, slow', 'Q minor'],
    ['key of M major', 'M major'],
  ])('finds no key in %j and says so', (text, words) => {
    expect(parseCaption(text).noKeys).toMatchObject([{ text: words }]);
  });

  it.each([
    'H-Moll',
    'in h-moll',
    'E# minor',
    'the Model T major hit',
    'V minor',
    'in G major',
    'a minor key',
  ])('has nothing against %j', (text) => {
    expect(parseCaption(text).noKeys).toEqual([]);
  });

  it.each([
    ['slow piano in D minor', ['D minor']],
    ['in the key of C', ['C']],
    ['key: E flat', ['Eb']],
    ['E flat major waltz', ['Eb major']],
    ['F# dorian groove', ['F# dorian']],
    ['C sharp min, sad', ['C# minor']],
    ['chords in Bbm', ['Bb minor']],
    ['in A', ['A']],
    ['In A, with harp', ['A']],
    ['in a forest', []],
    ['in a minor', ['A minor']],
    ['a minor setback', []],
    ['A minor character enters', []],
    ['a major storm', []],
    ['A major', ['A major']],
    ['in minor', ['minor']],
    ['in a minor key', ['minor']],
    ['minor mode, slow', ['minor']],
    ['dorian', ['dorian']],
    ['phrygian mode', ['phrygian']],
    ['a portrait of Dorian Gray', []],
    ['d-Moll', ['D minor']],
    ['Es-Dur', ['Eb major']],
    ['fis-Moll', ['F# minor']],
    ['H-Dur', ['B major']],
    ['B-Dur', ['Bb major']],
    ['B major', ['B major']],
    ['ré mineur', ['D minor']],
    ['en si bémol majeur', ['Bb major']],
    ['in mi bemolle maggiore', ['Eb major']],
    ['en sol mayor', ['G major']],
    ['en la menor', ['A minor']],
    ['Am I dreaming?', []],
    ['10 cm of snow', []],
    ['not in D minor', []],
    ['D minor, later F major', ['D minor', 'F major']],
  ])('reads %j', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it('notes a key that is written otherwise', () => {
    expect(parseCaption('in G# major').notes[0]).toContain('Ab major');
  });
});

describe('meter and length', () => {
  it.each([
    ['in 3/4', ['3/4']],
    ['6/8 lilt', ['6/8']],
    ['a waltz', ['3/4']],
    ['five four', ['5/4']],
    ['an Irish jig', ['6/8']],
    ['a slip jig', ['9/8']],
    ['common time', ['4/4']],
    ['Walzer', ['3/4']],
    ['not a waltz', []],
    ['11/8', []],
    ['on 3/5 of the days', []],
    ['4/0 time', []],
  ])('reads the meter of %j', (text, expected) => {
    expect(parseCaption(text).meters.map(({ value }) => value)).toEqual(expected);
  });

  it.each(['4/0 time', '7/3 meter', '13/8'])('tells that %j is no meter it can write', (text) => {
    expect(parseCaption(text).notes.join()).toContain('is not among the meters');
  });

  it('takes a share for no meter', () => {
    expect(parseCaption('on 3/5 of the days').notes).toEqual([]);
  });

  it.each(['loud, not quiet', 'loud, then soft', 'not loud, soft'])('hears no quarrel in %j', (text) => {
    expect(parseCaption(text).contradictions).toEqual([]);
  });

  it.each([
    ['16 bars', [16], []],
    ['a 32-bar form', [32], []],
    ['twelve bars', [12], []],
    ['12 bar blues', [], []],
    ['every 4 bars a fill', [], []],
    ['5000 bars', [2000], []],
    ['30 seconds', [], [30]],
    ['30s loop', [], [30]],
    ['80s synthwave', [], []],
    ['the 20s', [], []],
    ['1:30', [], [90]],
    ['at 5:30 in the morning', [], []],
    ['two minutes', [], [120]],
    ['2 min', [], [120]],
    ['two minutes thirty seconds', [], [150]],
    ['a minute and a half', [], [90]],
    ['half a minute', [], [30]],
    ['a minute long', [], [60]],
    ['every 10 seconds', [], []],
    ['a 10 hour train ride', [], []],
    ['1 second', [], [2]],
  ])('reads the length of %j', (text, bars, seconds) => {
    const facts = parseCaption(text);
    expect(facts.bars.map(({ value }) => value)).toEqual(bars);
    expect(facts.seconds.map(({ value }) => value)).toEqual(seconds);
  });
});

describe('instruments', () => {
  it.each([
    ['piano', ['piano']],
    ['two cellos and a harp', ['cello', 'harp']],
    ['french horns', ['french-horn']],
    ['english horn', ['english-horn']],
    ['cor anglais', ['english-horn']],
    ['electric piano and piano', ['electric-piano', 'piano']],
    ['oboe melody', ['oboe:lead']],
    ['a melody on the flute', ['flute:lead']],
    ['cello bass line', ['cello:bass']],
    ['bass on the cello', ['cello:bass']],
    ['strings underneath', ['strings:pad']],
    ['strings softly in the background', ['strings:pad']],
    ['a solo violin over strings', ['violin:lead', 'strings:pad']],
    ['arpeggiated piano', ['piano:figure']],
    ['harp arpeggios', ['harp:figure']],
    ['with touches of celesta', ['celesta:colour']],
    ['french horn carrying the melody', ['french-horn:lead']],
    ['synth bass', ['synth-bass']],
    ['with drums', ['drums:percussion']],
    ['a walking bass', ['acoustic-bass']],
    ['string quartet', ['only violin+viola+cello']],
    ['only piano', ['only piano']],
    ['just a piano', ['only piano']],
    ['piano only', ['only piano']],
    ['only piano and cello', ['only piano', 'only cello']],
    ['nothing but a harp', ['only harp']],
    ['harp, nothing else', ['only harp']],
    ['solo piano', ['only piano:lead']],
    ['not only piano', ['piano']],
    ['duet for flute and harp', ['only flute', 'only harp']],
    ['no drums', ['!drums']],
    ['without percussion', ['!percussion']],
    ['without any heavy percussion', ['!percussion']],
    ['avoid brass', ['!brass']],
    ["don't use drums", ['!drums']],
    ['drumless', ['!drumless']],
    ['no piano', ['!piano']],
    ['no drums or brass', ['!drums', '!brass']],
    ['no drums, brass or piano', ['!drums', '!brass', '!piano']],
    ['without drums, with piano', ['!drums', 'piano']],
    ['no drums, soft piano', ['!drums', 'piano']],
    ['no drums but piano', ['!drums', 'piano']],
    ['piano, not drums', ['piano', '!drums']],
    ['Klavier ohne Schlagzeug', ['piano', '!schlagzeug']],
    ['violon et harpe sans batterie', ['violin', 'harp', '!batterie']],
    ['chitarra e flauto', ['nylon-guitar', 'flute']],
    ['guitarra, sin tambores', ['nylon-guitar', '!tambores']],
    ['90 beats per minute', []],
    ['mezzo piano', []],
    ['a pianist in a harpy mood', []],
  ])('reads %j', (text, expected) => {
    expect(players(text)).toEqual(expected);
  });

  it.each([
    ['a jazz trio', [3]],
    ['Trio', [3]],
    ['a quartet, then a duo', [4, 2]],
    ['4 musicians', [4]],
    ['three-piece band', [3]],
    ['five players', [5]],
    ['string quartet', []],
    ['piano trio', []],
    ['not a trio', []],
    ['a trio without a quartet', [3]],
    ['three piano pieces', []],
    ['trios and quartets by Haydn', []],
  ])('reads how many play in %j', (text, expected) => {
    expect(parseCaption(text).sizes.map(({ value }) => value)).toEqual(expected);
  });

  it('refuses whole families', () => {
    const [fact] = parseCaption('no brass').instruments;
    expect(fact?.value.ids).toEqual(expect.arrayContaining(['trumpet', 'french-horn', 'tuba']));
    expect(parseCaption('no drums').instruments[0]?.value.ids).toEqual(
      expect.arrayContaining(['drum-kit', 'taiko']),
    );
  });

  it('tells a solo among others from a solo alone', () => {
    expect(isExclusive(parseCaption('solo violin over strings'))).toBe(false);
    expect(isExclusive(parseCaption('a lone violin'))).toBe(true);
  });
});

describe('style, mood and levels', () => {
  it.each([
    ['cinematic score', 'cinematic'],
    ['an ambient soundscape', 'ambient'],
    ['solo piano', 'piano'],
    ['a cappella hymn', 'choral'],
    ['bluegrass', 'folk'],
    ['techno', 'electronic'],
    ['a jazz trio in a smoky bar', 'jazz'],
    ['bossa nova on the beach', 'bossa'],
    ['slow twelve-bar blues', 'blues'],
    ['punk rock in a garage', 'rock'],
    ['a catchy pop song', 'pop'],
    ['80s synthwave', 'synthwave'],
    ['lo-fi beats to study to', 'lofi'],
    ['lofi hip hop', 'lofi'],
    ['8-bit game', 'chiptune'],
    ['sneaky cartoon music', 'comedy'],
    ['slapstick', 'comedy'],
    ['a military march', 'march'],
    ['Militärmarsch, ein Marsch', 'march'],
    ['waltz in a ballroom', 'waltz'],
    ['ein Wiener Walzer', 'waltz'],
    ['an Irish jig', 'celtic'],
    ['horror movie', 'horror'],
    ['string quartet', 'strings'],
  ])('reads the style of %j', (text, style) => {
    expect(parseCaption(text).styles[0]?.value).toEqual({ style, negated: false });
  });

  it.each([
    ['sad', -1, -1],
    ['joyful', 1, 1],
    ['peaceful', 1, -1],
    ['furious', -1, 1],
    ['traurig', -1, -1],
    ['joyeux', 1, 1],
    ['malinconico', -1, -1],
    ['alegre', 1, 1],
  ])('reads the mood %j', (text, valence, arousal) => {
    const [fact] = parseCaption(text).moods;
    expect(Math.sign(fact?.value.valence ?? 0)).toBe(valence);
    expect(Math.sign(fact?.value.arousal ?? 0)).toBe(arousal);
  });

  it('knows stronger, weaker and refused moods', () => {
    const valence = (text: string): number => parseCaption(text).moods[0]?.value.valence ?? 0;
    expect(valence('very sad')).toBeLessThan(valence('sad'));
    expect(valence('slightly sad')).toBeGreaterThan(valence('sad'));
    expect(parseCaption('not sad, but hopeful').moods.map(({ value }) => value.negated)).toEqual([
      true,
      false,
    ]);
    expect(parseCaption('not dark or sad').moods.map(({ value }) => value.negated)).toEqual([true, true]);
  });

  it.each([
    ['ppp', 'dynamics', 0.08],
    ['fortissimo', 'dynamics', 0.88],
    ['softly', 'dynamics', 0.28],
    ['very quiet', 'dynamics', 0.16],
    ['mezzo piano', 'dynamics', 0.4],
    ['sparse', 'density', 0.15],
    ['a dense texture', 'density', 0.85],
    ['dark', 'brightness', 0.2],
    ['bright', 'brightness', 0.8],
  ] as const)('reads the level of %j', (text, name, level) => {
    expect(parseCaption(text)[name].map(({ value }) => value)).toEqual([{ level, negated: false }]);
  });

  it.each([
    ['low strings', ['low']],
    ['in the high register', ['high']],
    ['high-pitched bells', ['high']],
    ['a high mountain at low tide', []],
  ])('reads the register of %j', (text, expected) => {
    expect(parseCaption(text).registers.map(({ value }) => value)).toEqual(expected);
  });

  it('marks refused levels and notes swells', () => {
    expect(parseCaption('not loud').dynamics[0]?.value).toEqual({ level: 0.75, negated: true });
    expect(parseCaption('a long crescendo').notes[0]).toContain('crescendo');
  });
});

describe('contradictions', () => {
  it.each([
    'fast and slow',
    'slow, fast',
    'presto and adagio',
    'a slow, fast-paced tune',
    'schnell und langsam',
  ])('refuses %j', (text) => {
    const error = contradictionError(parseCaption(text));
    expect(error?.code).toBe('caption-contradiction');
    expect(error?.next).toMatch(/--tempo/u);
  });

  it('names both words', () => {
    const error = contradictionError(parseCaption('fast and slow'));
    expect(error?.what).toContain('"fast"');
    expect(error?.what).toContain('"slow"');
  });

  it.each([
    'starts slow, then fast',
    'from slow to fast',
    'builds from adagio to presto',
    'slow at first, later fast',
    'opens slowly before a fast chase',
    'slow intro gives way to fast drums',
    'slow strings under fast arpeggios',
    'slow, 160 BPM',
    'andante, moderately slow',
    'slow and not fast',
  ])('follows %j', (text) => {
    expect(contradictionError(parseCaption(text))).toBeUndefined();
  });

  it('takes the first tempo of an arc and notes it', () => {
    const facts = parseCaption('starts slow, then fast');
    expect(facts.tempos[0]?.text).toBe('slow');
    expect(facts.notes[0]).toContain('keyframes');
    expect(facts.contradictions).toEqual([]);
  });

  it.each([
    ['72 BPM and 140 BPM', 'tempo'],
    ['D minor and F major', 'key'],
    ['a waltz in 4/4', 'meter'],
    ['30 seconds, two minutes', 'length'],
    ['only piano, no piano', 'instruments'],
    ['ambient, not ambient', 'style'],
    ['loud and quiet', 'dynamics'],
    ['bright and dark sound', 'brightness'],
  ])('keeps both facts of %j', (text, about) => {
    const { contradictions } = parseCaption(text);
    expect(contradictions.map((pair) => pair.about)).toEqual([about]);
    expect(contradictions[0]?.first.start).not.toBe(contradictions[0]?.second.start);
  });
});
