import { describe, expect, it } from 'vitest';
import { takeFileUri, takeTime } from '../../../../../webview/cue/takes/takeTime.ts';
import { dragOut } from '../../../../../webview/cue/takes/dragOut.ts';

describe('takeTime', () => {
  const score = { seconds: 8, parts: [], notes: [], bars: [0, 2, 4, 6], sections: [] };

  it('is what the player says, once it has the take', () => {
    const source = {
      id: 's',
      title: 't',
      cue: 'c',
      sampleRate: 48_000,
      frames: 96_000,
      tracks: [],
      bars: [0, 48_000],
    };
    expect(takeTime(source, undefined, score)).toEqual({
      seconds: 2,
      sampleRate: 48_000,
      frames: 96_000,
      bars: [0, 48_000],
    });
  });

  it('is what recipe and score say before', () => {
    expect(takeTime(undefined, undefined, score)).toEqual({
      seconds: 8,
      sampleRate: 44_100,
      frames: 352_800,
      bars: [0, 88_200, 176_400, 264_600],
    });
    expect(takeTime(undefined, undefined, null)).toBeUndefined();
  });
});

describe('files of a take', () => {
  it('are beside the document, with all that names can hold', () => {
    expect(takeFileUri('file:///a%20b/harbour.leitmotif', 'takes/harbour #1', 'mix.wav')).toBe(
      'file:///a%20b/takes/harbour%20%231/mix.wav',
    );
    expect(takeFileUri('vscode-remote://ssh%2Bbox/home/x/c.leitmotif', './takes/c-1', 'mix.wav')).toBe(
      'vscode-remote://ssh%2Bbox/home/x/takes/c-1/mix.wav',
    );
  });

  it('are dragged with a name that every system takes', () => {
    const data = new Map<string, string>();
    dragOut({ setData: (type, value) => data.set(type, value) }, 'file:///s/c.leitmotif', {
      folder: 'takes/c-1',
      name: 'A/B: "best"',
    });
    expect(data.get('text/uri-list')).toBe('file:///s/takes/c-1/mix.wav');
    expect(data.get('DownloadURL')).toBe('audio/wav:A-B- -best-.wav:file:///s/takes/c-1/mix.wav');
    expect(JSON.parse(data.get('resourceurls') ?? '')).toEqual(['file:///s/takes/c-1/mix.wav']);
  });
});
