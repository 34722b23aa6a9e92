import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { namespaceOf } from '#cdk8s/charts/environment-names.ts';
import { marks } from './resource.ts';
import type { DatabaseState } from './types.ts';

/**
 * A Secret has a password that was not generated here and that its role rejects. Only a user knows
 * which of the two is right.
 */
export function passwordChanged(
  env: ConnectedEnvironment,
  secret: { readonly namespace: string; readonly name: string },
): Extract<DatabaseState, { state: 'blocked' }> {
  const rotate = `kubectl -n ${namespaceOf(env)} annotate ahlt ${env.metadata.name} --overwrite ${marks.rotate}="$(date -u +%FT%TZ)"`;
  return {
    state: 'blocked',
    reason: 'PasswordChanged',
    message:
      `the password in Secret ${secret.namespace}/${secret.name} was changed by hand, and its role does not accept it. ` +
      `Restore the previous one, or request new ones: ${rotate}`,
  };
}
