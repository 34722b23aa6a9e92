import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputProblems } from './input-problems.ts';

const problems = (schema: z.ZodType, value: unknown) => {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : inputProblems(parsed.error);
};

test.each([
  [
    'a missing value',
    z.object({ e_mail: z.string() }),
    {},
    [{ field: 'e_mail', message: 'E mail is required.' }],
  ],
  [
    'an empty value',
    z.object({ label: z.string().min(1) }),
    { label: '' },
    [{ field: 'label', message: 'Label is required.' }],
  ],
  [
    'a value that is too short',
    z.object({ label: z.string().min(3) }),
    { label: 'a' },
    [{ field: 'label', message: 'Label must have at least 3 characters.' }],
  ],
  [
    'a value that is too long',
    z.object({ label: z.string().max(3) }),
    { label: 'abcd' },
    [{ field: 'label', message: 'Label must have at most 3 characters.' }],
  ],
  [
    'too many',
    z.object({ ids: z.array(z.string()).max(1) }),
    { ids: ['1', '2'] },
    [{ field: 'ids', message: 'Ids must have at most 1 entries.' }],
  ],
  [
    'another type',
    z.object({ label: z.string() }),
    { label: ['a', 'b'] },
    [{ field: 'label', message: 'Label is invalid.' }],
  ],
  [
    'no such choice',
    z.object({ theme: z.enum(['light', 'dark']) }),
    { theme: 'x' },
    [{ field: 'theme', message: 'Theme must be light or dark.' }],
  ],
  [
    'another form',
    z.object({ at: z.string().regex(/^\d+$/) }),
    { at: 'x' },
    [{ field: 'at', message: 'At is not an accepted value.' }],
  ],
  ['a member that isn’t known', z.strictObject({}), { a: 1 }, [{ message: 'Unknown members: a.' }]],
  ['no document', z.object({}), 7, [{ message: 'The input is invalid.' }]],
  [
    'words of the schema',
    z.object({ label: z.string().min(1, 'Enter a label.') }),
    { label: '' },
    [{ field: 'label', message: 'Enter a label.' }],
  ],
  [
    'a place deep inside',
    z.object({ a: z.array(z.object({ b: z.string() })) }),
    { a: [{}] },
    [{ field: 'a.0.b', message: 'A 0 b is required.' }],
  ],
])('%s', (_, schema, value, expected) => expect(problems(schema, value)).toEqual(expected));
