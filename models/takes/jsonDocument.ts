/** Reads a document of ours that a person may have edited: JSON with a version and a schema. */
import { z } from 'zod';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { readInputFile } from '../conditions/inputFile.ts';
import type { ErrorCode } from '../../bridge/protocol/errors.ts';

/** What a kind of document is. */
export interface DocumentKind<S extends z.ZodType> {
  schema: S;
  /** Field that holds the version, and the newest version that is read. */
  versionField: string;
  newest: number;
  /** The error of a document that is none, the start of its sentence, and what to do. */
  invalid: { code: ErrorCode; what: string; next: string };
  /** The error of a newer document. */
  tooNew: ErrorCode;
}

const longest = 16_000_000;

/**
 * Reads and validates a document.
 *
 * @throws LeitmotifError those of {@link readInputFile} and of the kind.
 */
export async function readJsonDocument<S extends z.ZodType>(
  path: string,
  kind: DocumentKind<S>,
): Promise<z.infer<S>> {
  const { code, next } = kind.invalid;
  const { content } = await readInputFile(path, { bytes: longest, code, next });
  const document = parseJson(content.toString('utf8'), path, kind);
  const version = z.looseObject({ [kind.versionField]: z.number() }).safeParse(document).data?.[
    kind.versionField
  ];
  if (version !== undefined && version > kind.newest) throw tooNew(path, version, kind);
  if (version === undefined) throw invalid(path, kind, `it has no number "${kind.versionField}"`, undefined);
  const parsed = kind.schema.safeParse(document);
  if (!parsed.success) throw invalid(path, kind, describeIssue(parsed.error), parsed.error);
  return parsed.data;
}

function parseJson(text: string, path: string, kind: DocumentKind<z.ZodType>): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(path, kind, 'it is not JSON', cause);
  }
}

/** The first thing that is wrong, with the place where it stands. */
function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it does not fit its schema';
  const place = issue.path.map(String).join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}

function invalid(
  subject: string,
  kind: DocumentKind<z.ZodType>,
  reason: string,
  cause: unknown,
): LeitmotifError {
  const { code, what, next } = kind.invalid;
  return new LeitmotifError(code, { what: `${what}: ${reason}`, subject, next, cause });
}

function tooNew(subject: string, version: number, kind: DocumentKind<z.ZodType>): LeitmotifError {
  return new LeitmotifError(kind.tooNew, {
    what: `It is of version ${version} and this program reads up to ${kind.newest}`,
    subject,
    next: 'Use a newer Leitmotif',
  });
}
