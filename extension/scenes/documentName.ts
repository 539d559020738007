/** What a story is called. */
import type { Uri } from 'vscode';

/** File name of a document without its ending. */
export function documentName(uri: Uri): string {
  return (uri.path.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '');
}
