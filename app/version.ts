/** The version of this program: set at build time, `development` when run from source. */
export const appVersion: string =
  (globalThis as { AHLT_VERSION?: string }).AHLT_VERSION ?? 'development';
