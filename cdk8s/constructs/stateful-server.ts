import { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podTemplate } from './pod.ts';
import { Service } from './service.ts';

export interface StatefulServerProps {
  /** Name of the StatefulSet. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that match its pod; never change. */
  readonly selector: Readonly<Record<string, string>>;
  /** Headless Service that gives the pod its name. */
  readonly governingService: string;
  readonly ports: Readonly<Record<string, number>>;
  /** Volume that outlives the pod. */
  readonly claim: {
    readonly name: string;
    readonly size: string;
    readonly storageClass?: string | undefined;
  };
  /** The pod. */
  readonly pod: (scope: Construct) => kplus.PodProps;
}

/**
 * One server with a disk: a StatefulSet of one pod, its claim template and its governing headless
 * Service.
 */
export class StatefulServer extends Construct {
  constructor(scope: Construct, id: string, props: StatefulServerProps) {
    super(scope, id);
    const { name, labels, selector, governingService, ports, claim } = props;
    new Service(this, 'governing-service', {
      name: governingService,
      labels,
      pods: selector,
      ports,
      headless: true,
    });
    new ApiObject(this, 'stateful-set', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name, labels: { ...labels } },
      spec: {
        serviceName: governingService,
        replicas: 1,
        revisionHistoryLimit: 3,
        podManagementPolicy: 'OrderedReady',
        updateStrategy: { type: 'RollingUpdate' },
        // The data outlives the StatefulSet: deleting it by mistake must not delete every
        // environment's data.
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        selector: { matchLabels: { ...selector } },
        template: podTemplate(labels, props.pod),
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: claim.name, labels: { ...selector } },
            spec: {
              accessModes: ['ReadWriteOnce'],
              ...(claim.storageClass === undefined ? {} : { storageClassName: claim.storageClass }),
              resources: { requests: { storage: claim.size } },
            },
          },
        ],
      },
    });
  }
}
