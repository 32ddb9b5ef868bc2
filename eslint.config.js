import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    // Time is linear in what is read, whatever that is.
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': 'error', 'regexp/no-super-linear-move': 'error' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/cli/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'process', message: 'The core is given what it needs.' }],
    },
  },
  {
    files: ['test/**/*.ts'],
    // node:test keeps the promise that its functions return.
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
  {
    files: ['bench/**/*.ts'],
    // The generator writes JSON by templates, of values that it made itself.
    rules: { '@typescript-eslint/restrict-template-expressions': 'off' },
  },
  {
    files: ['assets/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['document', 'location', 'history', 'fetch', 'setTimeout', 'clearTimeout', 'CSS'],
          ...['URL', 'URLSearchParams', 'FormData', 'DOMParser', 'AbortController', 'HTMLSelectElement'],
          'sessionStorage',
          'localStorage',
          'addEventListener',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  { files: ['**/*.cjs'], languageOptions: { globals: { module: 'writable' } } },
);
