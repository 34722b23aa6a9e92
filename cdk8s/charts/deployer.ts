import * as kplus from 'cdk8s-plus-28';
import { type AhltEnvironment, group, plural, releaseName } from '../api/index.ts';
import { Access } from '../constructs/access.ts';
import { standardLabels } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { deployerName } from './cluster-names.ts';
import { namespaceOf } from './environment-names.ts';

/**
 * The account with which a pipeline deploys an environment. It may read and change this one
 * resource and nothing else: the rest is the operator's work, and an account that could apply
 * namespaces or roles could grant itself any permission.
 */
export const deployerChart = (env: AhltEnvironment): Manifest[] =>
  manifests({ namespace: namespaceOf(env) }, (chart) => {
    const labels = standardLabels({
      release: releaseName(env),
      component: 'deployer',
      managedBy: 'ahlt-synth',
    });
    const metadata = { name: deployerName, labels };
    new kplus.ServiceAccount(chart, 'service-account', { metadata, automountToken: false });
    new Access(chart, 'access', {
      name: deployerName,
      namespace: namespaceOf(env),
      labels,
      rules: [
        {
          apiGroups: [group],
          resources: [plural],
          verbs: ['get', 'patch'],
          resourceNames: [env.metadata.name],
        },
        // Kubernetes cannot restrict `create` to a name.
        { apiGroups: [group], resources: [plural], verbs: ['create'] },
      ],
      subject: { name: deployerName, namespace: namespaceOf(env) },
    });
  });
