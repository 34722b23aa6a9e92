import { expect, test } from 'vitest';
import { levelOf } from './volume.ts';

test.each([
  ['an empty log', 0, 1000, 'good'],
  ['just below three quarters', 749, 1000, 'good'],
  ['three quarters', 750, 1000, 'high'],
  ['all of it', 1000, 1000, 'full'],
  ['any size without a limit', 1e12, 0, 'good'],
])('%s', (_, bytes, limit, level) => expect(levelOf({ bytes, limit })).toBe(level));
