/**
 * Version that this program reports: what the bundle was built as, or `development` when it runs
 * from source.
 */
export const appVersion: string =
  (globalThis as { AHLT_VERSION?: string }).AHLT_VERSION ?? 'development';
