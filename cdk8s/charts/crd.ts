import { ApiObject } from 'cdk8s';
import { customResourceDefinition } from '../api/index.ts';
import { standardLabels } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { operatorName } from './cluster-names.ts';

/** The CustomResourceDefinition of `AhltEnvironment`. */
export const crdChart = (): Manifest[] =>
  manifests(
    {
      labels: standardLabels({
        release: operatorName,
        name: operatorName,
        component: 'api',
        managedBy: 'ahlt-synth',
      }),
    },
    (chart) => {
      new ApiObject(chart, 'ahltenvironments', customResourceDefinition());
    },
  );
