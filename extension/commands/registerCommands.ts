/** All commands by id. A command of the manifest that is missing here fails the build. */
import * as vscode from 'vscode';
import { showFault } from '../showFault.ts';
import { cancelComposing } from './cancelComposing.ts';
import { chooseLead } from './chooseLead.ts';
import { accompanyMelody, harmonizeMelody, makeVariations } from './composeMelody.ts';
import { composeFromCaption } from './composeFromCaption.ts';
import { composeFromImage } from './composeFromImage.ts';
import { composeFromSelection } from './composeFromSelection.ts';
import { connectDaw, disconnectDaw, testDawLine } from './connectDaw.ts';
import { doctor } from './doctor.ts';
import { exportTake } from './exportTake.ts';
import { generateScore } from './generateScore.ts';
import { installDawScript, removeDawScript } from './installDawScript.ts';
import { installPack } from './installPack.ts';
import { listenToMidi, stopListeningToMidi } from './listenToMidi.ts';
import { changeMapping, mapDawParameter, removeMapping } from './mapParameter.ts';
import { makeLoop } from './makeLoop.ts';
import { newCue } from './newCue.ts';
import { openBrief } from './openBrief.ts';
import { openCue } from './openCue.ts';
import { openCueSource } from './openCueSource.ts';
import { openMonitor } from './openMonitor.ts';
import { keepPerformance, performCue, stopPerforming } from './performCue.ts';
import { playStop } from './playStop.ts';
import { queueSection } from './queueSection.ts';
import { refreshPacks } from './refreshPacks.ts';
import { remakeTake } from './remakeTake.ts';
import { removePack } from './removePack.ts';
import { endAllNotes, restartBridge } from './restartBridge.ts';
import { restartSidecar } from './restartSidecar.ts';
import { reviseTake } from './reviseTake.ts';
import { scoreAllScenes, scoreScene } from './scoreScenes.ts';
import { sendTakeToDaw } from './sendTakeToDaw.ts';
import { showLog } from './showLog.ts';
import { showStatus } from './showStatus.ts';
import { switchOscQueryOff, switchOscQueryOn } from './switchOscQuery.ts';
import { takeDawConditions } from './takeDawConditions.ts';
import { verifyPack } from './verifyPack.ts';
import type { CommandId } from '../manifest/contributed.ts';
import type { Command, CommandParts } from './command.ts';

const commands: Record<CommandId, Command> = {
  'leitmotif.composeFromImage': composeFromImage,
  'leitmotif.composeFromSelection': composeFromSelection,
  'leitmotif.composeFromCaption': composeFromCaption,
  'leitmotif.generateScore': generateScore,
  'leitmotif.newCue': newCue,
  'leitmotif.openCue': openCue,
  'leitmotif.openBrief': openBrief,
  'leitmotif.openCueSource': openCueSource,
  'leitmotif.playStop': playStop,
  'leitmotif.cancel': cancelComposing,
  'leitmotif.exportTake': exportTake,
  'leitmotif.remakeTake': remakeTake,
  'leitmotif.reviseTake': reviseTake,
  'leitmotif.makeLoop': makeLoop,
  'leitmotif.accompanyMelody': accompanyMelody,
  'leitmotif.harmonizeMelody': harmonizeMelody,
  'leitmotif.makeVariations': makeVariations,
  'leitmotif.sendTakeToDaw': sendTakeToDaw,
  'leitmotif.connectDaw': connectDaw,
  'leitmotif.disconnectDaw': disconnectDaw,
  'leitmotif.testDawLine': testDawLine,
  'leitmotif.installDawScript': installDawScript,
  'leitmotif.removeDawScript': removeDawScript,
  'leitmotif.listenToMidi': listenToMidi,
  'leitmotif.stopListeningToMidi': stopListeningToMidi,
  'leitmotif.mapDawParameter': mapDawParameter,
  'leitmotif.changeMapping': changeMapping,
  'leitmotif.removeMapping': removeMapping,
  'leitmotif.takeDawConditions': takeDawConditions,
  'leitmotif.chooseLead': chooseLead,
  'leitmotif.performCue': performCue,
  'leitmotif.queueSection': queueSection,
  'leitmotif.stopPerforming': stopPerforming,
  'leitmotif.keepPerformance': keepPerformance,
  'leitmotif.openMonitor': openMonitor,
  'leitmotif.switchOscQueryOn': switchOscQueryOn,
  'leitmotif.switchOscQueryOff': switchOscQueryOff,
  'leitmotif.endAllNotes': endAllNotes,
  'leitmotif.restartBridge': restartBridge,
  'leitmotif.scoreScene': scoreScene,
  'leitmotif.scoreAllScenes': scoreAllScenes,
  'leitmotif.installPack': installPack,
  'leitmotif.verifyPack': verifyPack,
  'leitmotif.removePack': removePack,
  'leitmotif.refreshPacks': refreshPacks,
  'leitmotif.restartSidecar': restartSidecar,
  'leitmotif.showStatus': showStatus,
  'leitmotif.showLog': showLog,
  'leitmotif.doctor': doctor,
};

/** Registers them. What one throws is shown and logged, and whoever called it gets undefined. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const run = async (id: string, command: Command, given: unknown[]): Promise<unknown> => {
    parts.logs.host.debug(id);
    try {
      return await command(parts, ...given);
    } catch (error) {
      showFault(error, parts.logs);
      return undefined;
    }
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, command]) =>
      vscode.commands.registerCommand(id, (...given: unknown[]) => run(id, command, given)),
    ),
  );
}
