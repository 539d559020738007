import type * as onnxruntime from 'onnxruntime-node';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';

/** The runtime's module, typed. */
export type OnnxRuntime = typeof onnxruntime;

/**
 * Loads the native runtime when it is first needed: starting up does not pay for it, and a machine that lacks it
 * still opens and plays what was made elsewhere.
 *
 * @throws LeitmotifError `runtime-unavailable`
 */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  try {
    const runtime = await import('onnxruntime-node');
    // Whatever fails is thrown and becomes one of our errors; the runtime's own lines would only be printed beside it.
    runtime.env.logLevel = 'fatal';
    return runtime;
  } catch (cause) {
    throw new LeitmotifError('runtime-unavailable', {
      what: 'The ONNX runtime cannot be loaded on this machine',
      subject: `${process.platform}-${process.arch}, Node ${process.versions.node}`,
      next: 'Install the build of Leitmotif for this platform',
      cause,
    });
  }
}
