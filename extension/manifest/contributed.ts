/** What package.json contributes. Written by `npm run manifest`; do not edit. */

/** A command of ours. */
export type CommandId =
  | 'leitmotif.composeFromImage'
  | 'leitmotif.composeFromSelection'
  | 'leitmotif.composeFromCaption'
  | 'leitmotif.generateScore'
  | 'leitmotif.newCue'
  | 'leitmotif.openCue'
  | 'leitmotif.openBrief'
  | 'leitmotif.openCueSource'
  | 'leitmotif.playStop'
  | 'leitmotif.cancel'
  | 'leitmotif.exportTake'
  | 'leitmotif.remakeTake'
  | 'leitmotif.reviseTake'
  | 'leitmotif.makeLoop'
  | 'leitmotif.accompanyMelody'
  | 'leitmotif.harmonizeMelody'
  | 'leitmotif.makeVariations'
  | 'leitmotif.sendTakeToDaw'
  | 'leitmotif.connectDaw'
  | 'leitmotif.disconnectDaw'
  | 'leitmotif.testDawLine'
  | 'leitmotif.installDawScript'
  | 'leitmotif.removeDawScript'
  | 'leitmotif.listenToMidi'
  | 'leitmotif.stopListeningToMidi'
  | 'leitmotif.mapDawParameter'
  | 'leitmotif.changeMapping'
  | 'leitmotif.removeMapping'
  | 'leitmotif.takeDawConditions'
  | 'leitmotif.chooseLead'
  | 'leitmotif.performCue'
  | 'leitmotif.queueSection'
  | 'leitmotif.stopPerforming'
  | 'leitmotif.keepPerformance'
  | 'leitmotif.openMonitor'
  | 'leitmotif.switchOscQueryOn'
  | 'leitmotif.switchOscQueryOff'
  | 'leitmotif.endAllNotes'
  | 'leitmotif.restartBridge'
  | 'leitmotif.scoreScene'
  | 'leitmotif.scoreAllScenes'
  | 'leitmotif.installPack'
  | 'leitmotif.verifyPack'
  | 'leitmotif.removePack'
  | 'leitmotif.refreshPacks'
  | 'leitmotif.restartSidecar'
  | 'leitmotif.showStatus'
  | 'leitmotif.showLog'
  | 'leitmotif.doctor';
/** A view of ours. */
export type ViewId = 'leitmotif.cues' | 'leitmotif.player' | 'leitmotif.packs' | 'leitmotif.daw';
/** A custom editor of ours. */
export type CustomEditorId = 'leitmotif.cue';
/** A context key that when clauses of ours read and the extension sets. */
export type ContextKey =
  | 'leitmotif.bridgeAvailable'
  | 'leitmotif.busy'
  | 'leitmotif.connected'
  | 'leitmotif.hasCue'
  | 'leitmotif.hasMapping'
  | 'leitmotif.hasTake'
  | 'leitmotif.listensToMidi'
  | 'leitmotif.oscQueryOn'
  | 'leitmotif.performing';
/** The settings below `leitmotif.`, with their types. */
export interface Settings {
  readonly provider: 'auto' | 'cpu' | 'cuda' | 'dml' | 'coreml' | 'webgpu';
  readonly nodePath: string;
  readonly packsFolder: string;
  readonly idleMinutes: number;
  readonly takesFolder: string;
  readonly seconds: number;
  readonly stems: boolean;
  readonly sampleRate: 44100 | 48000;
  readonly codeLens: boolean;
}
/** The default of every setting. */
export const settingDefaults: Settings = {
  provider: 'auto',
  nodePath: '',
  packsFolder: '',
  idleMinutes: 10,
  takesFolder: 'takes',
  seconds: 30,
  stems: true,
  sampleRate: 44100,
  codeLens: true,
};
/** What VS Code warns of and does not refuse: values beyond these. */
export const settingLimits: {
  readonly [K in keyof Settings]?: {
    readonly minimum?: number;
    readonly maximum?: number;
    readonly values?: readonly Settings[K][];
  };
} = {
  provider: { values: ['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu'] },
  idleMinutes: { minimum: 0, maximum: 1440 },
  seconds: { minimum: 2, maximum: 3600 },
  sampleRate: { values: [44100, 48000] },
};
