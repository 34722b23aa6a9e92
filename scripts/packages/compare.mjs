import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} LockedPackage An entry of package-lock.json, as far as it matters here.
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 */

/**
 * Which packages of package-lock.json aren't installed in that version, by their paths
 * (`node_modules/pg`). npm writes down what it installed when it has finished, so an installation
 * that was cut off counts as none. Packages of other platforms are never lacking.
 * @param {string} root folder of the repository
 * @returns {string[]} empty also when node_modules is a link: then it belongs to another copy
 */
export function lackingPackages(root) {
  if (isLink(join(root, 'node_modules'))) return [];
  const installed = installedPackages(root);
  return Object.entries(lockedPackages(root))
    .filter(([path, locked]) => path !== '' && !isInstalled(locked, installed[path]))
    .map(([path]) => path);
}

/**
 * @param {LockedPackage} locked
 * @param {LockedPackage | undefined} found
 */
function isInstalled(locked, found) {
  if (found === undefined) return locked.optional === true;
  // A folder that another platform shares with us holds that platform's programs.
  return (
    found.version === locked.version &&
    found.integrity === locked.integrity &&
    isForPlatform(locked)
  );
}

/**
 * The packages of package-lock.json that npm installs on this platform, by their paths.
 * @param {string} root folder of the repository
 * @returns {string[]}
 */
export function packagesOfPlatform(root) {
  return Object.entries(lockedPackages(root))
    .filter(([path, locked]) => path !== '' && isForPlatform(locked))
    .map(([path]) => path);
}

/** @param {LockedPackage} locked */
function isForPlatform({ os, cpu }) {
  return allows(os, process.platform) && allows(cpu, process.arch);
}

/**
 * npm's rule for `os` and `cpu`: one of those named, none of those with an exclamation mark.
 * @param {string[] | undefined} names
 * @param {string} own
 */
function allows(names = [], own) {
  const refused = names.filter((name) => name.startsWith('!'));
  if (refused.includes(`!${own}`)) return false;
  return names.length === refused.length || names.includes(own);
}

/**
 * @param {string} root
 * @returns {Record<string, LockedPackage>}
 * @throws when the file is missing or isn't JSON, as after a merge with conflicts
 */
function lockedPackages(root) {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages ?? {};
}

/**
 * @param {string} root
 * @returns {Record<string, LockedPackage>} empty when npm never finished
 */
function installedPackages(root) {
  try {
    const text = readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8');
    return JSON.parse(text).packages ?? {};
  } catch {
    return {};
  }
}

/** @param {string} path */
function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
