import type { Manifest } from '../constructs/manifest.ts';
import { type Check, eachObject, type Labels, matches } from './check.ts';
import { podLabelsOf, type WorkloadSpec, workloadOf } from './workloads.ts';

const deploymentOf = (object: Manifest): WorkloadSpec | undefined =>
  object.kind === 'Deployment' ? workloadOf(object) : undefined;

/** Rules for availability. */
export const availabilityChecks: readonly Check[] = [
  {
    name: 'two-in-prod',
    why: 'prod serves while one of its pods is being replaced.',
    find: eachObject((object, all) => {
      const deployment = deploymentOf(object);
      const stage = all.find(
        ({ kind, metadata }) =>
          kind === 'AhltEnvironment' && metadata.namespace === object.metadata.namespace,
      )?.['spec'];
      if (deployment === undefined || (stage as { stage?: string } | undefined)?.stage !== 'prod')
        return [];
      return (deployment.replicas ?? 1) >= 2 ? [] : ['runs one pod in prod'];
    }),
  },
  {
    name: 'disruption-budget',
    why: 'Draining nodes evicts one of several pods at a time.',
    find: eachObject((object, all) => {
      const deployment = deploymentOf(object);
      if (deployment === undefined || (deployment.replicas ?? 1) < 2) return [];
      const budgets = all.filter(
        ({ kind, metadata }) =>
          kind === 'PodDisruptionBudget' && metadata.namespace === object.metadata.namespace,
      );
      const selectorOf = (budget: Manifest) =>
        (budget['spec'] as { selector?: { matchLabels?: Labels } }).selector?.matchLabels ?? {};
      return budgets.some((budget) => matches(selectorOf(budget), podLabelsOf(object)))
        ? []
        : ['has no disruption budget'];
    }),
  },
  {
    name: 'spread',
    why: 'Several pods on one node fail together.',
    find: eachObject((object) => {
      const deployment = deploymentOf(object);
      if (deployment === undefined || (deployment.replicas ?? 1) < 2) return [];
      return (deployment.template.spec.topologySpreadConstraints ?? []).length > 0
        ? []
        : ['is not spread over nodes'];
    }),
  },
  {
    name: 'no-gap',
    why: 'During a rollout the number of pods that serve never drops.',
    find: eachObject((object) => {
      const deployment = deploymentOf(object);
      return deployment === undefined || deployment.strategy?.rollingUpdate?.maxUnavailable === 0
        ? []
        : ['removes an old pod before the new one is ready'];
    }),
  },
  {
    name: 'stable-selector',
    why: 'A selector is immutable: it must not use changing labels, and it must match its own pods.',
    find: eachObject((object) => {
      const { matchLabels = {} } = workloadOf(object)?.selector ?? {};
      if (!['Deployment', 'StatefulSet'].includes(object.kind)) return [];
      return [
        ...(Object.keys(matchLabels).length > 0 && matches(matchLabels, podLabelsOf(object))
          ? []
          : ['does not select its own pods']),
        ...('app.kubernetes.io/version' in matchLabels ? ['selects by version'] : []),
      ];
    }),
  },
];
