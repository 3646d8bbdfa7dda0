import type { CrdSources } from '../../../lib/kube/component.ts'

export const crds = {
  'external-secrets': {
    clusters: ['regional'],
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
    kinds: {
      'external-secrets.io/v1 ClusterSecretStore': {
        spec: ['conditions', 'provider'],
        'spec.provider': ['kubernetes'],
      },
    },
  },
} as const satisfies CrdSources
