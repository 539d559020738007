/** The pack that a command of packs is about. */
import * as vscode from 'vscode';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { packDescription } from '../views/packText.ts';
import type { PackListing, PackState } from '../../bridge/protocol/packListing.ts';
import type { CommandParts } from './command.ts';

/**
 * Given a tree's item or an id; else asks among those of the states. What is known of the pack is asked of the sidecar
 * anew: a tree may be old.
 *
 * @throws LeitmotifError `pack-unknown`, `cancelled`
 */
export async function chosenPack(
  { packs }: CommandParts,
  given: unknown,
  states: readonly PackState[],
  title: string,
): Promise<PackListing> {
  const { packs: all } = await packs.refresh();
  const id = givenId(given);
  if (id !== undefined) {
    const pack = all.find((one) => one.id === id);
    if (pack !== undefined) return pack;
    throw new LeitmotifError('pack-unknown', {
      what: vscode.l10n.t('There is no such model pack'),
      subject: id,
      next: vscode.l10n.t('Refresh the view and choose one of those that it shows'),
    });
  }
  const items = all
    .filter(({ state }) => states.includes(state))
    .map((pack) => ({
      label: pack.title,
      description: packDescription(pack, vscode.l10n),
      detail: pack.purpose,
      pack,
    }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      `Leitmotif: ${vscode.l10n.t('There is no model pack for which this can be done.')}`,
    );
    throw cancelled();
  }
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  if (chosen === undefined) throw cancelled();
  return chosen.pack;
}

function givenId(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof given !== 'object' || given === null) return undefined;
  const { id } = given as { id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
