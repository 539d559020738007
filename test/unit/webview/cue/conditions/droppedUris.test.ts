import { describe, expect, it } from 'vitest';
import { droppedUris } from '../../../../../webview/cue/conditions/droppedUris.ts';

const dropped = (data: Record<string, string>) => droppedUris({ getData: (type) => data[type] ?? '' });

describe('droppedUris', () => {
  it('reads what the explorer gives', () => {
    expect(
      dropped({
        resourceurls: '["file:///s/a.png","file:///s/b.png"]',
        'text/uri-list': 'file:///s/a.png\r\nfile:///s/b.png',
      }),
    ).toEqual(['file:///s/a.png', 'file:///s/b.png']);
  });

  it('reads what tabs give, as text or as parts', () => {
    const parts = { $mid: 1, scheme: 'vscode-remote', authority: 'ssh+box', path: '/s/a b#1.png' };
    expect(
      dropped({ codeeditors: JSON.stringify([{ resource: parts }, { resource: 'file:///c.md' }]) }),
    ).toEqual(['vscode-remote://ssh+box/s/a%20b%231.png', 'file:///c.md']);
  });

  it('reads lists of other programs, without their comments', () => {
    expect(dropped({ 'text/uri-list': '# from files\nfile:///a.png\n\n' })).toEqual(['file:///a.png']);
    expect(dropped({ 'application/vnd.code.uri-list': 'file:///a.png' })).toEqual(['file:///a.png']);
  });

  it('takes nothing from what is no list of addresses', () => {
    expect(dropped({ resourceurls: '{"not": "a list"}', codeeditors: '[null, {"resource": 3}]' })).toEqual(
      [],
    );
    expect(dropped({ resourceurls: '[broken', 'text/uri-list': 'C:\\pictures\\a.png' })).toEqual([]);
    expect(dropped({})).toEqual([]);
  });
});
