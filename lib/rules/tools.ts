import { catalogModel, toolModels } from '../catalog/models.ts'
import { chatModelsOf } from '../resolve/model-server.ts'
import { toolsContextTokens } from '../resolve/open-webui-tools.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { TenantFile } from './fleet.ts'

/** A tenant that switches tools on has only models with tools, and room for tools in their context. */
export function checkTools({ file, spec, written }: TenantFile): Finding[] {
  if (!spec.tools) return []
  const chat = chatModelsOf(spec)
  const without = chat.flatMap((name, index) => {
    const { tools, toolsSource } = catalogModel(name)
    if (tools === 'template') return []
    const why =
      tools === 'none'
        ? `the template of ${name} has no tools (${toolsSource}): every chat would fail with HTTP 400`
        : `whether the template of ${name} has tools is not known: ${toolsSource}`
    const field = written.models ? `models[${index}]` : 'tools'
    return [error('tools', file, field, why, `remove tools, or choose from ${toolModels.join(', ')}`)]
  })
  const asked = spec.inference.contextTokens
  const short = chat.filter(
    (name) => Math.min(asked, catalogModel(name).maxContextTokens) < toolsContextTokens,
  )
  if (without.length > 0 || short.length === 0) return without
  return [
    error(
      'tools',
      file,
      'inference.contextTokens',
      `tools take about 4,000 tokens of each chat; ${short.join(', ')} would have ${asked} in all`,
      `set it to ${toolsContextTokens} or more, or remove tools`,
    ),
  ]
}
