import { expect, it } from 'vitest';
import { plainEnvironment } from '../../../../extension/sidecar/plainEnvironment.ts';

it('leaves out what is meant for the editor', () => {
  const environment = {
    PATH: '/bin',
    Node_Options: '--inspect',
    ELECTRON_RUN_AS_NODE: '1',
    https_proxy: 'p',
  };
  expect(plainEnvironment(environment)).toEqual({ PATH: '/bin', https_proxy: 'p' });
});
