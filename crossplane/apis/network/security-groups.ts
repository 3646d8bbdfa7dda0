import type { Composed } from '../../compose/composition.ts'
import { field, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { findable, found, ofThis } from '../../compose/select.ts'
import { type Flow, flows, type SecurityGroupName, securityGroups } from './flows.ts'
import { inRegion, nameTag } from './subnets.ts'

const ec2 = 'ec2.aws.upbound.io/v1beta1'
const anywhere = '0.0.0.0/0'

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function securityGroup(name: SecurityGroupName, description: string): Composed {
  const id = kebab(name)
  return {
    name: `security-group-${id}`,
    base: {
      apiVersion: ec2,
      kind: 'SecurityGroup',
      metadata: findable(id),
      // The provider removes the rule that AWS adds to every new group: egress to any address.
      spec: { forProvider: { description, vpcIdSelector: ofThis } },
    },
    patches: [
      tags,
      nameTag(id),
      inRegion,
      text(`paddock-${slot('claim.region')}-${id}`, field('name')),
      toStatus('status.atProvider.id', `securityGroups.${name}`),
    ],
  }
}

/** The VPC's default group without rules. A resource without a group of its own can reach nothing. */
const defaultGroup: Composed = {
  name: 'security-group-default',
  base: {
    apiVersion: ec2,
    kind: 'DefaultSecurityGroup',
    spec: { forProvider: { egress: [], ingress: [], vpcIdSelector: ofThis } },
  },
  patches: [tags, nameTag('default'), inRegion],
}

/** Rules of a flow: an egress rule on the calling group, and an ingress rule on the called group. */
function rules({ from, to, protocol, firstPort, lastPort, why }: Flow): Composed[] {
  const end = (name: Flow['from']) =>
    name === 'internet' ? { cidrIpv4: anywhere } : { referencedSecurityGroupIdSelector: found(kebab(name)) }
  const common = { description: why, fromPort: firstPort, ipProtocol: protocol, toPort: lastPort }
  const name = `${kebab(from)}-to-${kebab(to)}-${protocol}-${firstPort}`
  const out: Composed[] =
    from === 'internet'
      ? []
      : [
          {
            name: `out-${name}`,
            base: {
              apiVersion: ec2,
              kind: 'SecurityGroupEgressRule',
              spec: { forProvider: { ...common, ...end(to), securityGroupIdSelector: found(kebab(from)) } },
            },
            patches: [tags, inRegion],
          },
        ]
  const into: Composed[] =
    to === 'internet'
      ? []
      : [
          {
            name: `in-${name}`,
            base: {
              apiVersion: ec2,
              kind: 'SecurityGroupIngressRule',
              spec: { forProvider: { ...common, ...end(from), securityGroupIdSelector: found(kebab(to)) } },
            },
            patches: [tags, inRegion],
          },
        ]
  return [...out, ...into]
}

/** Security groups of every tier. Each rule is an object of its own. */
export const securityGroupResources: readonly Composed[] = [
  ...(Object.entries(securityGroups) as [SecurityGroupName, string][]).map(([name, description]) =>
    securityGroup(name, description),
  ),
  defaultGroup,
  ...flows.flatMap(rules),
]
