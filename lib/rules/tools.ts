import { catalogModel, toolModels } from '../catalog/models.ts'
import { error, type Finding } from '../findings/finding.ts'
import { chatModelsOf } from '../resolve/model-server.ts'
import { toolsContextTokens } from '../resolve/open-webui-tools.ts'
import type { TenantFile } from './fleet.ts'

/** A tenant that switches tools on has only models with tools, and room for tools in their context. */
export function checkTools({ file, spec, written }: TenantFile): Finding[] {
  if (!spec.tools) return []
  const chat = chatModelsOf(spec)
  const without = chat.flatMap((name, index) => {
    const { tools, toolsSource } = catalogModel(name)
    if (tools === 'template') return []
    const field = written.models ? `models[${index}]` : 'tools'
    const facts = { problem: tools, model: name, source: toolsSource.place, known: toolModels }
    return [error('tools', { file, field }, facts)]
  })
  const asked = spec.inference.contextTokens
  const short = chat.filter(
    (name) => Math.min(asked, catalogModel(name).maxContextTokens) < toolsContextTokens,
  )
  if (without.length > 0 || short.length === 0) return without
  return [
    error(
      'tools',
      { file, field: 'inference.contextTokens' },
      { problem: 'context', models: short, contextTokens: asked, leastTokens: toolsContextTokens },
    ),
  ]
}
