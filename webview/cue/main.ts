/** Starts the cue panel. */
import './withoutEval.ts';
import '../l10n/readBundle.ts';
import '@vscode-elements/elements/dist/vscode-button/vscode-button.js';
import '@vscode-elements/elements/dist/vscode-checkbox/vscode-checkbox.js';
import '@vscode-elements/elements/dist/vscode-textarea/vscode-textarea.js';
import '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import { mount } from 'svelte';
import { openHostConversation } from '../messaging/hostConversation.ts';
import './cuePanel.css';
import { CuePanelModel } from './cuePanelModel.svelte.ts';
import CuePanel from './CuePanel.svelte';
import type { CuePanelMemory, FromCuePanel, ToCuePanel } from '../../bridge/protocol/panels/cuePanel.ts';

const model = new CuePanelModel(openHostConversation<ToCuePanel, FromCuePanel, CuePanelMemory>());
mount(CuePanel, { target: document.body, props: { model } });
model.start();
