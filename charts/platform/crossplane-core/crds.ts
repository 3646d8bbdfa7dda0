import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  crossplane: {
    clusters: ['hub', 'regional'],
    repository: 'crossplane/crossplane',
    tag: 'v2.3.4',
    files: {
      'cluster/crds/apiextensions.crossplane.io_compositeresourcedefinitions.yaml':
        'fd430e433e202905c4eaa3321857788c8680d0351269ecf8d24593aa58af68aa',
      'cluster/crds/apiextensions.crossplane.io_compositionrevisions.yaml':
        '34228ec5d6f81a331ae64f5964a2ba25f979f455961ca249fa843329e933666f',
      'cluster/crds/apiextensions.crossplane.io_compositions.yaml':
        '13951a1af3ca5afa49c7fb9ddde423f59dc172026bcb8131b62e3e402c3fa309',
      'cluster/crds/apiextensions.crossplane.io_environmentconfigs.yaml':
        'e7195819ad029752668bba52546aa141ad257495a8ab0c7149df0e8561079aff',
      'cluster/crds/apiextensions.crossplane.io_managedresourceactivationpolicies.yaml':
        '9d74cc005d0e8158d96d18f3499d6f6733e4852d47706b083ba688a486a2c5ea',
      'cluster/crds/apiextensions.crossplane.io_managedresourcedefinitions.yaml':
        '32e7a85fa99890e7b76821f59e473650721f89fa7aaef8e7d39c3071c49a31ac',
      'cluster/crds/apiextensions.crossplane.io_usages.yaml':
        '851f24f57d559c255358d8d31d768f8ef8248281e1cee95b182294e5912d1400',
      'cluster/crds/pkg.crossplane.io_configurationrevisions.yaml':
        '7b383e8a4d6b94e0de444865cce27f8277cc9157b6208b6bbaa46d8565fc12f4',
      'cluster/crds/pkg.crossplane.io_configurations.yaml':
        'b464d309cda7880faa18bb18488bc0a1449b92b438d081ae1817929e0f02b572',
      'cluster/crds/pkg.crossplane.io_deploymentruntimeconfigs.yaml':
        '039fb9ab97777bb40ced2a6071e1a4bb4764023b720f2912aee8e84cda202087',
      'cluster/crds/pkg.crossplane.io_functionrevisions.yaml':
        'b8afbd07c788e55fcb570bf4f71890a6a5e72165e7b834caa5a2bfd5ca008881',
      'cluster/crds/pkg.crossplane.io_functions.yaml':
        'fa8d48b538450a6e37b9cbabd7fdb069157a07c43790f1cbe393e1407fc5c83e',
      'cluster/crds/pkg.crossplane.io_imageconfigs.yaml':
        '81580527c9229e663cc055ec50bdc2e98911d097d098078ad6c46cb2126c3f22',
      'cluster/crds/pkg.crossplane.io_locks.yaml':
        'c2362a307deb55fce159d032405148d46cc6fe77494c9c94d021526b17e0395c',
      'cluster/crds/pkg.crossplane.io_providerrevisions.yaml':
        '2dbf477144aa0ac54f6298a095fc85aadfdcf0c0a4a7875ef2d194644fbc7aa0',
      'cluster/crds/pkg.crossplane.io_providers.yaml':
        '8530bffdda934641f0afb5de600fdb0561155bf008a0ace36d7e530a948521d0',
      'cluster/crds/protection.crossplane.io_clusterusages.yaml':
        '721f00cd3ec294b1d75c41a379cae61dee14cf614f0ecbe4b0329193f796be44',
      'cluster/crds/protection.crossplane.io_usages.yaml':
        '23fc67d87deaf87b6a2a869334544ee94840917370a3dc55b390778d341fc855',
    },
    kinds: {
      'apiextensions.crossplane.io/v1alpha1 ManagedResourceActivationPolicy': {},
      'pkg.crossplane.io/v1 Function': {},
      'pkg.crossplane.io/v1 Provider': {},
      'pkg.crossplane.io/v1beta1 DeploymentRuntimeConfig': {},
    },
  },
} as const satisfies CrdSources
