import type { Request } from 'express';
import { etagOf, heldTo } from './conditional.ts';
import type { Result } from './operation.ts';
import { chosen } from './schema.ts';

/**
 * How operations read a resource that has a version, and hold changes to it.
 * @param find throws 404 if there is none
 * @param show the complete representation
 */
export const versioned = <Call, Found extends { readonly version: string }>(
  find: (call: Call) => Promise<Found>,
  show: (found: Found, call: Call) => object,
) => ({
  find,
  /** The resource as a result. @param fields of `?fields=` */
  one: async (call: Call, fields?: string): Promise<Result> => {
    const found = await find(call);
    return { body: chosen(show(found, call), fields), version: found.version };
  },
  /**
   * The current state, and the version that `If-Match` requires; `undefined`: any. Throws
   * `precondition_failed` if the header names another one.
   */
  open: async (call: Call & { readonly request: Request }) => {
    const before = await find(call);
    const { version } = before;
    const etag = etagOf(version, show(before, call));
    return { before, version: heldTo(call.request, { version, etag }) };
  },
});
