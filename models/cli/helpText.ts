/** Examples and exit codes, shown below the options. */
import { exitCodes } from '../../bridge/protocol/errors.ts';

/** Examples by command. */
export const examples = {
  program: `
Examples:
  $ leitmotif sample
  $ leitmotif compose harbour.jpg --story "The fishing boats come home." --seconds 30
  $ leitmotif compose --help
`,
  compose: `
Examples:
  $ leitmotif compose harbour.jpg --story "nuns quietly praying in a serene church" \\
      --caption "slow strings, D minor, 72 BPM" --seconds 30 --seed 7 --out takes/
  $ leitmotif compose --story @chapter.md --style cinematic --takes 3
  $ leitmotif compose dawn.png noon.png dusk.png --image-weight 2 --caption "no drums"
  $ leitmotif compose dawn.png --reference waltz.mp3 --reference-weight 0.5 --style piano
  $ leitmotif compose --story @chapter.md --scenes --hit "12.4:door slams" --hit "0:31:reveal@0.6"
  $ leitmotif compose --arc "0:calm sea 20:storm 40:relief" --style cinematic
  $ leitmotif compose dawn.png noon.png dusk.png --slides --seconds 45
  $ leitmotif compose --cue chase.leitmotif --tempo 140 --json
`,
  brief: `
Examples:
  $ leitmotif brief harbour.jpg
  $ leitmotif brief --story @chapter.md --json
`,
  remake: `
Examples:
  $ leitmotif remake takes/harbour-7/take.json
  $ leitmotif remake takes/harbour-7 --out again/
`,
  accompany: `
Examples:
  $ leitmotif accompany tune.mid --caption "slow strings and harp"
  $ leitmotif accompany song.mid --track vocal --style jazz --seed 7
  $ leitmotif accompany tune.mid castle.jpg --key "G major" --out takes/
`,
  variations: `
Examples:
  $ leitmotif variations tune.mid --count 6 --style strings
  $ leitmotif variations takes/harbour-7 --tempo 84
  $ leitmotif variations saga.themes.json --name "The Lighthouse" --key "D minor"
`,
  harmonize: `
Examples:
  $ leitmotif harmonize tune.mid
  $ leitmotif harmonize chorale.mid --style choral --key "D minor"
  $ leitmotif harmonize tune.mid --instruments "lead: violin, pad: church-organ"
`,
  revise: `
Examples:
  $ leitmotif revise takes/harbour-7 --keep melody,bass --seed 8
  $ leitmotif revise takes/harbour-7 --bars 9-16 --density 0.8
  $ leitmotif revise takes/harbour-7 --key "F minor" --tempo 84
  $ leitmotif revise takes/harbour-7 --score edited.mid
  $ leitmotif revise takes/harbour-7 --extend 8 --out longer/
`,
  export: `
Examples:
  $ leitmotif export takes/harbour-7 --to musicxml
  $ leitmotif export takes/harbour-7 --to flac mp3 --out shared/
  $ leitmotif export takes/harbour-7/take.json --to wav --sample-rate 48000 --out harbour-48k.wav
`,
  loop: `
Examples:
  $ leitmotif loop cave.jpg --caption "dark drums, E phrygian, 96 BPM" --bars 16 --layers
  $ leitmotif loop --story @boss.md --bars 8 --intro-bars 4 --outro-bars 0 --seed 7
  $ leitmotif loop --remake takes/cave-7-loop --out again/
`,
  themes: `
Examples:
  $ leitmotif themes invent whale.themes.json Ahab --called Ahab --called "the captain"
  $ leitmotif themes from-take whale.themes.json Sea takes/harbour-7 --owner place --called sea
  $ leitmotif themes from-midi whale.themes.json Hope hymn.mid --bars 1-2 --owner idea
  $ leitmotif themes from-audio whale.themes.json Whale humming.wav --owner idea --called whale
  $ leitmotif themes list whale.themes.json
  $ leitmotif compose --story @chapter.md --scenes --themes whale.themes.json
`,
  sample: `
Examples:
  $ leitmotif sample
  $ leitmotif sample --out first/ --json
`,
  packs: `
Examples:
  $ leitmotif packs list
  $ leitmotif packs install <id> --yes
  $ leitmotif packs install <id> --from /media/usb/packs
  $ leitmotif packs verify
`,
  dataset: `
Examples:
  $ leitmotif dataset build --own --clips 2000 --seed 1 --out sets/own
  $ leitmotif dataset build --own --clips 20000 --shard 3/16 --workers 4 --out sets/own
  $ leitmotif dataset build --images paintings/ --music songs/ --music-licence CC-BY-4.0
  $ leitmotif dataset review sets/mine --below 0.4
  $ leitmotif dataset stats sets/own --json
`,
  doctor: `
Examples:
  $ leitmotif doctor
  $ leitmotif doctor --json
`,
  gpu: `
Examples:
  $ leitmotif gpu install
  $ leitmotif gpu install --yes --json
`,
  bridge: `
Examples:
  $ leitmotif bridge daws
  $ leitmotif bridge connect --daw ardour --port 3819 --test
  $ leitmotif bridge connect --daw osc --peer 127.0.0.1:57120
  $ leitmotif bridge send takes/harbour-7/take.json --daw reaper --bar 17 --track Strings
  $ leitmotif bridge monitor takes/harbour-7/take.json
  $ leitmotif bridge install reaper
`,
  sidecar: `
Examples:
  $ leitmotif sidecar --stdio
  $ leitmotif sidecar --stdio --idle-minutes 30
`,
} as const;

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'done',
  usage: 'the command line is wrong',
  badInput: 'an input is not what it says it is',
  noInput: 'an input does not exist or cannot be read',
  unavailable: 'a pack or a native library is missing or damaged',
  internal: 'a fault of Leitmotif',
  cannotWrite: 'the output cannot be written',
  measuredAmiss: 'the take was made, but it misses what was asked for',
  cancelled: 'cancelled with Ctrl-C (143: by SIGTERM, 129: by SIGHUP)',
};

/** The exit codes, in their order. */
export const exitCodeHelp = `
Exit codes:
${Object.entries(exitCodes)
  .sort(([, a], [, b]) => a - b)
  .map(([name, code]) => `  ${String(code).padStart(3)}  ${meanings[name as keyof typeof exitCodes]}`)
  .join('\n')}
`;
