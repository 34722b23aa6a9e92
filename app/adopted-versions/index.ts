export type { AdoptedVersion } from './adopted-version.ts';
export { findVersion, readVersions, versionColumns } from './queries.ts';
export { adoptedVersionRoutes } from './routes.ts';
export { versionOn } from './rules.ts';
