/** CRDs of one operator, as its authors publish them. */
export interface Upstream {
  /** Owner and name at GitHub. */
  readonly repository: string
  /** Tag of the release that Paddock runs: its operator's image has the same. */
  readonly tag: string
  /** SHA-256 of each file at that tag, in hexadecimal, by its path in the repository. */
  readonly files: Readonly<Record<string, string>>
}

/**
 * The CRDs of the platform's operators that are used: those of kinds in `dist/`, and those without which an operator
 * does not start. `npm run import -- --upstream` makes `lib/kube/crds` of them. The sums are of the files at the tags.
 *
 * @see https://raw.githubusercontent.com/<repository>/<tag>/<path>
 */
export const upstream: Readonly<Record<string, Upstream>> = {
  'argo-cd': {
    repository: 'argoproj/argo-cd',
    tag: 'v3.5.1',
    files: {
      'manifests/crds/application-crd.yaml':
        '5dde0e229249b6b707beb98674c1deae3949d5c319a6c45b9f5a80c99618e40c',
      'manifests/crds/applicationset-crd.yaml':
        '7d282054f41ca2b71a22bab04a8caf0000e07e53a62432e6ea292dae5ab4f07d',
      'manifests/crds/appproject-crd.yaml':
        'ab225266944322750136f1198d93786e4a79a0e43c8d149abfba44da30a3eac8',
    },
  },
  'aws-load-balancer-controller': {
    repository: 'kubernetes-sigs/aws-load-balancer-controller',
    tag: 'v3.5.0',
    files: {
      'config/crd/bases/elbv2.k8s.aws_albtargetcontrolconfigs.yaml':
        '9f78853c37088c1533f4a90c01fd878c0b65ec6d6905434f727cad903fef390f',
      'config/crd/bases/elbv2.k8s.aws_ingressclassparams.yaml':
        'ecc9a6272f05b23da799e8c62f2ace623ca7b061e9808fdee50d1ab15dfbd825',
      'config/crd/bases/elbv2.k8s.aws_targetgroupbindings.yaml':
        '0efbdd3d88d29abbdd6feb2c1329dceb5e1b7788644f2d9b0be9158589a98432',
    },
  },
  'cert-manager': {
    repository: 'cert-manager/cert-manager',
    tag: 'v1.21.1',
    files: {
      'deploy/crds/acme.cert-manager.io_challenges.yaml':
        'dff7542a2ee6581e3963a076410212ad3207201b70df8a328aa50826d569161c',
      'deploy/crds/acme.cert-manager.io_orders.yaml':
        'b1e9c938b9724482cc0612aac949b40e062001fc9732234c591f24cb9ffc5ca7',
      'deploy/crds/cert-manager.io_certificaterequests.yaml':
        '74cf3801ab146a1745498de5f3b619cde6f2dc89ae03755084be08129ce726c3',
      'deploy/crds/cert-manager.io_certificates.yaml':
        '7ad91029c00ec959d54215b19d3b1a9b7e0247eaa60f987151c2b70d8661f8af',
      'deploy/crds/cert-manager.io_clusterissuers.yaml':
        '30008001b78aafb8e110af61359561104b5fafc3a4dc6ac0013245d0ee3fe4ca',
      'deploy/crds/cert-manager.io_issuers.yaml':
        '05e37efb02777e0362d24269fa103c2fc11419f9c85e31854ef873e5d9e5c5cc',
    },
  },
  crossplane: {
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
  },
  'external-secrets': {
    repository: 'external-secrets/external-secrets',
    tag: 'v2.9.0',
    files: {
      'config/crds/bases/external-secrets.io_clustersecretstores.yaml':
        'f847c69ae317a76527fc37c163ddfe15d9026e14eb47dd325319e914e0433c2a',
      'config/crds/bases/external-secrets.io_externalsecrets.yaml':
        '5044be5a610ca90a075f34f03ed20b462695c43387ba9410db7f4250e47b1e2f',
      'config/crds/bases/external-secrets.io_pushsecrets.yaml':
        '1d97b97b4aca0799bc8dc05d45d34adf2265ae5c3a87268026b6aafb1718f4ec',
      'config/crds/bases/external-secrets.io_secretstores.yaml':
        '7f750858d393913915a2f15daff9e1d2f56ca207c09920c055d7a68cceacb641',
      'config/crds/bases/generators.external-secrets.io_generatorstates.yaml':
        'e620aff1177ad76c3556735d8496a0b5f71bc50218d77d1c27a6afae7165d81b',
      'config/crds/bases/generators.external-secrets.io_passwords.yaml':
        '72ef666dcd0e24b71a2a8fe122ed01c86203f7a3a323ea90dc77a604b6a263da',
    },
  },
  'http-add-on': {
    repository: 'kedacore/http-add-on',
    tag: 'v0.15.0',
    files: {
      'config/crd/bases/http.keda.sh_httpscaledobjects.yaml':
        '7535e22d3f7793092bc5a9a1ee5ed021fa24998e2cd50f28c54694e5e1d1e6d8',
      'config/crd/bases/http.keda.sh_interceptorroutes.yaml':
        'a706e998936b0ba41ff890673be57578f6280b0b3308e9b86b67b745d7b3480b',
    },
  },
  keda: {
    repository: 'kedacore/keda',
    tag: 'v2.20.2',
    files: {
      'config/crd/bases/eventing.keda.sh_cloudeventsources.yaml':
        '54693ed66e4a602f09137bef80297b381bb51c1a55980e8d4844524c074bac1a',
      'config/crd/bases/eventing.keda.sh_clustercloudeventsources.yaml':
        'ac143e8ef6734d6d7665a6d094d7388d1816316d42b33b0a6e3ba0a7950322e0',
      'config/crd/bases/keda.sh_clustertriggerauthentications.yaml':
        '177413d75f11b76ba7bf98aef200a1736245254197c7c1d8877fc7a0fc641df4',
      'config/crd/bases/keda.sh_scaledjobs.yaml':
        '8805cd6c5b05161fb1541726e2c32c8e2990f435649fa74cbc616600b84b583a',
      'config/crd/bases/keda.sh_scaledobjects.yaml':
        'af35555862a83933b074af14ad439c4b4ceabaf4daa3e9338e9b23e36d308d80',
      'config/crd/bases/keda.sh_triggerauthentications.yaml':
        '275307b4cb19ca8f0f506a879282aa4c67587ac16ec757f494d6585c5c185d65',
    },
  },
  monitoring: {
    repository: 'prometheus-operator/prometheus-operator',
    tag: 'v0.93.0',
    files: {
      'example/prometheus-operator-crd/monitoring.coreos.com_probes.yaml':
        'f4ead9704bd4c6303d53e4cc15670faaf0609022a5e08c0ce496286f453666b7',
      'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml':
        '78be98554b9c8506ab2b4f4feb91c5f3a56e536a0a510f3a8e876a459970d56d',
    },
  },
  nginx: {
    repository: 'nginx/kubernetes-ingress',
    tag: 'v5.5.4',
    files: {
      'config/crd/bases/k8s.nginx.org_globalconfigurations.yaml':
        'c1c2019720a0eb3779e0d827c8e3765052c1f1e053294b715aa34b33b8e6a1a5',
      'config/crd/bases/k8s.nginx.org_policies.yaml':
        '01fa6e12406c1dbd8f4be188f341e8570831bc07bcf1c3b2c397328ca22247c8',
      'config/crd/bases/k8s.nginx.org_transportservers.yaml':
        'ee4b32994cada8b1b57f85855f8742b7a3a0628ccdd6cf3d824e26027dcbe296',
      'config/crd/bases/k8s.nginx.org_virtualserverroutes.yaml':
        '361f66b95a6fa67b157bf107fee71755723e50aeff2cbc6f047d7dcaf504e4f8',
      'config/crd/bases/k8s.nginx.org_virtualservers.yaml':
        'd69b659a69a6af83c832a0e753c41d959e28821d0414e58819835248ff41e923',
    },
  },
}
