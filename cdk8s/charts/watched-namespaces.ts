import { ApiObject } from 'cdk8s';
import { type ConnectedEnvironment, group, plural } from '../api/index.ts';
import { standardLabels } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { operatorName } from './cluster-names.ts';
import { namespaceOf } from './environment-names.ts';

const name = `${operatorName}-namespaces`;

/**
 * Refuses an environment that no operator watches: it has no permissions in other namespaces, so it
 * could not report this itself (docs/decisions/008-operator-rights-per-namespace.md). Existing ones
 * stay and can be deleted; only their spec cannot be changed any more.
 */
export function watchedNamespacesChart(environments: readonly ConnectedEnvironment[]): Manifest[] {
  const labels = standardLabels({
    release: operatorName,
    name: operatorName,
    component: 'admission',
    managedBy: 'ahlt-synth',
  });
  const metadata = { name };
  const namespaces = environments.map(namespaceOf).toSorted();
  return manifests({ labels }, (chart) => {
    new ApiObject(chart, 'policy', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [group],
              apiVersions: ['*'],
              operations: ['CREATE', 'UPDATE'],
              resources: [plural],
            },
          ],
        },
        validations: [
          {
            expression: `request.namespace in ${JSON.stringify(namespaces)} || (oldObject != null && object.spec == oldObject.spec)`,
            messageExpression: `'no operator watches namespace ' + request.namespace + '; ${remedy(namespaces)}'`,
            reason: 'Forbidden',
          },
        ],
      },
    });
    new ApiObject(chart, 'binding', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: name, validationActions: ['Deny'] },
    });
  });
}

const remedy = (namespaces: readonly string[]) =>
  `environments belong to ${namespaces.join(', ') || 'none yet'}: create it there, or add it below environments/ and run npm run deploy -- platform`;
