import { AppError } from '../errors.ts';
import { texts } from './texts.ts';

/**
 * Validates external text for storage. PostgreSQL cannot store NUL, and an unpaired surrogate is
 * not valid text: the first is refused, the second becomes U+FFFD. Throws `unreadable_text`.
 */
export function storableText(text: string): string {
  if (text.includes('\0')) {
    throw new AppError('unreadable_text', { message: texts.body.nul, status: 400 });
  }
  return text.toWellFormed();
}

/** Validates every text of a JSON document, including keys; also refuses excessive nesting. */
export function storableJson(value: unknown, depth = 0): unknown {
  if (depth > 64) throw new AppError('too_deep', { message: texts.body.tooDeep, status: 400 });
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map((item) => storableJson(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return withoutPrototype(
    Object.entries(value).map(([key, item]) => [storableText(key), storableJson(item, depth + 1)]),
  );
}

/** An object without a prototype, so that `__proto__` and `constructor` are ordinary keys. */
export function withoutPrototype<Value>(
  entries: Iterable<readonly [string, Value]>,
): Record<string, Value> {
  const made = Object.create(null) as Record<string, Value>;
  for (const [key, value] of entries) made[key] = value;
  return made;
}
