import { expect, test } from 'vitest'
import { kubernetesClusterPlans } from '../../crossplane/apis/kubernetes-cluster/composition.ts'
import { providerRoles } from '../../crossplane/apis/kubernetes-cluster/provider-roles.ts'
import { podRoles } from '../../crossplane/apis/kubernetes-cluster/roles.ts'
import { certManagerPolicy } from '../../crossplane/iam/cert-manager.ts'
import { clusterAutoscalerPolicy } from '../../crossplane/iam/cluster-autoscaler.ts'
import { loadBalancerControllerPolicy } from '../../crossplane/iam/load-balancer-controller.ts'
import { platformShare } from '../../lib/rules/aws-quotas.ts'
import { decide } from '../support/iam.ts'

const resources = kubernetesClusterPlans[0]?.resources ?? []
const of = (kind: string) => resources.filter(({ base }) => base.kind === kind)

test('the control plane is entered by roles alone, logs everything, and seals its secrets', () => {
  expect(of('Cluster')[0]?.base.spec).toMatchObject({
    forProvider: {
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      encryptionConfig: { resources: ['secrets'] },
      vpcConfig: { endpointPrivateAccess: true },
    },
  })
  expect(of('AccessEntry').map(({ name }) => name)).toEqual(['access-operators', 'access-hub'])
})

test('every controller that calls AWS has a role and is bound to it', () => {
  const bound = of('PodIdentityAssociation').map(({ base }) => {
    const { namespace, serviceAccount } = (base.spec?.forProvider ?? {}) as Record<string, string>
    return `${namespace}/${serviceAccount}`
  })
  expect(bound).toEqual(
    [...podRoles, ...providerRoles].map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
  )
  const calling = of('Addon').filter(({ patches }) =>
    patches.some(({ toFieldPath }) => toFieldPath.includes('podIdentityAssociation')),
  )
  expect(calling.map(({ name }) => name)).toEqual([
    'addon-vpc-cni',
    'addon-aws-ebs-csi-driver',
    'addon-aws-efs-csi-driver',
  ])
})

test('no add-on holds the version that it came with: nothing but a person moves it on, and nothing takes it back', () => {
  expect(of('Addon')).not.toEqual([])
  for (const { base } of of('Addon')) {
    expect(base.spec).toMatchObject({ managementPolicies: ['Observe', 'Create', 'Update', 'Delete'] })
    expect(base.spec?.forProvider).not.toHaveProperty('addonVersion')
  }
})

const cluster = { accountId: '111122223333', region: 'us-east-1', clusterName: 'paddock-us-east-1' }
const group = (name: string) =>
  `arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:1:autoScalingGroupName/${name}`
const tagged = (name: string) => ({ [`aws:ResourceTag/k8s.io/cluster-autoscaler/${name}`]: 'owned' })

test.each([
  ['its own group', group('eks-a'), tagged('paddock-us-east-1'), 'allowed'],
  ['a group of another cluster', group('eks-a'), tagged('other'), 'not allowed'],
  ['a group without the tag', group('eks-a'), {}, 'not allowed'],
  ['a group that EKS has not made', group('mine'), tagged('paddock-us-east-1'), 'not allowed'],
] as const)('the autoscaler and %s', (_, resource, context, decision) => {
  const call = { action: 'autoscaling:SetDesiredCapacity', resource, context }
  expect(decide([clusterAutoscalerPolicy(cluster)], call)).toBe(decision)
})

test.each([
  ['elasticloadbalancing:RegisterTargets', 'targetgroup/paddock-a/1', 'allowed'],
  ['elasticloadbalancing:RegisterTargets', 'targetgroup/other/1', 'not allowed'],
  ['elasticloadbalancing:CreateLoadBalancer', 'loadbalancer/app/paddock-a/1', 'not allowed'],
  ['ec2:AuthorizeSecurityGroupIngress', 'security-group/sg-1', 'not allowed'],
] as const)('the load balancer controller and %s on %s', (action, name, decision) => {
  const resource = `arn:aws:elasticloadbalancing:us-east-1:111122223333:${name}`
  expect(decide([loadBalancerControllerPolicy(cluster)], { action, resource })).toBe(decision)
})

const zone = (id: string) => `arn:aws:route53:::hostedzone/${id}`
const change = (verb: string, type: string) => ({
  'route53:ChangeResourceRecordSetsActions': [verb],
  'route53:ChangeResourceRecordSetsRecordTypes': [type],
})

test.each([
  ['answers a challenge', 'ChangeResourceRecordSets', zone('Z1'), change('UPSERT', 'TXT'), 'allowed'],
  ['takes the answer away', 'ChangeResourceRecordSets', zone('Z1'), change('DELETE', 'TXT'), 'allowed'],
  [
    'leads a name elsewhere',
    'ChangeResourceRecordSets',
    zone('Z1'),
    change('UPSERT', 'CNAME'),
    'not allowed',
  ],
  ['gives the zone away', 'ChangeResourceRecordSets', zone('Z1'), change('UPSERT', 'NS'), 'not allowed'],
  [
    'writes into a region’s zone',
    'ChangeResourceRecordSets',
    zone('Z2'),
    change('UPSERT', 'TXT'),
    'not allowed',
  ],
  ['does what IAM was not told of', 'ChangeResourceRecordSets', zone('Z1'), {}, 'not allowed'],
  ['deletes the zone', 'DeleteHostedZone', zone('Z1'), {}, 'not allowed'],
  ['asks whether a change is everywhere', 'GetChange', 'arn:aws:route53:::change/C1', {}, 'allowed'],
  ['looks for the zone', 'ListHostedZonesByName', '*', {}, 'allowed'],
] as const)('cert-manager %s', (_, action, resource, context, decision) => {
  expect(decide([certManagerPolicy('Z1')], { action: `route53:${action}`, resource, context })).toBe(decision)
})

test('a record beside the challenge’s makes a batch that is refused whole', () => {
  const context = {
    'route53:ChangeResourceRecordSetsActions': ['UPSERT'],
    'route53:ChangeResourceRecordSetsRecordTypes': ['TXT', 'A'],
  }
  const call = { action: 'route53:ChangeResourceRecordSets', resource: zone('Z1'), context }
  expect(decide([certManagerPolicy('Z1')], call)).toBe('not allowed')
})

test('what the platform has of its own fits into the share that the quotas leave it', () => {
  const inAddons = of('Addon').filter(({ patches }) =>
    patches.some(({ toFieldPath }) => toFieldPath.includes('podIdentityAssociation')),
  )
  const identities = of('PodIdentityAssociation').length + inAddons.length
  expect(identities).toBeGreaterThan(10)
  expect(identities).toBeLessThanOrEqual(platformShare.podIdentityAssociations)
  expect(of('Role').length).toBeLessThanOrEqual(platformShare.iamRolesPerCluster)
})
