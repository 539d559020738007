/** Starts the player view. */
import '../l10n/readBundle.ts';
import '@vscode-elements/elements/dist/vscode-icon/vscode-icon.js';
import { mount } from 'svelte';
import type { FromPlayer, ToPlayer } from '../../bridge/protocol/panels/playerPanel.ts';
import { openHostConversation } from '../messaging/hostConversation.ts';
import './player.css';
import PlayerView from './view/PlayerView.svelte';

mount(PlayerView, {
  target: document.body,
  props: { host: openHostConversation<ToPlayer, FromPlayer>() },
});
