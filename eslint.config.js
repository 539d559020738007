import vitest from '@vitest/eslint-plugin';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const forbiddenFileNames = ['utils', 'helpers', 'manager', 'service', 'common', 'misc'];

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'node_modules/', 'takes/', 'models/packs/build/'] },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [tseslint.configs.strictTypeChecked],
    // The parser keeps the options that it first sees: they are the same for both kinds of file.
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': 'off',
      'max-lines': ['error', { max: 500, skipComments: true, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: forbiddenFileNames.map((name) => `**/${name}.ts`),
              message: 'Name it for what it holds.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs.recommended, svelte.configs.prettier],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style']",
          message: "The panels' policy ignores style attributes; `style:` directives go through the DOM.",
        },
      ],
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      // Attributes of custom elements have no types.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['models/**/*.ts'],
    ignores: ['models/runtime/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'onnxruntime-node', message: 'models/runtime is its single importer.' }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    plugins: { vitest },
    rules: {
      ...vitest.configs.recommended.rules,
      'vitest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'fc.assert'] }],
      'vitest/valid-expect': ['error', { maxArgs: 2 }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  // Mocha's, run inside the extension host.
  { files: ['test/e2e/host/**/*.ts'], rules: { 'vitest/expect-expect': 'off' } },
  { files: ['**/*.mjs', '**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  prettier,
);
