/**
 * Why npm could not install, and what to do: lines for people. Pure.
 * @param {string} output what npm wrote to stderr
 * @param {{ lacking: number, names: readonly string[] }} packages how many are missing, and some
 * @returns {string[]} the reason first
 */
export function explainFailure(output, { lacking, names }) {
  const said = [...new Set(output.split('\n').map(withoutPrefix).filter(isTelling))];
  const more = lacking > names.length ? `, and ${lacking - names.length} more` : '';
  const missing = `${lacking} packages are missing: ${names.join(', ')}${more}.`;
  const { reason, remedy } = causes.find(({ codes }) => codes.test(output)) ?? unknownCause;
  const host = /https?:\/\/(?:[^\s/@]*@)?([^\s/:'"]+)/.exec(output)?.[1];
  return [
    reason.replace('the registry', host === undefined ? 'the registry' : `the registry ${host}`),
    missing,
    ...said.slice(0, 4),
    remedy,
  ];
}

const unknownCause = {
  reason: 'npm could not install the packages',
  remedy: 'Fix that and run the same command again.',
};

const causes = [
  {
    codes:
      /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/,
    reason: 'the registry does not answer, and the npm cache lacks packages',
    remedy:
      'Connect to the network, or name a mirror with npm config set registry <url>. Then run the same command again.',
  },
  {
    codes: /\b(E401|E403|ENEEDAUTH)\b/,
    reason: 'the registry refuses access to the packages',
    remedy:
      'Sign in with npm login, or name another registry with npm config set registry <url>. Then run the same command again.',
  },
  {
    codes: /\b(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT)\b/,
    reason: 'the certificate of the registry is not trusted here',
    remedy:
      'Name the authority of your network with npm config set cafile <file>. Then run the same command again.',
  },
  {
    codes: /\bENOSPC\b/,
    reason: 'the disk is full',
    remedy: 'Make room (the packages need about 1 GB) and run the same command again.',
  },
  {
    codes: /\b(EACCES|EPERM|EROFS)\b/,
    reason: 'node_modules is not writable',
    remedy: 'Make the folder of the repository writable for you and run the same command again.',
  },
  {
    codes: /\bEUSAGE\b/,
    reason: 'package.json and package-lock.json do not agree',
    remedy: 'Run npm install and commit package-lock.json.',
  },
];

/** @param {string} line */
function withoutPrefix(line) {
  return line.replace(/^npm (error|ERR!)( \w+:)?/, '').trim();
}

/** @param {string} line */
function isTelling(line) {
  return (
    line !== '' &&
    !/^(npm warn|A complete log of this run|\/.*debug-\d|code |errno |syscall |network (This is a problem|In most cases|If you are))/i.test(
      line,
    )
  );
}
