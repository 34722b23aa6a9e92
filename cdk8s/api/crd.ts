import { schemaAt } from './defaults.ts';
import { group, kind, plural, shortName, singular, version } from './names.ts';
import { validations } from './rules/index.ts';
import { environmentSpec } from './spec.ts';
import { environmentStatus } from './status.ts';
import { type Schema, structuralSchema } from './structural-schema.ts';

/** The CustomResourceDefinition, plain JSON. */
export const customResourceDefinition = () => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind, listKind: `${kind}List`, plural, singular, shortNames: [shortName] },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: printerColumns,
        schema: { openAPIV3Schema: resourceSchema() },
      },
    ],
  },
});

const readyCondition = '.status.conditions[?(@.type=="Ready")]';

// The columns answer "where is it and why"; with -o wide also "who reaches it, how many".
const printerColumns = [
  {
    name: 'Ready',
    type: 'string',
    jsonPath: `${readyCondition}.status`,
    description: 'Whether the environment matches its spec and serves.',
  },
  { name: 'Step', type: 'string', jsonPath: '.status.step', description: 'Current step.' },
  {
    name: 'Schema',
    type: 'string',
    jsonPath: '.status.schema',
    description: 'Schema version of the database.',
  },
  {
    name: 'Graph',
    type: 'string',
    jsonPath: '.status.graphState',
    description: 'Whether the graph equals the database.',
  },
  { name: 'Image', type: 'string', jsonPath: '.status.image', description: 'Running version.' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', description: 'Age.' },
  {
    name: 'Reason',
    type: 'string',
    priority: 1,
    jsonPath: `${readyCondition}.reason`,
    description: 'Why it is ready or not.',
  },
  {
    name: 'Host',
    type: 'string',
    priority: 1,
    jsonPath: '.spec.host',
    description: 'Public host.',
  },
  {
    name: 'Wanted',
    type: 'integer',
    priority: 1,
    jsonPath: '.spec.replicas',
    description: 'Desired pods.',
  },
  {
    name: 'Serving',
    type: 'integer',
    priority: 1,
    jsonPath: '.status.workload.availableReplicas',
    description: 'Available pods.',
  },
  {
    name: 'Seed',
    type: 'string',
    priority: 1,
    jsonPath: '.status.seed.profile',
    description: 'Seed profile.',
  },
  {
    name: 'Resync',
    type: 'date',
    priority: 1,
    jsonPath: '.status.graph.syncedAt',
    description: 'When the graph was rebuilt.',
  },
  {
    name: 'Message',
    type: 'string',
    priority: 1,
    jsonPath: `${readyCondition}.message`,
    description: 'What happened and what to do.',
  },
];

const resourceSchema = (): Schema =>
  withValidations({
    description:
      'An environment of the im-ctrl app: image, host, database, graph and their rollout in order.',
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string', description: 'Group and version of this resource.' },
      kind: { type: 'string', description: 'Kind of this resource.' },
      metadata: { type: 'object' },
      spec: structuralSchema(environmentSpec),
      status: structuralSchema(environmentStatus),
    },
  });

/** Attaches each rule to its field. */
function withValidations(schema: Schema): Schema {
  for (const [at, rules] of validations()) {
    const field = schemaAt(schema, at === '' ? [] : at.split('.'));
    field['x-kubernetes-validations'] = rules;
  }
  return schema;
}
