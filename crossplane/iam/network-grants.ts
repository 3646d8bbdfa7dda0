import { named, type ServiceGrants } from './provider-grant.ts'

const tagEc2 = named('ec2', 'CreateTags', 'DeleteTags')
const ec2Grant = (resources: readonly string[], actions: readonly string[], reads: readonly string[]) => ({
  actions: [...named('ec2', ...actions), ...tagEc2],
  resources,
  // EC2 accepts only `*` as resource of describe calls.
  unbound: named('ec2', ...reads),
})
const groups = ['security-group/*', 'security-group-rule/*']

/**
 * AWS calls of providers for networks and node groups. EC2 uses ids that nobody knows before, so the kind limits them.
 */
export const ec2: ServiceGrants = {
  VPC: ec2Grant(
    ['vpc/*'],
    ['CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute'],
    ['DescribeVpcs', 'DescribeVpcAttribute', 'DescribeNetworkAcls', 'DescribeRouteTables'],
  ),
  Subnet: ec2Grant(
    ['subnet/*', 'vpc/*'],
    ['CreateSubnet', 'DeleteSubnet', 'ModifySubnetAttribute'],
    ['DescribeSubnets'],
  ),
  InternetGateway: ec2Grant(
    ['internet-gateway/*', 'vpc/*'],
    ['AttachInternetGateway', 'CreateInternetGateway', 'DeleteInternetGateway', 'DetachInternetGateway'],
    ['DescribeInternetGateways'],
  ),
  EIP: ec2Grant(
    ['elastic-ip/*'],
    ['AllocateAddress', 'DisassociateAddress', 'ReleaseAddress'],
    ['DescribeAddresses', 'DescribeAddressesAttribute'],
  ),
  NATGateway: ec2Grant(
    ['natgateway/*', 'subnet/*', 'elastic-ip/*'],
    ['CreateNatGateway', 'DeleteNatGateway'],
    ['DescribeNatGateways'],
  ),
  RouteTable: ec2Grant(
    ['route-table/*', 'vpc/*'],
    ['CreateRouteTable', 'DeleteRouteTable'],
    ['DescribeRouteTables'],
  ),
  Route: ec2Grant(['route-table/*'], ['CreateRoute', 'DeleteRoute', 'ReplaceRoute'], ['DescribeRouteTables']),
  RouteTableAssociation: ec2Grant(
    ['route-table/*', 'subnet/*'],
    ['AssociateRouteTable', 'DisassociateRouteTable', 'ReplaceRouteTableAssociation'],
    ['DescribeRouteTables'],
  ),
  VPCEndpoint: {
    ...ec2Grant(
      ['vpc-endpoint/*', 'vpc/*', 'subnet/*', 'route-table/*', ...groups],
      ['CreateVpcEndpoint', 'DeleteVpcEndpoints', 'ModifyVpcEndpoint'],
      ['DescribePrefixLists', 'DescribeVpcEndpointServices', 'DescribeVpcEndpoints'],
    ),
    // A private zone that AWS manages resolves a service's usual name to an endpoint. The caller must be allowed to
    // associate it with the VPC.
    elsewhere: [
      {
        sid: 'UsualNames',
        actions: named('route53', 'AssociateVPCWithHostedZone'),
        resources: ['route53:::hostedzone/*', 'ec2:*:{account}:vpc/*'],
      },
    ],
  },
  VPCEndpointRouteTableAssociation: ec2Grant(
    ['vpc-endpoint/*', 'route-table/*'],
    ['ModifyVpcEndpoint'],
    ['DescribeVpcEndpoints'],
  ),
  VPCEndpointSecurityGroupAssociation: ec2Grant(
    ['vpc-endpoint/*', ...groups],
    ['ModifyVpcEndpoint'],
    ['DescribeSecurityGroups', 'DescribeVpcEndpoints'],
  ),
  VPCEndpointSubnetAssociation: ec2Grant(
    ['vpc-endpoint/*', 'subnet/*'],
    ['ModifyVpcEndpoint'],
    ['DescribeVpcEndpoints'],
  ),
  FlowLog: {
    ...ec2Grant(['vpc-flow-log/*', 'vpc/*'], ['CreateFlowLogs', 'DeleteFlowLogs'], ['DescribeFlowLogs']),
  },
  SecurityGroup: ec2Grant(
    [...groups, 'vpc/*'],
    ['CreateSecurityGroup', 'DeleteSecurityGroup', 'RevokeSecurityGroupEgress'],
    ['DescribeNetworkInterfaces', 'DescribeSecurityGroups'],
  ),
  DefaultSecurityGroup: ec2Grant(
    groups,
    ['RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress'],
    ['DescribeSecurityGroups'],
  ),
  SecurityGroupIngressRule: ec2Grant(
    groups,
    ['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules', 'RevokeSecurityGroupIngress'],
    ['DescribeSecurityGroupRules'],
  ),
  SecurityGroupEgressRule: ec2Grant(
    groups,
    ['AuthorizeSecurityGroupEgress', 'ModifySecurityGroupRules', 'RevokeSecurityGroupEgress'],
    ['DescribeSecurityGroupRules'],
  ),
  // A setting of the account in the region. It has no resource.
  EBSEncryptionByDefault: {
    actions: [],
    resources: [],
    unbound: [
      ...named('ec2', 'DisableEbsEncryptionByDefault', 'EnableEbsEncryptionByDefault'),
      ...named('ec2', 'GetEbsEncryptionByDefault'),
    ],
  },
  LaunchTemplate: ec2Grant(
    ['launch-template/*'],
    ['CreateLaunchTemplate', 'CreateLaunchTemplateVersion', 'DeleteLaunchTemplate', 'ModifyLaunchTemplate'],
    ['DescribeLaunchTemplates', 'DescribeLaunchTemplateVersions'],
  ),
}

const groupArn = ['autoScalingGroup:*:autoScalingGroupName/*']

export const autoscaling: ServiceGrants = {
  GroupTag: {
    actions: named('autoscaling', 'CreateOrUpdateTags', 'DeleteTags'),
    resources: groupArn,
    unbound: named('autoscaling', 'DescribeTags'),
  },
}
