/** Dragging a take's sound out of the panel: into an explorer, an editor, or another program where the window allows it. */
import { takeFileUri } from './takeTime.ts';
import type { TakeView } from '../../../bridge/protocol/panels/takeView.ts';

/** The part of a DataTransfer that is written. */
export interface DraggedData {
  setData(type: string, value: string): void;
}

/** Writes what other programs look for. */
export function dragOut(data: DraggedData, document: string, take: Pick<TakeView, 'folder' | 'name'>): void {
  const uri = takeFileUri(document, take.folder, 'mix.wav');
  const name = `${take.name.replaceAll(/[\\/:*?"<>|]/g, '-').trim() || 'take'}.wav`;
  data.setData('text/uri-list', uri);
  data.setData('resourceurls', JSON.stringify([uri]));
  data.setData('DownloadURL', `audio/wav:${name}:${uri}`);
}
