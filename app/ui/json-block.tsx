/**
 * JSON that is safe inside `script`: nothing in it can end the element or the line (spec
 * requests#embedded-json). Parses to the same value.
 */
export const safeJson = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * Data for a browser module: a block that the browser does not execute. `safeJson` escapes
 * everything that could end the element.
 */
export const JsonBlock = ({ id, value }: { id: string; value: unknown }) => (
  <script type="application/json" id={id} dangerouslySetInnerHTML={{ __html: safeJson(value) }} />
);
