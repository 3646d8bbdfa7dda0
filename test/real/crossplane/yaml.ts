import { parseAllDocuments, stringify } from 'yaml'

/** Objects as one YAML text. */
export function yamlText(objects: readonly object[]): string {
  return objects.map((one) => stringify(one, { version: '1.1', aliasDuplicateObjects: false })).join('---\n')
}

/** The documents of a YAML text that hold something. */
export function yamlObjects(text: string): unknown[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as unknown)
    .filter((one) => one !== null)
}
