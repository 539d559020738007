/** Starts the player view. */
import { mount } from 'svelte';
import { openHostConversation } from '../messaging/hostConversation.ts';
import type { FromPlayer, ToPlayer } from '../../bridge/protocol/panels/playerPanel.ts';
import PlayerView from './PlayerView.svelte';

mount(PlayerView, {
  target: document.body,
  props: { host: openHostConversation<ToPlayer, FromPlayer>() },
});
