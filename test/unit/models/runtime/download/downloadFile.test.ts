import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadFile } from '../../../../../models/runtime/download/downloadFile.ts';
import { openHttpClient } from '../../../../../models/runtime/download/httpClient.ts';
import { sha256, startFileServer } from '../../../../fixtures/models/fileServer.ts';
import type { DownloadRequest } from '../../../../../models/runtime/download/downloadFile.ts';
import type { HttpClient } from '../../../../../models/runtime/download/httpClient.ts';
import type { FileServer, ServedFile } from '../../../../fixtures/models/fileServer.ts';

const content = randomBytes(1_000_000);
const hash = { algorithm: 'sha256', value: sha256(content) } as const;
let server: FileServer;
let http: HttpClient;
let folder: string;

beforeEach(async () => {
  server = await startFileServer({});
  http = await openHttpClient({ silenceMs: 300 });
  folder = await mkdtemp(join(tmpdir(), 'leitmotif-download-'));
});

afterEach(async () => {
  await http.close();
  await server.close();
});

function request(served: Partial<ServedFile>, more: Partial<DownloadRequest> = {}): DownloadRequest {
  server.files.set('/model.onnx', { content, ...served });
  const url = `${server.url}/model.onnx`;
  return { url, path: join(folder, 'model.onnx'), http, pauseMs: 1, ...more };
}

async function expectWhole(): Promise<void> {
  expect(sha256(await readFile(join(folder, 'model.onnx')))).toBe(hash.value);
  expect(await readdir(folder)).toEqual(['model.onnx']);
}

describe('downloadFile', () => {
  it('fetches a file once and leaves nothing beside it', async () => {
    const seen: number[] = [];
    const result = await downloadFile(request({}, { hash, onBytes: (bytes) => seen.push(bytes) }));
    expect(result).toEqual({ bytes: content.length, sha256: hash.value, received: content.length });
    expect(seen.at(-1)).toBe(content.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    await expectWhole();
  });

  it('resumes after dropped connections without fetching a byte twice', async () => {
    const result = await downloadFile(request({ cuts: [300_000, 200_000, 1] }, { hash }));
    expect(server.requests.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=300000-',
      'bytes=500000-',
      'bytes=500001-',
    ]);
    expect(server.bytesSent()).toBe(content.length);
    expect(result.received).toBe(content.length);
    await expectWhole();
  });

  it('resumes what an earlier run left, and says how little came', async () => {
    const broken = downloadFile(request({ cuts: [400_000], answers: [] }, { attempts: 1 }));
    await expect(broken).rejects.toMatchObject({ code: 'download-failed' });
    const result = await downloadFile(request({}, { hash }));
    expect(result.received).toBe(600_000);
    expect(server.bytesSent()).toBe(content.length);
    await expectWhole();
  });

  it('keeps what came when it is cancelled, and resumes it', async () => {
    const controller = new AbortController();
    const running = downloadFile(
      request(
        { slowMs: 1 },
        {
          signal: controller.signal,
          onBytes: (bytes) => {
            if (bytes > 50_000) controller.abort();
          },
        },
      ),
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const result = await downloadFile(request({}, { hash }));
    expect(result.received).toBeLessThan(content.length - 50_000);
    await expectWhole();
  });

  it('starts anew where the server ignores ranges', async () => {
    await downloadFile(request({ cuts: [300_000], ignoresRange: true }, { hash }));
    expect(server.bytesSent()).toBe(1_300_000);
    await expectWhole();
  });

  it('starts anew where the server sends another range', async () => {
    const served = { cuts: [300_000], shiftsRange: true };
    await downloadFile(request(served, { hash }));
    await expectWhole();
  });

  it('starts anew where the file changed at the origin', async () => {
    const before = downloadFile(
      request({ content: randomBytes(1_000_000), cuts: [400_000] }, { attempts: 1 }),
    );
    await expect(before).rejects.toMatchObject({ code: 'download-failed' });
    const result = await downloadFile(request({}, { hash }));
    expect(result.received).toBe(content.length);
    await expectWhole();
  });

  it('takes 416 for a whole file where the lengths agree', async () => {
    const path = join(folder, 'model.onnx');
    const whole = request({ hasNoTag: true }, { hash });
    await writeFile(`${path}.part`, content);
    await writeFile(`${path}.part.json`, JSON.stringify({ url: whole.url }));
    expect((await downloadFile(whole)).received).toBe(0);
    await expectWhole();
  });

  it('starts anew after 416 where more is here than there', async () => {
    const path = join(folder, 'model.onnx');
    const whole = request({ hasNoTag: true }, { hash });
    await writeFile(`${path}.part`, Buffer.concat([content, content]));
    await writeFile(`${path}.part.json`, JSON.stringify({ url: whole.url }));
    expect((await downloadFile(whole)).received).toBe(content.length);
    await expectWhole();
  });

  it('tries a busy server again', async () => {
    await downloadFile(request({ answers: [503, 429, 500] }, { hash }));
    await expectWhole();
  });

  it('notices a server that falls silent', async () => {
    await downloadFile(request({ stalls: 1 }, { hash }));
    expect(server.requests).toHaveLength(2);
    await expectWhole();
  });

  it.each([404, 401, 403, 410])('does not insist after %i', async (status) => {
    const fetched = downloadFile(request({ status }));
    await expect(fetched).rejects.toMatchObject({ code: 'download-failed' });
    await expect(fetched).rejects.toThrow(String(status));
    expect(server.requests).toHaveLength(1);
  });

  it('gives up on a server that stays broken, and names it', async () => {
    const fetched = downloadFile(request({ status: 502 }, { attempts: 3 }));
    await expect(fetched).rejects.toMatchObject({
      code: 'download-failed',
      subject: `${server.url}/model.onnx`,
    });
    expect(server.requests).toHaveLength(3);
  });

  it('removes bytes with another hash, so that they are not resumed', async () => {
    const wrong = Buffer.from(content);
    wrong[500_000] = (wrong[500_000] ?? 0) ^ 1;
    const fetched = downloadFile(request({ content: wrong }, { hash }));
    await expect(fetched).rejects.toMatchObject({ code: 'pack-corrupt' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a file that is longer than stated before it is all here', async () => {
    const fetched = downloadFile(
      request({ content: Buffer.concat([content, content]) }, { bytes: 1_000_000 }),
    );
    await expect(fetched).rejects.toMatchObject({ code: 'pack-corrupt' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says that the folder cannot be written to', async () => {
    const fetched = downloadFile({ ...request({}), path: join(folder, 'model.onnx/below') });
    await expect(fetched).rejects.toMatchObject({
      code: expect.stringMatching(/output-unwritable|download-failed/) as string,
    });
  });

  it('says that nobody answers', async () => {
    const fetched = downloadFile({ ...request({}), url: 'http://127.0.0.1:9/model.onnx', attempts: 2 });
    await expect(fetched).rejects.toMatchObject({ code: 'download-failed' });
  });
});
