/** Guesses the language of a text by its small words. Good enough to be honest about a model trained on English. */

/** What a text looks like. */
export interface LanguageGuess {
  /** In English, such as "German"; undefined where nothing tells. */
  language: string | undefined;
  /** Share of the small words found that are English ones, 0…1; 1 where none were found. */
  englishShare: number;
}

/** Small words that are common in one of these languages and rare in the others. */
const smallWords: Record<string, string> = {
  English: `the a an in and of to was that he she his her it with for on had but they were not have from this you at which
    all there when into then them their what would been who up out some no one said as is are we my your our its`,
  German: `der das und ist nicht ich sie ein eine einen dem den mit sich auf für auch es war aber wie noch nach von
    zu wenn wir ihr sein hatte wurde über vor durch nur schon oder bei`,
  French: `le les et est un une des du que qui dans pour pas sur avec il elle au ce se son sa ses mais nous vous ils
    était avait plus comme sont je leur aux cette`,
  Spanish: `el los las y que en un una del por con no para su se lo como más pero sus le al ya este porque cuando
    muy sin sobre había era ella él`,
  Italian: `il gli che di è e un una per non con del della sono si da più ma anche come nel alla era lei lui questo
    quando dei delle aveva`,
  Portuguese: `o os as que não uma um em com do da para por mais como mas foi ao ele ela seu sua dos das no na era
    muito quando já também`,
  Dutch: `het een van en dat niet ik zijn hij voor met die op aan ze er maar om ook als naar bij nog wel werd haar
    hem deze door over uit`,
  Swedish: `och att det som en på är av för med den till inte om ett han hon var jag men sig från när hade där då
    efter under`,
  Danish: `og at det er en på af for med den til ikke et han hun var jeg men sig fra når havde der som de efter`,
  Polish: `i w nie na się że z do jest to jak ale po co tak za od przez był była jego jej który która już tylko`,
  Turkish: `ve bir bu da de için ile çok ama gibi daha ne o kadar sonra değil olan var mi her ben`,
  Finnish: `ja on ei se että hän oli mutta kun niin ovat joka mitä tämä myös kuin hänen sen olla`,
  Czech: `a se je na že to v s z do ale jako jsem by po tak jeho byl byla který která ještě už`,
};

/** Word → languages that claim it. */
const claims = new Map<string, string[]>();
for (const [language, words] of Object.entries(smallWords)) {
  for (const word of new Set(words.split(/\s+/))) claims.set(word, [...(claims.get(word) ?? []), language]);
}

/** Fewer small words than this say nothing about the language. */
const enough = 2;

/** Guesses by the first 20,000 characters. */
export function guessLanguage(text: string): LanguageGuess {
  const votes = new Map<string, number>();
  for (const [word] of text
    .slice(0, 20_000)
    .toLowerCase()
    .matchAll(/\p{L}+/gu)) {
    const languages = claims.get(word) ?? [];
    // A word that several languages share counts for each a little; one that is English too tells of no other.
    for (const language of languages.includes('English') ? ['English'] : languages) {
      votes.set(language, (votes.get(language) ?? 0) + 1 / languages.length);
    }
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] < enough) return { language: undefined, englishShare: 1 };
  const english = votes.get('English') ?? 0;
  // Beside the strongest other language only: each of the rest collects a few shared words.
  const other = Math.max(
    0,
    ...[...votes].filter(([language]) => language !== 'English').map(([, count]) => count),
  );
  // Squared: every language collects a few words of its neighbours, and those shall not count as a mixture.
  return { language: best[0], englishShare: english ** 2 / (english ** 2 + other ** 2) };
}
