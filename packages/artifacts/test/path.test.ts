import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OrreryError } from '@orrery/core';
import fc from 'fast-check';
import { safePath } from '../src/index.ts';

describe('safePath', () => {
  const accepted: [string, string][] = [
    ['', ''],
    ['model/MLmodel', 'model/MLmodel'],
    ['a//./b/', 'a/b'],
    ['naïve 🚀/x y.txt', 'naïve 🚀/x y.txt'],
    ['100%', '100%'],
    ['a%20b', 'a b'],
    ['..a/b..', '..a/b..'],
  ];
  for (const [path, expected] of accepted) {
    it(`accepts ${JSON.stringify(path)}`, () => assert.equal(safePath(path), expected));
  }

  const refused = [
    '..',
    'a/../b',
    '/etc/passwd',
    '%2e%2e/x',
    '%252e%252e%252fx',
    'a%2f..%2f..%2fb',
    '%2Fetc',
    'c:/windows',
    'C:x',
    'a\\..\\b',
    '..%5cb',
    'nul\0byte',
    'nul%00byte',
    'a\nb',
    'a#b',
  ];
  for (const path of refused) {
    it(`refuses ${JSON.stringify(path)}`, () => assert.throws(() => safePath(path), OrreryError));
  }

  it('never lets a path climb, however it is encoded', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '%',
      '2',
      'e',
      'E',
      'f',
      'F',
      '5c',
      '25',
      'a',
      '\\',
      '\0',
      ':',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        let path: string;
        try {
          path = safePath(pieces.join(''));
        } catch (error) {
          return error instanceof OrreryError;
        }
        return !path.split('/').includes('..') && !path.startsWith('/') && !path.includes('\\');
      }),
      { numRuns: 5000 },
    );
  });
});
